-- The cases of `transition` as they begin: red at the street, at version 7001, so that a version is nothing else in a statement.
delete from case_file c using bench.client b where c.id >= b.first_case and c.id < b.first_case + 32;
delete from audit_pending;
-- The street's own category: no unit stands in the table of owners for it, so hand-overs don't queue up for one row of that table.
insert into case_file (
    id, area, dwelling_id, title, light, version, reported_at, changed_at, is_synthetic, phase, holder, sender, category, holder_since,
    holder_due_at, business_due_at, answer_due_at
)
select
    b.first_case + n, b.area, b.first_door + n, '楼道内堆放建筑垃圾', 1, 7001, now(), now(), true, 'waiting', b.area - b.area % 1000000,
    b.area - b.area % 1000, '2401', now(), now() + interval '1 day', now() + interval '7 days', now() + interval '1 day'
from bench.client b, generate_series(0, 31) as n;
insert into case_party (case_id, desk, area)
select b.first_case + n, desk, b.area
from bench.client b, generate_series(0, 31) as n, unnest(array[b.area, b.area - b.area % 1000, b.area - b.area % 1000000]) as desk;
insert into case_event (case_id, version, area, step, light, at, link)
select b.first_case + n, 7001, b.area, 'pass_up', 1, now(), decode(repeat('00', 32), 'hex')
from bench.client b, generate_series(0, 31) as n;
