-- Labels put on many households at once, so that it can be undone; and filters that somebody keeps.

create table bulk_label (
    id int8 not null generated always as identity,
    area int8 not null,
    area_end int8 not null,
    label int2 not null,
    is_on boolean not null,
    dwellings int8[] not null,
    account_id int8 not null,
    post_id int8 not null,
    made_at timestamptz not null,
    undone_at timestamptz,
    constraint bulk_label_pkey primary key (id),
    constraint bulk_label_by_account foreign key (account_id) references account (id),
    constraint bulk_label_by_post foreign key (post_id) references post (id),
    constraint bulk_label_area_is_a_range check (area_end > area),
    constraint bulk_label_code_is_a_label check (label between 1 and 31),
    constraint bulk_label_is_undone_later check (undone_at >= made_at)
);
create index bulk_label_area on bulk_label (area);
comment on table bulk_label is 'Labels that were put on or taken off many households at once.';
comment on column bulk_label.id is 'Serial number.';
comment on column bulk_label.area is 'Where they were chosen, as it was then.';
comment on column bulk_label.area_end is 'The end of that area''s range: whoever holds all of it sees the row.';
comment on column bulk_label.label is 'Which label of the dictionary.';
comment on column bulk_label.is_on is 'Whether it was put on, or taken off.';
comment on column bulk_label.dwellings is 'The households that changed by it; those that had it so already are not in it.';
comment on column bulk_label.account_id is 'Who did it.';
comment on column bulk_label.post_id is 'In which capacity.';
comment on column bulk_label.made_at is 'When.';
comment on column bulk_label.undone_at is 'When it was undone; null while it stands.';

alter table bulk_label enable row level security;
alter table bulk_label force row level security;
create policy bulk_label_in_scope on bulk_label to gezhi_app
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
create policy bulk_label_system on bulk_label to gezhi_system using (true) with check (true);
grant select, insert on bulk_label to gezhi_app;
grant update (undone_at) on bulk_label to gezhi_app;
grant select, insert, update, delete on bulk_label to gezhi_system;

create table saved_filter (
    id int8 not null generated always as identity,
    area int8 not null,
    area_end int8 not null,
    account_id int8 not null,
    post_id int8 not null,
    name text not null,
    conditions text not null,
    is_shared boolean not null default false,
    made_at timestamptz not null,
    constraint saved_filter_pkey primary key (id),
    constraint saved_filter_of_account foreign key (account_id) references account (id),
    constraint saved_filter_of_post foreign key (post_id) references post (id),
    constraint saved_filter_area_is_a_range check (area_end > area),
    constraint saved_filter_has_a_name check (length(name) between 1 and 30),
    constraint saved_filter_name_is_the_owners_only_one unique (account_id, name)
);
create index saved_filter_shared on saved_filter (area) where is_shared;
comment on table saved_filter is 'Filters that somebody keeps under a name, for themselves or for everybody who works inside their area.';
comment on column saved_filter.id is 'Serial number.';
comment on column saved_filter.area is 'Where it is asked.';
comment on column saved_filter.area_end is 'The end of that area''s range: when it is shared, whoever works inside sees it.';
comment on column saved_filter.account_id is 'Who keeps it.';
comment on column saved_filter.post_id is 'In which capacity it was made.';
comment on column saved_filter.name is 'What its keeper calls it.';
comment on column saved_filter.conditions is 'The conditions in codes (domain::filter).';
comment on column saved_filter.is_shared is 'Whether everybody who works inside the area sees it.';
comment on column saved_filter.made_at is 'When it was made.';

-- One's own, and those that are shared over an area that holds one's own.
alter table saved_filter enable row level security;
alter table saved_filter force row level security;
create policy saved_filter_own_or_shared on saved_filter for select to gezhi_app
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
create policy saved_filter_made_inside on saved_filter for insert to gezhi_app
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
create policy saved_filter_removed_by_owner on saved_filter for delete to gezhi_app
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
create policy saved_filter_system on saved_filter to gezhi_system using (true) with check (true);
grant select, insert, delete on saved_filter to gezhi_app;
grant select, insert, update, delete on saved_filter to gezhi_system;

-- The last ten that somebody looked at come from the trail of looks.
create index audit_recent on audit (account_id, id desc) where action in ('view_card', 'view_file', 'view_household');
