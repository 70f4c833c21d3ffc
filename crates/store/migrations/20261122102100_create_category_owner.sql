-- Who answers for which kind of cases where, and what came of sending cases there.
-- Public: about units' work, nobody's own. Rows are kept by the system administrator; cases count in them.

create table category_owner (
    id int8 not null generated always as identity,
    code text not null,
    area int8 not null,
    unit_id int8 not null,
    basis text not null,
    sent int4 not null default 0,
    returned int4 not null default 0,
    constraint category_owner_pkey primary key (id),
    constraint category_owner_is_written_once unique (code, area, unit_id),
    constraint category_owner_of_area foreign key (area) references area (area) on delete cascade,
    constraint category_owner_of_unit foreign key (unit_id) references unit (id),
    constraint category_owner_code_is_known check (code ~ '^[0-9]{2}([0-9]{2})?$'),
    constraint category_owner_basis_is_known check (basis in ('owner', 'territory')),
    constraint category_owner_counts_upwards check (sent >= 0 and returned >= 0)
);
create index category_owner_area on category_owner (area);
comment on table category_owner is 'Which unit answers for which kind of cases in which area, with how often it took what it got.';
comment on column category_owner.id is 'A serial number.';
comment on column category_owner.code is 'A category (four digits), a group (two), or 00: whatever nobody else answers for.';
comment on column category_owner.area is 'Where: this area and all below it.';
comment on column category_owner.unit_id is 'Which unit.';
comment on column category_owner.basis is 'owner 属主 (the thing is theirs) or territory 属地 (the ground is).';
comment on column category_owner.sent is 'How many cases were handed to the unit by this row.';
comment on column category_owner.returned is 'How many of them it returned 退回.';
grant select on category_owner to gezhi_app;
grant update (sent, returned) on category_owner to gezhi_app;
grant select, insert, update, delete on category_owner to gezhi_system;
