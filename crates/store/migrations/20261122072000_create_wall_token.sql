-- Wall screens: a token that lets one screen in, under an account that has a wall post and no password.

create table wall_token (
    account_id int8 not null,
    token_hash bytea not null,
    made_by int8 not null,
    made_at timestamptz not null,
    opened_at timestamptz,
    revoked_at timestamptz,
    constraint wall_token_pkey primary key (account_id),
    constraint wall_token_of_account foreign key (account_id) references account (id),
    constraint wall_token_by_account foreign key (made_by) references account (id),
    constraint wall_token_hash_unique unique (token_hash),
    constraint wall_token_hash_is_a_sha256 check (octet_length(token_hash) = 32)
);
comment on table wall_token is 'Tokens of wall screens 大屏; read and written by the log-in and the system administrator''s page alone.';
comment on column wall_token.account_id is 'The screen''s own account.';
comment on column wall_token.token_hash is 'SHA-256 of the token; the token itself is not stored.';
comment on column wall_token.made_by is 'The system administrator who made it.';
comment on column wall_token.made_at is 'When.';
comment on column wall_token.opened_at is 'When a screen was last let in with it; null before the first time.';
comment on column wall_token.revoked_at is 'When it was revoked; null while it opens.';
alter table wall_token enable row level security;
alter table wall_token force row level security;
create policy wall_token_system on wall_token to gezhi_system using (true) with check (true);
grant select, insert, update on wall_token to gezhi_system;
