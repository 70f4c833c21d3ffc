-- The roster 花名册 of an area: who does what there, with or without an account.

create sequence roster_entry_serial as int8 minvalue 1;
grant usage on sequence roster_entry_serial to gezhi_app, gezhi_system;

create table roster_entry (
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
    kind text not null,
    name text not null,
    place text not null default '',
    phone_sealed bytea,
    account_id int8,
    from_on date not null,
    to_on date,
    constraint roster_entry_pkey primary key (id),
    constraint roster_entry_of_account foreign key (account_id) references account (id),
    constraint roster_entry_has_a_name check (name <> ''),
    constraint roster_entry_ends_after_start check (to_on >= from_on)
);
create index roster_entry_area on roster_entry (area);
comment on table roster_entry is 'Rosters 花名册: grid workers, leaders, stairwell heads, police, doctors… of areas.';
comment on column roster_entry.id is 'A serial number.';
comment on column roster_entry.area is 'The area that the person serves.';
comment on column roster_entry.area_end is 'The end of that area''s range.';
comment on column roster_entry.kind is 'What the person does there: a code of the dictionary roster.';
comment on column roster_entry.name is 'Who it is.';
comment on column roster_entry.place is 'The part of the area, such as a stairwell; empty for all of it.';
comment on column roster_entry.phone_sealed is 'Telephone, sealed (vault).';
comment on column roster_entry.account_id is 'The person''s account; null without one.';
comment on column roster_entry.from_on is 'The first day.';
comment on column roster_entry.to_on is 'The first day no more; null while open.';

-- Read by whoever keeps files inside the area or above it; written from above or in the area itself.
alter table roster_entry enable row level security;
alter table roster_entry force row level security;
create policy roster_entry_in_scope on roster_entry to gezhi_app
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
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy roster_entry_system on roster_entry to gezhi_system using (true) with check (true);
grant select, insert on roster_entry to gezhi_app;
grant update (to_on) on roster_entry to gezhi_app;
grant select, insert, update, delete on roster_entry to gezhi_system;

insert into dictionary (kind, code, rank, name_zh, name_en)
values
    ('roster', 'grid_leader', 1, '网格长', 'Grid leader'),
    ('roster', 'grid_worker', 2, '网格员', 'Grid worker'),
    ('roster', 'assistant', 3, '网格助理员', 'Assistant'),
    ('roster', 'instructor', 4, '网格指导员', 'Instructor'),
    ('roster', 'stairwell_head', 5, '楼道长', 'Stairwell head'),
    ('roster', 'joint_household', 6, '联户代表', 'Joint-household representative'),
    ('roster', 'police', 7, '民警', 'Police officer'),
    ('roster', 'doctor', 8, '医生', 'Doctor'),
    ('roster', 'party_group', 9, '党小组长', 'Party group leader'),
    ('roster', 'mediator', 10, '调解员', 'Mediator'),
    ('roster', 'legal', 11, '法律顾问', 'Legal adviser'),
    ('roster', 'fire', 12, '消防员', 'Fire warden'),
    ('roster', 'volunteer', 13, '志愿者', 'Volunteer');
