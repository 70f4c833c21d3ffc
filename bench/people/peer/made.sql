select exists (select from pg_indexes where indexname = 'peer_gin_area')
