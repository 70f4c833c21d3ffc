-- A city that has worked with the system for two years: bench.cases made-up cases, one in twenty still open, spread over households
-- and categories as people and trouble are (the lower a category's number, the more), with who had a hand in them and the last entry
-- of their timelines. Numbers from 10,000,000,000 on are the benchmark's.
create schema bench;
select setseed(0.42);

-- Forty departments, for what is not the offices' own.
insert into unit (id, area, kind, name_zh, name_en)
select c.area * 1000 + 900000 + n, c.area, 'department', '第' || n || '局', 'Bureau ' || n
from area c, generate_series(1, 40) as n
where c.level = 1;

create temporary table door as
select row_number() over (order by hashint8(id)) - 1 as n, id, area
from household
where cell is not null;
create unique index on door (n);
create temporary table what as
select row_number() over (order by code) - 1 as n, code, name_zh, closing
from case_category
where not is_retired;
analyze door;
analyze what;

create temporary table made as
select
    (d.area / 1000000000) * 1000000000000 + 10000000000 + i.i as id,
    d.area,
    d.id as dwelling_id,
    w.code as category,
    w.name_zh as title,
    w.closing,
    l.light,
    (array[1, 2, 3, 5, 2])[l.light] as version,
    (array['waiting', 'working', 'done', 'closed', 'withdrawn'])[l.light] as phase,
    now() - (array[interval '2 days', interval '8 days', interval '12 days', interval '730 days', interval '730 days'])[l.light] * i.age as reported_at,
    case
        when i.hand < 0.6 then d.area - d.area % 1000
        when i.hand < 0.75 then d.area - d.area % 1000000
        when i.hand < 0.95 then (d.area - d.area % 1000000000) * 1000 + 900001 + (i.pick * 40)::int % 40
        else d.area - d.area % 1000000000
    end as holder,
    i.pick,
    i.luck
from (
    select
        n as i, random() as door, random() as what, random() as fate, random() as colour, random() as age, random() as hand,
        random() as pick, random() as luck
    from generate_series(1, current_setting('bench.cases')::int) as n
) i
cross join lateral (
    select case
        when i.fate < 0.945 then 4
        when i.fate < 0.95 then 5
        when i.colour < 0.2 then 1
        when i.colour < 0.73 then 2
        else 3
    end as light
) l
join door d on d.n = floor(i.door * (select count(*) from door))::int
join what w on w.n = floor(i.what * i.what * (select count(*) from what))::int;

insert into case_file (
    id, area, dwelling_id, title, light, version, reported_at, changed_at, is_synthetic, phase, holder, source, closing, category,
    is_checked, is_supervised, answer_due_at, answered_at, holder_since, holder_due_at, business_due_at, paused_at, finished_at, closed_at
)
select
    id, area, dwelling_id, title, light, version, reported_at, reported_at + interval '1 hour', true, phase, holder, 'grid', closing,
    category, light = 3 and luck < 0.4 or light = 4, light < 4 and luck > 0.98, reported_at + interval '1 day',
    case when light > 1 then reported_at + interval '1 hour' end, reported_at + interval '1 hour',
    case when light < 4 then reported_at + interval '6 days' * pick + interval '4 hours' end, reported_at + interval '7 days',
    case when light = 2 and luck < 0.03 then reported_at + interval '2 hours' end,
    case when light > 2 then reported_at + interval '2 hours' end,
    case when light > 3 then reported_at + interval '3 hours' end
from made;

-- Who reported it, who has it, and the community that handed it on.
insert into case_party (case_id, desk, area)
select id, desk, area
from made, lateral (select distinct unnest(array[area, area - area % 1000, holder]) as desk) p;

insert into case_event (case_id, version, area, step, light, at)
select id, version, area, (array['report', 'accept', 'finish', 'evaluate', 'withdraw'])[light], light, reported_at + interval '1 hour'
from made;

update household h
set open_light = m.light
from (select dwelling_id, min(light) as light from made where light < 4 group by dwelling_id) m
where h.id = m.dwelling_id;

drop table made;

-- Sixteen clients of `transition`, each with 32 doors in a row in one grid of the first demo street.
create table bench.client as
with street as (
    select area from post where role = 'street' and is_demo order by area limit 1
),
stepped as (
    select h.area, h.id, h.id - row_number() over (partition by h.area order by h.id) as run
    from household h, street s
    where h.cell is not null and h.area >= s.area and h.area < s.area + 1000000
),
piece as (
    select r.area, r.first + 32 * g.n as first, row_number() over (partition by r.area order by r.first + 32 * g.n) as turn
    from (select area, min(id) as first, count(*) as doors from stepped group by area, run having count(*) >= 32) r
    cross join lateral generate_series(0, r.doors / 32 - 1) as g (n)
)
select
    (row_number() over (order by turn, area) - 1)::int as client,
    area,
    first as first_door,
    (area / 1000000000) * 1000000000000 + 20000000000 + 32 * (row_number() over (order by turn, area) - 1) as first_case
from piece
order by client
limit 16;
