-- Lists of people taken in from files: the batch with its sealed file, what was wrong with it, and what it changed.

create sequence intake_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence intake_serial to gezhi_app;

create table intake_batch (
    id int8 not null,
    area int8 not null,
    account_id int8 not null,
    post_id int8 not null,
    file_name text not null,
    uploaded_at timestamptz not null,
    as_of_on date not null,
    file_sealed bytea,
    headings_sealed bytea,
    mapping text[] not null default '{}',
    state text not null default 'uploaded',
    stage text not null default '',
    reason text,
    rows_count int4 not null default 0,
    new_count int4 not null default 0,
    changed_count int4 not null default 0,
    same_count int4 not null default 0,
    faulty_count int4 not null default 0,
    done_count int4 not null default 0,
    total_count int4 not null default 0,
    leaves_out boolean not null default false,
    stop_asked boolean not null default false,
    plan_digest bytea,
    written_at timestamptz,
    undone_at timestamptz,
    constraint intake_batch_pkey primary key (id),
    constraint intake_batch_by_account foreign key (account_id) references account (id),
    constraint intake_batch_by_post foreign key (post_id) references post (id),
    constraint intake_batch_state_is_known check
        (state in ('uploaded', 'checking', 'checked', 'writing', 'written', 'undoing', 'undone', 'failed')),
    constraint intake_batch_counts_are_not_negative check
        (least(rows_count, new_count, changed_count, same_count, faulty_count, done_count, total_count) >= 0)
);
create index intake_batch_area on intake_batch (area, uploaded_at);
comment on table intake_batch is 'Lists of people that were uploaded to be taken in, one row a file.';
comment on column intake_batch.id is 'IntakeId: county and serial number.';
comment on column intake_batch.area is 'The area of the post that uploaded it; rows outside it are refused.';
comment on column intake_batch.account_id is 'Who uploaded it.';
comment on column intake_batch.post_id is 'Under which post.';
comment on column intake_batch.file_name is 'The file''s name as the browser gave it.';
comment on column intake_batch.uploaded_at is 'When.';
comment on column intake_batch.as_of_on is 'The day on which the list was true, as its sender said; what it says counts as verified then.';
comment on column intake_batch.file_sealed is 'The file, sealed; null once it is written or was kept long enough.';
comment on column intake_batch.headings_sealed is 'The headings of its columns as JSON, sealed: a file without headings begins with a person.';
comment on column intake_batch.mapping is 'What each of its columns holds (domain::intake::COLUMNS); empty for one that is left alone.';
comment on column intake_batch.state is 'uploaded, checking, checked, writing, written, undoing, undone or failed.';
comment on column intake_batch.stage is 'What is being done, for a progress line.';
comment on column intake_batch.reason is 'Why the last step failed or was refused; null otherwise.';
comment on column intake_batch.rows_count is 'Rows with something in them, below the headings.';
comment on column intake_batch.new_count is 'People without a file so far.';
comment on column intake_batch.changed_count is 'People whose file or stays change.';
comment on column intake_batch.same_count is 'People about whom nothing changes.';
comment on column intake_batch.faulty_count is 'Rows with faults.';
comment on column intake_batch.done_count is 'How much of the step is done.';
comment on column intake_batch.total_count is 'How much there is to do.';
comment on column intake_batch.leaves_out is 'Whether faulty rows were left out by choice.';
comment on column intake_batch.stop_asked is 'Whether somebody wants the running step to stop.';
comment on column intake_batch.plan_digest is 'Digest of what the check found was to be done; writing does exactly that or nothing.';
comment on column intake_batch.written_at is 'When it was written; null before.';
comment on column intake_batch.undone_at is 'When it was undone; null while it holds.';

create table intake_claim (
    batch_id int8 not null,
    area int8 not null,
    constraint intake_claim_pkey primary key (batch_id),
    constraint intake_claim_of_batch foreign key (batch_id) references intake_batch (id) on delete cascade
);
comment on table intake_claim is 'One row a batch, locked by whoever works on it for as long as that process lives: a step whose row is free was broken off.';
comment on column intake_claim.batch_id is 'Which batch.';
comment on column intake_claim.area is 'As of the batch.';

create table intake_fault (
    batch_id int8 not null,
    area int8 not null,
    row_no int4 not null,
    place int4 not null,
    field text not null,
    fault text not null,
    shape text not null,
    other_row int4,
    constraint intake_fault_pkey primary key (batch_id, row_no, place),
    constraint intake_fault_of_batch foreign key (batch_id) references intake_batch (id) on delete cascade
);
comment on table intake_fault is 'What is wrong with rows of a file. Says where and what, never the value.';
comment on column intake_fault.batch_id is 'Which batch.';
comment on column intake_fault.area is 'As of the batch.';
comment on column intake_fault.row_no is 'Row of the sheet, from 1; the headings stand in an earlier one.';
comment on column intake_fault.place is 'Order among the faults of the row.';
comment on column intake_fault.field is 'The column''s word (domain::intake::COLUMNS).';
comment on column intake_fault.fault is 'What is wrong (domain::intake::Fault).';
comment on column intake_fault.shape is 'The value with every digit as 9, every Latin letter as A and every other letter as 字.';
comment on column intake_fault.other_row is 'The row that it contradicts; null when it is about this row only.';

create table intake_record (
    batch_id int8 not null,
    kind text not null,
    subject_id int8 not null,
    area int8 not null,
    is_new boolean not null,
    before_sealed bytea,
    after_digest text not null,
    after_revision int8 not null,
    constraint intake_record_pkey primary key (batch_id, kind, subject_id),
    constraint intake_record_of_batch foreign key (batch_id) references intake_batch (id) on delete cascade,
    constraint intake_record_kind_is_known check (kind in ('person', 'household'))
);
comment on table intake_record is 'What a batch changed, and how it was before: for its undoing.';
comment on column intake_record.batch_id is 'Which batch.';
comment on column intake_record.kind is 'person or household.';
comment on column intake_record.subject_id is 'The person or the dwelling.';
comment on column intake_record.area is 'As of the batch.';
comment on column intake_record.is_new is 'Whether the batch began the file.';
comment on column intake_record.before_sealed is 'The record before the batch as JSON, sealed; null for a new one, and once it can no longer be undone.';
comment on column intake_record.after_digest is 'Digest of the record after the batch: another one now means that somebody changed it since.';
comment on column intake_record.after_revision is 'The record''s revision after the batch.';

create table intake_heading (
    account_id int8 not null,
    heading text not null,
    area int8 not null,
    field text not null,
    constraint intake_heading_pkey primary key (account_id, heading),
    constraint intake_heading_of_account foreign key (account_id) references account (id)
);
comment on table intake_heading is 'What a sender''s own headings mean, as chosen on the page before.';
comment on column intake_heading.account_id is 'Whose files are headed so.';
comment on column intake_heading.heading is 'The heading, without spaces and signs, in small letters.';
comment on column intake_heading.area is 'The area of the post under which it was chosen.';
comment on column intake_heading.field is 'The column''s word (domain::intake::COLUMNS); empty for one that is left alone.';

alter table intake_batch enable row level security;
alter table intake_batch force row level security;
create policy intake_batch_in_scope on intake_batch to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy intake_batch_system on intake_batch to gezhi_system using (true) with check (true);
grant select, insert, update, delete on intake_batch to gezhi_system;
grant select, insert, update on intake_batch to gezhi_app;

alter table intake_claim enable row level security;
alter table intake_claim force row level security;
create policy intake_claim_in_scope on intake_claim to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy intake_claim_system on intake_claim to gezhi_system using (true) with check (true);
grant select, insert, update, delete on intake_claim to gezhi_system;
grant select, insert, update on intake_claim to gezhi_app;

alter table intake_fault enable row level security;
alter table intake_fault force row level security;
create policy intake_fault_in_scope on intake_fault to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy intake_fault_system on intake_fault to gezhi_system using (true) with check (true);
grant select, insert, update, delete on intake_fault to gezhi_system;
grant select, insert, delete on intake_fault to gezhi_app;

alter table intake_record enable row level security;
alter table intake_record force row level security;
create policy intake_record_in_scope on intake_record to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy intake_record_system on intake_record to gezhi_system using (true) with check (true);
grant select, insert, update, delete on intake_record to gezhi_system;
grant select, insert, update on intake_record to gezhi_app;

alter table intake_heading enable row level security;
alter table intake_heading force row level security;
create policy intake_heading_in_scope on intake_heading to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy intake_heading_system on intake_heading to gezhi_system using (true) with check (true);
grant select, insert, update, delete on intake_heading to gezhi_system;
grant select, insert, update on intake_heading to gezhi_app;

-- Undoing a batch takes away what the batch made, and nobody may take away anything else.
grant delete on resident, stay, verification to gezhi_app;
create policy resident_delete_of_batch on resident as restrictive for delete to gezhi_app
    using (id in (select r.subject_id from intake_record r where r.kind = 'person' and r.is_new));
create policy stay_delete_of_batch on stay as restrictive for delete to gezhi_app
    using (resident_id in (select r.subject_id from intake_record r where r.kind = 'person'));
create policy verification_delete_of_batch on verification as restrictive for delete to gezhi_app
    using (subject_id in (select r.subject_id from intake_record r where r.kind = 'person'));

-- Whatever kinds the trail knows by now, batches come on top.
do $$
declare
    known text;
begin
    select pg_get_constraintdef(oid) into known
    from pg_constraint
    where conname = 'audit_record_kind_is_known';
    alter table audit drop constraint audit_record_kind_is_known;
    execute 'alter table audit add constraint audit_record_kind_is_known '
        || regexp_replace(known, '\]', ', ''intake''::text]');
end
$$;
