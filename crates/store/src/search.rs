//! What is found: places in [`place`], public geometry; people in [`people`], by tokens that [`index`] writes and [`reindex`]
//! makes anew.
//!
//! How text is read is `domain::search`'s business, what may be asked for the service's.

pub mod index;
mod people;
mod place;
mod recent;
mod reindex;

use domain::id::BuildingId;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::household::source;
use crate::{StoreError, row};

pub use people::{FoundPerson, people, people_at, people_of};
pub use place::{Numbered, Place, doors, place_version, places};
pub use recent::recent;
pub use reindex::{Reindexed, reindex};

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
