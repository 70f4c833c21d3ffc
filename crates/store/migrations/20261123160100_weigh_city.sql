-- A city that was just written is served before PostgreSQL has counted it by itself: a household's card was then planned as if
-- there were no cases, and took forty times as long.

create function weigh_city() returns void
language plpgsql
volatile
security definer
set search_path = public, pg_temp
as $$
begin
    execute (
        select 'analyze (skip_locked) ' || string_agg(c.oid::regclass::text, ', ')
        from pg_class c
        where c.relnamespace = 'public'::regnamespace
            and c.relkind = 'r'
            and pg_has_role(current_user, c.relowner, 'usage')
    );
end
$$;
revoke all on function weigh_city() from public;
grant execute on function weigh_city() to gezhi_system;
comment on function weigh_city() is 'Counts all tables anew for the planner, within the transaction that fills them.';
