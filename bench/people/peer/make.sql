-- The peers' tables: the same people, once without any lock and with pg_trgm, once under the product's own policy with GIN.
create extension if not exists pg_trgm;
drop table if exists peer_trgm, peer_gin;
create table peer_trgm as select id, area, name from resident;
alter table peer_trgm add primary key (id);
create index peer_trgm_name on peer_trgm using gin (name gin_trgm_ops);
create table peer_gin as
    select id, area, name, array(
        select substr(name, at, 1) from generate_series(1, length(name)) as at
        union
        select substr(name, at, 2) from generate_series(1, length(name) - 1) as at
    ) as grams
    from resident;
alter table peer_gin add primary key (id);
create index peer_gin_grams on peer_gin using gin (grams);
create index peer_gin_area on peer_gin (area);
alter table peer_gin enable row level security;
do $$
begin
    execute (
        select format('create policy peer_gin_in_scope on peer_gin to gezhi_app using (%s)', qual)
        from pg_policies
        where tablename = 'resident' and policyname = 'resident_in_scope'
    );
end
$$;
grant select on peer_trgm, peer_gin to gezhi_app;
vacuum analyze peer_trgm;
vacuum analyze peer_gin;
vacuum analyze resident;
vacuum analyze search_token;
vacuum analyze household;
vacuum analyze dwelling;
vacuum analyze building;
