-- Webhooks: addresses elsewhere that are told of cases, and each telling with what became of it. Nothing personal is told: numbers,
-- lights, categories, areas and times.

create table webhook (
    id int8 not null generated always as identity,
    area int8 not null,
    address text not null,
    salt bytea not null,
    events text[] not null,
    is_paused boolean not null default false,
    after_seq int8 not null,
    made_by int8 not null,
    made_at timestamptz not null,
    constraint webhook_pkey primary key (id),
    constraint webhook_by_account foreign key (made_by) references account (id),
    constraint webhook_address_is_http check (address ~ '^https?://' and length(address) <= 500),
    constraint webhook_salt_has_sixteen_bytes check (octet_length(salt) = 16),
    constraint webhook_events_are_known check (events <@ array['case.reported', 'case.changed', 'case.closed'])
);
comment on table webhook is 'Addresses elsewhere that are told of cases.';
comment on column webhook.id is 'Serial number.';
comment on column webhook.area is 'The city whose cases it is told of.';
comment on column webhook.address is 'Where tellings are posted to.';
comment on column webhook.salt is 'What its secret is derived with from the installation''s keys; the secret itself is not stored.';
comment on column webhook.events is 'What it wants to hear of: case.reported, case.changed, case.closed.';
comment on column webhook.is_paused is 'Whether it is told nothing for now; what happens meanwhile is not told later.';
comment on column webhook.after_seq is 'The last number of the outbox that was looked at for it.';
comment on column webhook.made_by is 'The system administrator who made it.';
comment on column webhook.made_at is 'When.';
alter table webhook enable row level security;
alter table webhook force row level security;
create policy webhook_system on webhook to gezhi_system using (true) with check (true);
grant select, insert, update, delete on webhook to gezhi_system;

create table webhook_delivery (
    id int8 not null generated always as identity,
    webhook_id int8 not null,
    event text not null,
    body text not null,
    made_at timestamptz not null,
    tries int2 not null default 0,
    next_at timestamptz,
    tried_at timestamptz,
    done_at timestamptz,
    answer int2,
    failure text,
    constraint webhook_delivery_pkey primary key (id),
    constraint webhook_delivery_of_webhook foreign key (webhook_id) references webhook (id) on delete cascade,
    constraint webhook_delivery_is_over_or_goes_on check (done_at is null or next_at is null)
);
create index webhook_delivery_next on webhook_delivery (next_at) where next_at is not null;
create index webhook_delivery_of on webhook_delivery (webhook_id, id);
comment on table webhook_delivery is 'Tellings: waiting, done or given up.';
comment on column webhook_delivery.id is 'Serial number; the receiver knows repetitions by it.';
comment on column webhook_delivery.webhook_id is 'To whom.';
comment on column webhook_delivery.event is 'What happened: one of the webhook''s events, or test.';
comment on column webhook_delivery.body is 'The JSON that is posted, the same on every try.';
comment on column webhook_delivery.made_at is 'When it was made.';
comment on column webhook_delivery.tries is 'How often it was tried.';
comment on column webhook_delivery.next_at is 'When it is tried next; null when it is over.';
comment on column webhook_delivery.tried_at is 'When it was last tried.';
comment on column webhook_delivery.done_at is 'When it was taken; null with next_at null means given up.';
comment on column webhook_delivery.answer is 'The status of the last answer.';
comment on column webhook_delivery.failure is 'Why there was no answer: late, unreachable or refused_address.';
alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;
create policy webhook_delivery_system on webhook_delivery to gezhi_system using (true) with check (true);
grant select, insert, update, delete on webhook_delivery to gezhi_system;
