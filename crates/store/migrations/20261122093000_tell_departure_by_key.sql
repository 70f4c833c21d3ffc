-- Departures are looked for by key, whatever the planner believes of tables that the same transaction filled: a list of sixty
-- thousand people read both tables whole for each of them.

create or replace function tell_departure(mover int8, door int8) returns void
language sql
volatile
security definer
set search_path = public, pg_temp
set enable_seqscan = off
as $$
    with reach as (
        select s.area as lo, s.area_end as hi
        from session s
        where s.key = decode(current_setting('gezhi.session', true), 'hex')
            and s.may_see_people
            and s.revoked_at is null
            and s.expires_at > now()
    ),
    arrival as (
        select n.id, n.kind, coalesce(n.from_on, (now() at time zone 'Asia/Shanghai')::date) as day, r.lo, r.hi
        from reach r
        cross join lateral (
            select t.id, t.kind, t.from_on
            from stay t
            where t.resident_id = mover
                and t.dwelling_id + 0 = door
                and t.area + 0 >= r.lo
                and t.area + 0 < r.hi
                and t.to_on is null
                and t.kind <> 'away'
            order by t.id desc
            limit 1
        ) n
    ),
    same as (
        select mover as id
        union
        select o.id
        from (select p.id from resident p where p.merged_into = mover limit 100) o
        union
        select o.id
        from resident m
        cross join lateral (
            select p.id
            from resident p
            where p.id_number_token = m.id_number_token
            limit 100
        ) o
        where m.id = mover
    )
    insert into departure (area, dwelling_id, resident_id, stay_id, arrival_id, kind, moved_on)
    select o.area, o.dwelling_id, o.resident_id, o.id, a.id, a.kind, greatest(a.day, o.from_on)
    from arrival a
    cross join same
    cross join lateral (
        select t.id, t.area, t.dwelling_id, t.resident_id, t.kind, t.from_on
        from stay t
        where t.resident_id = same.id
            and t.to_on is null
        limit 100
    ) o
    where (o.area < a.lo or o.area >= a.hi)
        and o.area / 1000000000 = a.lo / 1000000000
        and (
            a.kind in ('both', 'actual') and o.kind in ('both', 'actual')
            or a.kind in ('both', 'registered') and o.kind in ('both', 'registered')
        )
    on conflict (stay_id) where state = 'open' do nothing
$$;
