-- Grids split, merge and hand buildings over. A grid that was merged away is closed, never deleted: history refers to it, and
-- its number is not given again.

alter table area
    add column from_on date,
    add column to_on date,
    add constraint area_ends_after_it_began check (to_on >= from_on);
comment on column area.from_on is 'The first day of a grid that was made by a split; null for areas of the import.';
comment on column area.to_on is 'The day on which a grid was closed by a merge; null while it is open.';

create table area_change (
    id int8 not null generated always as identity,
    kind text not null,
    from_area int8 not null,
    to_area int8 not null,
    effective_on date not null,
    buildings int8[] not null,
    dwellings int4 not null,
    at timestamptz not null,
    account_id int8 not null,
    post_id int8 not null,
    constraint area_change_pkey primary key (id),
    constraint area_change_from_area foreign key (from_area) references area (area),
    constraint area_change_to_area foreign key (to_area) references area (area),
    constraint area_change_by_account foreign key (account_id) references account (id),
    constraint area_change_by_post foreign key (post_id) references post (id),
    constraint area_change_kind_is_known check (kind in ('split', 'merge', 'hand_over')),
    constraint area_change_goes_elsewhere check (from_area <> to_area)
);
create index area_change_from on area_change (from_area, id);
create index area_change_to on area_change (to_area, id);
comment on table area_change is 'Which buildings went from which grid to which, when and by whom; rows are only ever added.';
comment on column area_change.id is 'Number of the change.';
comment on column area_change.kind is 'split: the target was made for it; merge: all went and the source was closed; hand_over: some went.';
comment on column area_change.from_area is 'The grid that gave.';
comment on column area_change.to_area is 'The grid that took.';
comment on column area_change.effective_on is 'The civil day from which it holds.';
comment on column area_change.buildings is 'The buildings that went.';
comment on column area_change.dwellings is 'How many dwellings went with them.';
comment on column area_change.at is 'When it was written.';
comment on column area_change.account_id is 'Who did it.';
comment on column area_change.post_id is 'Under which post.';
grant select on area_change to gezhi_app;
grant select, insert on area_change to gezhi_system;
