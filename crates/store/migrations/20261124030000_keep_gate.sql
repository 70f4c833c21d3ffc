-- The gate before forms that need no account: what came in lately, as far as the next post has to be compared with it. Addresses and
-- numbers are digests that nobody turns back, and go once they are no longer counted.
create table gate_entry (
    operation bytea not null,
    form text not null,
    at timestamptz not null,
    address_token int8,
    phone_token int8,
    trace int8,
    is_plain boolean not null,
    is_held boolean not null,
    constraint gate_entry_pkey primary key (operation),
    constraint gate_entry_operation_has_sixteen_bytes check (octet_length(operation) = 16),
    constraint gate_entry_form_is_known check (form in ('report', 'wish'))
);
create index gate_entry_at on gate_entry (at);
comment on table gate_entry is 'Forms without account that came in within three days: each ticket once, and what the next ones are counted with.';
comment on column gate_entry.operation is 'The number that its ticket was drawn for: spent.';
comment on column gate_entry.form is 'Which form: report or wish.';
comment on column gate_entry.at is 'When it came in.';
comment on column gate_entry.address_token is 'Keyed digest of the address that it came from; null after an hour.';
comment on column gate_entry.phone_token is 'Keyed digest of the number that it names; null after a day, and without a number.';
comment on column gate_entry.trace is 'Simhash of its words (domain::gate::Trace); null without words.';
comment on column gate_entry.is_plain is 'Whether it came without the work of a script.';
comment on column gate_entry.is_held is 'Whether a program may have sent it.';
alter table gate_entry enable row level security;
alter table gate_entry force row level security;
create policy gate_entry_system on gate_entry to gezhi_system using (true) with check (true);
grant select, insert, update, delete on gate_entry to gezhi_system;

alter table case_file add column is_suspect boolean not null default false;
comment on column case_file.is_suspect is 'Whether a program may have sent it: shown to the desk until somebody accepts it.';
