-- A second factor at the log-in: codes of a telephone (RFC 6238), and recovery codes on paper.

create table totp (
    account_id int8 not null,
    secret_sealed bytea not null,
    made_at timestamptz not null,
    confirmed_at timestamptz,
    last_step int8 not null default 0,
    constraint totp_pkey primary key (account_id),
    constraint totp_of_account foreign key (account_id) references account (id) on delete cascade
);
comment on table totp is 'Second factors of accounts; read and written by the log-in alone.';
comment on column totp.account_id is 'Whose it is.';
comment on column totp.secret_sealed is 'The secret that the telephone shares, sealed (vault).';
comment on column totp.made_at is 'When it was drawn.';
comment on column totp.confirmed_at is 'When its owner proved it for the first time; null before, and it asks for nothing then.';
comment on column totp.last_step is 'The step of the last code that was taken: none up to it is taken again.';
alter table totp enable row level security;
alter table totp force row level security;
create policy totp_system on totp to gezhi_system using (true) with check (true);
grant select, insert, update, delete on totp to gezhi_system;

create table totp_recovery (
    account_id int8 not null,
    code_hash bytea not null,
    used_at timestamptz,
    constraint totp_recovery_pkey primary key (account_id, code_hash),
    constraint totp_recovery_of_totp foreign key (account_id) references totp (account_id) on delete cascade,
    constraint totp_recovery_hash_is_a_sha256 check (octet_length(code_hash) = 32)
);
comment on table totp_recovery is 'Recovery codes, each good for one log-in without the telephone.';
comment on column totp_recovery.account_id is 'Whose it is.';
comment on column totp_recovery.code_hash is 'SHA-256 of account and code; eighty bits of chance, so that no slow hash is needed.';
comment on column totp_recovery.used_at is 'When it was used; null while it is good.';
alter table totp_recovery enable row level security;
alter table totp_recovery force row level security;
create policy totp_recovery_system on totp_recovery to gezhi_system using (true) with check (true);
grant select, insert, update, delete on totp_recovery to gezhi_system;

alter table session add column must_prove boolean not null default false;
comment on column session.must_prove is 'Whether it may do nothing but prove the second factor, or set one up where its role demands one.';
