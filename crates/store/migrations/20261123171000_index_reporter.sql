-- A grid worker's phone lists what its owner reported, the latest first.
create index case_file_reporter on case_file (reporter_id, reported_at desc) where reporter_id is not null;
