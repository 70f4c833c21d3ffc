-- Lists taken out as files: who asked for what, who granted it, and that it was fetched. And the forms of a higher level that
-- somebody keeps in order to fill them.

create sequence export_serial as int8 minvalue 1 maxvalue 999999999999;
create sequence export_template_serial as int8 minvalue 1;
grant usage on sequence export_serial, export_template_serial to gezhi_app, gezhi_system;

create table export_template (
    id int8 not null,
    area int8 not null,
    area_end int8 not null,
    account_id int8 not null,
    post_id int8 not null,
    name text not null,
    head_sealed bytea not null,
    mapping text[] not null,
    is_shared boolean not null default false,
    made_at timestamptz not null,
    constraint export_template_pkey primary key (id),
    constraint export_template_of_account foreign key (account_id) references account (id),
    constraint export_template_of_post foreign key (post_id) references post (id),
    constraint export_template_area_is_a_range check (area_end > area),
    constraint export_template_has_a_name check (length(name) between 1 and 30),
    constraint export_template_name_is_the_owners_only_one unique (account_id, name)
);
create index export_template_shared on export_template (area) where is_shared;
comment on table export_template is 'Forms of a higher level 一表通 that somebody keeps, for themselves or for everybody who works inside their area.';
comment on column export_template.id is 'Serial number.';
comment on column export_template.area is 'The area of the post that keeps it.';
comment on column export_template.area_end is 'The end of that area''s range: when it is shared, whoever works inside sees it.';
comment on column export_template.account_id is 'Who keeps it.';
comment on column export_template.post_id is 'In which capacity it was made.';
comment on column export_template.name is 'What its keeper calls it.';
comment on column export_template.head_sealed is 'The form''s sheet name, lines down to the headings and merged cells as JSON, sealed: a form may name whom to return it to. Its rows are not kept.';
comment on column export_template.mapping is 'What each of its columns holds (domain::export); empty for one that stays empty.';
comment on column export_template.is_shared is 'Whether everybody who works inside the area sees it.';
comment on column export_template.made_at is 'When it was made.';

create table export (
    id int8 not null,
    area int8 not null,
    area_end int8 not null,
    account_id int8 not null,
    post_id int8 not null,
    post_area int8 not null,
    list text not null,
    conditions text not null,
    columns text[] not null,
    is_masked boolean not null,
    is_xlsx boolean not null,
    template_id int8,
    reason text not null default '',
    asked_at timestamptz not null,
    rows_shown int8 not null,
    state text not null,
    until_at timestamptz not null,
    decided_account_id int8,
    decided_post_id int8,
    decided_at timestamptz,
    decided_reason text,
    fetched_at timestamptz,
    rows_made int8,
    constraint export_pkey primary key (id),
    constraint export_by_account foreign key (account_id) references account (id),
    constraint export_by_post foreign key (post_id) references post (id),
    constraint export_decided_by_account foreign key (decided_account_id) references account (id),
    constraint export_decided_by_post foreign key (decided_post_id) references post (id),
    constraint export_area_is_a_range check (area_end > area),
    constraint export_list_is_known check (list in ('people', 'register', 'notice', 'estates')),
    constraint export_state_is_known check (state in ('made', 'asked', 'granted', 'refused', 'fetched', 'ended')),
    constraint export_only_people_are_unmasked check (is_masked or list = 'people'),
    constraint export_unmasked_has_a_reason check (is_masked or length(reason) >= 5),
    constraint export_unmasked_has_a_second_person check
        (is_masked or state not in ('granted', 'refused', 'fetched') or decided_account_id is not null),
    constraint export_second_person_is_another check (decided_account_id <> account_id),
    constraint export_decision_is_whole check
        (num_nonnulls(decided_account_id, decided_post_id, decided_at, decided_reason) in (0, 4))
);
create index export_area on export (area, asked_at);
create index export_account on export (account_id, asked_at);
comment on table export is 'Lists taken out as files 导出. What an unmasked one holds is fixed when it is asked for, and a second person grants it.';
comment on column export.id is 'ExportId: county and serial number; stands on every copy.';
comment on column export.area is 'Where the list was asked.';
comment on column export.area_end is 'The end of that area''s range: whoever holds all of it can know of it.';
comment on column export.account_id is 'Who asked.';
comment on column export.post_id is 'Under which post; nobody fetches it under another.';
comment on column export.post_area is 'That post''s area when it asked; nobody fetches it from another.';
comment on column export.list is 'people, register, notice or estates.';
comment on column export.conditions is 'What of it, in codes (domain::export).';
comment on column export.columns is 'The columns by word; empty for one of a form that stays empty.';
comment on column export.is_masked is 'Whether names, birthdays and numbers are masked.';
comment on column export.is_xlsx is 'Whether it is a workbook; else csv.';
comment on column export.template_id is 'The form that it fills; null for a plain table. No foreign key: a form may be removed later.';
comment on column export.reason is 'What an unmasked one is for; empty for a masked one.';
comment on column export.asked_at is 'When it was asked.';
comment on column export.rows_shown is 'How many rows it had then; an unmasked file never has more.';
comment on column export.state is 'made, asked, granted, refused, fetched or ended.';
comment on column export.until_at is 'When it ends by itself, if nothing happens.';
comment on column export.decided_account_id is 'Who granted or refused it: never who asked.';
comment on column export.decided_post_id is 'In which capacity.';
comment on column export.decided_at is 'When.';
comment on column export.decided_reason is 'Why; may be empty for a grant.';
comment on column export.fetched_at is 'When it was fetched last; null before.';
comment on column export.rows_made is 'How many rows it had then.';

alter table export enable row level security;
alter table export force row level security;
create policy export_in_scope on export to gezhi_app
    using (
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
-- Asked in one's own name only, and answered in one's own name only.
create policy export_asked_by_oneself on export as restrictive for insert to gezhi_app
    with check (
        decided_account_id is null
        and account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy export_moved_by_who_is_in_it on export as restrictive for update to gezhi_app
    using (true)
    with check (
        (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        ) in (account_id, decided_account_id)
    );
create policy export_system on export to gezhi_system using (true) with check (true);
grant select, insert on export to gezhi_app;
grant update (
    state, until_at, decided_account_id, decided_post_id, decided_at, decided_reason, fetched_at, rows_made
) on export to gezhi_app;
grant select, insert, update, delete on export to gezhi_system;

-- One's own, and those that are shared over an area that holds one's own.
alter table export_template enable row level security;
alter table export_template force row level security;
create policy export_template_own_or_shared on export_template for select to gezhi_app
    using (
        account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        or is_shared
        and area <= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area_end >= (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy export_template_made_inside on export_template for insert to gezhi_app
    with check (
        account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area >= (
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
create policy export_template_changed_by_owner on export_template for update to gezhi_app
    using (
        account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy export_template_removed_by_owner on export_template for delete to gezhi_app
    using (
        account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy export_template_system on export_template to gezhi_system using (true) with check (true);
grant select, insert, delete on export_template to gezhi_app;
grant update (mapping, is_shared) on export_template to gezhi_app;
grant select, insert, update, delete on export_template to gezhi_system;

-- Whatever kinds the trail knows by now, exports come on top.
do $$
declare
    known text;
begin
    select pg_get_constraintdef(oid) into known
    from pg_constraint
    where conname = 'audit_record_kind_is_known';
    alter table audit drop constraint audit_record_kind_is_known;
    execute 'alter table audit add constraint audit_record_kind_is_known '
        || regexp_replace(known, '\]', ', ''export''::text]');
end
$$;
