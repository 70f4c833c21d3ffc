-- What may be recorded of where a grid worker was, and duty tracks on their way to the sealed line of the day.
--
-- Nothing here says when somebody was online: a duty is a row while it lasts and gone when it ends, and so are its batches and raw
-- fixes. What stays is the line (patrol_track).

create table trail_mode (
    area int8 not null,
    mode text not null,
    set_by int8 not null,
    set_at timestamptz not null,
    constraint trail_mode_pkey primary key (area),
    constraint trail_mode_by_account foreign key (set_by) references account (id),
    constraint trail_mode_is_known check (mode in ('off', 'visit_points', 'duty_track'))
);
comment on table trail_mode is 'What is recorded of trails, by area; the nearest area above counts, and visit points where none says anything.';
comment on column trail_mode.area is 'For which area and all below it (area.area); no reference, because an area may be dissolved.';
comment on column trail_mode.mode is 'off, visit_points or duty_track.';
comment on column trail_mode.set_by is 'Who said so.';
comment on column trail_mode.set_at is 'When.';
grant select on trail_mode to gezhi_app;
grant select, insert, update, delete on trail_mode to gezhi_system;

create table patrol_duty (
    account_id int8 not null,
    area int8 not null,
    began_at timestamptz not null,
    constraint patrol_duty_pkey primary key (account_id),
    constraint patrol_duty_of_account foreign key (account_id) references account (id)
);
comment on table patrol_duty is 'Who is on duty and lets positions be recorded: a row while it lasts, seen by nobody else.';
comment on column patrol_duty.account_id is 'The worker.';
comment on column patrol_duty.area is 'Where: the area of the post.';
comment on column patrol_duty.began_at is 'Since when: no fix before it is taken.';
alter table patrol_duty enable row level security;
alter table patrol_duty force row level security;
create policy patrol_duty_of_its_worker on patrol_duty to gezhi_app
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
create policy patrol_duty_system on patrol_duty to gezhi_system using (true) with check (true);
grant select, insert, delete on patrol_duty to gezhi_app;
grant select, insert, update, delete on patrol_duty to gezhi_system;

create table trail_batch (
    operation uuid not null,
    account_id int8 not null,
    kept int4 not null,
    constraint trail_batch_pkey primary key (operation),
    constraint trail_batch_of_account foreign key (account_id) references account (id)
);
create index trail_batch_account on trail_batch (account_id);
comment on table trail_batch is 'Batches of fixes that came in during a duty, so that one that is sent again counts once.';
comment on column trail_batch.operation is 'The number that the phone gave it.';
comment on column trail_batch.account_id is 'The worker.';
comment on column trail_batch.kept is 'How many of its fixes were kept.';
alter table trail_batch enable row level security;
alter table trail_batch force row level security;
create policy trail_batch_of_its_worker on trail_batch to gezhi_app
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
create policy trail_batch_system on trail_batch to gezhi_system using (true) with check (true);
grant select, insert, delete on trail_batch to gezhi_app;
grant select, insert, update, delete on trail_batch to gezhi_system;

create table trail_fix (
    account_id int8 not null,
    at timestamptz not null,
    lon_e7 int4 not null,
    lat_e7 int4 not null,
    accuracy_dm int2 not null
) partition by range (at);
create index trail_fix_account on trail_fix (account_id, at);
comment on table trail_fix is 'Fixes of duties that are not sealed yet, a partition a day; seen by their worker alone.';
comment on column trail_fix.account_id is 'The worker.';
comment on column trail_fix.at is 'When.';
comment on column trail_fix.lon_e7 is 'Degrees east (WGS84), ten-millionths.';
comment on column trail_fix.lat_e7 is 'Degrees north (WGS84), ten-millionths.';
comment on column trail_fix.accuracy_dm is 'How sure it is, in decimetres.';
alter table trail_fix enable row level security;
alter table trail_fix force row level security;
create policy trail_fix_of_its_worker on trail_fix to gezhi_app
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
create policy trail_fix_system on trail_fix to gezhi_system using (true) with check (true);
grant select, insert, delete on trail_fix to gezhi_app;
grant select, insert, update, delete on trail_fix to gezhi_system;

-- Only the owner makes and drops tables. Nobody is granted a partition itself: the way leads through the locked parent.
create function open_trail_day(day date, from_at timestamptz, to_at timestamptz) returns void
language plpgsql
volatile
security definer
set search_path = public, pg_temp
as $$
declare
    named text := 'trail_fix_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass('public.' || named) is null then
        execute format('create table %I partition of trail_fix for values from (%L) to (%L)', named, from_at, to_at);
        execute format('alter table %I enable row level security', named);
        execute format('alter table %I force row level security', named);
    end if;
end
$$;
revoke all on function open_trail_day(date, timestamptz, timestamptz) from public;
grant execute on function open_trail_day(date, timestamptz, timestamptz) to gezhi_system;
comment on function open_trail_day(date, timestamptz, timestamptz) is 'Makes the partition of fixes for a civil day, if there is none.';

create function drop_trail_days(before date) returns int4
language plpgsql
volatile
security definer
set search_path = public, pg_temp
as $$
declare
    named text;
    dropped int4 := 0;
begin
    for named in
        select c.relname
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'trail_fix'::regclass
            and c.relname ~ '^trail_fix_[0-9]{8}$'
            and to_date(right(c.relname, 8), 'YYYYMMDD') < before
    loop
        execute format('drop table %I', named);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;
revoke all on function drop_trail_days(date) from public;
grant execute on function drop_trail_days(date) to gezhi_system;
comment on function drop_trail_days(date) is 'Drops the partitions of fixes of all civil days before one.';

-- The line of the day is written when a duty ends, under the worker's own session. Serial numbers of imported lines stay below.
create sequence patrol_track_serial as int8 minvalue 1 maxvalue 999999999999 start 500000000001;
grant usage on sequence patrol_track_serial to gezhi_app;
grant usage, update on sequence patrol_track_serial to gezhi_system;
grant insert on patrol_track to gezhi_app;
grant update (area, fixes, fix_count, started_at, ended_at, length_m) on patrol_track to gezhi_app;

create table trail_note (
    account_id int8 not null,
    at timestamptz not null,
    area int8 not null,
    note text not null,
    constraint trail_note_pkey primary key (account_id, at),
    constraint trail_note_of_account foreign key (account_id) references account (id),
    constraint trail_note_says_something check (length(note) between 1 and 200)
);
create index trail_note_area on trail_note (area, at);
comment on table trail_note is 'What a worker says about a stop of their own trail.';
comment on column trail_note.account_id is 'The worker.';
comment on column trail_note.at is 'When the stop began.';
comment on column trail_note.area is 'The worker''s area then.';
comment on column trail_note.note is 'What was there.';
alter table trail_note enable row level security;
alter table trail_note force row level security;
create policy trail_note_in_scope on trail_note to gezhi_app
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
create policy trail_note_system on trail_note to gezhi_system using (true) with check (true);
grant select, insert, delete on trail_note to gezhi_app;
grant update (note) on trail_note to gezhi_app;
grant select, insert, update, delete on trail_note to gezhi_system;
