//! Buildings: the cell board and the plain list.

use std::collections::HashSet;

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::cell::{CellByte, Lens};
use domain::filter::Filter;
use domain::household::Board;
use domain::id::BuildingId;

pub use store::building::BuildingLine;
use store::filter::Asked;

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Most buildings of one list.
const LIST_LIMIT: i64 = 2_000;

/// A building's cell board under a lens. With a filter, cells whose households don't fit show nothing, as on the map.
pub async fn board(
    s: &Service,
    actor: &Actor,
    building: BuildingId,
    lens: Lens,
    filter: Option<&Filter>,
) -> Result<Board, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = store::building::building(&mut tx, building).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, row.area)?;
    let mut cells = store::household::board_cells(&mut tx, building, lens, s.today()).await?;
    if let Some(filter) = filter {
        let asked = Asked { filter, range: row.area.range(), today: s.today() };
        let fitting = store::filter::cells(&mut tx, asked).await?;
        let homes = cells.iter().filter(|cell| cell.home.is_none() && fitting.contains(&cell.cell));
        let homes: HashSet<_> = homes.map(|cell| cell.dwelling).collect();
        for cell in cells.iter_mut().filter(|cell| !homes.contains(&cell.lived_in())) {
            cell.byte = CellByte::default();
        }
    }
    let entries = store::register::in_building(&mut tx, building).await?;
    tx.commit().await?;
    Ok(Board {
        building,
        areas: row.areas.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect(),
        estate: row.estate,
        number: row.number,
        source: row.source,
        floors: row.floors,
        floors_assumed: row.floors_assumed,
        units: row.units,
        doors_per_unit: row.doors_per_unit,
        first_floor: row.first_floor,
        lens,
        cells,
        entries,
        may_edit: access(actor, Action::EditHousehold, row.area) == Access::Granted,
    })
}

/// The buildings of an area.
pub async fn list(s: &Service, actor: &Actor, area: Area) -> Result<Vec<BuildingLine>, ServiceError> {
    authorise(actor, Action::ViewTotals, area)?;
    let mut tx = s.store.begin(actor).await?;
    let lines = store::building::list(&mut tx, area.range(), LIST_LIMIT).await?;
    tx.commit().await?;
    Ok(lines)
}
