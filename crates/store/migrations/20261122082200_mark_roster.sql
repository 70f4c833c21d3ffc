-- The demo city's rosters are made up like its people, and are replaced with them.
alter table roster_entry add column is_synthetic boolean not null default false;
comment on column roster_entry.is_synthetic is 'Whether the entry is made up.';
