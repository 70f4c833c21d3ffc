select id from post where role = $1 and to_at is null order by hashint8(id) limit $2
