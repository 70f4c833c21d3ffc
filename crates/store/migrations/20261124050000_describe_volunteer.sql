-- What volunteers can do and when they are free, as they say themselves: keepers of wishes find who fits. No telephone stands here.

create table volunteer_profile (
    account_id int8 not null,
    area int8 not null,
    skills text[] not null default '{}',
    free_times int4 not null default 0,
    is_party_member bool not null default false,
    organisation_id int8,
    changed_at timestamptz not null,
    is_synthetic bool not null default false,
    constraint volunteer_profile_pkey primary key (account_id),
    constraint volunteer_profile_of_account foreign key (account_id) references account (id) on delete cascade,
    constraint volunteer_profile_of_organisation foreign key (organisation_id) references register_entry (id) on delete set null,
    constraint volunteer_profile_skills_are_known check (
        skills <@ array['errand', 'repair', 'company', 'goods', 'study', 'care', 'activity', 'tidy', 'mediate', 'other']
    ),
    constraint volunteer_profile_times_are_known check (free_times between 0 and 2097151)
);
create index volunteer_profile_area on volunteer_profile (area);
create index volunteer_profile_organisation on volunteer_profile (organisation_id);
comment on table volunteer_profile is 'What volunteers can do and when they are free, as they say themselves.';
comment on column volunteer_profile.account_id is 'Whose.';
comment on column volunteer_profile.area is 'The community that they serve in first.';
comment on column volunteer_profile.skills is 'Kinds of wishes that they like to serve (domain::wish::Kind).';
comment on column volunteer_profile.free_times is 'When they are free: a bit for each of three parts of each weekday (domain::wish::FreeTimes).';
comment on column volunteer_profile.is_party_member is 'Whether they are an in-service party member 在职党员, as their unit reported them.';
comment on column volunteer_profile.organisation_id is 'The party branch that they reported to.';
comment on column volunteer_profile.changed_at is 'When it was changed last.';
comment on column volunteer_profile.is_synthetic is 'Whether the record is made up.';
alter table volunteer_profile enable row level security;
alter table volunteer_profile force row level security;
create policy volunteer_profile_in_scope on volunteer_profile for select to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street', 'city')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street', 'city')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy volunteer_profile_own on volunteer_profile to gezhi_app
    using (account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        ))
    with check (account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        ));
create policy volunteer_profile_system on volunteer_profile to gezhi_system using (true) with check (true);
grant select, insert on volunteer_profile to gezhi_app;
grant update (skills, free_times, changed_at) on volunteer_profile to gezhi_app;
grant select, insert, update, delete on volunteer_profile to gezhi_system;
