//! Server functions about buildings.

use domain::cell::Lens;
use domain::household::Board;
use domain::id::BuildingId;
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// A building's cell board through a lens; with a filter, households that don't fit show nothing.
#[server(name = BoardCall, prefix = "/api", endpoint = "building/board", input = server_fn::codec::GetUrl)]
pub async fn board(building: BuildingId, lens: Lens, filter: Option<String>) -> Result<Board, AppError> {
    let (service, actor) = request::acting()?;
    let filter = filter.filter(|text| !text.is_empty()).map(|text| text.parse()).transpose();
    let filter = filter.map_err(|_unreadable| AppError::Invalid { field: "filter".to_owned() }.answered())?;
    service::building::board(&service, &actor, building, lens, filter.as_ref()).await.map_err(answered)
}
