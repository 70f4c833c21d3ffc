//! Estates 小区 with their live counts, for whoever sees the files behind them. Totals for others are `map`'s and `public`'s.

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::cell::{Label, LegendEntry, Lens};
use domain::id::{BuildingId, EstateId};
pub use store::estate::{AGE_BANDS, EstateRow};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Everything that is counted in one estate, as far as the post reaches.
#[derive(Clone, Debug, PartialEq)]
pub struct EstateFile {
    /// Name and totals.
    pub row: EstateRow,
    /// Its buildings with their numbers; 0 for none.
    pub buildings: Vec<(BuildingId, i32)>,
    /// Doors by occupancy.
    pub occupancy: Vec<LegendEntry>,
    /// Doors by their foremost key group.
    pub key_groups: Vec<LegendEntry>,
    /// People by age: see [`AGE_BANDS`]; then the older ones, then those without a known day of birth.
    pub ages: [i64; 6],
    /// The words of the key groups.
    pub labels: Vec<Label>,
}

/// The estates with buildings in an area.
///
/// *Errors*: `NotFound` for an area out of reach, and for posts that see no files.
pub async fn list(s: &Service, actor: &Actor, area: Area) -> Result<Vec<EstateRow>, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let mut tx = s.store.begin(actor).await?;
    let rows = store::estate::list(&mut tx, area.range(), None).await?;
    tx.commit().await?;
    Ok(rows)
}

/// One estate. An estate may reach over several grids: a post counts what lies in its own area.
///
/// *Errors*: `NotFound` for an estate without a building in the post's area.
pub async fn view(s: &Service, actor: &Actor, estate: EstateId) -> Result<EstateFile, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let (scope, today) = (actor.area.range(), s.today());
    let mut tx = s.store.begin(actor).await?;
    let row = store::estate::list(&mut tx, scope, Some(estate)).await?.pop().ok_or(ServiceError::NotFound)?;
    let file = EstateFile {
        buildings: store::estate::buildings(&mut tx, estate, scope).await?,
        occupancy: store::estate::legend(&mut tx, Lens::Occupancy, estate, scope, today).await?,
        key_groups: store::estate::legend(&mut tx, Lens::KeyGroup, estate, scope, today).await?,
        ages: store::estate::ages(&mut tx, estate, scope, today).await?,
        labels: store::label::dictionary(&mut tx, actor.area.county()).await?,
        row,
    };
    tx.commit().await?;
    Ok(file)
}
