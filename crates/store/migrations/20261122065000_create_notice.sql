-- Notices 通知到人: what is to be told to which households, and how far each has got.

create sequence notice_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence notice_serial to gezhi_app;

create table notice (
    id int8 not null,
    area int8 not null,
    area_end int8 not null,
    title text not null,
    body text not null,
    building_id int8,
    label_bits int4 not null default 0,
    account_id int8 not null,
    post_id int8 not null,
    made_at timestamptz not null,
    until_on date not null,
    constraint notice_pkey primary key (id),
    constraint notice_about_building foreign key (building_id) references building (id),
    constraint notice_by_account foreign key (account_id) references account (id),
    constraint notice_by_post foreign key (post_id) references post (id),
    constraint notice_area_is_a_range check (area_end > area),
    constraint notice_has_words check (title <> '' and body <> '')
);
create index notice_area on notice (area);
comment on table notice is 'Notices 通知 that are told to households one by one.';
comment on column notice.id is 'NoticeId: county and serial number.';
comment on column notice.area is 'The smallest area that holds all chosen households, as it was when the notice was made.';
comment on column notice.area_end is 'The end of that area''s range: whoever works inside it sees the notice.';
comment on column notice.title is 'What it is about.';
comment on column notice.body is 'What callers say.';
comment on column notice.building_id is 'The building that households were chosen by; null when by area.';
comment on column notice.label_bits is 'The labels that households were chosen by (bit code-1); 0 when by none.';
comment on column notice.account_id is 'Who chose them.';
comment on column notice.post_id is 'In which capacity.';
comment on column notice.made_at is 'When.';
comment on column notice.until_on is 'The last day on which calls are written down.';

-- Its readers work inside its area or hold it; its maker holds all of it.
alter table notice enable row level security;
alter table notice force row level security;
create policy notice_in_scope on notice to gezhi_app
    using (
        area_end > (
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
    )
    with check (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area_end <= (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy notice_system on notice to gezhi_system using (true) with check (true);
grant select, insert on notice to gezhi_app;
grant select, insert, update, delete on notice to gezhi_system;

create table notice_call (
    notice_id int8 not null,
    dwelling_id int8 not null,
    area int8 not null,
    state text not null default 'open',
    account_id int8,
    post_id int8,
    called_at timestamptz,
    note text not null default '',
    constraint notice_call_pkey primary key (notice_id, dwelling_id),
    constraint notice_call_of_notice foreign key (notice_id) references notice (id) on delete cascade,
    constraint notice_call_to_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint notice_call_by_account foreign key (account_id) references account (id),
    constraint notice_call_by_post foreign key (post_id) references post (id),
    constraint notice_call_state_is_known check (state in ('open', 'told', 'absent', 'passed_on', 'declined')),
    constraint notice_call_says_who_called check (
        (state = 'open') = (called_at is null) and (called_at is null) = (account_id is null)
        and (account_id is null) = (post_id is null)
    )
);
create index notice_call_dwelling on notice_call (dwelling_id);
create index notice_call_area on notice_call (area);
comment on table notice_call is 'How far a notice has got with each chosen household.';
comment on column notice_call.notice_id is 'Which notice.';
comment on column notice_call.dwelling_id is 'Which household.';
comment on column notice_call.area is 'The household''s grid; moves when the building changes hands.';
comment on column notice_call.state is 'open, told 已通知, absent 无人, passed_on 转告 or declined 拒接.';
comment on column notice_call.account_id is 'Who called last; null while open.';
comment on column notice_call.post_id is 'In which capacity; null while open.';
comment on column notice_call.called_at is 'When; null while open.';
comment on column notice_call.note is 'What was noted about the last call.';

alter table notice_call enable row level security;
alter table notice_call force row level security;
create policy notice_call_in_scope on notice_call to gezhi_app
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
create policy notice_call_system on notice_call to gezhi_system using (true) with check (true);
grant select, insert on notice_call to gezhi_app;
grant update (state, account_id, post_id, called_at, note) on notice_call to gezhi_app;
grant select, insert, update, delete on notice_call to gezhi_system;

-- Whatever kinds the trail knows by now, notices and certificates come on top.
do $$
declare
    known text;
begin
    select pg_get_constraintdef(oid) into known
    from pg_constraint
    where conname = 'audit_record_kind_is_known';
    alter table audit drop constraint audit_record_kind_is_known;
    execute 'alter table audit add constraint audit_record_kind_is_known '
        || regexp_replace(known, '\]', ', ''notice''::text, ''certificate''::text]');
end
$$;
