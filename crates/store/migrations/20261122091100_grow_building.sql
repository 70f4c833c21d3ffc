-- Buildings that turn out to have more doors than places: the lattice grows at its ends, by a proposal that the community confirms.

alter table building
    add column floors_added int2 not null default 0,
    add column doors_added int2 not null default 0,
    add constraint building_growth_is_part_of_it check (
        floors_added between 0 and floors
        and doors_added between 0 and doors_per_unit
    );
comment on column building.floors is 'Storeys above ground, those that people added (floors_added) too.';
comment on column building.doors_per_unit is 'Places for doors on each floor of each unit, those that people added (doors_added) too; 0 when nobody lives here.';
comment on column building.floors_added is 'How many of its storeys the source does not have: doors stand there only where people added them.';
comment on column building.doors_added is 'How many places of each landing the source does not have: doors stand there only where people added them.';

alter table door_proposal
    add column doors int2,
    drop constraint door_proposal_kind_is_known,
    drop constraint door_proposal_says_what,
    add constraint door_proposal_kind_is_known check (
        kind in ('renumber', 'remove', 'merge', 'open', 'add_door', 'add_column', 'add_floor')
    ),
    add constraint door_proposal_says_what check (
        (kind <> 'renumber' or number is not null)
        and (kind = 'remove') = (removal is not null)
        and (kind = 'merge') = (kept_id is not null)
        and (kind = 'add_floor') = (doors is not null)
        and (kept_id is null) = (kept_was is null)
        and (kept_id is null) = (kept_seen is null)
    );
comment on column door_proposal.dwelling_id is 'The door that becomes another; of a merge the one that goes, of more doors the one beside them.';
comment on column door_proposal.kind is 'renumber, remove, merge, open (again), add_door (on its landing), add_column (on every floor of its unit), or add_floor (above its unit).';
comment on column door_proposal.doors is 'Of a new floor: how many doors it has.';
