-- 来电人 / 反映人: who reported a case without an account. Name and number are sealed like residents'; who asked that only intake
-- sees them is hidden from everybody else by the second lock as well.
create table case_reporter (
    case_id int8 not null,
    area int8 not null,
    name_sealed bytea,
    phone_sealed bytea,
    phone_token int8,
    is_intake_only boolean not null default false,
    written_at timestamptz not null,
    constraint case_reporter_pkey primary key (case_id),
    constraint case_reporter_of_case foreign key (case_id) references case_file (id) on delete cascade,
    constraint case_reporter_says_something check (name_sealed is not null or phone_sealed is not null),
    constraint case_reporter_phone_can_be_found check ((phone_sealed is null) = (phone_token is null))
);
create index case_reporter_area on case_reporter (area);
create index case_reporter_phone on case_reporter (phone_token);
comment on table case_reporter is 'Who reported a case without an account; erased a year after the case ended.';
comment on column case_reporter.case_id is 'The case.';
comment on column case_reporter.area is 'The case''s grid.';
comment on column case_reporter.name_sealed is 'How the reporter is called, sealed; null when they did not say.';
comment on column case_reporter.phone_sealed is 'Where the reporter can be rung, sealed; null when they did not say.';
comment on column case_reporter.phone_token is 'Blind token of the number: earlier cases of a caller are found without opening any.';
comment on column case_reporter.is_intake_only is 'Whether the reporter asked that only intake (community, street, command centre) sees them.';
comment on column case_reporter.written_at is 'When it was written down.';
alter table case_reporter enable row level security;
alter table case_reporter force row level security;
-- Offices see their area's; whoever sees files there, unless intake only; a desk without an area's sight what it holds open.
create policy case_reporter_in_scope on case_reporter to gezhi_app
    using (
        (
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
            and (
                not is_intake_only
                or (
                select p.role in ('community', 'street', 'city')
                from session s
                join post p on p.id = s.post_id
                where s.key = decode(current_setting('gezhi.session', true), 'hex')
                    and s.revoked_at is null
                    and s.expires_at > now()
            )
            )
        )
        or (
            not is_intake_only
            and case_id = any (array(
                select c.id
                from case_file c
                where c.light < 4
                    and c.holder = (
                    select s.desk
                    from session s
                    where s.key = decode(current_setting('gezhi.session', true), 'hex')
                        and s.desk <> 0 and not s.sees_cases
                        and s.revoked_at is null
                        and s.expires_at > now()
                )
            ))
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
create policy case_reporter_system on case_reporter to gezhi_system using (true) with check (true);
grant select, insert on case_reporter to gezhi_app;
grant select, insert, update, delete on case_reporter to gezhi_system;

-- Numbers are given one by one and counted; a department, which may be given the reporter's of a case that it holds, does not read the
-- trail that they are counted on.
create function count_given_numbers(since timestamptz) returns int8
language sql
volatile
security definer
set search_path = public, pg_temp
as $$
    select count(*)
    from audit a
    where a.account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and a.at > since
        and a.action in ('dial_resident', 'dial_entry', 'dial_reporter')
$$;
revoke all on function count_given_numbers(timestamptz) from public;
grant execute on function count_given_numbers(timestamptz) to gezhi_app;
comment on function count_given_numbers(timestamptz) is 'How many telephone numbers the acting account was given after an instant.';
