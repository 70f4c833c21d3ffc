//! Server functions about areas.

#[cfg(feature = "ssr")]
use domain::actor::{Access, Action, access};
use domain::area::Area;
#[cfg(feature = "ssr")]
use domain::area::Level;
use domain::id::BuildingId;
use domain::map::AreaSummary;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// One level of the city: an area, what encloses it, and what lies one level below.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelView {
    /// The areas from the post's own down to this one, with their names.
    pub path: Vec<(Area, String)>,
    /// The area itself.
    pub summary: AreaSummary,
    /// The areas one level below; empty for a grid.
    pub children: Vec<AreaSummary>,
    /// The buildings of a grid; empty above.
    pub buildings: Vec<BuildingLine>,
    /// Whether the post sees files, and so the counts of estates.
    pub sees_people: bool,
    /// Whether the post may split, merge or hand over this grid.
    pub may_manage: bool,
}

/// A building in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildingLine {
    /// The building.
    pub building: BuildingId,
    /// Its number in the estate; 0 when it has none.
    pub number: i32,
    /// The estate's name.
    pub estate: Option<String>,
    /// Street and house number in the source map.
    pub source: Option<String>,
    /// Floors above ground.
    pub floors: u16,
    /// Dwellings in it.
    pub dwellings: i32,
}

/// One level of the city; the post's own area by default.
#[server(name = LevelCall, prefix = "/api", endpoint = "area/level", input = server_fn::codec::GetUrl)]
pub async fn level(area: Option<Area>) -> Result<LevelView, AppError> {
    let (service, actor) = request::acting()?;
    let area = area.unwrap_or(actor.area);
    let summary = service::map::area(&service, &actor, area).await.map_err(answered)?;
    let mut path = Vec::new();
    for outer in area.path().into_iter().filter(|outer| actor.area.contains(*outer) && *outer != area) {
        let summary = service::map::area(&service, &actor, outer).await.map_err(answered)?;
        path.push((outer, summary.name));
    }
    path.push((area, summary.name.clone()));
    let sees_people = actor.role.sees_people();
    if area.level() == Level::Grid {
        let lines = service::building::list(&service, &actor, area).await.map_err(answered)?;
        let buildings = lines.into_iter().map(BuildingLine::from).collect();
        let may_manage = access(&actor, Action::ManageGrids, area) == Access::Granted;
        return Ok(LevelView { path, summary, children: Vec::new(), buildings, sees_people, may_manage });
    }
    let children = service::map::areas(&service, &actor, area).await.map_err(answered)?;
    Ok(LevelView { path, summary, children, buildings: Vec::new(), sees_people, may_manage: false })
}

#[cfg(feature = "ssr")]
impl From<service::building::BuildingLine> for BuildingLine {
    fn from(line: service::building::BuildingLine) -> Self {
        Self {
            building: line.building,
            number: line.number,
            estate: line.estate.map(|(_, name)| name),
            source: line.source,
            floors: line.floors,
            dwellings: line.dwellings,
        }
    }
}
