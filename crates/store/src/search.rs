//! Finding doors, buildings, estates and areas by number and by word: public geometry. People are found in [`people`], by
//! tokens that [`index`] writes and [`reindex`] makes anew.
//!
//! How text is read is `domain::search`'s business, what may be asked for the service's.

pub mod index;
mod people;
mod recent;
mod reindex;

use domain::area::{Area, AreaRange};
use domain::id::{BuildingId, DwellingId, EstateId};
use domain::search::{DoorQuery, Hit, Target};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::household::source;
use crate::{StoreError, Tx, row};

pub use people::{FoundPerson, people, people_at, people_of};
pub use recent::recent;
pub use reindex::{Reindexed, reindex};

/// Columns and joins that every hit on a building or a door needs.
macro_rules! place_sql {
    ($columns:literal, $joins:literal, $filter:literal) => {
        concat!(
            "select ",
            $columns,
            "
                b.id as building_id,
                b.number,
                b.street,
                b.house_number,
                e.name as estate,
                a.name as area_name
            from building b ",
            $joins,
            "
            left join estate e on e.id = b.estate_id
            left join area a on a.area = b.area
            where b.area >= $1
                and b.area < $2
                and not exists (
                    select 1
                    from unnest($3::text[]) as word
                    where strpos(lower(concat_ws(' ', e.name, b.street, b.house_number, b.name)), word) = 0
                )
                and ",
            $filter
        )
    };
}

/// Every name that a place of a scope can be found by, in lower case, each on its own line: to see at once that a word is of
/// no place, without reading all buildings.
pub async fn place_names(tx: &mut Tx, scope: AreaRange) -> Result<String, StoreError> {
    let row = sqlx::query(
        "select coalesce(string_agg(distinct lower(n.name), e'\n'), '')
        from (
            select unnest(array[a.name, a.official_code, a.area::text])
            from area a
            where a.area >= $1
                and a.area < $2
            union all
            select e.name
            from estate e
            union all
            select unnest(array[b.street, b.house_number, b.name])
            from building b
            where b.area >= $1
                and b.area < $2
        ) n (name)",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_one(tx.db())
    .await?;
    Ok(row.try_get(0)?)
}

/// Doors or buildings that one reading of a door query means. `words` (lower case) must all occur in the address.
pub async fn doors(
    tx: &mut Tx,
    scope: AreaRange,
    query: DoorQuery,
    words: &[String],
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let Some(door) = query.door else {
        let rows = sqlx::query(place_sql!(
            "",
            "",
            "b.number = $4
                and ($5::int4 is null or b.units >= $5)
            order by b.units = 0, b.estate_id, b.id
            limit $6"
        ))
        .bind(scope.lo)
        .bind(scope.hi)
        .bind(words)
        .bind(query.building)
        .bind(query.unit)
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
        return rows.iter().map(building_hit).collect();
    };
    let rows = sqlx::query(place_sql!(
        "d.id as dwelling_id, d.unit, d.floor, d.door, ",
        "join dwelling d on d.building_id = b.id",
        "b.number = $4
            and ($5::int4 is null or d.unit = $5)
            and d.floor = $6
            and d.door = $7
            and d.cell is not null
        order by b.estate_id, b.id, d.unit
        limit $8"
    ))
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(words)
    .bind(query.building)
    .bind(query.unit)
    .bind(door / 100)
    .bind(door % 100)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(door_hit).collect()
}

/// Buildings whose address has all words (lower case).
pub async fn buildings(tx: &mut Tx, scope: AreaRange, words: &[String], limit: i64) -> Result<Vec<Hit>, StoreError> {
    let rows =
        sqlx::query(place_sql!("", "", "b.units >= 0 order by b.units = 0, b.estate_id, b.number, b.id limit $4"))
            .bind(scope.lo)
            .bind(scope.hi)
            .bind(words)
            .bind(limit)
            .fetch_all(tx.db())
            .await?;
    rows.iter().map(building_hit).collect()
}

/// Estates whose name has all words (lower case).
pub async fn estates(tx: &mut Tx, scope: AreaRange, words: &[String], limit: i64) -> Result<Vec<Hit>, StoreError> {
    let rows = sqlx::query(
        "select e.id, e.area, e.name, a.name as area_name
        from estate e
        left join area a on a.area = e.area
        where exists (
                select 1
                from building b
                where b.estate_id = e.id
                    and b.area >= $1
                    and b.area < $2
            )
            and not exists (select 1 from unnest($3::text[]) as word where strpos(lower(e.name), word) = 0)
        order by length(e.name), e.id
        limit $4",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(words)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let estate = row::parse(row.try_get("id")?, EstateId::new_checked, "estate.id")?;
            Ok(Hit {
                target: Target::Estate(estate, row::area(row, "area")?),
                title: row.try_get("name")?,
                place: row.try_get::<Option<String>, _>("area_name")?.unwrap_or_default(),
                age_years: None,
            })
        })
        .collect()
}

/// Areas whose name or official code has all words (lower case), the widest first.
pub async fn areas(tx: &mut Tx, scope: AreaRange, words: &[String], limit: i64) -> Result<Vec<Hit>, StoreError> {
    let rows = sqlx::query(
        "select a.area, a.name, p.name as area_name
        from area a
        left join area p on p.level = a.level - 1
            and p.area = a.area - a.area % (case a.level when 4 then 1000 when 3 then 1000000 else 1000000000 end)
        where a.area >= $1
            and a.area < $2
            and a.to_on is null
            and not exists (
                select 1
                from unnest($3::text[]) as word
                where strpos(lower(concat_ws(' ', a.name, a.official_code, a.area)), word) = 0
            )
        order by a.level, a.area
        limit $4",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(words)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let area: Area = row::area(row, "area")?;
            Ok(Hit {
                target: Target::Area(area),
                title: row.try_get("name")?,
                place: row.try_get::<Option<String>, _>("area_name")?.unwrap_or_default(),
                age_years: None,
            })
        })
        .collect()
}

fn building_hit(row: &PgRow) -> Result<Hit, StoreError> {
    let number = row.try_get::<Option<i32>, _>("number")?.unwrap_or(0);
    Ok(Hit {
        target: Target::Building(building(row)?),
        title: title(row, &format!("{number}号楼"))?,
        place: place(row)?,
        age_years: None,
    })
}

fn door_hit(row: &PgRow) -> Result<Hit, StoreError> {
    let dwelling = row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "dwelling.id")?;
    let number = row.try_get::<Option<i32>, _>("number")?.unwrap_or(0);
    let door = crate::household::door(row)?;
    let short = format!("{number}-{}-{}", door.unit, door.number());
    Ok(Hit {
        target: Target::Dwelling(dwelling, building(row)?),
        title: title(row, &short)?,
        place: place(row)?,
        age_years: None,
    })
}

fn building(row: &PgRow) -> Result<BuildingId, StoreError> {
    row::parse(row.try_get("building_id")?, BuildingId::new_checked, "building.id")
}

fn title(row: &PgRow, last: &str) -> Result<String, StoreError> {
    let estate: Option<String> = row.try_get("estate")?;
    Ok(estate.map_or_else(|| last.to_owned(), |estate| format!("{estate} {last}")))
}

fn place(row: &PgRow) -> Result<String, StoreError> {
    let area: Option<String> = row.try_get("area_name")?;
    let parts: Vec<String> = area.into_iter().chain(source(row)?).collect();
    Ok(parts.join(" · "))
}
