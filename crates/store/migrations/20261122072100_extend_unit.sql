-- The organisation tree 组织树: more kinds, terms, and a unit's own grids 部门网格 over the same ground.

alter table unit drop constraint unit_kind_is_known;
alter table unit
    add column from_on date not null default '2000-01-01',
    add column closed_on date,
    add constraint unit_kind_is_known check (
        kind in (
            'city', 'street', 'community', 'grid', 'department', 'station', 'police', 'hospital', 'school', 'supervision',
            'organisation', 'alliance'
        )
    ),
    add constraint unit_closes_after_opening check (closed_on >= from_on);
comment on column unit.kind is 'city, street, community, grid, department, station, police, hospital, school, supervision, organisation or alliance.';
comment on column unit.from_on is 'The first day of its work.';
comment on column unit.closed_on is 'The first day without it; null while it works.';

create table unit_grid (
    unit_id int8 not null,
    name text not null,
    area int8 not null,
    constraint unit_grid_pkey primary key (unit_id, name, area),
    constraint unit_grid_of_unit foreign key (unit_id) references unit (id),
    constraint unit_grid_of_area foreign key (area) references area (area) on delete cascade,
    constraint unit_grid_has_a_name check (name <> '')
);
create index unit_grid_area on unit_grid (area);
comment on table unit_grid is 'Departmental grids 部门网格: named sets of grids, each a layer of its unit over the same ground (一网统筹).';
comment on column unit_grid.unit_id is 'Whose grid it is.';
comment on column unit_grid.name is 'What the unit calls it.';
comment on column unit_grid.area is 'A grid that belongs to it.';
grant select on unit_grid to gezhi_app;
grant select, insert, delete on unit_grid to gezhi_system;
