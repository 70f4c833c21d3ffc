-- Clients of Open311: a key that posts requests from outside, under an account that has neither post nor password.

create table api_client (
    account_id int8 not null,
    area int8 not null,
    key_hash bytea not null,
    made_by int8 not null,
    made_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz,
    constraint api_client_pkey primary key (account_id),
    constraint api_client_of_account foreign key (account_id) references account (id),
    constraint api_client_by_account foreign key (made_by) references account (id),
    constraint api_client_key_unique unique (key_hash),
    constraint api_client_key_is_a_sha256 check (octet_length(key_hash) = 32)
);
comment on table api_client is 'Clients of Open311; read and written by their own calls and the system administrator''s page alone.';
comment on column api_client.account_id is 'The client''s own account: who reported, on the case and on the audit trail.';
comment on column api_client.area is 'Where it may report: at or below this area.';
comment on column api_client.key_hash is 'SHA-256 of the key; the key itself is not stored.';
comment on column api_client.made_by is 'The system administrator who made it.';
comment on column api_client.made_at is 'When.';
comment on column api_client.used_at is 'When it last posted; null before the first time.';
comment on column api_client.revoked_at is 'When it was revoked; null while it may post.';
alter table api_client enable row level security;
alter table api_client force row level security;
create policy api_client_system on api_client to gezhi_system using (true) with check (true);
grant select, insert, update on api_client to gezhi_system;

-- What the public may ask for, by day.
create index case_file_reported on case_file (reported_at desc, id desc);
