//! Server functions about buildings.

use domain::cell::Lens;
use domain::household::Board;
use domain::id::BuildingId;
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// A building's cell board through a lens.
#[server(name = BoardCall, prefix = "/api", endpoint = "building/board", input = server_fn::codec::GetUrl)]
pub async fn board(building: BuildingId, lens: Lens) -> Result<Board, AppError> {
    let (service, actor) = request::acting()?;
    service::building::board(&service, &actor, building, lens).await.map_err(answered)
}
