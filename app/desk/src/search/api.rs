//! Server functions of the search box.

use domain::area::Area;
use domain::search::Hit;
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// The most hits that are shown.
#[cfg(feature = "ssr")]
const HIT_LIMIT: u16 = 20;

/// What was typed, found in an area; the post's own area by default.
#[server(name = FindCall, prefix = "/api", endpoint = "search/find", input = server_fn::codec::GetUrl)]
pub async fn find(text: String, area: Option<Area>) -> Result<Vec<Hit>, AppError> {
    let (service, actor) = request::acting()?;
    let area = area.unwrap_or(actor.area);
    service::search::find(&service, &actor, &text, area, HIT_LIMIT).await.map_err(answered)
}
