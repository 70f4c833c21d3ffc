-- 微心愿: what is wished for, who serves it, and what became of it. What the board shows stands in wish and says nothing of a person;
-- a resident's own words, name, number and door stand apart and are sealed or locked.

create sequence wish_serial as int8 minvalue 1 maxvalue 999999999999;
create sequence wish_claim_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence wish_serial, wish_claim_serial to gezhi_app, gezhi_system;

create table wish (
    id int8 not null,
    area int8 not null,
    building_id int8,
    x_dm int4,
    y_dm int4,
    origin text not null,
    state text not null,
    version int4 not null default 1,
    rework_count int2 not null default 0,
    kind text not null,
    title text not null default '',
    content text not null default '',
    place text not null default '',
    starts_at timestamptz,
    ends_at timestamptz,
    slots int2 not null default 1,
    tools text[] not null default '{}',
    safety text not null default '',
    repeat text,
    series int8,
    unit_id int8,
    supporters int4 not null default 0,
    is_held bool not null default false,
    operation uuid not null,
    proposed_by int8,
    proposed_at timestamptz not null,
    promised_on date not null,
    published_at timestamptz,
    done_at timestamptz,
    confirmed_at timestamptz,
    closed_at timestamptz,
    changed_at timestamptz not null,
    verdict text,
    may_show bool not null default false,
    thanks text not null default '',
    merged_into int8,
    case_id int8,
    is_synthetic bool not null default false,
    constraint wish_pkey primary key (id),
    constraint wish_operation_once unique (operation),
    constraint wish_of_building foreign key (building_id) references building (id),
    constraint wish_of_unit foreign key (unit_id) references unit (id),
    constraint wish_by_account foreign key (proposed_by) references account (id),
    constraint wish_into_wish foreign key (merged_into) references wish (id),
    constraint wish_became_case foreign key (case_id) references case_file (id),
    constraint wish_of_series foreign key (series) references wish (id),
    constraint wish_place_is_whole check ((x_dm is null) = (y_dm is null)),
    constraint wish_origin_is_known check (origin in ('resident', 'worker', 'community')),
    constraint wish_state_is_known check (
        state in (
            'proposed', 'published', 'done', 'confirmed', 'archived', 'declined', 'withdrawn', 'lapsed', 'merged', 'converted'
        )
    ),
    constraint wish_kind_is_known check (
        kind in ('errand', 'repair', 'company', 'goods', 'study', 'care', 'activity', 'tidy', 'mediate', 'other')
    ),
    constraint wish_repeat_is_known check (repeat in ('weekly', 'fortnightly', 'monthly')),
    constraint wish_verdict_is_known check (verdict in ('satisfied', 'fair')),
    constraint wish_verdict_ends check (verdict is null or state = 'archived'),
    constraint wish_merged_is_named check ((state = 'merged') = (merged_into is not null)),
    constraint wish_converted_is_named check ((state = 'converted') = (case_id is not null)),
    constraint wish_slots_are_few check (slots between 1 and 200),
    constraint wish_published_is_whole check (
        state not in ('published', 'done', 'confirmed', 'archived')
        or (
            published_at is not null and starts_at is not null and ends_at > starts_at
            and title <> '' and content <> '' and place <> '' and safety <> ''
        )
    )
);
create index wish_desk on wish (area, state, proposed_at);
create index wish_open on wish (ends_at) where state = 'published';
create index wish_late on wish (confirmed_at) where state = 'confirmed';
create index wish_wall on wish (closed_at) where state = 'archived';
create index wish_series on wish (series);
create index wish_building on wish (building_id);
comment on table wish is 'Wishes 微心愿 as the public may read them once they are published; nothing of a person stands here.';
comment on column wish.id is 'WishId: county and serial number.';
comment on column wish.area is 'The grid it lies in, or the area that was named.';
comment on column wish.building_id is 'The building; never a door.';
comment on column wish.x_dm is 'Where it is, decimetres east of the origin.';
comment on column wish.y_dm is 'Where it is, decimetres north of the origin.';
comment on column wish.origin is 'From whom: resident, worker (for a resident) or community (its own order).';
comment on column wish.state is 'Where it stands (domain::wish::State).';
comment on column wish.version is 'Counts the steps; a step says which version it was taken on.';
comment on column wish.rework_count is 'How often the resident said that it was not met.';
comment on column wish.kind is 'What it is about (domain::wish::Kind).';
comment on column wish.title is 'In one line, as the community wrote it for everybody; empty before that.';
comment on column wish.content is 'What is to be done, as the community wrote it; empty before that.';
comment on column wish.place is 'Where to meet, in words, never a door.';
comment on column wish.starts_at is 'When it begins.';
comment on column wish.ends_at is 'When it ends.';
comment on column wish.slots is 'How many are needed.';
comment on column wish.tools is 'Tools that are needed.';
comment on column wish.safety is 'What to mind.';
comment on column wish.repeat is 'How often it comes again; null for once.';
comment on column wish.series is 'The first wish of those that come again.';
comment on column wish.unit_id is 'The unit that it is offered to first, because it is tied to the community.';
comment on column wish.supporters is 'How many said that they wish for it too.';
comment on column wish.is_held is 'Whether it looked like a machine''s, and waits behind the others.';
comment on column wish.operation is 'The sender''s number: sent again, it is the same wish.';
comment on column wish.proposed_by is 'Who wrote it down; null for a resident.';
comment on column wish.proposed_at is 'When it came.';
comment on column wish.promised_on is 'By when the community answers.';
comment on column wish.published_at is 'When it came onto the board.';
comment on column wish.done_at is 'When somebody said that it is done.';
comment on column wish.confirmed_at is 'When the community saw that it is.';
comment on column wish.closed_at is 'When nothing more comes of it.';
comment on column wish.changed_at is 'When the last step was taken.';
comment on column wish.verdict is 'What the resident said in the end; null for silence.';
comment on column wish.may_show is 'Whether the resident agreed that it stands on the wall of wishes come true.';
comment on column wish.thanks is 'The resident''s words for that wall, once the community let them through.';
comment on column wish.merged_into is 'The wish that stands for it.';
comment on column wish.case_id is 'The case that it became.';
comment on column wish.is_synthetic is 'Whether the record is made up.';
alter table wish enable row level security;
alter table wish force row level security;
create policy wish_public on wish for select to gezhi_app
    using (published_at is not null and state in ('published', 'done', 'confirmed', 'archived'));
create policy wish_in_scope on wish for select to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy wish_proposed on wish for insert to gezhi_app
    with check (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('grid_worker', 'grid_leader', 'community')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('grid_worker', 'grid_leader', 'community')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy wish_kept on wish for update to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street')
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
                and p.role in ('community', 'street')
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role in ('community', 'street')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy wish_system on wish to gezhi_system using (true) with check (true);
grant select, insert on wish to gezhi_app;
grant update (
    area, building_id, x_dm, y_dm, state, version, rework_count, kind, title, content, place, starts_at, ends_at, slots, tools, safety, repeat,
    unit_id, supporters, is_held, published_at, done_at, confirmed_at, closed_at, changed_at, verdict, may_show, thanks, merged_into,
    case_id
) on wish to gezhi_app;
grant select, insert, update, delete on wish to gezhi_system;

create table wish_contact (
    wish_id int8 not null,
    area int8 not null,
    words text not null,
    name_sealed bytea,
    phone_sealed bytea,
    phone_token int8,
    phone_tail_token int8,
    door_sealed bytea,
    thanks_proposed text not null default '',
    written_at timestamptz not null,
    constraint wish_contact_pkey primary key (wish_id),
    constraint wish_contact_of_wish foreign key (wish_id) references wish (id) on delete cascade,
    constraint wish_contact_phone_can_be_found check (
        (phone_sealed is null) = (phone_token is null) and (phone_sealed is null) = (phone_tail_token is null)
    )
);
create index wish_contact_area on wish_contact (area);
create index wish_contact_phone on wish_contact (phone_token);
comment on table wish_contact is 'A wish in its sender''s own words, and how they are reached; erased a year after it ended.';
comment on column wish_contact.wish_id is 'The wish.';
comment on column wish_contact.area is 'The wish''s area.';
comment on column wish_contact.words is 'The wish as it was sent in; may name people, so that only the desk reads it.';
comment on column wish_contact.name_sealed is 'How the resident is called, sealed; null when they did not say.';
comment on column wish_contact.phone_sealed is 'Where they can be rung, sealed; null when they did not say.';
comment on column wish_contact.phone_token is 'Blind token of the number: how many wishes came from it today.';
comment on column wish_contact.phone_tail_token is 'Blind token of the wish with the number''s last four digits: with the wish''s number they open its page.';
comment on column wish_contact.door_sealed is 'Where exactly to come, sealed; who serves is told it until it is done.';
comment on column wish_contact.thanks_proposed is 'The resident''s words for the wall, before the community let them through.';
comment on column wish_contact.written_at is 'When it was written down.';
alter table wish_contact enable row level security;
alter table wish_contact force row level security;
create policy wish_contact_in_scope on wish_contact to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy wish_contact_system on wish_contact to gezhi_system using (true) with check (true);
grant select, insert on wish_contact to gezhi_app;
grant update (area, thanks_proposed) on wish_contact to gezhi_app;
grant select, insert, update, delete on wish_contact to gezhi_system;

create table wish_event (
    wish_id int8 not null,
    version int4 not null,
    area int8 not null,
    step text not null,
    state text not null,
    at timestamptz not null,
    account_id int8,
    post_id int8,
    unit_id int8,
    note text not null default '',
    is_note_public bool not null default false,
    constraint wish_event_pkey primary key (wish_id, version),
    constraint wish_event_of_wish foreign key (wish_id) references wish (id) on delete cascade,
    constraint wish_event_by_account foreign key (account_id) references account (id),
    constraint wish_event_by_post foreign key (post_id) references post (id)
);
create index wish_event_area on wish_event (area);
comment on table wish_event is 'The timeline of wishes, a step each.';
comment on column wish_event.wish_id is 'The wish.';
comment on column wish_event.version is 'The wish''s version after the step.';
comment on column wish_event.area is 'The wish''s area.';
comment on column wish_event.step is 'What was done (domain::wish::Step, or claim, wait, leave, no_show, support, propose).';
comment on column wish_event.state is 'Where the wish stood then.';
comment on column wish_event.at is 'When.';
comment on column wish_event.account_id is 'Who; null for a resident or the clock.';
comment on column wish_event.post_id is 'In which capacity.';
comment on column wish_event.unit_id is 'For which unit.';
comment on column wish_event.note is 'In these words.';
comment on column wish_event.is_note_public is 'Whether who follows the wish reads them.';
alter table wish_event enable row level security;
alter table wish_event force row level security;
create policy wish_event_in_scope on wish_event to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy wish_event_system on wish_event to gezhi_system using (true) with check (true);
grant select, insert on wish_event to gezhi_app;
grant select, insert, update, delete on wish_event to gezhi_system;

create table wish_claim (
    id int8 not null,
    wish_id int8 not null,
    area int8 not null,
    account_id int8 not null,
    post_id int8 not null,
    unit_id int8,
    seats int2 not null,
    tools text[] not null default '{}',
    state text not null,
    minutes int2,
    witness_id int8,
    claimed_at timestamptz not null,
    changed_at timestamptz not null,
    constraint wish_claim_pkey primary key (id),
    constraint wish_claim_of_wish foreign key (wish_id) references wish (id) on delete cascade,
    constraint wish_claim_by_account foreign key (account_id) references account (id),
    constraint wish_claim_by_post foreign key (post_id) references post (id),
    constraint wish_claim_for_unit foreign key (unit_id) references unit (id),
    constraint wish_claim_seen_by_account foreign key (witness_id) references account (id),
    constraint wish_claim_seats_are_few check (seats between 1 and 50),
    constraint wish_claim_state_is_known check (state in ('held', 'waiting', 'left', 'no_show', 'served')),
    constraint wish_claim_minutes_of_service check ((state = 'served') = (minutes is not null)),
    constraint wish_claim_no_show_has_witness check (state <> 'no_show' or witness_id is not null)
);
create unique index wish_claim_once on wish_claim (wish_id, account_id) where state in ('held', 'waiting');
create index wish_claim_account on wish_claim (account_id, claimed_at);
create index wish_claim_unit on wish_claim (unit_id, claimed_at);
create index wish_claim_area on wish_claim (area);
comment on table wish_claim is 'Who serves a wish, who waits for a place, who came and who did not.';
comment on column wish_claim.id is 'ClaimId: county and serial number; the order of coming.';
comment on column wish_claim.wish_id is 'The wish.';
comment on column wish_claim.area is 'The wish''s area.';
comment on column wish_claim.account_id is 'Who claims it.';
comment on column wish_claim.post_id is 'In which capacity.';
comment on column wish_claim.unit_id is 'For which unit or team.';
comment on column wish_claim.seats is 'How many come.';
comment on column wish_claim.tools is 'Which of the tools they bring.';
comment on column wish_claim.state is 'held, waiting, left, no_show or served.';
comment on column wish_claim.minutes is 'How long each served, as the community confirmed it.';
comment on column wish_claim.witness_id is 'Who saw that nobody came.';
comment on column wish_claim.claimed_at is 'When it was claimed.';
comment on column wish_claim.changed_at is 'When its state changed last.';
alter table wish_claim enable row level security;
alter table wish_claim force row level security;
create policy wish_claim_in_scope on wish_claim to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy wish_claim_own on wish_claim for select to gezhi_app
    using (account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        ));
create policy wish_claim_system on wish_claim to gezhi_system using (true) with check (true);
grant select, insert on wish_claim to gezhi_app;
grant update (state, minutes, witness_id, changed_at) on wish_claim to gezhi_app;
grant select, insert, update, delete on wish_claim to gezhi_system;

create table wish_support (
    wish_id int8 not null,
    mark int8 not null,
    at timestamptz not null,
    constraint wish_support_pkey primary key (wish_id, mark),
    constraint wish_support_of_wish foreign key (wish_id) references wish (id) on delete cascade
);
comment on table wish_support is '我也有这个心愿: one row per device and wish.';
comment on column wish_support.wish_id is 'The wish.';
comment on column wish_support.mark is 'Blind token of the device''s random cookie: it says nothing of who it was.';
comment on column wish_support.at is 'When.';
grant select, insert, update, delete on wish_support to gezhi_system;

-- A picture belongs to a case or to a wish.
alter table media
    add column wish_id int8,
    add constraint media_of_wish foreign key (wish_id) references wish (id) on delete cascade,
    drop constraint media_is_staged_or_of_case,
    add constraint media_is_staged_or_belongs check (
        (case_id is null and wish_id is null) = (staged_until is not null)
        and (case_id is null and wish_id is null) = (version is null)
        and (case_id is null and wish_id is null) = (purpose is null)
        and (case_id is null or wish_id is null)
    ),
    drop constraint media_released_belongs_to_case,
    add constraint media_released_belongs check (released_name is null or case_id is not null or wish_id is not null);
create index media_wish on media (wish_id);
comment on column media.wish_id is 'The wish it belongs to; null while it is staged, or of a case.';
grant update (wish_id) on media to gezhi_app;

create policy media_of_wish_in_scope on media to gezhi_app
    using (
        wish_id is not null
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

-- Wishes change while people look at them, and what is done with them stands on the trail.
alter table outbox
    add column wish_id int8,
    drop constraint outbox_topic_is_known,
    add constraint outbox_topic_is_known check (topic in ('household', 'case', 'wish')),
    drop constraint outbox_names_a_record,
    add constraint outbox_names_a_record check (dwelling_id is not null or case_id is not null or wish_id is not null);
comment on column outbox.topic is 'household, case or wish.';
comment on column outbox.wish_id is 'The wish that changed.';
do $$
declare
    known text;
begin
    select pg_get_constraintdef(oid) into known
    from pg_constraint
    where conname = 'audit_record_kind_is_known';
    alter table audit drop constraint audit_record_kind_is_known;
    execute 'alter table audit add constraint audit_record_kind_is_known '
        || regexp_replace(known, '\]', ', ''wish''::text]');
end
$$;
