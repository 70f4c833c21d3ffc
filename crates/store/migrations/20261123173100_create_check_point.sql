-- Check-points 巡查点: places to come by, green for a day when somebody did. Visits and reports count by themselves, as long as they are
-- on record; what is written here has no position of its own.

create sequence check_point_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence check_point_serial to gezhi_app;
grant usage, update on sequence check_point_serial to gezhi_system;

create table check_point (
    id int8 not null,
    area int8 not null,
    name text not null,
    x_dm int4 not null,
    y_dm int4 not null,
    radius_m int4 not null default 30,
    account_id int8 not null,
    made_at timestamptz not null,
    removed_at timestamptz,
    constraint check_point_pkey primary key (id),
    constraint check_point_by_account foreign key (account_id) references account (id),
    constraint check_point_has_a_name check (length(name) between 1 and 40),
    constraint check_point_radius_is_near check (radius_m between 5 and 500)
);
create index check_point_area on check_point (area);
comment on table check_point is 'Check-points 巡查点: places that somebody should come by.';
comment on column check_point.id is 'CheckPointId: county and serial number.';
comment on column check_point.area is 'The grid.';
comment on column check_point.name is 'What it is called.';
comment on column check_point.x_dm is 'Where it is, decimetres east of the origin.';
comment on column check_point.y_dm is 'Where it is, decimetres north of the origin.';
comment on column check_point.radius_m is 'How near one has to come, in metres.';
comment on column check_point.account_id is 'Who made it.';
comment on column check_point.made_at is 'When.';
comment on column check_point.removed_at is 'When it was taken off; null while it counts.';
alter table check_point enable row level security;
alter table check_point force row level security;
create policy check_point_in_scope on check_point to gezhi_app
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
create policy check_point_system on check_point to gezhi_system using (true) with check (true);
grant select, insert on check_point to gezhi_app;
grant update (removed_at) on check_point to gezhi_app;
grant select, insert, update, delete on check_point to gezhi_system;

create table check_point_pass (
    check_point_id int8 not null,
    area int8 not null,
    day date not null,
    account_id int8 not null,
    passed_at timestamptz not null,
    way text not null,
    constraint check_point_pass_pkey primary key (check_point_id, day, account_id),
    constraint check_point_pass_of_point foreign key (check_point_id) references check_point (id) on delete cascade,
    constraint check_point_pass_by_account foreign key (account_id) references account (id),
    constraint check_point_pass_way_is_known check (way in ('fix', 'tap', 'word'))
);
create index check_point_pass_area on check_point_pass (area, day);
comment on table check_point_pass is 'Who came by a check-point on which day, by a fix of the duty track or a tap.';
comment on column check_point_pass.check_point_id is 'The check-point.';
comment on column check_point_pass.area is 'Its grid then.';
comment on column check_point_pass.day is 'The civil day.';
comment on column check_point_pass.account_id is 'Who came by.';
comment on column check_point_pass.passed_at is 'When first.';
comment on column check_point_pass.way is 'fix, tap (with the phone''s position, which is not kept) or word (without).';
alter table check_point_pass enable row level security;
alter table check_point_pass force row level security;
create policy check_point_pass_in_scope on check_point_pass to gezhi_app
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
create policy check_point_pass_system on check_point_pass to gezhi_system using (true) with check (true);
grant select, insert, delete on check_point_pass to gezhi_app;
grant select, insert, update, delete on check_point_pass to gezhi_system;

create sequence patrol_team_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence patrol_team_serial to gezhi_app;
grant usage, update on sequence patrol_team_serial to gezhi_system;

create table patrol_team (
    id int8 not null,
    area int8 not null,
    name text not null,
    members text[] not null,
    account_id int8 not null,
    made_at timestamptz not null,
    ended_at timestamptz,
    constraint patrol_team_pkey primary key (id),
    constraint patrol_team_by_account foreign key (account_id) references account (id),
    constraint patrol_team_has_a_name check (length(name) between 1 and 40),
    constraint patrol_team_has_several_members check (cardinality(members) between 2 and 40)
);
create index patrol_team_area on patrol_team (area);
comment on table patrol_team is 'Volunteer patrol teams 义务巡逻队.';
comment on column patrol_team.id is 'PatrolTeamId: county and serial number.';
comment on column patrol_team.area is 'Where it patrols.';
comment on column patrol_team.name is 'What it is called.';
comment on column patrol_team.members is 'The names of its members.';
comment on column patrol_team.account_id is 'Who made it.';
comment on column patrol_team.made_at is 'When.';
comment on column patrol_team.ended_at is 'When it was ended; null while it patrols.';
alter table patrol_team enable row level security;
alter table patrol_team force row level security;
create policy patrol_team_in_scope on patrol_team to gezhi_app
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
create policy patrol_team_system on patrol_team to gezhi_system using (true) with check (true);
grant select, insert on patrol_team to gezhi_app;
grant update (ended_at) on patrol_team to gezhi_app;
grant select, insert, update, delete on patrol_team to gezhi_system;

create table team_patrol (
    team_id int8 not null,
    day date not null,
    area int8 not null,
    members text[] not null,
    note text not null default '',
    account_id int8 not null,
    written_at timestamptz not null,
    constraint team_patrol_pkey primary key (team_id, day),
    constraint team_patrol_of_team foreign key (team_id) references patrol_team (id) on delete cascade,
    constraint team_patrol_by_account foreign key (account_id) references account (id),
    constraint team_patrol_had_members check (cardinality(members) between 1 and 40),
    constraint team_patrol_note_is_short check (length(note) <= 200)
);
create index team_patrol_area on team_patrol (area, day);
comment on table team_patrol is 'Patrols of volunteer teams: one a day and team.';
comment on column team_patrol.team_id is 'The team.';
comment on column team_patrol.day is 'The civil day.';
comment on column team_patrol.area is 'Where.';
comment on column team_patrol.members is 'Who of the team went.';
comment on column team_patrol.note is 'What they saw.';
comment on column team_patrol.account_id is 'Who wrote it down.';
comment on column team_patrol.written_at is 'When.';
alter table team_patrol enable row level security;
alter table team_patrol force row level security;
create policy team_patrol_in_scope on team_patrol to gezhi_app
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
create policy team_patrol_system on team_patrol to gezhi_system using (true) with check (true);
grant select, insert on team_patrol to gezhi_app;
grant update (members, note, account_id, written_at) on team_patrol to gezhi_app;
grant select, insert, update, delete on team_patrol to gezhi_system;
