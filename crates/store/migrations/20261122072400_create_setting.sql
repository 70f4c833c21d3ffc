-- What a city sets otherwise than it comes: a row for each setting that was changed.

create table setting (
    county int4 not null,
    name text not null,
    value text not null,
    changed_at timestamptz not null,
    changed_by int8 not null,
    constraint setting_pkey primary key (county, name),
    constraint setting_by_account foreign key (changed_by) references account (id)
);
comment on table setting is 'Settings that differ from their default; domain::setting knows names, bounds and defaults.';
comment on column setting.county is 'County code.';
comment on column setting.name is 'Which one.';
comment on column setting.value is 'Its value, as domain::setting writes it.';
comment on column setting.changed_at is 'When it was last changed.';
comment on column setting.changed_by is 'By whom.';
grant select on setting to gezhi_app;
grant select, insert, update, delete on setting to gezhi_system;
