-- Log-in: units, more roles, terms of posts, passwords, and sessions that idle, can be listed and ended.

create table unit (
    id int8 not null,
    parent_id int8,
    area int8 not null,
    kind text not null,
    name_zh text not null,
    name_en text not null,
    constraint unit_pkey primary key (id),
    constraint unit_of_parent foreign key (parent_id) references unit (id),
    constraint unit_is_not_its_own_parent check (parent_id <> id),
    constraint unit_kind_is_known check (
        kind in ('city', 'street', 'community', 'department', 'station', 'supervision', 'organisation', 'alliance')
    ),
    constraint unit_name_is_not_empty check (length(name_zh) > 0)
);
create index unit_parent on unit (parent_id);
create index unit_area on unit (area);
comment on table unit is 'Units 单位 of the organisation tree: offices, departments, stations, alliance units.';
comment on column unit.id is 'UnitId: county and serial number.';
comment on column unit.parent_id is 'The unit above; null at the top.';
comment on column unit.area is 'The area that it works for.';
comment on column unit.kind is 'city, street, community, department, station, supervision, organisation or alliance.';
comment on column unit.name_zh is 'Its name in Chinese.';
comment on column unit.name_en is 'Its name in English; empty when there is none.';
grant select on unit to gezhi_app;
grant select, insert, update, delete on unit to gezhi_system;

-- What a role may see is a generated column, so that no statement can give a post more than its role.
alter table session drop constraint session_range_is_the_posts;
alter table post drop constraint post_range_unique;
alter table post drop constraint post_role_is_known;
alter table post drop column may_see_people;
alter table post
    add column may_see_people boolean not null
        generated always as (role in ('grid_worker', 'grid_leader', 'community', 'street', 'city')) stored,
    add column may_audit boolean not null generated always as (role = 'audit_admin') stored,
    add column unit_id int8,
    add column from_at timestamptz not null default '2000-01-01 00:00:00+00',
    add column to_at timestamptz,
    add constraint post_role_is_known check (
        role in (
            'grid_worker', 'grid_leader', 'community', 'street', 'department', 'city', 'supervision',
            'system_admin', 'security_admin', 'audit_admin', 'wall'
        )
    ),
    add constraint post_of_unit foreign key (unit_id) references unit (id),
    add constraint post_ends_after_start check (to_at > from_at),
    add constraint post_range_unique unique (id, area, area_end, may_see_people, may_audit);
-- The three administrators are three people: system, security and audit never meet in one account.
create unique index post_one_kind_of_administrator on post (account_id)
    where role in ('system_admin', 'security_admin', 'audit_admin') and to_at is null;
create index post_unit on post (unit_id);
comment on column post.role is 'grid_worker, grid_leader, community, street, department, city, supervision, system_admin, security_admin, audit_admin or wall.';
comment on column post.may_see_people is 'Whether it may see single households: the roles that keep or lead files.';
comment on column post.may_audit is 'Whether it may read the audit trail: the audit administrator.';
comment on column post.unit_id is 'The unit that it belongs to; null when it stands for its area alone.';
comment on column post.from_at is 'When its term begins.';
comment on column post.to_at is 'When its term ends; null while it is open.';

alter table session
    add column id int8 not null generated always as identity,
    add column may_audit boolean not null default false,
    add column must_change_password boolean not null default false,
    add column idle_s int4 not null default 1800,
    add column absolute_until timestamptz not null default now() + interval '30 days',
    add column seen_at timestamptz not null default now(),
    add column device text not null default '',
    add constraint session_id_unique unique (id),
    add constraint session_idles_for_a_while check (idle_s > 0),
    add constraint session_range_is_the_posts foreign key (post_id, area, area_end, may_see_people, may_audit)
        references post (id, area, area_end, may_see_people, may_audit) on update cascade;
create index session_account on session (account_id);
comment on column session.id is 'What a list of devices calls it; says nothing about the token.';
comment on column session.may_audit is 'The post''s may_audit; kept equal by session_range_is_the_posts.';
comment on column session.must_change_password is 'Whether it may do nothing but set a new password.';
comment on column session.idle_s is 'How many seconds it outlives its last request.';
comment on column session.absolute_until is 'When it ends even if it is used.';
comment on column session.seen_at is 'When it was last used, to the minute.';
comment on column session.device is 'Browser and system as the browser names them, shortened.';
comment on column session.expires_at is 'When it ends by itself: idle_s after its last use, the end of the post''s term, or absolute_until.';

-- Only the log-in makes sessions and moves them to another post; a session itself may only be used up or ended.
revoke insert, update on session from gezhi_app;
grant update (seen_at, expires_at, revoked_at) on session to gezhi_app;
grant insert on session to gezhi_system;

alter table account
    add column name text not null default '',
    add column disabled_at timestamptz;
comment on column account.name is 'Who it is: the name of a member of staff, or of a wall screen.';
comment on column account.disabled_at is 'When the security administrator locked it; null while it is open.';
alter table account enable row level security;
alter table account force row level security;
create policy account_of_the_city on account to gezhi_app
    using (
        id / 1000000000000 = (
            select s.area / 1000000000
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy account_system on account to gezhi_system using (true) with check (true);

create table credential (
    account_id int8 not null,
    password_hash text not null,
    must_change boolean not null,
    changed_at timestamptz not null,
    failures int4 not null default 0,
    failed_at timestamptz,
    locked_until timestamptz,
    constraint credential_pkey primary key (account_id),
    constraint credential_of_account foreign key (account_id) references account (id) on delete cascade,
    constraint credential_is_argon2id check (password_hash like '$argon2id$%'),
    constraint credential_failures_are_counted check (failures >= 0)
);
comment on table credential is 'How an account proves itself; read and written by the log-in alone.';
comment on column credential.account_id is 'Whose it is.';
comment on column credential.password_hash is 'Argon2id with its parameters and salt.';
comment on column credential.must_change is 'Whether it was given by somebody else and has to be replaced at the next log-in.';
comment on column credential.changed_at is 'When it was last set.';
comment on column credential.failures is 'Wrong passwords in a row since the last right one.';
comment on column credential.failed_at is 'When the last wrong one was tried.';
comment on column credential.locked_until is 'Until when it is refused because of too many wrong ones; null when it is not.';
alter table credential enable row level security;
alter table credential force row level security;
create policy credential_system on credential to gezhi_system using (true) with check (true);
grant select, insert, update, delete on credential to gezhi_system;

-- Log-ins, and what administrators do, stand in the same trail.
alter table audit alter column post_id drop not null;
alter table audit drop constraint audit_record_kind_is_known;
alter table audit add constraint audit_record_kind_is_known
    check (record_kind in ('household', 'case', 'track', 'resident', 'account', 'post', 'session', 'unit'));
comment on column audit.post_id is 'Under which post; null for a log-in that was refused.';
comment on column audit.record_kind is 'Kind of the record: household, case, track, resident, account, post, session or unit.';
create policy audit_for_its_administrator on audit for select to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_audit
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_audit
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
