-- What phones sent: a write that comes in twice, because its answer was lost on the way, is done once.

create table field_operation (
    account_id int8 not null,
    operation bytea not null,
    kind text not null,
    made_at timestamptz not null,
    said_at timestamptz,
    received_at timestamptz not null,
    outcome jsonb,
    constraint field_operation_pkey primary key (account_id, operation),
    constraint field_operation_of_account foreign key (account_id) references account (id),
    constraint field_operation_has_sixteen_bytes check (length(operation) = 16),
    constraint field_operation_kind_is_a_word check (kind ~ '^[a-z_]{1,30}$'),
    constraint field_operation_was_not_made_in_the_future check (made_at <= received_at)
);
create index field_operation_received_at on field_operation (received_at);
comment on table field_operation is 'Operations of phones, so that each is done exactly once; forgotten after 400 days.';
comment on column field_operation.account_id is 'Whose phone; numbers of different accounts have nothing to do with each other.';
comment on column field_operation.operation is 'The number that the phone drew for it, sixteen bytes.';
comment on column field_operation.kind is 'What it does (domain::sync::Kind).';
comment on column field_operation.made_at is 'When it was made: as long before it came in as it lay in the phone.';
comment on column field_operation.said_at is 'When it was made by the phone''s own clock; null when the phone said nothing.';
comment on column field_operation.received_at is 'When it came in first.';
comment on column field_operation.outcome is 'What came of it, for whoever sends it again; nothing about a person.';
alter table field_operation enable row level security;
alter table field_operation force row level security;
create policy field_operation_of_its_account on field_operation to gezhi_app
    using (
        account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy field_operation_system on field_operation to gezhi_system using (true) with check (true);
grant select, insert on field_operation to gezhi_app;
grant update (outcome) on field_operation to gezhi_app;
grant select, delete on field_operation to gezhi_system;
