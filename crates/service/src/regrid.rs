//! Grids that split, merge and hand buildings over: whoever has all of them within their area decides.
//!
//! Not for how it is done (`store::regrid`, the only function that re-grids).

use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::id::BuildingId;
use domain::regrid::{InvalidRegrid, Kind, Regrid, Size};
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};
pub use store::regrid::{BuildingFact, ChangeRow, Done, GridFact};
use store::regrid::{Change, Refused};

use crate::context::city_of;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Changes that a page shows.
const CHANGES: i64 = 50;

/// A grid as whoever changes it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridFile {
    /// Names from the city down to the grid.
    pub path: Vec<(Area, String)>,
    /// Whether it still is one.
    pub is_open: bool,
    /// Its buildings.
    pub buildings: Vec<BuildingFact>,
    /// The open grids that it may give buildings to, and those closed nearby, by code; the grid itself too.
    pub near: Vec<GridFact>,
    /// Wanted dwellings of a grid.
    pub wanted: (i32, i32),
    /// What moved into it and out of it, the newest first.
    pub changes: Vec<ChangeRow>,
}

/// A grid before and after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Its name; nothing for one that is made.
    pub name: Option<String>,
    /// Its size so far.
    pub before: Size,
    /// Its size afterwards.
    pub after: Size,
    /// Whether it would then be outside the wanted size. A grid that is closed is not.
    pub is_outside: bool,
}

impl GridFile {
    /// The grid.
    pub fn grid(&self) -> Option<Area> {
        self.path.last().map(|(area, _)| *area)
    }

    /// What a change would do to the sizes of both grids.
    pub fn effects(&self, change: &Regrid) -> [Effect; 2] {
        let size = |grid: Area| {
            let found = self.near.iter().find(|near| near.grid == grid);
            found.map_or((None, Size::default()), |near| (Some(near.name.clone()), near.size))
        };
        let (from_name, from) = size(change.from());
        let (into_name, into) = change.into_grid().map_or((None, Size::default()), size);
        let going = match change.kind() {
            Kind::Merge => from,
            Kind::Split | Kind::HandOver => {
                let chosen = self.buildings.iter().filter(|fact| change.buildings().contains(&fact.building));
                chosen.fold(Size::default(), |sum, fact| sum.plus(fact.size))
            }
        };
        let (left, grown) = (from.minus(going), into.plus(going));
        let closes = change.kind() == Kind::Merge;
        [
            Effect { name: from_name, before: from, after: left, is_outside: !closes && left.is_outside(self.wanted) },
            Effect { name: into_name, before: into, after: grown, is_outside: grown.is_outside(self.wanted) },
        ]
    }
}

/// A grid with what there is to choose from.
///
/// *Errors*: `NotFound` for an area that is no grid or out of reach; `Forbidden` for grid workers.
pub async fn view(s: &Service, actor: &Actor, grid: Area) -> Result<GridFile, ServiceError> {
    authorise(actor, Action::ManageGrids, grid)?;
    if grid.level() != Level::Grid {
        return Err(ServiceError::NotFound);
    }
    let mut tx = s.store.begin(actor).await?;
    let path = store::area::path(&mut tx, grid).await?;
    if path.last().is_none_or(|(area, _)| *area != grid) {
        return Err(ServiceError::NotFound);
    }
    // A community reaches as far as itself; a street office hands over between its communities.
    let reach = grid.path().into_iter().find(|area| actor.area == *area || area.level() == Level::Street);
    let reach = reach.filter(|reach| actor.area.contains(*reach)).unwrap_or(actor.area);
    let file = GridFile {
        is_open: store::regrid::is_open(&mut tx, grid).await?,
        buildings: store::regrid::buildings(&mut tx, grid).await?,
        near: store::regrid::siblings(&mut tx, reach.range()).await?,
        wanted: city_of(&mut tx, grid).await?.grid_dwellings,
        changes: store::regrid::changes(&mut tx, grid, CHANGES).await?,
        path,
    };
    tx.commit().await?;
    Ok(file)
}

/// Makes a change, from today on. In one transaction: buildings with everything behind their doors, outlines, roll-ups, the scene,
/// the record of what moved, audit and outbox.
///
/// *Errors*: `Invalid` for a change that makes no sense; `NotFound` and `Forbidden` as the policy says about every grid in it;
/// `Conflict` when a building or a grid is not what it was.
pub async fn change(s: &Service, actor: &Actor, wish: &Regrid) -> Result<Done, ServiceError> {
    authorise(actor, Action::ManageGrids, wish.from())?;
    if let Some(into) = wish.into_grid() {
        authorise(actor, Action::ManageGrids, into)?;
    }
    wish.check().map_err(invalid)?;
    let mut buildings: Vec<BuildingId> = wish.buildings().to_vec();
    buildings.sort_unstable();
    buildings.dedup();
    let name = match wish {
        Regrid::Split { name, .. } => name.as_deref(),
        Regrid::Merge { .. } | Regrid::HandOver { .. } => None,
    };
    let from = wish.from();
    let asked = Change { kind: wish.kind(), from, into: wish.into_grid(), buildings: &buildings, name };
    let grids: Vec<Area> = std::iter::once(from).chain(asked.into).collect();
    let mut tx = s.store.begin_duty(actor, Duty::Grids, &grids).await?.ok_or(ServiceError::NotFound)?;
    let done = store::regrid::apply(&mut tx, &asked, actor, s.now()).await?.map_err(refused)?;
    let detail = json!({
        "kind": wish.kind().slug(),
        "into": done.into.to_string(),
        "buildings": done.buildings,
        "dwellings": done.dwellings,
    });
    audit::write(&mut tx, actor, s.now(), from, "regrid", Record::Area(from), Some(detail)).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(done)
}

fn invalid(error: InvalidRegrid) -> ServiceError {
    let field = match error {
        InvalidRegrid::NotAnotherGrid | InvalidRegrid::TooFar => "into",
        InvalidRegrid::NoBuilding | InvalidRegrid::AllBuildings => "buildings",
        InvalidRegrid::BadName => "name",
    };
    ServiceError::invalid(field, error.to_string())
}

fn refused(why: Refused) -> ServiceError {
    match why {
        Refused::Changed => ServiceError::Conflict,
        Refused::AllBuildings => invalid(InvalidRegrid::AllBuildings),
        Refused::Inseparable => {
            ServiceError::invalid("buildings", "two of these stand on the same spot: choose both or none")
        }
        Refused::NoNumber => ServiceError::invalid("buildings", "this community has given away all its grid numbers"),
    }
}
