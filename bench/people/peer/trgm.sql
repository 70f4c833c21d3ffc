select id, name
from peer_trgm
where name like '%' || $1 || '%'
order by name = $1 desc, starts_with(name, $1) desc, area, id
limit 20
