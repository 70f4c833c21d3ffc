-- Monthly reports 月报: counted from work that is recorded anyway, shown to their worker first, objected to, published.

create table month_formula (
    county int4 not null,
    version int4 not null,
    from_on date not null,
    weights jsonb not null,
    note text not null,
    made_at timestamptz not null,
    made_by int8 not null,
    constraint month_formula_pkey primary key (county, version),
    constraint month_formula_by_account foreign key (made_by) references account (id),
    constraint month_formula_begins_with_a_month check (extract(day from from_on) = 1),
    constraint month_formula_follows_the_first check (version > 1),
    constraint month_formula_says_what_changed check (length(note) between 1 and 200)
);
comment on table month_formula is 'Weights that monthly reports follow, in versions; version 1 is domain::month::Formula::first. Rows never change.';
comment on column month_formula.county is 'County code.';
comment on column month_formula.version is 'The version, from 2.';
comment on column month_formula.from_on is 'The first day of the first month that it holds for.';
comment on column month_formula.weights is 'What each measure weighs, as domain::month::Formula writes it.';
comment on column month_formula.note is 'What changed and why.';
comment on column month_formula.made_at is 'When it was made.';
comment on column month_formula.made_by is 'By whom.';
grant select on month_formula to gezhi_app;
grant select, insert on month_formula to gezhi_system;

create sequence month_report_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence month_report_serial to gezhi_system;

create table month_report (
    id int8 not null,
    area int8 not null,
    account_id int8,
    month date not null,
    state text not null default 'draft',
    until_on date,
    published_at timestamptz,
    published_by int8,
    published_post int8,
    formula int4 not null,
    tallies jsonb not null,
    records jsonb not null,
    counted_at timestamptz not null,
    counted_by int8,
    revision int8 not null default 1,
    is_synthetic boolean not null default false,
    constraint month_report_pkey primary key (id),
    constraint month_report_is_the_only_one unique nulls not distinct (month, area, account_id),
    constraint month_report_of_account foreign key (account_id) references account (id),
    constraint month_report_counted_by_account foreign key (counted_by) references account (id),
    constraint month_report_published_by_account foreign key (published_by) references account (id),
    constraint month_report_published_in_post foreign key (published_post) references post (id),
    constraint month_report_month_begins_with_a_month check (extract(day from month) = 1),
    constraint month_report_state_is_known check (
        state in ('draft', 'shown', 'agreed', 'objected', 'answered', 'published')
    ),
    constraint month_report_has_a_term_while_shown check ((until_on is not null) = (state in ('shown', 'objected', 'answered'))),
    constraint month_report_publication_is_whole check ((state = 'published') = (published_at is not null)),
    constraint month_report_is_shown_to_somebody check (account_id is not null or state in ('draft', 'published'))
);
create index month_report_area on month_report (area, month);
create index month_report_account on month_report (account_id, month) where account_id is not null;
comment on table month_report is 'Monthly reports 月报 of workers and areas, counted from work that is recorded anyway.';
comment on column month_report.id is 'MonthId: county and serial number.';
comment on column month_report.area is 'The worker''s grid, or the area.';
comment on column month_report.account_id is 'The worker; null for the report of an area.';
comment on column month_report.month is 'The first day of the month.';
comment on column month_report.state is 'draft, shown to its worker, agreed, objected, answered or published.';
comment on column month_report.until_on is 'The last day on which its worker may object.';
comment on column month_report.published_at is 'When it was published; it never changes again.';
comment on column month_report.published_by is 'By whom.';
comment on column month_report.published_post is 'In which capacity.';
comment on column month_report.formula is 'The version of the formula that it follows; what comes out is computed and not kept.';
comment on column month_report.tallies is 'What was counted of each measure, as domain::month::Tally writes it.';
comment on column month_report.records is 'Which cases, households and people were counted, of a worker''s report: numbers of records alone.';
comment on column month_report.counted_at is 'When it was counted last.';
comment on column month_report.counted_by is 'By whom; null when the server did by itself.';
comment on column month_report.revision is 'Rises with every change; a change names the one it saw.';
comment on column month_report.is_synthetic is 'Whether the record is made up.';

create table month_objection (
    id int8 not null generated always as identity,
    report_id int8 not null,
    area int8 not null,
    account_id int8 not null,
    measure text,
    words text not null,
    made_at timestamptz not null,
    answer text,
    is_upheld boolean,
    answered_at timestamptz,
    answered_by int8,
    answered_post int8,
    is_synthetic boolean not null default false,
    constraint month_objection_pkey primary key (id),
    constraint month_objection_to_report foreign key (report_id) references month_report (id) on delete cascade,
    constraint month_objection_by_account foreign key (account_id) references account (id),
    constraint month_objection_answered_by_account foreign key (answered_by) references account (id),
    constraint month_objection_answered_in_post foreign key (answered_post) references post (id),
    constraint month_objection_has_words check (length(words) between 1 and 500),
    constraint month_objection_answer_has_words check (length(answer) between 1 and 500),
    constraint month_objection_answer_is_whole check (
        (answer is null) = (is_upheld is null) and (answer is null) = (answered_at is null)
        and (answer is null) = (answered_by is null) and (answer is null) = (answered_post is null)
    )
);
create index month_objection_report on month_objection (report_id, made_at);
comment on table month_objection is 'What workers have against their monthly reports; an open one blocks publication.';
comment on column month_objection.id is 'Serial number.';
comment on column month_objection.report_id is 'The report.';
comment on column month_objection.area is 'The worker''s grid.';
comment on column month_objection.account_id is 'The worker.';
comment on column month_objection.measure is 'Against which number; null when it is against the whole.';
comment on column month_objection.words is 'What the worker says.';
comment on column month_objection.made_at is 'When.';
comment on column month_objection.answer is 'What is answered; null while it is open.';
comment on column month_objection.is_upheld is 'Whether the worker was right and the month was counted anew.';
comment on column month_objection.answered_at is 'When it was answered.';
comment on column month_objection.answered_by is 'By whom.';
comment on column month_objection.answered_post is 'In which capacity.';
comment on column month_objection.is_synthetic is 'Whether the record is made up.';

-- A worker reads the own reports, from when they are shown; community, street and city those of their area. All writing is
-- done as the system, after the database looked whether the session does such work there (store::duty).
alter table month_report enable row level security;
alter table month_report force row level security;
create policy month_report_in_reach on month_report to gezhi_app
    using (
        (
            state <> 'draft'
            and account_id = any (array(
                select s.account_id
                from session s
                join post p on p.id = s.post_id
                where s.key = decode(current_setting('gezhi.session', true), 'hex')
                    and p.role = 'grid_worker'
                    and s.revoked_at is null
                    and s.expires_at > now()
            ))
        )
        or (
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
        )
    );
create policy month_report_system on month_report to gezhi_system using (true) with check (true);
grant select on month_report to gezhi_app;
grant select, insert, update, delete on month_report to gezhi_system;

alter table month_objection enable row level security;
alter table month_objection force row level security;
create policy month_objection_in_reach on month_objection to gezhi_app
    using (
        account_id = any (array(
            select s.account_id
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role = 'grid_worker'
                and s.revoked_at is null
                and s.expires_at > now()
        ))
        or (
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
        )
    );
create policy month_objection_system on month_objection to gezhi_system using (true) with check (true);
grant select on month_objection to gezhi_app;
grant select, insert, update, delete on month_objection to gezhi_system;
