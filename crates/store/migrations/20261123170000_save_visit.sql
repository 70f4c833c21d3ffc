-- A saved visit is the check-in: what it came to, where it was saved if the phone said so, and the number that lets it in once.

alter table visit drop constraint visit_outcome_is_known;
update visit set outcome = case outcome when 'met' then 'unchanged' else 'nobody_in' end;
alter table visit add constraint visit_outcome_is_known check (outcome in ('unchanged', 'nobody_in', 'changed'));
alter table visit add column received_at timestamptz;
alter table visit add column lon float8;
alter table visit add column lat float8;
alter table visit add column accuracy_m int2;
alter table visit add column note text not null default '';
alter table visit add column operation bytea;
alter table visit add column before jsonb;
alter table visit add constraint visit_position_is_whole
    check ((lon is null) = (lat is null) and (lon is null) = (accuracy_m is null));
alter table visit add constraint visit_position_is_on_the_globe check (lon between -180 and 180 and lat between -90 and 90);
alter table visit add constraint visit_accuracy_is_not_negative check (accuracy_m >= 0);
alter table visit add constraint visit_note_is_short check (char_length(note) <= 200);
alter table visit add constraint visit_operation_is_whole check (octet_length(operation) = 16);
alter table visit add constraint visit_once unique (account_id, operation);
create index visit_area on visit (area, visited_at);
comment on column visit.visited_at is 'When, by the phone''s clock; never after it was received.';
comment on column visit.outcome is 'unchanged 已访无变化, nobody_in 没人应门 or changed 已更新.';
comment on column visit.received_at is 'When the server received it; null for those before that was kept.';
comment on column visit.lon is 'Where it was saved, degrees east (WGS84); null unless the phone attached it. Kept nowhere else.';
comment on column visit.lat is 'Where it was saved, degrees north (WGS84); null unless the phone attached it. Kept nowhere else.';
comment on column visit.accuracy_m is 'How far off that may be, in metres.';
comment on column visit.note is 'What else is to be said.';
comment on column visit.operation is 'The sender''s number, so that a repetition comes in once; null for those before that was kept.';
comment on column visit.before is 'What stood in the household''s verification before this visit, for taking it back; null when it changed none.';

-- Whoever made a visit may take it back; nobody else does.
create policy visit_withdrawn on visit as restrictive for delete to gezhi_app
    using (
        account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
grant delete on visit to gezhi_app;
-- Taking back a visit takes back the verification that it was: besides what undoing a batch removes, its maker may remove that row.
alter policy verification_delete_of_batch on verification
    using (
        subject_id in (select r.subject_id from intake_record r where r.kind = 'person')
        or (
            field_group = 'dwelling'
            and exists (
                select 1
                from visit v
                join session s on s.account_id = v.account_id
                where v.dwelling_id = verification.subject_id
                    and v.visited_at = verification.verified_at
                    and v.account_id = verification.account_id
                    and s.key = decode(current_setting('gezhi.session', true), 'hex')
                    and s.revoked_at is null
                    and s.expires_at > now()
            )
        )
    );
