-- Known works 已知工程: what a unit plans or does anyway. Shown to whoever reports the same, and to residents when it is public.

create sequence work_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence work_serial to gezhi_app;
grant usage, update on sequence work_serial to gezhi_system;

create table work (
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
    building_id int8,
    x_dm int4,
    y_dm int4,
    radius_m int2,
    place text not null default '',
    category text,
    title text not null,
    reason text not null default '',
    unit_id int8,
    starts_on date not null,
    ends_on date,
    is_public boolean not null,
    account_id int8 not null,
    post_id int8 not null,
    posted_at timestamptz not null,
    changed_at timestamptz not null,
    revision int8 not null default 1,
    ended_as text,
    ended_on date,
    outcome text not null default '',
    is_synthetic boolean not null default false,
    constraint work_pkey primary key (id),
    constraint work_at_building foreign key (building_id) references building (id),
    constraint work_of_category foreign key (category) references case_category (code),
    constraint work_of_unit foreign key (unit_id) references unit (id),
    constraint work_by_account foreign key (account_id) references account (id),
    constraint work_by_post foreign key (post_id) references post (id),
    constraint work_has_a_title check (title <> ''),
    constraint work_place_is_whole check ((x_dm is null) = (y_dm is null)),
    constraint work_reaches_from_a_place check (
        radius_m is null or (radius_m between 1 and 2000 and (building_id is not null or x_dm is not null))
    ),
    constraint work_ends_after_it_begins check (ends_on >= starts_on),
    constraint work_end_is_known check (ended_as in ('done', 'dropped')),
    constraint work_end_is_whole check ((ended_as is null) = (ended_on is null))
);
create index work_area on work (area);
create index work_building on work (building_id);
create index work_open_place on work (x_dm, y_dm) where ended_as is null;
comment on table work is 'Known works 已知工程: what a unit plans or does anyway, so that nobody who asks is left without an answer.';
comment on column work.id is 'WorkId: county and serial number.';
comment on column work.area is 'The area that it is about; the grid of its building when it has one.';
comment on column work.area_end is 'The end of that area''s range.';
comment on column work.building_id is 'The building that it is at; null when it is about an area or a point.';
comment on column work.x_dm is 'Where it is, decimetres east of the origin; null when by building or area.';
comment on column work.y_dm is 'Where it is, decimetres north of the origin; null when by building or area.';
comment on column work.radius_m is 'How far it reaches from its building or point, in metres; null for the building alone.';
comment on column work.place is 'Where, in words.';
comment on column work.category is 'Which cases it answers: a category''s code, meaning its group; null for any.';
comment on column work.title is 'What is done.';
comment on column work.reason is 'Why.';
comment on column work.unit_id is 'Who does it; null for the post''s own desk.';
comment on column work.starts_on is 'The first day: before it the work is planned.';
comment on column work.ends_on is 'The expected last day; null when unknown.';
comment on column work.is_public is 'Whether residents see it without logging in.';
comment on column work.account_id is 'Who posted it.';
comment on column work.post_id is 'In which capacity.';
comment on column work.posted_at is 'When it was posted.';
comment on column work.changed_at is 'When it was last changed.';
comment on column work.revision is 'Rises with every change; a change names the one it saw.';
comment on column work.ended_as is 'done or dropped; null while it is planned or running.';
comment on column work.ended_on is 'The last day; null while it is not over.';
comment on column work.outcome is 'What came of it.';
comment on column work.is_synthetic is 'Whether the record is made up.';

-- Public works are everybody's. The others are read by whoever works inside the area or above it, except wall screens; they are
-- written by desks and departments within their own area.
alter table work enable row level security;
alter table work force row level security;
create policy work_public on work for select to gezhi_app using (is_public);
create policy work_in_scope on work for select to gezhi_app
    using (
        area_end > (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role <> 'wall'
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role <> 'wall'
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy work_posted on work for insert to gezhi_app
    with check (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street', 'department', 'city')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street', 'department', 'city')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy work_changed on work for update to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street', 'department', 'city')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street', 'department', 'city')
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
                and p.role in ('community', 'street', 'department', 'city')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street', 'department', 'city')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy work_system on work to gezhi_system using (true) with check (true);
grant select, insert on work to gezhi_app;
grant update (area, building_id, radius_m, place, category, title, reason, unit_id, starts_on, ends_on, is_public, changed_at,
    revision, ended_as, ended_on, outcome) on work to gezhi_app;
grant select, insert, update, delete on work to gezhi_system;

-- A department sees no files and so not the trail that it has to leave a row on.
create function audit_work(at timestamptz, subject int8, action text, detail jsonb) returns void
language sql
volatile
security definer
set search_path = public, pg_temp
as $$
    with entry as (
        insert into audit (at, account_id, post_id, area, action, record_kind, record_id, detail)
        select audit_work.at, s.account_id, s.post_id, w.area, audit_work.action, 'work', w.id, audit_work.detail
        from session s
        join post p on p.id = s.post_id
        join work w on w.area >= s.area and w.area < s.area_end
        where s.key = decode(current_setting('gezhi.session', true), 'hex')
            and p.role in ('community', 'street', 'department', 'city')
            and s.revoked_at is null
            and s.expires_at > now()
            and w.id = subject
        returning id
    )
    insert into audit_pending (audit_id)
    select id from entry
$$;
revoke all on function audit_work(timestamptz, int8, text, jsonb) from public;
grant execute on function audit_work(timestamptz, int8, text, jsonb) to gezhi_app;
comment on function audit_work(timestamptz, int8, text, jsonb) is 'Writes what the acting session did with a known work of its area onto the audit trail.';

-- Whatever kinds the trail knows by now, works come on top.
do $$
declare
    known text;
begin
    select pg_get_constraintdef(oid) into known
    from pg_constraint
    where conname = 'audit_record_kind_is_known';
    alter table audit drop constraint audit_record_kind_is_known;
    execute 'alter table audit add constraint audit_record_kind_is_known '
        || regexp_replace(known, '\]', ', ''work''::text]');
end
$$;
