-- Personal data. Every table here is locked by row-level security: the policy takes the range from the session row
-- (two scalar subqueries that run once per statement, never a function per row). No session, no rows.
-- gezhi_system is the explicit path for the sequencer, imports and the seed (`set local role gezhi_system`).

create table household (
    id int8 not null,
    area int8 not null,
    cell int4,
    occupancy int2 not null default 6,
    label_bits int4 not null default 0,
    label_class int2 not null default 1,
    key_group_class int2 not null default 1,
    badge int2 not null default 0,
    open_light int2 not null default 0,
    residents int2 not null default 0,
    verified_on date,
    visited_on date,
    revision int8 not null default 1,
    is_synthetic boolean not null default false,
    constraint household_pkey primary key (id),
    constraint household_of_dwelling foreign key (id) references dwelling (id),
    constraint household_occupancy_is_known check (occupancy between 1 and 6),
    constraint household_classes_are_fills check (label_class between 1 and 15 and key_group_class between 1 and 15),
    constraint household_badge_is_known check (badge between 0 and 3),
    constraint household_light_is_open check (open_light between 0 and 3),
    constraint household_residents_are_not_negative check (residents >= 0)
) with (fillfactor = 85);
create index household_area on household (area, cell);
comment on table household is 'What is known about the household behind each door, one narrow row per dwelling: the source of every cell''s colour.';
comment on column household.id is 'The dwelling''s id.';
comment on column household.area is 'The grid; moves when the building changes hands.';
comment on column household.cell is 'The dwelling''s cell in the current scene; repeated here so that state packs need no join.';
comment on column household.occupancy is '1 owner-occupied 自住, 2 rented 出租, 3 to let 待租, 4 vacant 空置, 5 other 其他, 6 not on file 未建档.';
comment on column household.label_bits is 'Its labels: bit code-1 of the dictionary''s codes.';
comment on column household.label_class is 'Fill class of its first everyday label by rank; 1 none. Written together with label_bits.';
comment on column household.key_group_class is 'Fill class of its first key-group label by rank; 1 none. Written together with label_bits.';
comment on column household.badge is 'Badge of its most important label (care, elder, other): 2, 1, 3; 0 none. Written together with label_bits.';
comment on column household.open_light is 'Worst open case: 0 none, 1 red, 2 yellow, 3 blue. Written together with case_file.light.';
comment on column household.residents is 'How many people are registered in it.';
comment on column household.verified_on is 'The last day the file was verified; null when never.';
comment on column household.visited_on is 'The last day somebody called; null when never.';
comment on column household.revision is 'Rises with every change of the row.';
comment on column household.is_synthetic is 'Whether the record is made up.';

alter table household enable row level security;
alter table household force row level security;
create policy household_in_scope on household to gezhi_app
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
create policy household_system on household to gezhi_system using (true) with check (true);
grant select, update on household to gezhi_app;
grant select, insert, update on household to gezhi_system;

create table resident (
    id int8 not null,
    area int8 not null,
    dwelling_id int8 not null,
    name text not null,
    sex int2 not null,
    born_on date,
    relation text not null,
    id_number text,
    is_synthetic boolean not null default false,
    constraint resident_pkey primary key (id),
    constraint resident_of_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint resident_sex_is_known check (sex in (0, 1, 2, 9)),
    constraint resident_relation_is_known check (relation in ('head', 'spouse', 'child', 'parent', 'grandchild', 'tenant', 'other')),
    constraint resident_id_number_is_synthetic check (id_number is null or is_synthetic)
);
create index resident_dwelling on resident (dwelling_id);
create index resident_area on resident (area);
comment on table resident is 'Residents 居民 of a household.';
comment on column resident.id is 'ResidentId: county and serial number.';
comment on column resident.area is 'The grid; moves when the building changes hands.';
comment on column resident.dwelling_id is 'The dwelling where they are registered.';
comment on column resident.name is 'Name.';
comment on column resident.sex is '0 unknown, 1 male, 2 female, 9 not said (GB/T 2261.1).';
comment on column resident.born_on is 'Date of birth.';
comment on column resident.relation is 'Relation to the head of the household: head, spouse, child, parent, grandchild, tenant or other.';
comment on column resident.id_number is 'Identity number; only of made-up people until it is encrypted.';
comment on column resident.is_synthetic is 'Whether the record is made up.';

alter table resident enable row level security;
alter table resident force row level security;
create policy resident_in_scope on resident to gezhi_app
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
create policy resident_system on resident to gezhi_system using (true) with check (true);
grant select on resident to gezhi_app;
grant select, insert, update, delete on resident to gezhi_system;

create sequence case_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence case_serial to gezhi_app;
grant usage, update on sequence case_serial to gezhi_system;

create table case_file (
    id int8 not null,
    area int8 not null,
    dwelling_id int8,
    x_dm int4,
    y_dm int4,
    title text not null,
    light int2 not null,
    version int4 not null default 1,
    reported_at timestamptz not null,
    changed_at timestamptz not null,
    is_synthetic boolean not null default false,
    constraint case_file_pkey primary key (id),
    constraint case_file_about_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint case_file_light_is_known check (light between 1 and 4),
    constraint case_file_place_is_whole check ((x_dm is null) = (y_dm is null)),
    constraint case_file_changes_after_report check (changed_at >= reported_at)
);
create index case_file_area on case_file (area, light);
create index case_file_dwelling on case_file (dwelling_id);
comment on table case_file is 'Cases 事件 with their light. (`case` is a reserved word.)';
comment on column case_file.id is 'CaseId: county and serial number.';
comment on column case_file.area is 'The grid; moves when the building changes hands.';
comment on column case_file.dwelling_id is 'The household it is about; null for a case in the open.';
comment on column case_file.x_dm is 'Where it is, decimetres east of the origin; null when only the household is known.';
comment on column case_file.y_dm is 'Where it is, decimetres north of the origin; null when only the household is known.';
comment on column case_file.title is 'One line that says what is wrong.';
comment on column case_file.light is '1 red 上传待接收, 2 yellow 接收待处理, 3 blue 已完结待核实, 4 green 已办结.';
comment on column case_file.version is 'Rises with every step; a step names the version it saw.';
comment on column case_file.reported_at is 'When it was reported.';
comment on column case_file.changed_at is 'When the light last changed.';
comment on column case_file.is_synthetic is 'Whether the record is made up.';

alter table case_file enable row level security;
alter table case_file force row level security;
create policy case_file_in_scope on case_file to gezhi_app
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
create policy case_file_system on case_file to gezhi_system using (true) with check (true);
grant select, insert, update on case_file to gezhi_app;
grant select, insert, update, delete on case_file to gezhi_system;

create table case_event (
    case_id int8 not null,
    version int4 not null,
    area int8 not null,
    step text not null,
    light int2 not null,
    at timestamptz not null,
    account_id int8,
    post_id int8,
    constraint case_event_pkey primary key (case_id, version),
    constraint case_event_of_case foreign key (case_id) references case_file (id) on delete cascade,
    constraint case_event_by_account foreign key (account_id) references account (id),
    constraint case_event_by_post foreign key (post_id) references post (id),
    constraint case_event_step_is_known check (step in ('report', 'accept', 'finish', 'evaluate', 'send_back', 'reopen')),
    constraint case_event_light_is_known check (light between 1 and 4)
);
create index case_event_area on case_event (area);
comment on table case_event is 'What happened to a case; rows are only ever added.';
comment on column case_event.case_id is 'The case.';
comment on column case_event.version is 'The case''s version after it, from 1 (the report).';
comment on column case_event.area is 'The case''s grid when it happened.';
comment on column case_event.step is 'report, accept, finish, evaluate, send_back or reopen.';
comment on column case_event.light is 'The light after it: 1 red, 2 yellow, 3 blue, 4 green.';
comment on column case_event.at is 'When it happened.';
comment on column case_event.account_id is 'Who did it; null for a resident without account.';
comment on column case_event.post_id is 'Under which post; null for a resident without account.';

alter table case_event enable row level security;
alter table case_event force row level security;
create policy case_event_in_scope on case_event to gezhi_app
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
create policy case_event_system on case_event to gezhi_system using (true) with check (true);
grant select, insert on case_event to gezhi_app;
grant select, insert, delete on case_event to gezhi_system;

create table visit (
    id int8 not null generated always as identity,
    area int8 not null,
    dwelling_id int8 not null,
    account_id int8 not null,
    visited_at timestamptz not null,
    outcome text not null,
    is_synthetic boolean not null default false,
    constraint visit_pkey primary key (id),
    constraint visit_of_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint visit_by_account foreign key (account_id) references account (id),
    constraint visit_outcome_is_known check (outcome in ('met', 'nobody_home'))
);
create index visit_dwelling on visit (dwelling_id, visited_at);
create index visit_account on visit (account_id, visited_at);
comment on table visit is 'Calls at a household; a saved visit is the check-in.';
comment on column visit.id is 'Serial number.';
comment on column visit.area is 'The grid; moves when the building changes hands.';
comment on column visit.dwelling_id is 'The household.';
comment on column visit.account_id is 'Who called.';
comment on column visit.visited_at is 'When.';
comment on column visit.outcome is 'met or nobody_home.';
comment on column visit.is_synthetic is 'Whether the record is made up.';

alter table visit enable row level security;
alter table visit force row level security;
create policy visit_in_scope on visit to gezhi_app
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
create policy visit_system on visit to gezhi_system using (true) with check (true);
grant select, insert on visit to gezhi_app;
grant select, insert, update, delete on visit to gezhi_system;

create table patrol_track (
    id int8 not null,
    area int8 not null,
    account_id int8 not null,
    day date not null,
    fixes bytea not null,
    fix_count int4 not null,
    started_at timestamptz not null,
    ended_at timestamptz not null,
    length_m float8 not null,
    is_synthetic boolean not null default false,
    constraint patrol_track_pkey primary key (id),
    constraint patrol_track_by_account foreign key (account_id) references account (id),
    constraint patrol_track_day_unique unique (account_id, day),
    constraint patrol_track_has_fixes check (fix_count >= 1),
    constraint patrol_track_ends_after_start check (ended_at >= started_at)
);
create index patrol_track_area on patrol_track (area, day);
comment on table patrol_track is 'Patrol tracks 巡查轨迹: one row per worker and day.';
comment on column patrol_track.id is 'TrackId: county and serial number.';
comment on column patrol_track.area is 'The worker''s grid on that day.';
comment on column patrol_track.account_id is 'The worker.';
comment on column patrol_track.day is 'The civil day.';
comment on column patrol_track.fixes is 'Time and position of each fix, delta-coded (store::patrol).';
comment on column patrol_track.fix_count is 'How many fixes.';
comment on column patrol_track.started_at is 'Time of the first fix.';
comment on column patrol_track.ended_at is 'Time of the last fix.';
comment on column patrol_track.length_m is 'Length of the line in metres.';
comment on column patrol_track.is_synthetic is 'Whether the record is made up.';

alter table patrol_track enable row level security;
alter table patrol_track force row level security;
create policy patrol_track_in_scope on patrol_track to gezhi_app
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
create policy patrol_track_system on patrol_track to gezhi_system using (true) with check (true);
grant select on patrol_track to gezhi_app;
grant select, insert, update, delete on patrol_track to gezhi_system;

create table audit (
    id int8 not null generated always as identity,
    at timestamptz not null,
    account_id int8 not null,
    post_id int8 not null,
    area int8 not null,
    action text not null,
    record_kind text not null,
    record_id int8 not null,
    detail jsonb,
    constraint audit_pkey primary key (id),
    constraint audit_record_kind_is_known check (record_kind in ('household', 'case', 'track'))
);
create index audit_record on audit (record_id, at);
create index audit_area on audit (area, at);
comment on table audit is 'Who did or saw what; rows are only ever added.';
comment on column audit.id is 'Serial number.';
comment on column audit.at is 'When.';
comment on column audit.account_id is 'Who.';
comment on column audit.post_id is 'Under which post.';
comment on column audit.area is 'The record''s area at that time.';
comment on column audit.action is 'What was done, such as view_card or set_label.';
comment on column audit.record_kind is 'Kind of the record: household, case or track.';
comment on column audit.record_id is 'The record.';
comment on column audit.detail is 'What changed; never names, numbers or papers of a person.';

alter table audit enable row level security;
alter table audit force row level security;
create policy audit_in_scope on audit to gezhi_app
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
create policy audit_system on audit to gezhi_system using (true) with check (true);
grant select, insert on audit to gezhi_app;
grant select, insert on audit to gezhi_system;
