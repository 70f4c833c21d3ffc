-- Log-in with an identity provider of the city (OpenID Connect): which account a person is there, and tries under way.

create table oidc_subject (
    account_id int8 not null,
    issuer text not null,
    subject text not null,
    linked_at timestamptz not null,
    linked_by int8 not null,
    constraint oidc_subject_pkey primary key (account_id),
    constraint oidc_subject_of_account foreign key (account_id) references account (id) on delete cascade,
    constraint oidc_subject_linked_by_account foreign key (linked_by) references account (id),
    constraint oidc_subject_names_one_account unique (issuer, subject),
    constraint oidc_subject_is_short check (length(subject) between 1 and 255)
);
comment on table oidc_subject is 'Who an account is at the identity provider; linked by the security administrator, read by the log-in alone.';
comment on column oidc_subject.account_id is 'The account.';
comment on column oidc_subject.issuer is 'The provider, as it calls itself.';
comment on column oidc_subject.subject is 'The provider''s word for the person: never changes and is never given again.';
comment on column oidc_subject.linked_at is 'When it was linked.';
comment on column oidc_subject.linked_by is 'Who linked it.';
alter table oidc_subject enable row level security;
alter table oidc_subject force row level security;
create policy oidc_subject_system on oidc_subject to gezhi_system using (true) with check (true);
grant select, insert, update, delete on oidc_subject to gezhi_system;

create table oidc_attempt (
    key bytea not null,
    state text not null,
    nonce text not null,
    verifier text not null,
    next text not null,
    expires_at timestamptz not null,
    constraint oidc_attempt_pkey primary key (key),
    constraint oidc_attempt_key_is_a_sha256 check (octet_length(key) = 32)
);
create index oidc_attempt_expires_at on oidc_attempt (expires_at);
comment on table oidc_attempt is 'Tries to log in at the identity provider that have not come back yet; each is taken once.';
comment on column oidc_attempt.key is 'SHA-256 of the cookie of the browser that began it.';
comment on column oidc_attempt.state is 'Has to come back in the address.';
comment on column oidc_attempt.nonce is 'Has to come back in the ID token.';
comment on column oidc_attempt.verifier is 'Proves that whoever redeems the code began the try (RFC 7636).';
comment on column oidc_attempt.next is 'The page of ours that was asked for.';
comment on column oidc_attempt.expires_at is 'Until when it may come back.';
alter table oidc_attempt enable row level security;
alter table oidc_attempt force row level security;
create policy oidc_attempt_system on oidc_attempt to gezhi_system using (true) with check (true);
grant select, insert, update, delete on oidc_attempt to gezhi_system;
