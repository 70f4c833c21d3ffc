//! Server functions about patrol tracks.

use chrono::NaiveDate;
use domain::area::Area;
use domain::id::AccountId;
use domain::patrol::{Track, Worker};
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{
    error::{answered, aside},
    request,
};

/// The workers of an area whose days may be shown; the post's own area by default.
#[server(name = WorkersCall, prefix = "/api", endpoint = "patrol/workers", input = server_fn::codec::GetUrl)]
pub async fn workers(area: Option<Area>) -> Result<Vec<Worker>, AppError> {
    let (service, actor) = request::acting()?;
    let area = area.unwrap_or(actor.area);
    service::patrol::workers(&service, &actor, area).await.map_err(aside)
}

/// One worker's day.
#[server(name = TrackCall, prefix = "/api", endpoint = "patrol/track", input = server_fn::codec::GetUrl)]
pub async fn track(worker: AccountId, day: NaiveDate) -> Result<Track, AppError> {
    let (service, actor) = request::acting()?;
    service::patrol::track(&service, &actor, worker, day).await.map_err(answered)
}
