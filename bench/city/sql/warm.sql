select coalesce(sum(pg_prewarm(oid::regclass)), 0)::int8 * 8192
from pg_class
where relnamespace = 'public'::regnamespace
    and relkind in ('r', 'i')
    and relname !~ '^(peer_|audit|scene)'
