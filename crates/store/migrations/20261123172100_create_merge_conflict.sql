-- A phone wrote without sight of the newest value: both sides are kept until somebody decides. The values are sealed like residents'.

create sequence merge_conflict_serial as int8 minvalue 1;
grant usage on sequence merge_conflict_serial to gezhi_app;
grant usage on sequence merge_conflict_serial to gezhi_system;

create table merge_conflict (
    id int8 not null,
    area int8 not null,
    resident_id int8 not null,
    field text not null,
    operation bytea not null,
    account_id int8 not null,
    post_id int8 not null,
    made_at timestamptz not null,
    received_at timestamptz not null,
    mine_sealed bytea,
    theirs_sealed bytea,
    settled_at timestamptz,
    settled_by int8,
    kept text,
    constraint merge_conflict_pkey primary key (id),
    constraint merge_conflict_of_resident foreign key (resident_id) references resident (id) on delete cascade,
    constraint merge_conflict_by_account foreign key (account_id) references account (id),
    constraint merge_conflict_by_post foreign key (post_id) references post (id),
    constraint merge_conflict_settled_by_account foreign key (settled_by) references account (id),
    constraint merge_conflict_field_is_known check (field in ('phone')),
    constraint merge_conflict_kept_is_known check (kept in ('mine', 'theirs')),
    constraint merge_conflict_is_settled_whole
        check ((settled_at is null) = (settled_by is null) and (settled_at is null) = (kept is null))
);
create index merge_conflict_area on merge_conflict (area, id);
create index merge_conflict_resident on merge_conflict (resident_id);
create index merge_conflict_settled_at on merge_conflict (settled_at);
comment on table merge_conflict is 'Writes that came late and met another value: both sides, until 90 days after somebody decided.';
comment on column merge_conflict.id is 'Serial number.';
comment on column merge_conflict.area is 'The grid of the person; follows the person.';
comment on column merge_conflict.resident_id is 'Whose file.';
comment on column merge_conflict.field is 'Which field: phone.';
comment on column merge_conflict.operation is 'The late write (field_operation.operation of its account).';
comment on column merge_conflict.account_id is 'Whose write came late.';
comment on column merge_conflict.post_id is 'In which capacity.';
comment on column merge_conflict.made_at is 'When it was made, corrected for the phone''s clock.';
comment on column merge_conflict.received_at is 'When it came in.';
comment on column merge_conflict.mine_sealed is 'What the late write says, sealed; null when it takes the value away. The row goes 90 days after the decision.';
comment on column merge_conflict.theirs_sealed is 'What the file said then, sealed; null for nothing. The row goes 90 days after the decision.';
comment on column merge_conflict.settled_at is 'When somebody decided.';
comment on column merge_conflict.settled_by is 'Who decided.';
comment on column merge_conflict.kept is 'Which side was kept: mine (the late write) or theirs.';
alter table merge_conflict enable row level security;
alter table merge_conflict force row level security;
create policy merge_conflict_in_scope on merge_conflict to gezhi_app
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
create policy merge_conflict_system on merge_conflict to gezhi_system using (true) with check (true);
grant select, insert on merge_conflict to gezhi_app;
grant update (area, settled_at, settled_by, kept) on merge_conflict to gezhi_app;
grant select, update, delete on merge_conflict to gezhi_system;
