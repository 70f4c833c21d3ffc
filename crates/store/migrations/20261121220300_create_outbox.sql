-- The way out: what changed, numbered in an order that no late commit can slip behind.
-- A business transaction inserts a row without a number; one leader at a time (the lease) numbers committed rows.
-- Numbering holds the sequencer row's lock, so numbers become visible in their order and without gaps.

create table outbox (
    id int8 not null generated always as identity,
    area int8 not null,
    topic text not null,
    dwelling_id int8,
    case_id int8,
    created_at timestamptz not null,
    seq int8,
    constraint outbox_pkey primary key (id),
    constraint outbox_seq_unique unique (seq),
    constraint outbox_topic_is_known check (topic in ('household', 'case')),
    constraint outbox_names_a_record check (dwelling_id is not null or case_id is not null)
);
create index outbox_unnumbered on outbox (id) where seq is null;
comment on table outbox is 'Changes to be told to live subscribers.';
comment on column outbox.id is 'Order of insertion; not the order of commits, so nobody may read by it.';
comment on column outbox.area is 'Whose business it is: the grid of the changed record.';
comment on column outbox.topic is 'household or case.';
comment on column outbox.dwelling_id is 'The household that looks different now.';
comment on column outbox.case_id is 'The case whose light changed.';
comment on column outbox.created_at is 'When the change was made.';
comment on column outbox.seq is 'The number subscribers resume after; null until the sequencer has seen the row committed.';

alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_in_scope on outbox to gezhi_app
    using (
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
create policy outbox_system on outbox to gezhi_system using (true) with check (true);
grant select, insert on outbox to gezhi_app;
grant select, insert, update, delete on outbox to gezhi_system;

create table sequencer (
    name text not null,
    last_seq int8 not null,
    holder text,
    held_until timestamptz,
    pruned_seq int8,
    constraint sequencer_pkey primary key (name)
);
insert into sequencer (name, last_seq) values ('outbox', 0);
comment on table sequencer is 'Who numbers the outbox, and the last number given.';
comment on column sequencer.name is 'What is numbered: outbox.';
comment on column sequencer.last_seq is 'The last number given; the next is one more.';
comment on column sequencer.holder is 'The process that holds the lease; null when nobody does.';
comment on column sequencer.held_until is 'When the lease ends unless it is renewed, by the database''s clock.';
comment on column sequencer.pruned_seq is 'The last number whose row was deleted; null while all are kept.';
grant select on sequencer to gezhi_app;
grant select, update on sequencer to gezhi_system;
