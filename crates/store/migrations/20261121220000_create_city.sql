-- The public city: places, buildings, doors and the packed scene. Nothing personal, so no row-level security here.
-- Roles (made before the first migration, see store::provision): the owner runs migrations, gezhi_app serves,
-- gezhi_system is what gezhi_app becomes for system tasks (`set local role`).

create table city (
    county int4 not null,
    name text not null,
    origin_lon float8 not null,
    origin_lat float8 not null,
    min_x_dm int4 not null,
    min_y_dm int4 not null,
    max_x_dm int4 not null,
    max_y_dm int4 not null,
    scene_version int4 not null,
    attribution text not null,
    is_synthetic boolean not null,
    grid_dwellings_min int4 not null,
    grid_dwellings_max int4 not null,
    parameter jsonb not null,
    source_hash bytea not null,
    report jsonb not null,
    imported_at timestamptz not null,
    constraint city_pkey primary key (county),
    constraint city_county_has_six_digits check (county between 100000 and 999999),
    constraint city_grid_size_is_a_range check (grid_dwellings_min between 1 and grid_dwellings_max)
);
comment on table city is 'One county-level city 县市区 and how it was imported.';
comment on column city.county is 'Division code of six digits (GB/T 2260); every id and area of the city begins with it.';
comment on column city.name is 'Name of the city in Chinese.';
comment on column city.origin_lon is 'Longitude of the origin of local coordinates, degrees (WGS84).';
comment on column city.origin_lat is 'Latitude of the origin of local coordinates, degrees (WGS84).';
comment on column city.min_x_dm is 'Westernmost coordinate that is drawn, decimetres east of the origin.';
comment on column city.min_y_dm is 'Southernmost coordinate that is drawn, decimetres north of the origin.';
comment on column city.max_x_dm is 'Easternmost coordinate that is drawn, decimetres east of the origin.';
comment on column city.max_y_dm is 'Northernmost coordinate that is drawn, decimetres north of the origin.';
comment on column city.scene_version is 'The current numbering of cells; rises when buildings or areas change.';
comment on column city.attribution is 'Where the footprints come from; shown wherever the map is.';
comment on column city.is_synthetic is 'Whether households and residents in it are made up.';
comment on column city.grid_dwellings_min is 'Smallest wanted number of dwellings in a grid.';
comment on column city.grid_dwellings_max is 'Largest wanted number of dwellings in a grid.';
comment on column city.parameter is 'The import''s parameters.';
comment on column city.source_hash is 'SHA-256 of the planned city; the same hash means that nothing has to be written.';
comment on column city.report is 'What the import read, repaired and refused, with row references.';
comment on column city.imported_at is 'When the last import that changed something was committed.';

create table area (
    area int8 not null,
    level int2 not null,
    name text not null,
    official_code text,
    is_synthetic boolean not null,
    rings bytea not null,
    label_x_dm int4 not null,
    label_y_dm int4 not null,
    area_m2 float8 not null,
    buildings int4 not null,
    dwellings int4 not null,
    size_flag text,
    constraint area_pkey primary key (area),
    constraint area_level_is_known check (level between 1 and 4),
    constraint area_size_flag_is_known check (size_flag in ('too_small', 'too_large', 'one_building_too_large', 'official'))
);
comment on table area is 'Jurisdictions: the city, its streets, communities and grids.';
comment on column area.area is 'Nested digits: county 6, street 3, community 3, grid 3. A subtree is the range area >= lo and area < hi.';
comment on column area.level is '1 city, 2 street 街道, 3 community 社区, 4 grid 网格.';
comment on column area.name is 'Name in Chinese.';
comment on column area.official_code is 'The official statistical or grid code, when official areas were imported.';
comment on column area.is_synthetic is 'Whether name and border were made up by the import.';
comment on column area.rings is 'Outer ring, then holes: packed points in decimetres (store::shape).';
comment on column area.label_x_dm is 'Where the name is written, decimetres east of the origin.';
comment on column area.label_y_dm is 'Where the name is written, decimetres north of the origin.';
comment on column area.area_m2 is 'Size of the ground in square metres.';
comment on column area.buildings is 'Buildings in it, lived in or not.';
comment on column area.dwellings is 'Dwellings in it.';
comment on column area.size_flag is 'Why a grid is outside the city''s size range; null when it is inside, and for other levels.';

create table estate (
    id int8 not null,
    area int8 not null,
    name text not null,
    rings bytea not null,
    label_x_dm int4 not null,
    label_y_dm int4 not null,
    dwellings int4 not null,
    constraint estate_pkey primary key (id),
    constraint estate_lies_in_area foreign key (area) references area (area)
);
create index estate_area on estate (area);
comment on table estate is 'Residential estates 小区: clusters of buildings inside one community.';
comment on column estate.id is 'EstateId: county and serial number.';
comment on column estate.area is 'The community that holds it.';
comment on column estate.name is 'Name in Chinese.';
comment on column estate.rings is 'Outer ring, then holes: packed points in decimetres (store::shape).';
comment on column estate.label_x_dm is 'Where the name is written, decimetres east of the origin.';
comment on column estate.label_y_dm is 'Where the name is written, decimetres north of the origin.';
comment on column estate.dwellings is 'Dwellings in it.';

create table building (
    id int8 not null,
    area int8,
    estate_id int8,
    number int4,
    source_ref text not null,
    kind text not null,
    name text,
    street text,
    house_number text,
    floors int2 not null,
    floors_assumed boolean not null,
    floor_height_dm int2 not null,
    first_floor int2 not null,
    units int2 not null,
    doors_per_unit int2 not null,
    rings bytea not null,
    x_dm int4 not null,
    y_dm int4 not null,
    scene_index int4,
    first_cell int4,
    constraint building_pkey primary key (id),
    constraint building_lies_in_area foreign key (area) references area (area),
    constraint building_belongs_to_estate foreign key (estate_id) references estate (id),
    constraint building_floors_are_counted_from_one check (floors >= 1 and first_floor >= 1),
    constraint building_has_units_and_doors_or_neither check ((units = 0) = (doors_per_unit = 0))
);
create index building_area on building (area, number);
create index building_number on building (number, area);
create index building_estate on building (estate_id, number);
comment on table building is 'Buildings 楼栋: jurisdiction and surroundings.';
comment on column building.id is 'BuildingId: county and serial number; the same source gives the same id.';
comment on column building.area is 'The grid that holds it; null for surroundings, which are only drawn, and for buildings that left the source.';
comment on column building.estate_id is 'The estate that it belongs to.';
comment on column building.number is 'Number inside the estate, as in 3号楼.';
comment on column building.source_ref is 'Where it came from, such as way/123.';
comment on column building.kind is 'What it is used for (cityplan::BuildingKind).';
comment on column building.name is 'Its own name in the source.';
comment on column building.street is 'Street name in the source.';
comment on column building.house_number is 'House number as the source writes it.';
comment on column building.floors is 'Storeys above ground.';
comment on column building.floors_assumed is 'Whether the source did not say how many floors there are.';
comment on column building.floor_height_dm is 'Height of one storey in decimetres.';
comment on column building.first_floor is 'The lowest floor with dwellings.';
comment on column building.units is 'Stairs 单元 that lead to dwellings; 0 when nobody lives here.';
comment on column building.doors_per_unit is 'Doors on each floor of each unit; 0 when nobody lives here.';
comment on column building.rings is 'Outer ring, then courtyards: packed points in decimetres (store::shape).';
comment on column building.x_dm is 'A point inside the footprint, decimetres east of the origin.';
comment on column building.y_dm is 'A point inside the footprint, decimetres north of the origin.';
comment on column building.scene_index is 'Position among the buildings of the current scene; null when it is not in it.';
comment on column building.first_cell is 'Cell of column 0 on floor 1 in the current scene; null when it is not in it.';

create table dwelling (
    id int8 not null,
    area int8 not null,
    building_id int8 not null,
    unit int2 not null,
    floor int2 not null,
    door int2 not null,
    cell int4,
    constraint dwelling_pkey primary key (id),
    constraint dwelling_is_in_building foreign key (building_id) references building (id),
    constraint dwelling_door_unique unique (building_id, floor, unit, door),
    constraint dwelling_door_is_counted_from_one check (unit >= 1 and floor >= 1 and door >= 1)
);
create index dwelling_cell on dwelling (cell, area);
comment on table dwelling is 'Dwellings 户室: one door, one cell of the map. Public geometry; who lives there is in household.';
comment on column dwelling.id is 'DwellingId: county and serial number; never changes and is never used again.';
comment on column dwelling.area is 'The grid that it lies in.';
comment on column dwelling.building_id is 'The building.';
comment on column dwelling.unit is 'Unit 单元, from 1.';
comment on column dwelling.floor is 'Floor, from 1.';
comment on column dwelling.door is 'Door on the landing, from 1. The number on the door is floor × 100 + door.';
comment on column dwelling.cell is 'Cell in the current scene; null when the current source no longer has this door.';

create table road (
    county int4 not null,
    ordinal int4 not null,
    source_ref text not null,
    class text not null,
    name text,
    line bytea not null,
    constraint road_pkey primary key (county, ordinal),
    constraint road_in_city foreign key (county) references city (county)
);
comment on table road is 'Centre lines of roads; replaced as a whole by an import.';
comment on column road.county is 'The city.';
comment on column road.ordinal is 'Position in the source, from 0.';
comment on column road.source_ref is 'Where it came from, such as way/123.';
comment on column road.class is 'How important it is (cityplan::RoadClass).';
comment on column road.name is 'Its name in the source.';
comment on column road.line is 'Centre line as one ring: packed points in decimetres (store::shape).';

create table land (
    county int4 not null,
    ordinal int4 not null,
    source_ref text not null,
    class text not null,
    name text,
    rings bytea not null,
    constraint land_pkey primary key (county, ordinal),
    constraint land_in_city foreign key (county) references city (county)
);
comment on table land is 'Water, green and other ground; replaced as a whole by an import.';
comment on column land.county is 'The city.';
comment on column land.ordinal is 'Drawing order, from 0; later ones lie on top.';
comment on column land.source_ref is 'Where it came from.';
comment on column land.class is 'What covers it (cityplan::LandClass).';
comment on column land.name is 'Its name in the source.';
comment on column land.rings is 'Outer ring, then holes: packed points in decimetres (store::shape).';

create table place (
    county int4 not null,
    ordinal int4 not null,
    source_ref text not null,
    kind text not null,
    name text,
    x_dm int4 not null,
    y_dm int4 not null,
    constraint place_pkey primary key (county, ordinal),
    constraint place_in_city foreign key (county) references city (county)
);
comment on table place is 'Named points such as shops and clinics; replaced as a whole by an import.';
comment on column place.county is 'The city.';
comment on column place.ordinal is 'Position in the source, from 0.';
comment on column place.source_ref is 'Where it came from.';
comment on column place.kind is 'Key and value of the tag that says what it is, such as amenity=pharmacy.';
comment on column place.name is 'Its name in the source.';
comment on column place.x_dm is 'Decimetres east of the origin.';
comment on column place.y_dm is 'Decimetres north of the origin.';

create table scene (
    county int4 not null,
    version int4 not null,
    cells int4 not null,
    bytes bytea not null,
    made_at timestamptz not null,
    constraint scene_pkey primary key (county, version),
    constraint scene_of_city foreign key (county) references city (county)
);
alter table scene alter column bytes set storage external;
comment on table scene is 'Packed city scenes (citypack), one per numbering of cells. Public geometry.';
comment on column scene.county is 'The city.';
comment on column scene.version is 'The numbering of cells.';
comment on column scene.cells is 'How many cell numbers it has.';
comment on column scene.bytes is 'The scene pack as citypack encodes it, not compressed.';
comment on column scene.made_at is 'When it was made.';

create table label (
    county int4 not null,
    code int2 not null,
    kind text not null,
    rank int2 not null,
    class int2 not null,
    glyph text not null,
    name_zh text not null,
    name_en text not null,
    badge int2 not null,
    constraint label_pkey primary key (county, code),
    constraint label_rank_unique unique (county, rank),
    constraint label_code_is_a_bit check (code between 1 and 31),
    constraint label_kind_is_known check (kind in ('everyday', 'key_group')),
    constraint label_class_is_a_fill check (class between 2 and 15),
    constraint label_badge_is_known check (badge between 0 and 3)
);
comment on table label is 'The dictionary of household labels.';
comment on column label.county is 'The city whose dictionary it is.';
comment on column label.code is 'Bit number in household.label_bits, 1 to 31: bit value 2^(code-1).';
comment on column label.kind is 'everyday (grid workers'' own planning) or key_group (a group with a duty of care).';
comment on column label.rank is 'Order in the dictionary; the smaller one wins on the map.';
comment on column label.class is 'Fill class under the switch of its kind: 2… in order of rank, 15 for all further ones.';
comment on column label.glyph is 'The one character shown in a cell.';
comment on column label.name_zh is 'Chinese name.';
comment on column label.name_en is 'English name.';
comment on column label.badge is 'Mark in the 3D view: 0 none, 1 elder, 2 care, 3 other.';

grant select on city, area, estate, building, dwelling, road, land, place, scene, label to gezhi_app, gezhi_system;
grant insert, update, delete on city, area, estate, building, dwelling, road, land, place, scene, label to gezhi_system;
