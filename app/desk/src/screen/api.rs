//! Server functions of the command screen.

use domain::area::Area;
use domain::id::BuildingId;
use domain::screen::{Board, Tally, Tower};
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{
    error::{answered, aside},
    request,
};

/// The screen of an area (the post's own by default), on its way round another one.
#[server(name = BoardCall, prefix = "/api", endpoint = "screen/board", input = server_fn::codec::GetUrl)]
pub async fn board(area: Option<Area>, round: Option<Area>) -> Result<Board, AppError> {
    let (service, actor) = request::acting()?;
    service::screen::board(&service, &actor, area.unwrap_or(actor.area), round).await.map_err(answered)
}

/// What the screen of an area (the post's own by default) counts over a time.
#[server(name = TallyCall, prefix = "/api", endpoint = "screen/tally", input = server_fn::codec::GetUrl)]
pub async fn tally(area: Option<Area>) -> Result<Tally, AppError> {
    let (service, actor) = request::acting()?;
    service::screen::tally(&service, &actor, area.unwrap_or(actor.area)).await.map_err(aside)
}

/// A building's totals.
#[server(name = TowerCall, prefix = "/api", endpoint = "screen/tower", input = server_fn::codec::GetUrl)]
pub async fn tower(building: BuildingId) -> Result<Tower, AppError> {
    let (service, actor) = request::acting()?;
    service::screen::tower(&service, &actor, building).await.map_err(aside)
}
