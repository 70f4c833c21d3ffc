-- Training records 培训记录 of those who stand on a roster. They are counted nowhere.

create table training (
    id int8 not null generated always as identity,
    area int8 not null,
    area_end int8 not null generated always as (
        area + case
            when area % 1000 <> 0 then 1
            when area % 1000000 <> 0 then 1000
            when area % 1000000000 <> 0 then 1000000
            else 1000000000
        end
    ) stored,
    entry_id int8 not null,
    on_date date not null,
    topic text not null,
    minutes int4 not null,
    account_id int8 not null,
    post_id int8 not null,
    written_at timestamptz not null,
    is_synthetic boolean not null default false,
    constraint training_pkey primary key (id),
    constraint training_of_entry foreign key (entry_id) references roster_entry (id) on delete cascade,
    constraint training_by_account foreign key (account_id) references account (id),
    constraint training_in_post foreign key (post_id) references post (id),
    constraint training_is_there_once unique (entry_id, on_date, topic),
    constraint training_has_a_topic check (length(topic) between 1 and 60),
    constraint training_takes_a_while check (minutes between 15 and 2400)
);
create index training_area on training (area, on_date);
comment on table training is 'Who of a roster was trained in what, when and for how long.';
comment on column training.id is 'Serial number.';
comment on column training.area is 'The area that the person serves.';
comment on column training.area_end is 'The end of that area''s range.';
comment on column training.entry_id is 'Who: an entry of the roster.';
comment on column training.on_date is 'On which day.';
comment on column training.topic is 'In what.';
comment on column training.minutes is 'For how many minutes.';
comment on column training.account_id is 'Who wrote it down.';
comment on column training.post_id is 'In which capacity.';
comment on column training.written_at is 'When.';
comment on column training.is_synthetic is 'Whether the record is made up.';

-- Like the roster: read by whoever keeps files inside the area or above it; written from above or in the area itself.
alter table training enable row level security;
alter table training force row level security;
create policy training_in_scope on training to gezhi_app
    using (
        area_end > (
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
create policy training_system on training to gezhi_system using (true) with check (true);
grant select, insert, delete on training to gezhi_app;
grant select, insert, update, delete on training to gezhi_system;
