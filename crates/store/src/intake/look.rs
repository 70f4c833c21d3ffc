//! What rows of a list are held against: the doors that they name, and the people on file whom they may mean.

use std::collections::HashMap;

use domain::area::{Area, AreaRange, County};
use domain::door::DoorNumber;
use domain::household::Occupancy;
use domain::id::{DwellingId, ResidentId};
use domain::intake::{Ground, Known, Spot};
use domain::person::IdNumber;
use domain::stay::Stay;
use sqlx::Row;

use crate::file::{values, values_sql};
use crate::{StoreError, Tx, row, sealed, stay};

/// Estates and buildings of a city; buildings only with one of these numbers.
pub async fn ground(tx: &mut Tx, county: County, numbers: &[i32]) -> Result<Ground, StoreError> {
    let range = Area::city(county).range();
    let estates: Vec<String> = sqlx::query_scalar("select name from estate where area >= $1 and area < $2")
        .bind(range.lo)
        .bind(range.hi)
        .fetch_all(tx.db())
        .await?;
    let rows = sqlx::query(
        "select b.id, b.area, b.number, coalesce(e.name, '') as estate
        from building b
        left join estate e on e.id = b.estate_id
        where b.area >= $1 and b.area < $2 and b.number = any($3) and b.scene_index is not null",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(numbers)
    .fetch_all(tx.db())
    .await?;
    let mut ground = Ground { estates: estates.into_iter().collect(), ..Ground::default() };
    for row in &rows {
        let found = (row.try_get("estate")?, row.try_get("id")?, row::area(row, "area")?);
        ground.buildings.entry(row.try_get("number")?).or_default().push(found);
    }
    Ok(ground)
}

/// Adds the doors of buildings.
pub async fn doors(tx: &mut Tx, ground: &mut Ground, buildings: &[i64]) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "select id, area, building_id, unit, shown as number
        from dwelling
        where building_id = any($1) and cell is not null and closed_on is null",
    )
    .bind(buildings)
    .fetch_all(tx.db())
    .await?;
    for row in &rows {
        let spot = Spot {
            dwelling: row::parse(row.try_get("id")?, DwellingId::new_checked, "dwelling.id")?,
            area: row::area(row, "area")?,
        };
        let number = row::parse(row.try_get::<&str, _>("number")?, DoorNumber::new_checked, "dwelling.shown")?;
        ground.doors.insert((row.try_get("building_id")?, row::count(row, "unit")?, number), spot);
    }
    Ok(())
}

/// Who may be meant: those with one of these numbers, and those with an open stay at one of these doors. Duplicates that were
/// merged count as the file that was kept. Nobody outside `scope` is meant.
pub async fn candidates(
    tx: &mut Tx,
    scope: AreaRange,
    numbers: &[&IdNumber],
    doors: &[DwellingId],
) -> Result<Vec<ResidentId>, StoreError> {
    let mut tokens = Vec::with_capacity(numbers.len());
    for number in numbers {
        tokens.extend(tx.keyring().tokens(sealed::ID_NUMBER, number.reveal())?);
    }
    let ids: Vec<i64> = sqlx::query_scalar(
        "select r.id
        from unnest($1::int8[]) as t (token)
        join resident r on r.id_number_token = t.token
        where r.merged_into is null and r.area >= $3 and r.area < $4
        union
        select coalesce(m.merged_into, m.id)
        from unnest($2::int8[]) as t (dwelling_id)
        join stay s on s.dwelling_id = t.dwelling_id and s.to_on is null
        join resident m on m.id = s.resident_id
        where s.area >= $3 and s.area < $4
        order by 1",
    )
    .bind(tokens)
    .bind(doors.iter().map(|door| door.number()).collect::<Vec<_>>())
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    ids.into_iter().map(|id| row::parse(id, ResidentId::new_checked, "resident.id")).collect()
}

/// Locks files until the transaction ends, in the order of their ids.
pub async fn lock(tx: &mut Tx, residents: &[ResidentId]) -> Result<(), StoreError> {
    sqlx::query("select id from resident where id = any($1) order by id for update")
        .bind(numbers_of(residents))
        .execute(tx.db())
        .await?;
    Ok(())
}

fn numbers_of(residents: &[ResidentId]) -> Vec<i64> {
    residents.iter().map(|resident| resident.number()).collect()
}

/// The files of people in an area, with everything that a plan looks at.
pub async fn known(tx: &mut Tx, scope: AreaRange, residents: &[ResidentId]) -> Result<Vec<Known>, StoreError> {
    let rows = sqlx::query(concat!(
        "select r.id, r.area, r.status = 'checked' as is_checked, r.died_on is not null as is_dead,
            r.id_number_sealed, r.phone_sealed, k.codes, ",
        values_sql!(),
        " from unnest($1::int8[]) as t (id)
        join resident r on r.id = t.id
        left join lateral (
            select array_agg(g.code) as codes from resident_key_group g where g.resident_id = r.id
        ) k on true
        where r.area >= $2 and r.area < $3
        order by r.id"
    ))
    .bind(numbers_of(residents))
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    let mut stays = stays(tx, scope, residents).await?;
    rows.iter()
        .map(|row| {
            let resident = row::parse(row.try_get("id")?, ResidentId::new_checked, "resident.id")?;
            let codes: Option<Vec<i16>> = row.try_get("codes")?;
            Ok(Known {
                resident,
                area: row::area(row, "area")?,
                values: values(row)?,
                id_number: sealed::open(tx.keyring(), row, sealed::id_number_place(resident.number()))?,
                phone: sealed::open(tx.keyring(), row, sealed::phone_place(resident.number()))?,
                is_checked: row.try_get("is_checked")?,
                is_dead: row.try_get("is_dead")?,
                key_groups: codes.unwrap_or_default().into_iter().map(|code| code as u8).collect(),
                stays: stays.remove(&resident).unwrap_or_default(),
            })
        })
        .collect()
}

async fn stays(
    tx: &mut Tx,
    scope: AreaRange,
    residents: &[ResidentId],
) -> Result<HashMap<ResidentId, Vec<Stay>>, StoreError> {
    let rows = sqlx::query(
        "select s.id, t.id as resident_id, s.dwelling_id, s.kind, s.relation, s.from_on, s.to_on, s.end_reason
        from unnest($1::int8[]) as t (id)
        cross join lateral (
            select s.* from stay s where s.resident_id = t.id
            union all
            select s.* from resident m join stay s on s.resident_id = m.id where m.merged_into = t.id
        ) s
        where s.area >= $2 and s.area < $3
        order by s.id",
    )
    .bind(numbers_of(residents))
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    let mut found: HashMap<ResidentId, Vec<Stay>> = HashMap::new();
    for row in &rows {
        let stay = stay::stay(row)?;
        found.entry(stay.resident).or_default().push(stay);
    }
    Ok(found)
}

/// The grids of people.
pub async fn areas(tx: &mut Tx, residents: &[ResidentId]) -> Result<Vec<(ResidentId, Area)>, StoreError> {
    let rows = sqlx::query("select id, area from resident where id = any($1)")
        .bind(numbers_of(residents))
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| {
            let resident = row::parse(row.try_get("id")?, ResidentId::new_checked, "resident.id")?;
            Ok((resident, row::area(row, "area")?))
        })
        .collect()
}

/// How dwellings are used now.
pub async fn occupancies(tx: &mut Tx, dwellings: &[DwellingId]) -> Result<HashMap<DwellingId, Occupancy>, StoreError> {
    let rows = sqlx::query("select id, occupancy from household where id = any($1)")
        .bind(dwellings.iter().map(|dwelling| dwelling.number()).collect::<Vec<_>>())
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| {
            let dwelling = row::parse(row.try_get("id")?, DwellingId::new_checked, "household.id")?;
            Ok((dwelling, Occupancy::from_number(row.try_get("occupancy")?)))
        })
        .collect()
}
