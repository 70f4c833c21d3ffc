//! Server functions of the map page.

use domain::area::Area;
use domain::case::Beacon;
use domain::cell::{LegendEntry, Lens};
#[cfg(feature = "ssr")]
use domain::filter::Filter;
use domain::filter::FilterCount;
use domain::id::{BuildingId, DwellingId};
use domain::layer::{Classes, Layers};
use domain::map::City;
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{
    error::{answered, aside},
    request,
};

/// The city as the acting account sees it.
#[server(name = CityCall, prefix = "/api", endpoint = "map/city", input = server_fn::codec::GetUrl)]
pub async fn city() -> Result<City, AppError> {
    let (service, actor) = request::acting()?;
    service::map::city(&service, &actor).await.map_err(answered)
}

/// The legend of a lens over an area (the post's own by default); with a filter, of the households that fit.
#[server(name = LegendCall, prefix = "/api", endpoint = "map/legend", input = server_fn::codec::GetUrl)]
pub async fn legend(lens: Lens, area: Option<Area>, filter: Option<String>) -> Result<Vec<LegendEntry>, AppError> {
    let (service, actor) = request::acting()?;
    let area = area.unwrap_or(actor.area);
    match filter.filter(|text| !text.is_empty()) {
        None => service::map::legend(&service, &actor, lens, area).await.map_err(aside),
        Some(filter) => {
            service::map::filtered_legend(&service, &actor, lens, area, &readable(&filter)?).await.map_err(aside)
        }
    }
}

/// What lies over an area (the post's own by default): marks of these classes, and departments' grids.
#[server(name = LayersCall, prefix = "/api", endpoint = "map/layers", input = server_fn::codec::GetUrl)]
pub async fn layers(area: Option<Area>, classes: Classes) -> Result<Layers, AppError> {
    let (service, actor) = request::acting()?;
    service::layer::layers(&service, &actor, area.unwrap_or(actor.area), classes).await.map_err(aside)
}

/// How much of an area (the post's own by default) fits a filter.
#[server(name = FilterCountCall, prefix = "/api", endpoint = "map/filter_count", input = server_fn::codec::GetUrl)]
pub async fn filter_count(filter: String, area: Option<Area>) -> Result<FilterCount, AppError> {
    let (service, actor) = request::acting()?;
    let filter = readable(&filter)?;
    service::filter::count(&service, &actor, area.unwrap_or(actor.area), &filter).await.map_err(aside)
}

/// The household behind a cell of a scene.
#[server(name = DwellingAtCall, prefix = "/api", endpoint = "map/dwelling_at", input = server_fn::codec::GetUrl)]
pub async fn dwelling_at(scene_version: u32, cell: u32) -> Result<(DwellingId, BuildingId), AppError> {
    let (service, actor) = request::acting()?;
    service::map::dwelling_at(&service, &actor, scene_version, cell).await.map_err(answered)
}

/// Open cases of the post's whole area, to stand over their cells.
#[server(name = BeaconsCall, prefix = "/api", endpoint = "map/beacons", input = server_fn::codec::GetUrl)]
pub async fn beacons() -> Result<Vec<Beacon>, AppError> {
    let (service, actor) = request::acting()?;
    service::map::beacons(&service, &actor, actor.area).await.map_err(aside)
}

#[cfg(feature = "ssr")]
fn readable(filter: &str) -> Result<Filter, AppError> {
    filter.parse().map_err(|_unreadable| AppError::Invalid { field: "filter".to_owned() }.answered())
}
