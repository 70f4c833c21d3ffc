//! The ground of a report: which grid it lies in, and how the place is called.

use domain::area::{Area, Level};
use domain::case::Ground;
use domain::geo::LonLat;
use domain::id::DwellingId;
use store::Tx;

use crate::ServiceError;

/// Where a report is, as the system keeps it.
pub(crate) struct Located {
    pub(crate) area: Area,
    pub(crate) dwelling: Option<DwellingId>,
    /// Decimetres east and north of the city's origin.
    pub(crate) at_dm: Option<(i32, i32)>,
    /// In words.
    pub(crate) place: String,
}

/// Finds the ground of a report within an area.
///
/// *Errors*: `Invalid` when there is no such place.
pub(crate) async fn locate(tx: &mut Tx, within: Area, ground: Ground) -> Result<Located, ServiceError> {
    let nowhere = || ServiceError::invalid("ground", "there is no such place in this area: choose another");
    match ground {
        Ground::Dwelling(dwelling) => {
            let (area, place) = store::case::door(tx, dwelling).await?.ok_or_else(nowhere)?;
            Ok(Located { area, dwelling: Some(dwelling), at_dm: None, place })
        }
        Ground::Building(building) => {
            let (spot, place) = store::case::building(tx, building).await?.ok_or_else(nowhere)?;
            Ok(Located { area: spot.area, dwelling: None, at_dm: spot.at_dm, place })
        }
        Ground::Area(area) => {
            let names = store::case::offices(tx, &[area]).await?;
            let (_, (place, _)) = names.into_iter().next().ok_or_else(nowhere)?;
            Ok(Located { area, dwelling: None, at_dm: None, place })
        }
        Ground::Point(position) => at_point(tx, within, position).await?.ok_or_else(nowhere),
    }
}

/// A point lies in the grid whose border holds it.
async fn at_point(tx: &mut Tx, within: Area, position: LonLat) -> Result<Option<Located>, ServiceError> {
    let Some(city) = store::city::city(tx, within.county()).await? else { return Ok(None) };
    let metre = city.frame().to_metre(position);
    let at_dm = ((metre.x * 10.0).round() as i32, (metre.y * 10.0).round() as i32);
    let grids = store::border::borders(tx, within.range(), Level::Grid).await?;
    let found = grids.into_iter().find(|border| border.holds(at_dm));
    Ok(found.map(|border| Located { area: border.area, dwelling: None, at_dm: Some(at_dm), place: border.name }))
}
