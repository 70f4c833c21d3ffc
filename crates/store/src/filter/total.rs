//! Totals per building, for those who may not see households.

use domain::id::BuildingId;
use sqlx::Row;

use super::Asked;
use crate::household::source;
use crate::lens::fresh_sql;
use crate::{StoreError, Tx, row};

/// How many households of one building fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingTotal {
    /// The building.
    pub building: BuildingId,
    /// The estate, or the street and house number in the source.
    pub place: String,
    /// Its number.
    pub number: i32,
    /// How many households.
    pub households: i64,
}

/// How many households of each building fit, for buildings with at least `least`, the fullest first.
pub async fn by_building(tx: &mut Tx, asked: Asked<'_>, least: i64) -> Result<Vec<BuildingTotal>, StoreError> {
    let statement = per_filter!(
        asked.filter,
        "select d.building_id, b.number, e.name as estate, b.street, b.house_number, count(*) as households",
        "join building b on b.id = d.building_id left join estate e on e.id = b.estate_id",
        " group by d.building_id, b.number, e.name, b.street, b.house_number order by count(*) desc, d.building_id"
    );
    let rows = asked.bind(statement).fetch_all(tx.db()).await?;
    let all = rows.iter().map(|row| {
        let estate: Option<String> = row.try_get("estate")?;
        Ok(BuildingTotal {
            building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
            place: estate.or(source(row)?).unwrap_or_default(),
            number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
            households: row.try_get("households")?,
        })
    });
    let all: Result<Vec<_>, StoreError> = all.collect();
    Ok(all?.into_iter().filter(|total| total.households >= least).collect())
}
