select c.client, c.area, c.first_door, c.first_case, u.unit_id
from bench.client c
cross join (select unit_id from post where role = 'department' and is_demo and unit_id is not null order by id limit 1) u
order by c.client
