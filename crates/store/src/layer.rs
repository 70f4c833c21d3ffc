//! The register as marks on the map: single entries, or how many of each class an area has. No contacts.
//!
//! Not here: which marks an account gets (`service::layer`), departments' grids ([`crate::unit`]).

use domain::area::{Area, AreaRange};
use domain::geo::LonLat;
use domain::layer::Mark;
use domain::register::Class;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::register::{building, id};
use crate::{StoreError, Tx, row};

/// How many open entries of each class a range has, in the order of [`Class::ALL`].
pub async fn counts(tx: &mut Tx, range: AreaRange) -> Result<[i64; 5], StoreError> {
    let rows = sqlx::query(
        "select split_part(kind, '.', 1) as class, count(*) as entries
        from register_entry
        where area >= $1
            and area < $2
            and to_on is null
        group by 1",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let mut counts = [0; 5];
    for row in &rows {
        if let Some(class) = Class::from_slug(row.try_get("class")?) {
            counts[class.index()] = row.try_get("entries")?;
        }
    }
    Ok(counts)
}

/// A mark for every open entry of some classes, by id. `kinds` are the dictionary's codes: a mark has the place of its own.
/// Entries about people come without their names.
pub async fn marks(
    tx: &mut Tx,
    range: AreaRange,
    classes: &[&str],
    kinds: &[String],
    limit: i64,
) -> Result<Vec<Mark>, StoreError> {
    let rows = sqlx::query(
        "select id, area, kind, case when starts_with(kind, 'person.') then '' else name end as name, building_id, lon, lat
        from register_entry
        where area >= $1
            and area < $2
            and to_on is null
            and split_part(kind, '.', 1) = any($3)
        order by id
        limit $4",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(classes)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let kind: &str = row.try_get("kind")?;
            let (lon, lat): (Option<f64>, Option<f64>) = (row.try_get("lon")?, row.try_get("lat")?);
            Ok(Mark {
                entry: Some(id(row)?),
                class: class(kind)?,
                kind: kinds.iter().position(|known| known == kind).map(|place| place as u16),
                count: 1,
                name: row.try_get("name")?,
                at: lon.zip(lat).and_then(|(lon, lat)| LonLat::new_checked(lon, lat)),
                building: building(row)?,
                area: row::area(row, "area")?,
            })
        })
        .collect()
}

/// A mark for every class in every area that ends in a digit above `step` (1 for grids, 1,000 for communities).
pub async fn totals(tx: &mut Tx, range: AreaRange, classes: &[&str], step: i64) -> Result<Vec<Mark>, StoreError> {
    let rows = sqlx::query(
        "select area - area % $4 as area, split_part(kind, '.', 1) || '.' as kind, count(*) as entries
        from register_entry
        where area >= $1
            and area < $2
            and to_on is null
            and split_part(kind, '.', 1) = any($3)
        group by 1, 2
        order by 1, 2",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(classes)
    .bind(step)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(total).collect()
}

fn total(row: &PgRow) -> Result<Mark, StoreError> {
    Ok(Mark {
        entry: None,
        class: class(row.try_get("kind")?)?,
        kind: None,
        count: row.try_get("entries")?,
        name: String::new(),
        at: None,
        building: None,
        area: row::parse(row.try_get("area")?, Area::new_checked, "register_entry.area")?,
    })
}

fn class(kind: &str) -> Result<Class, StoreError> {
    row::parse(kind, Class::of_kind, "register_entry.kind")
}
