select exists (select from pg_tables where schemaname = 'bench' and tablename = 'client')
