select id from post where role = $1 and is_demo and to_at is null order by id limit 1
