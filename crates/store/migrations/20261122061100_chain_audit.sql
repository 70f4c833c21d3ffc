-- Audit chains, one per community: every committed audit row becomes a link, a keyed code over the link before, its number and
-- the row. The sequencer makes them afterwards, so that no business transaction waits for a chain. The key is outside.
-- Nothing here refers to audit by a foreign key: a row that somebody removed must stay noticeable.

create table audit_pending (
    audit_id int8 not null,
    written_at timestamptz not null default clock_timestamp(),
    constraint audit_pending_pkey primary key (audit_id)
);
comment on table audit_pending is 'Audit rows that wait for their link; written in the transaction that writes the row.';
comment on column audit_pending.audit_id is 'The audit row.';
comment on column audit_pending.written_at is 'Since when it waits, by the database''s clock: more than a minute is a fault.';
grant insert on audit_pending to gezhi_app;
grant select, insert, delete on audit_pending to gezhi_system;

create table audit_link (
    community int8 not null,
    number int8 not null,
    audit_id int8 not null,
    mac bytea not null,
    constraint audit_link_pkey primary key (community, number),
    constraint audit_link_audit_unique unique (audit_id),
    constraint audit_link_number_is_positive check (number >= 1),
    constraint audit_link_mac_is_whole check (octet_length(mac) = 32)
);
comment on table audit_link is 'Links of the audit chains; rows are only ever added. `gezhi audit verify` walks them.';
comment on column audit_link.community is 'The chain: the area of the row down to its community.';
comment on column audit_link.number is 'The number in the chain, from 1 without gaps, in the order of commits as the sequencer saw them.';
comment on column audit_link.audit_id is 'The audit row.';
comment on column audit_link.mac is 'Keyed code over the link before, the chain, the number and the row.';
grant select, insert on audit_link to gezhi_system;

create table audit_head (
    community int8 not null,
    number int8 not null,
    mac bytea not null,
    constraint audit_head_pkey primary key (community),
    constraint audit_head_mac_is_whole check (octet_length(mac) = 32)
);
comment on table audit_head is 'The last link of every audit chain.';
comment on column audit_head.community is 'The chain.';
comment on column audit_head.number is 'Its last number.';
comment on column audit_head.mac is 'Its last link.';
grant select, insert, update on audit_head to gezhi_system;

-- The trail so far: its links prove it from now on.
insert into audit_pending (audit_id) select id from audit;
