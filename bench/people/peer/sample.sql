select r.id, r.area, r.name, r.id_number_sealed, r.phone_sealed, d.id as dwelling_id,
    concat_ws('-', b.number, d.unit, d.floor * 100 + d.door) as door,
    coalesce(e.name, '') as estate
from resident r
join stay s on s.resident_id = r.id and s.to_on is null and s.kind in ('both', 'actual')
join dwelling d on d.id = s.dwelling_id
join building b on b.id = d.building_id
left join estate e on e.id = b.estate_id
order by md5(r.id::text)
limit $1
