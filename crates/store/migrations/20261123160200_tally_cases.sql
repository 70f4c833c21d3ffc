-- The lights of an area are counted in an index of what counting needs and no more, light by light and area by area: a street's in
-- its own twentieth of it, a city's 53,000 open cases in 6 ms instead of 8.
create index case_file_tally on case_file (light, area) include (id, in_pool, holder_due_at, paused_at, is_supervised) where light < 4;
