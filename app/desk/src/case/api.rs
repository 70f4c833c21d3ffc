//! Server functions about cases.

use domain::area::Area;
use domain::case::{CaseLine, Step};
use domain::id::CaseId;
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// The most cases that a list shows.
#[cfg(feature = "ssr")]
const LIST_LIMIT: u16 = 200;

/// Open cases of an area, worst light first; the post's own area by default.
#[server(name = OpenCall, prefix = "/api", endpoint = "case/open", input = server_fn::codec::GetUrl)]
pub async fn open(area: Option<Area>) -> Result<Vec<CaseLine>, AppError> {
    let (service, actor) = request::acting()?;
    let area = area.unwrap_or(actor.area);
    service::case::open(&service, &actor, area, LIST_LIMIT).await.map_err(answered)
}

/// Moves a case on.
#[server(name = StepCall, prefix = "/api", endpoint = "case/step")]
pub async fn step(case: CaseId, version: i32, step: Step) -> Result<CaseLine, AppError> {
    let (service, actor) = request::acting()?;
    service::case::step(&service, &actor, case, version, step).await.map_err(answered)
}
