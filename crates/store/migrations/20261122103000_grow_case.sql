-- Cases grow from four lights to who holds them: desks, hand-overs, whistles, checks, evaluation, clocks, and a timeline whose entries
-- are linked so that none can be changed unnoticed.

-- A post works at a desk: its unit's, or its area's office. Both numbers never meet (15 and 18 digits); 0 is none.
alter table post
    add column desk int8 not null generated always as (
        case
            when role = 'department' then coalesce(unit_id, 0)
            when role in ('grid_worker', 'community', 'street', 'city') then area
            else 0
        end
    ) stored,
    add column sees_cases boolean not null generated always as (
        role in ('grid_worker', 'grid_leader', 'community', 'street', 'city', 'supervision')
    ) stored;
comment on column post.desk is 'The desk that it works at: the unit of a department''s post, else the area''s office; 0 for none.';
comment on column post.sees_cases is 'Whether it sees all cases of its area; others see only what was handed to their desk.';

alter table session drop constraint session_range_is_the_posts;
alter table post drop constraint post_range_unique;
alter table post add constraint post_range_unique unique (id, area, area_end, may_see_people, may_audit, sees_cases, desk);
alter table session add column desk int8, add column sees_cases boolean;
update session s set desk = p.desk, sees_cases = p.sees_cases from post p where p.id = s.post_id;
alter table session
    alter column desk set not null,
    alter column sees_cases set not null,
    add constraint session_range_is_the_posts foreign key (post_id, area, area_end, may_see_people, may_audit, sees_cases, desk)
        references post (id, area, area_end, may_see_people, may_audit, sees_cases, desk) on update cascade;
comment on column session.desk is 'The post''s desk; kept equal by session_range_is_the_posts.';
comment on column session.sees_cases is 'The post''s sees_cases; kept equal by session_range_is_the_posts.';

alter table case_file
    drop constraint case_file_light_is_known,
    add column phase text,
    add column in_pool boolean not null default false,
    add column holder int8,
    add column sender int8,
    add column reporter_id int8,
    add column source text not null default 'grid',
    add column place text not null default '',
    add column detail text not null default '',
    add column urgency text not null default 'ordinary',
    add column closing text not null default 'checked',
    add column asked text,
    add column asked_days int2,
    add column is_checked boolean not null default false,
    add column finished_by int8,
    add column merged_into int8,
    add column needs_help boolean not null default false,
    add column is_supervised boolean not null default false,
    add column rework_count int2 not null default 0,
    add column milestones jsonb not null default '[]',
    add column verdict text,
    add column operation bytea,
    add column answer_due_at timestamptz,
    add column answered_at timestamptz,
    add column holder_since timestamptz,
    add column holder_due_at timestamptz,
    add column business_due_at timestamptz,
    add column paused_at timestamptz,
    add column finished_at timestamptz,
    add column closed_at timestamptz;
update case_file
set
    phase = case light when 1 then 'waiting' when 2 then 'working' when 3 then 'done' else 'closed' end,
    holder = case when area % 1000000 = 0 then area else area - area % 1000 end,
    holder_since = changed_at,
    finished_at = case when light >= 3 then changed_at end,
    closed_at = case when light = 4 then changed_at end;
alter table case_file
    alter column phase set not null,
    alter column holder set not null,
    alter column holder_since set not null,
    add constraint case_file_light_is_known check (light between 1 and 5),
    add constraint case_file_light_is_the_phases check (
        light = case phase when 'waiting' then 1 when 'working' then 2 when 'done' then 3 when 'closed' then 4 else 5 end
    ),
    add constraint case_file_phase_is_known check (
        phase in ('waiting', 'working', 'done', 'closed', 'refused', 'withdrawn', 'merged')
    ),
    add constraint case_file_pool_is_red check (not in_pool or phase = 'waiting'),
    add constraint case_file_source_is_known check (
        source in ('grid', 'desk', 'hotline', 'resident', 'open311', 'sheet', 'chat')
    ),
    add constraint case_file_urgency_is_known check (urgency in ('ordinary', 'urgent', 'emergency')),
    add constraint case_file_closing_is_known check (closing in ('on_the_spot', 'checked', 'signed')),
    add constraint case_file_asked_is_known check (asked in ('delay', 'pause')),
    add constraint case_file_asks_while_working check (asked is null or phase = 'working'),
    add constraint case_file_delay_has_days check ((asked_days is not null) = (asked is not distinct from 'delay')),
    add constraint case_file_pauses_while_working check (paused_at is null or phase = 'working'),
    add constraint case_file_merges_into_one check ((merged_into is not null) = (phase = 'merged')),
    add constraint case_file_verdict_is_known check (verdict in ('satisfied', 'mostly', 'dissatisfied', 'unresolved')),
    add constraint case_file_operation_is_a_uuid check (octet_length(operation) = 16),
    add constraint case_file_by_reporter foreign key (reporter_id) references account (id),
    add constraint case_file_finished_by_account foreign key (finished_by) references account (id),
    add constraint case_file_merged_into_case foreign key (merged_into) references case_file (id);
create index case_file_holder on case_file (holder, light, holder_due_at);
create index case_file_light on case_file (area, light, holder_due_at) where light < 4;
create unique index case_file_operation on case_file (reporter_id, operation) where operation is not null;
comment on column case_file.light is '1 red 上传待接收, 2 yellow 接收待处理, 3 blue 已完结待核实, 4 green 已办结, 5 grey ended otherwise; below 4 is open.';
comment on column case_file.phase is 'waiting 待接收, working 待处理, done 待核实, closed 已办结, refused 不予受理, withdrawn 已撤销 or merged 已合并; the light follows from it.';
comment on column case_file.in_pool is 'Whether whoever reaches the holder''s pool may claim it.';
comment on column case_file.holder is 'The desk that holds it: a unit''s id or an area''s code; of an ended one, the last.';
comment on column case_file.sender is 'The desk that handed it to the holder.';
comment on column case_file.reporter_id is 'The account that reported it; null for a resident without account.';
comment on column case_file.source is 'How it came in: grid, desk, hotline, resident, open311, sheet or chat.';
comment on column case_file.place is 'Where it is, in words, for those who may not see the household.';
comment on column case_file.detail is 'What was said beyond the title.';
comment on column case_file.urgency is 'ordinary, urgent or emergency.';
comment on column case_file.closing is 'What closing it needs: on_the_spot, checked or signed; from its category when it was reported.';
comment on column case_file.asked is 'What its holder asked for and nobody decided: delay or pause.';
comment on column case_file.asked_days is 'How many working days of delay were asked for.';
comment on column case_file.is_checked is 'Whether somebody else looked on site that it is done.';
comment on column case_file.finished_by is 'Who said that it is done.';
comment on column case_file.merged_into is 'The case that answers for it.';
comment on column case_file.needs_help is 'Whether the command centre was asked for help.';
comment on column case_file.is_supervised is 'Whether supervision has an eye on it.';
comment on column case_file.rework_count is 'How often it came back as not done.';
comment on column case_file.milestones is 'What will be done by when: a list of text, due_on and is_done.';
comment on column case_file.verdict is 'The resident''s word on how it ended; null is silence.';
comment on column case_file.operation is 'The sender''s number, so that a report comes in once.';
comment on column case_file.answer_due_at is 'Until when the reporter should hear from somebody.';
comment on column case_file.answered_at is 'When the reporter did.';
comment on column case_file.holder_since is 'Since when the holder''s clock runs.';
comment on column case_file.holder_due_at is 'Until when the holder has time; null when no clock runs.';
comment on column case_file.business_due_at is 'Until when the whole of it should be done.';
comment on column case_file.paused_at is 'Since when its clocks stand still.';
comment on column case_file.finished_at is 'When it was said to be done.';
comment on column case_file.closed_at is 'When it ended.';
-- What came in stays as it came in.
revoke update on case_file from gezhi_app;
grant update (area, dwelling_id, title, light, version, changed_at, category, phase, in_pool, holder, sender, detail, urgency, closing, asked, asked_days, is_checked, finished_by, merged_into, needs_help, is_supervised, rework_count, milestones, verdict, answer_due_at, answered_at, holder_since, holder_due_at, business_due_at, paused_at, finished_at, closed_at) on case_file to gezhi_app;

create table case_party (
    case_id int8 not null,
    desk int8 not null,
    area int8 not null,
    co_state text,
    constraint case_party_pkey primary key (case_id, desk),
    constraint case_party_of_case foreign key (case_id) references case_file (id) on delete cascade,
    constraint case_party_state_is_known check (co_state in ('called', 'signed', 'done'))
);
create index case_party_desk on case_party (desk, case_id);
create index case_party_area on case_party (area);
comment on table case_party is 'Desks that had or have a hand in a case: they see it wherever it is.';
comment on column case_party.case_id is 'The case.';
comment on column case_party.desk is 'The desk: a unit''s id or an area''s code.';
comment on column case_party.area is 'The case''s grid.';
comment on column case_party.co_state is 'How far a co-handler 协办 is: called, signed or done; null for others.';
alter table case_party enable row level security;
alter table case_party force row level security;
create policy case_party_in_scope on case_party to gezhi_app
    using (
        desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0
                and s.revoked_at is null
                and s.expires_at > now()
        )
        or (
            area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
    );
create policy case_party_system on case_party to gezhi_system using (true) with check (true);
grant select, insert, update on case_party to gezhi_app;
grant select, insert, update, delete on case_party to gezhi_system;

-- Who sees all cases of an area needs no list of those that were handed to it. For a department the list is read once a statement.
drop policy case_file_in_scope on case_file;
create policy case_file_in_scope on case_file to gezhi_app
    using (
        (
            area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
        or id = any (array(
            select p.case_id
            from case_party p
            where p.desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        ))
    );

drop policy case_event_in_scope on case_event;
create policy case_event_in_scope on case_event to gezhi_app
    using (
        (
            area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
        or case_id = any (array(
            select p.case_id
            from case_party p
            where p.desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        ))
    );

alter table case_event
    drop constraint case_event_step_is_known,
    drop constraint case_event_light_is_known,
    add column by_desk int8,
    add column to_desk int8,
    add column note text not null default '',
    add column undoes int4,
    add column before jsonb,
    add column link bytea,
    add constraint case_event_light_is_known check (light between 1 and 5),
    add constraint case_event_step_is_known check (step ~ '^[a-z_]{3,20}$'),
    add constraint case_event_link_is_a_code check (octet_length(link) = 32);
comment on column case_event.step is 'report, undo or the word of a step of the machine.';
comment on column case_event.light is 'The light after it: 1 red, 2 yellow, 3 blue, 4 green, 5 grey.';
comment on column case_event.by_desk is 'The desk of who did it; null for a resident and for those who work at none.';
comment on column case_event.to_desk is 'The desk that it went to; null when it stayed.';
comment on column case_event.note is 'The words that went with it.';
comment on column case_event.undoes is 'The version that it took back.';
comment on column case_event.before is 'How the case stood, so that the step can be taken back within ten seconds.';
comment on column case_event.link is 'Keyed code over this entry and the one before; null for entries from before there were any.';

-- Pictures of a case are seen by whoever sees the case; those that belong to none yet, by who sent them.
drop policy media_in_scope on media;
create policy media_in_scope on media to gezhi_app
    using (
        (
            case_id is not null
            and area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
        or (
            case_id is null
            and account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.account_id is not null
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
        or case_id = any (array(
            select p.case_id
            from case_party p
            where p.desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        ))
    );

-- A department sees no households, yet its steps change what a household's cell shows.
create function show_open_light(door int8) returns void
language sql
volatile
security definer
set search_path = public, pg_temp
as $$
    update household
    set
        open_light = coalesce((select min(c.light) from case_file c where c.dwelling_id = door and c.light < 4), 0),
        revision = revision + 1
    where id = door
$$;
revoke all on function show_open_light(int8) from public;
grant execute on function show_open_light(int8) to gezhi_app, gezhi_system;
comment on function show_open_light(int8) is 'Brings the open light of a household in line with its cases.';

-- Nor may it read the audit trail, which its steps have to leave a row on, or tell of areas beyond its own.
create function note_step(at timestamptz, subject int8, action text, detail jsonb, has_changed boolean) returns void
language sql
volatile
security definer
set search_path = public, pg_temp
as $$
    with acting as (
        select s.account_id, s.post_id, s.area, s.area_end, s.sees_cases, s.desk
        from session s
        where s.key = decode(current_setting('gezhi.session', true), 'hex')
            and s.revoked_at is null
            and s.expires_at > now()
    ),
    subject_case as (
        select c.id, c.area, c.dwelling_id, a.account_id, a.post_id
        from acting a
        join case_file c on c.id = subject
        where (a.sees_cases and c.area >= a.area and c.area < a.area_end)
            or exists (select 1 from case_party p where p.case_id = c.id and p.desk = a.desk)
    ),
    told as (
        insert into outbox (area, topic, dwelling_id, case_id, created_at)
        select c.area, 'case', c.dwelling_id, c.id, note_step.at
        from subject_case c
        where has_changed
    ),
    entry as (
        insert into audit (at, account_id, post_id, area, action, record_kind, record_id, detail)
        select note_step.at, c.account_id, c.post_id, c.area, note_step.action, 'case', c.id, note_step.detail
        from subject_case c
        returning id
    )
    insert into audit_pending (audit_id)
    select id from entry
$$;
revoke all on function note_step(timestamptz, int8, text, jsonb, boolean) from public;
grant execute on function note_step(timestamptz, int8, text, jsonb, boolean) to gezhi_app;
comment on function note_step(timestamptz, int8, text, jsonb, boolean) is 'Writes what the acting session did with a case that it may see onto the audit trail, and tells the outbox if it changed.';
