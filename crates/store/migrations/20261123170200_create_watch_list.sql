-- Watch lists 关注名单: households that are looked after every day for a while, for a stated reason. Personal.

create sequence watch_list_serial as int8 minvalue 1;
grant usage on sequence watch_list_serial to gezhi_app, gezhi_system;

create table watch_list (
    id int8 not null,
    area int8 not null,
    area_end int8 not null generated always as (
        area + case
            when area % 1000 <> 0 then 1
            when area % 1000000 <> 0 then 1000
            when area % 1000000000 <> 0 then 1000000
            else 1000000000
        end
    ) stored,
    name text not null,
    reason text not null,
    from_on date not null,
    until_on date not null,
    account_id int8 not null,
    post_id int8 not null,
    made_at timestamptz not null,
    ended_at timestamptz,
    is_synthetic boolean not null default false,
    constraint watch_list_pkey primary key (id),
    constraint watch_list_by_account foreign key (account_id) references account (id),
    constraint watch_list_by_post foreign key (post_id) references post (id),
    constraint watch_list_has_a_name check (name <> ''),
    constraint watch_list_has_a_reason check (reason <> ''),
    constraint watch_list_ends_after_it_begins check (until_on >= from_on)
);
create index watch_list_area on watch_list (area);
comment on table watch_list is 'Watch lists 关注名单: households that are looked after every day for a while, for a stated reason.';
comment on column watch_list.id is 'A serial number.';
comment on column watch_list.area is 'The community or street that made it.';
comment on column watch_list.area_end is 'The end of that area''s range.';
comment on column watch_list.name is 'What it is called.';
comment on column watch_list.reason is 'Why these households are looked after.';
comment on column watch_list.from_on is 'The first day.';
comment on column watch_list.until_on is 'The last day.';
comment on column watch_list.account_id is 'Who made it.';
comment on column watch_list.post_id is 'In which capacity.';
comment on column watch_list.made_at is 'When.';
comment on column watch_list.ended_at is 'When somebody ended it before its last day; null otherwise.';
comment on column watch_list.is_synthetic is 'Whether the record is made up.';

-- Read by whoever keeps files inside the area or above it; made and ended by the offices in their own area.
alter table watch_list enable row level security;
alter table watch_list force row level security;
create policy watch_list_in_scope on watch_list to gezhi_app
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
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and p.role in ('community', 'street')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and p.role in ('community', 'street')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy watch_list_system on watch_list to gezhi_system using (true) with check (true);
grant select, insert on watch_list to gezhi_app;
grant update (ended_at) on watch_list to gezhi_app;
grant select, insert, update, delete on watch_list to gezhi_system;

create table watch_item (
    watch_list_id int8 not null,
    dwelling_id int8 not null,
    area int8 not null,
    constraint watch_item_pkey primary key (watch_list_id, dwelling_id),
    constraint watch_item_of_list foreign key (watch_list_id) references watch_list (id) on delete cascade,
    constraint watch_item_of_dwelling foreign key (dwelling_id) references dwelling (id)
);
create index watch_item_area on watch_item (area);
create index watch_item_dwelling on watch_item (dwelling_id);
comment on table watch_item is 'The households of watch lists.';
comment on column watch_item.watch_list_id is 'The list.';
comment on column watch_item.dwelling_id is 'The household.';
comment on column watch_item.area is 'Its grid; moves when the building changes hands.';

create table watch_check (
    id int8 not null generated always as identity,
    watch_list_id int8 not null,
    dwelling_id int8 not null,
    area int8 not null,
    day date not null,
    account_id int8 not null,
    checked_at timestamptz not null,
    outcome text not null,
    note text not null default '',
    lon float8,
    lat float8,
    accuracy_m int2,
    operation bytea not null,
    constraint watch_check_pkey primary key (id),
    constraint watch_check_of_item foreign key (watch_list_id, dwelling_id)
        references watch_item (watch_list_id, dwelling_id) on delete cascade,
    constraint watch_check_by_account foreign key (account_id) references account (id),
    constraint watch_check_operation_is_whole check (octet_length(operation) = 16),
    constraint watch_check_once unique (account_id, operation),
    constraint watch_check_outcome_is_known check (outcome in ('well', 'nobody_in', 'needs_help')),
    constraint watch_check_note_is_short check (char_length(note) <= 200),
    constraint watch_check_position_is_whole
        check ((lon is null) = (lat is null) and (lon is null) = (accuracy_m is null))
);
create index watch_check_item on watch_check (watch_list_id, dwelling_id, day);
create index watch_check_area on watch_check (area, day);
comment on table watch_check is 'Checks of the households of watch lists; the day''s last one counts.';
comment on column watch_check.id is 'Serial number.';
comment on column watch_check.watch_list_id is 'The list.';
comment on column watch_check.dwelling_id is 'The household.';
comment on column watch_check.area is 'Its grid; moves when the building changes hands.';
comment on column watch_check.day is 'The civil day that it is for.';
comment on column watch_check.account_id is 'Who checked.';
comment on column watch_check.checked_at is 'When, by the phone''s clock; never after it was received.';
comment on column watch_check.outcome is 'well, nobody_in or needs_help.';
comment on column watch_check.note is 'What else is to be said.';
comment on column watch_check.lon is 'Where, degrees east (WGS84); null unless attached, as an emergency mode may demand.';
comment on column watch_check.lat is 'Where, degrees north (WGS84); null unless attached.';
comment on column watch_check.accuracy_m is 'How far off that may be, in metres.';
comment on column watch_check.operation is 'The sender''s number, so that a repetition comes in once.';

alter table watch_item enable row level security;
alter table watch_item force row level security;
create policy watch_item_in_scope on watch_item to gezhi_app
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
create policy watch_item_system on watch_item to gezhi_system using (true) with check (true);
grant select, insert on watch_item to gezhi_app;
grant select, insert, update, delete on watch_item to gezhi_system;

alter table watch_check enable row level security;
alter table watch_check force row level security;
create policy watch_check_in_scope on watch_check to gezhi_app
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
create policy watch_check_system on watch_check to gezhi_system using (true) with check (true);
grant select, insert on watch_check to gezhi_app;
grant select, insert, update, delete on watch_check to gezhi_system;
