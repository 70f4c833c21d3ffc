-- A long list is written in one transaction, and what it wrote is read again before the end. The planner takes tables for as small as
-- they were before, and then compares everybody with everybody; this lets it count anew what the transaction wrote so far.
-- Tables that somebody else counts or cleans just now are left out rather than waited for.

create function weigh_people() returns void
language plpgsql
volatile
security definer
set search_path = public, pg_temp
as $$
begin
    analyze (skip_locked) resident, resident_key_group, stay, household, search_token, verification;
end
$$;
revoke all on function weigh_people() from public;
grant execute on function weigh_people() to gezhi_app, gezhi_system;
comment on function weigh_people() is 'Counts the tables of people anew for the planner, within the transaction that fills them.';
