//! People with a skill, by how far they live from a door 就近.

use chrono::NaiveDate;
use domain::area::AreaRange;
use domain::filter::Code;
use domain::household::Door;
use domain::id::{DwellingId, ResidentId};
use domain::person::mask_name;
use sqlx::Row;

use crate::household::{door, source};
use crate::{StoreError, Tx, row};

/// Somebody with a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearbyPerson {
    /// Who.
    pub resident: ResidentId,
    /// Such as 张*.
    pub name: String,
    /// Where they live.
    pub dwelling: DwellingId,
    /// The estate, or the street and house number in the source.
    pub place: String,
    /// The building's number.
    pub number: i32,
    /// The door.
    pub door: Door,
    /// How far away, in metres as the crow flies, between the buildings' middles.
    pub distance_m: i64,
    /// Whether there is a telephone number.
    pub has_phone: bool,
}

/// People of a range with a skill, the nearest to a dwelling first.
pub async fn people(
    tx: &mut Tx,
    dwelling: DwellingId,
    (range, skill): (AreaRange, &Code),
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<NearbyPerson>, StoreError> {
    let rows = sqlx::query(
        "select r.id, r.name, r.phone_sealed is not null as has_phone, d.id as dwelling_id, d.unit, d.floor, d.door, d.number as given,
            b.number, b.street, b.house_number, e.name as estate,
            (sqrt((b.x_dm - o.x_dm)::float8 ^ 2 + (b.y_dm - o.y_dm)::float8 ^ 2) / 10)::int8 as distance_m
        from resident_skill k
        join resident r on r.id = k.resident_id and r.merged_into is null and r.died_on is null
        join stay s on s.resident_id = r.id
            and s.kind in ('both', 'actual')
            and (s.from_on is null or s.from_on <= $5)
            and (s.to_on is null or s.to_on > $5)
        join dwelling d on d.id = s.dwelling_id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        cross join (
            select x.x_dm, x.y_dm from dwelling y join building x on x.id = y.building_id where y.id = $1
        ) o
        where k.area >= $2
            and k.area < $3
            and k.code = $4
        order by distance_m, d.id <> $1, r.id
        limit $6",
    )
    .bind(dwelling.number())
    .bind(range.lo)
    .bind(range.hi)
    .bind(skill.as_str())
    .bind(today)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let estate: Option<String> = row.try_get("estate")?;
            Ok(NearbyPerson {
                resident: row::parse(row.try_get("id")?, ResidentId::new_checked, "resident.id")?,
                name: mask_name(row.try_get::<&str, _>("name")?),
                dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "dwelling.id")?,
                place: estate.or(source(row)?).unwrap_or_default(),
                number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
                door: door(row)?,
                distance_m: row.try_get("distance_m")?,
                has_phone: row.try_get("has_phone")?,
            })
        })
        .collect()
}
