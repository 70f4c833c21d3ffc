-- Who acts: accounts, their posts, and sessions. A session row carries its post's range, kept equal by a foreign key,
-- because the policies of all personal tables read the range from there.

create table account (
    id int8 not null,
    login text not null,
    is_demo boolean not null default false,
    created_at timestamptz not null,
    constraint account_pkey primary key (id),
    constraint account_login_unique unique (login)
);
comment on table account is 'Accounts 账号 of people who work with the system.';
comment on column account.id is 'AccountId: county and serial number.';
comment on column account.login is 'The name used to log in.';
comment on column account.is_demo is 'Whether anybody may act as it in a demo city.';
comment on column account.created_at is 'When it was made.';

create table post (
    id int8 not null,
    account_id int8 not null,
    role text not null,
    area int8 not null,
    area_end int8 not null generated always as (
        area + case
            when area % 1000 <> 0 then 1
            when area % 1000000 <> 0 then 1000
            when area % 1000000000 <> 0 then 1000000
            else 1000000000
        end
    ) stored,
    may_see_people boolean not null generated always as (role <> 'wall') stored,
    title_zh text not null,
    title_en text not null,
    is_demo boolean not null default false,
    constraint post_pkey primary key (id),
    constraint post_of_account foreign key (account_id) references account (id),
    constraint post_role_is_known check (role in ('grid_worker', 'community', 'street', 'city', 'wall')),
    constraint post_range_unique unique (id, area, area_end, may_see_people)
);
create index post_account on post (account_id);
create index post_area on post (area);
comment on table post is 'Posts 岗位: one role of one account in one area.';
comment on column post.id is 'PostId: county and serial number.';
comment on column post.account_id is 'Who holds it.';
comment on column post.role is 'grid_worker, community, street, city or wall.';
comment on column post.area is 'The area that it is about; everything at or below it is in scope.';
comment on column post.area_end is 'The first area code past the scope.';
comment on column post.may_see_people is 'Whether it may see single households; a wall screen may not.';
comment on column post.title_zh is 'What to call it in Chinese: area and role, never a person''s name.';
comment on column post.title_en is 'What to call it in English: area and role, never a person''s name.';
comment on column post.is_demo is 'Whether anybody may act under it in a demo city.';

create table session (
    key bytea not null,
    account_id int8 not null,
    post_id int8 not null,
    area int8 not null,
    area_end int8 not null,
    may_see_people boolean not null,
    started_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint session_pkey primary key (key),
    constraint session_key_is_a_sha256 check (octet_length(key) = 32),
    constraint session_of_account foreign key (account_id) references account (id),
    constraint session_range_is_the_posts foreign key (post_id, area, area_end, may_see_people)
        references post (id, area, area_end, may_see_people) on update cascade
);
create index session_post on session (post_id);
create index session_expiry on session (expires_at);
comment on table session is 'Sessions. The policies of personal tables read the acting range here.';
comment on column session.key is 'SHA-256 of the browser''s token; the token itself is not stored.';
comment on column session.account_id is 'Who acts.';
comment on column session.post_id is 'The post that the session acts under now.';
comment on column session.area is 'The post''s area; kept equal by session_range_is_the_posts.';
comment on column session.area_end is 'The first area code past the post''s scope; kept equal by session_range_is_the_posts.';
comment on column session.may_see_people is 'The post''s may_see_people; kept equal by session_range_is_the_posts.';
comment on column session.started_at is 'When it began, by the database''s clock.';
comment on column session.expires_at is 'When it ends by itself, by the database''s clock.';
comment on column session.revoked_at is 'When it was ended; null while it holds.';

alter table session enable row level security;
alter table session force row level security;
create policy session_own on session to gezhi_app
    using (key = decode(current_setting('gezhi.session', true), 'hex'))
    with check (key = decode(current_setting('gezhi.session', true), 'hex'));
create policy session_system on session to gezhi_system using (true) with check (true);

grant select on account, post to gezhi_app, gezhi_system;
grant insert, update on account, post to gezhi_system;
grant select, insert, update on session to gezhi_app;
grant select, update, delete on session to gezhi_system;
