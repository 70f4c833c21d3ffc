-- Spot-checks 抽查: rounds, what was drawn from, who asks where, and what was said. Whose work is checked sees nothing of a round
-- until it is over; an inspector sees the own tasks, and never what the answers are held against. Only the system writes here.

create table spot_round (
    id int8 not null generated always as identity,
    area int8 not null,
    month_on date not null,
    until_on date not null,
    made_at timestamptz not null,
    account_id int8 not null,
    post_id int8 not null,
    commitment text not null,
    list_hash text not null,
    is_closed boolean not null default false,
    closed_at timestamptz,
    closed_by int8,
    closed_post int8,
    seed text,
    figure jsonb,
    constraint spot_round_pkey primary key (id),
    constraint spot_round_by_account foreign key (account_id) references account (id),
    constraint spot_round_by_post foreign key (post_id) references post (id),
    constraint spot_round_closed_by_account foreign key (closed_by) references account (id),
    constraint spot_round_closed_by_post foreign key (closed_post) references post (id),
    constraint spot_round_is_of_a_month check (extract(day from month_on) = 1),
    constraint spot_round_ends_after_it_began check (until_on >= month_on),
    constraint spot_round_hashes_are_sha256 check (commitment ~ '^[0-9a-f]{64}$' and list_hash ~ '^[0-9a-f]{64}$'),
    constraint spot_round_tells_its_seed_when_over check (
        is_closed = (closed_at is not null) and is_closed = (seed is not null) and is_closed = (figure is not null)
        and is_closed = (closed_by is not null) and is_closed = (closed_post is not null)
    ),
    constraint spot_round_seed_is_what_was_committed check (
        seed is null or encode(sha256(convert_to(seed, 'UTF8')), 'hex') = commitment
    )
);
create unique index spot_round_one_at_a_time on spot_round (area) where not is_closed;
comment on table spot_round is 'Rounds of spot-checks 抽查.';
comment on column spot_round.id is 'Serial number.';
comment on column spot_round.area is 'The city.';
comment on column spot_round.month_on is 'The first day of its month.';
comment on column spot_round.until_on is 'Until when inspectors ask.';
comment on column spot_round.made_at is 'When it was drawn.';
comment on column spot_round.account_id is 'Who drew it.';
comment on column spot_round.post_id is 'In which capacity.';
comment on column spot_round.commitment is 'SHA-256 of the seed''s text, told at the draw.';
comment on column spot_round.list_hash is 'SHA-256 of the list that was drawn from (domain::sample::list_text), told at the draw.';
comment on column spot_round.is_closed is 'Whether it is over.';
comment on column spot_round.closed_at is 'When it was closed; null while it is open.';
comment on column spot_round.closed_by is 'Who closed it.';
comment on column spot_round.closed_post is 'In which capacity.';
comment on column spot_round.seed is 'The seed, told when it is over; until then it is in spot_seed.';
comment on column spot_round.figure is 'The city''s figures as they were published (domain::spot_check::city); null while it is open.';
alter table spot_round enable row level security;
alter table spot_round force row level security;
create policy spot_round_of_who_draws on spot_round for select to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy spot_round_when_over on spot_round for select to gezhi_app
    using (
        is_closed
        and area = (
            select s.area - s.area % 1000000000
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy spot_round_system on spot_round to gezhi_system using (true) with check (true);
grant select on spot_round to gezhi_app;
grant select, insert, update, delete on spot_round to gezhi_system;

create table spot_seed (
    round_id int8 not null,
    seed text not null,
    constraint spot_seed_pkey primary key (round_id),
    constraint spot_seed_of_round foreign key (round_id) references spot_round (id) on delete cascade,
    constraint spot_seed_is_hexadecimal check (seed ~ '^[0-9a-f]{64}$')
);
comment on table spot_seed is 'Seeds of open rounds, which no account reads: whoever knows one knows who is asked next.';
comment on column spot_seed.round_id is 'The round.';
comment on column spot_seed.seed is 'Sixty-four hexadecimal digits.';
alter table spot_seed enable row level security;
alter table spot_seed force row level security;
create policy spot_seed_system on spot_seed to gezhi_system using (true) with check (true);
grant select, insert, update, delete on spot_seed to gezhi_system;

create table spot_stratum (
    round_id int8 not null,
    area int8 not null,
    households int4 not null,
    size int4 not null,
    eligible int8[] not null,
    inspector_post int8,
    is_closed boolean not null default false,
    constraint spot_stratum_pkey primary key (round_id, area),
    constraint spot_stratum_of_round foreign key (round_id) references spot_round (id) on delete cascade,
    constraint spot_stratum_by_inspector foreign key (inspector_post) references post (id),
    constraint spot_stratum_is_not_larger_than_its_list check (size between 0 and cardinality(eligible)),
    constraint spot_stratum_weighs_its_list check (households >= cardinality(eligible))
);
comment on table spot_stratum is 'What a round was drawn from, grid by grid.';
comment on column spot_stratum.round_id is 'The round.';
comment on column spot_stratum.area is 'The grid at the draw.';
comment on column spot_stratum.households is 'Its households that may be lived in: its weight.';
comment on column spot_stratum.size is 'How many are asked.';
comment on column spot_stratum.eligible is 'Dwellings that could be drawn, ascending: lived in, not checked within 90 days.';
comment on column spot_stratum.inspector_post is 'The post that asks there, of another street; null where nobody may.';
comment on column spot_stratum.is_closed is 'Whether the round is over.';
alter table spot_stratum enable row level security;
alter table spot_stratum force row level security;
create policy spot_stratum_of_who_draws on spot_stratum for select to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy spot_stratum_when_over on spot_stratum for select to gezhi_app
    using (
        is_closed
        and area >= (
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
create policy spot_stratum_system on spot_stratum to gezhi_system using (true) with check (true);
grant select on spot_stratum to gezhi_app;
grant select, insert, update, delete on spot_stratum to gezhi_system;

create table spot_task (
    id int8 not null generated always as identity,
    round_id int8 not null,
    area int8 not null,
    dwelling_id int8 not null,
    place int4 not null,
    inspector_post int8 not null,
    inspector_area int8 not null,
    until_on date not null,
    state text not null default 'open',
    tries int2 not null default 0,
    dialled_at timestamptz,
    mode text,
    answered_at timestamptz,
    account_id int8,
    filled int2,
    required int2,
    matching int2,
    verified int2,
    satisfaction int2,
    is_closed boolean not null default false,
    constraint spot_task_pkey primary key (id),
    constraint spot_task_place_once unique (round_id, area, place),
    constraint spot_task_dwelling_once unique (round_id, dwelling_id),
    constraint spot_task_of_stratum foreign key (round_id, area) references spot_stratum (round_id, area) on delete cascade,
    constraint spot_task_of_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint spot_task_by_inspector foreign key (inspector_post) references post (id),
    constraint spot_task_by_account foreign key (account_id) references account (id),
    constraint spot_task_inspector_is_of_another_street check (
        inspector_area % 1000000000 <> 0 and inspector_area / 1000000 <> area / 1000000
    ),
    constraint spot_task_place_counts_from_one check (place >= 1),
    constraint spot_task_state_is_known check (state in ('open', 'done', 'given_up', 'dropped')),
    constraint spot_task_mode_is_known check (mode in ('visit', 'phone')),
    constraint spot_task_tries_are_few check (tries between 0 and 3),
    constraint spot_task_answer_is_whole check (
        (state = 'done') = (answered_at is not null) and (state = 'done') = (account_id is not null)
        and (state = 'done') = (mode is not null) and (state = 'done') = (filled is not null)
        and (state = 'done') = (required is not null) and (state = 'done') = (matching is not null)
        and (state = 'done') = (verified is not null)
    ),
    constraint spot_task_counts_in_order check (filled between 0 and required and matching between 0 and verified),
    constraint spot_task_satisfaction_has_five_levels check (satisfaction between 1 and 5)
);
create index spot_task_area on spot_task (area, round_id);
create index spot_task_inspector on spot_task (inspector_post, state);
create index spot_task_dwelling on spot_task (dwelling_id, answered_at);
comment on table spot_task is 'Households that a round asks: the sample, and the replacements of whoever was not reached. No value of anybody stands here.';
comment on column spot_task.id is 'Serial number.';
comment on column spot_task.round_id is 'The round.';
comment on column spot_task.area is 'The grid at the draw.';
comment on column spot_task.dwelling_id is 'The household.';
comment on column spot_task.place is 'Its place on the grid''s ordered list, from 1.';
comment on column spot_task.inspector_post is 'The post that asks.';
comment on column spot_task.inspector_area is 'That post''s street at the draw: never the household''s.';
comment on column spot_task.until_on is 'Until when.';
comment on column spot_task.state is 'open, done, given_up (the next one of the list took its place) or dropped (the round was closed before).';
comment on column spot_task.tries is 'How often nobody answered.';
comment on column spot_task.dialled_at is 'When the inspector was given the telephone number; then it is not compared.';
comment on column spot_task.mode is 'visit or phone; null without an answer.';
comment on column spot_task.answered_at is 'When it was answered; null without an answer.';
comment on column spot_task.account_id is 'Who wrote the answer down.';
comment on column spot_task.filled is 'Key fields that the register filled then.';
comment on column spot_task.required is 'Key fields that it should fill.';
comment on column spot_task.matching is 'Compared fields that agreed.';
comment on column spot_task.verified is 'Fields that were compared.';
comment on column spot_task.satisfaction is 'How content they are, 1 to 5; null when they did not say.';
comment on column spot_task.is_closed is 'Whether the round is over.';
alter table spot_task enable row level security;
alter table spot_task force row level security;
create policy spot_task_of_who_draws on spot_task for select to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy spot_task_of_its_inspector on spot_task for select to gezhi_app
    using (
        inspector_post = (
            select s.post_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy spot_task_when_over on spot_task for select to gezhi_app
    using (
        is_closed
        and area >= (
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
create policy spot_task_system on spot_task to gezhi_system using (true) with check (true);
grant select on spot_task to gezhi_app;
grant select, insert, update, delete on spot_task to gezhi_system;

create table spot_try (
    task_id int8 not null,
    number int2 not null,
    area int8 not null,
    inspector_post int8 not null,
    mode text not null,
    at timestamptz not null,
    account_id int8 not null,
    constraint spot_try_pkey primary key (task_id, number),
    constraint spot_try_of_task foreign key (task_id) references spot_task (id) on delete cascade,
    constraint spot_try_by_inspector foreign key (inspector_post) references post (id),
    constraint spot_try_by_account foreign key (account_id) references account (id),
    constraint spot_try_mode_is_known check (mode in ('visit', 'phone')),
    constraint spot_try_number_is_small check (number between 1 and 3)
);
comment on table spot_try is 'Tries that nobody answered, up to three a household.';
comment on column spot_try.task_id is 'The task.';
comment on column spot_try.number is 'Which try, from 1.';
comment on column spot_try.area is 'The household''s grid at the draw.';
comment on column spot_try.inspector_post is 'The post that asks.';
comment on column spot_try.mode is 'visit or phone.';
comment on column spot_try.at is 'When.';
comment on column spot_try.account_id is 'Who tried.';
alter table spot_try enable row level security;
alter table spot_try force row level security;
create policy spot_try_of_who_draws on spot_try for select to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('city', 'supervision')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy spot_try_of_its_inspector on spot_try for select to gezhi_app
    using (
        inspector_post = (
            select s.post_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy spot_try_system on spot_try to gezhi_system using (true) with check (true);
grant select on spot_try to gezhi_app;
grant select, insert, update, delete on spot_try to gezhi_system;

create table spot_hint (
    task_id int8 not null,
    area int8 not null,
    found_sealed bytea not null,
    is_closed boolean not null default false,
    constraint spot_hint_pkey primary key (task_id),
    constraint spot_hint_of_task foreign key (task_id) references spot_task (id) on delete cascade
);
create index spot_hint_area on spot_hint (area);
comment on table spot_hint is 'What was said at the door where the register says something else: for whoever keeps the file, when the round is over.';
comment on column spot_hint.task_id is 'The task.';
comment on column spot_hint.area is 'The household''s grid at the draw.';
comment on column spot_hint.found_sealed is 'Each wrong or missing field with what was said, sealed.';
comment on column spot_hint.is_closed is 'Whether the round is over.';
alter table spot_hint enable row level security;
alter table spot_hint force row level security;
create policy spot_hint_when_over on spot_hint for select to gezhi_app
    using (
        is_closed
        and area >= (
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
create policy spot_hint_system on spot_hint to gezhi_system using (true) with check (true);
grant select on spot_hint to gezhi_app;
grant select, insert, update, delete on spot_hint to gezhi_system;
