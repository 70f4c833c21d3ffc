//! Server functions of the search box.

use domain::area::Area;
use domain::search::Hit;
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use service::search::Scope;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// The most hits that are shown.
#[cfg(feature = "ssr")]
const HIT_LIMIT: u16 = 20;

/// What was typed, found in the post's area; what is in or around `near` comes first.
#[server(name = FindCall, prefix = "/api", endpoint = "search/find", input = server_fn::codec::GetUrl)]
pub async fn find(text: String, near: Option<Area>) -> Result<Vec<Hit>, AppError> {
    let (service, actor) = request::acting()?;
    let scope = Scope { area: actor.area, near, limit: HIT_LIMIT };
    service::search::find(&service, &actor, &text, scope).await.map_err(answered)
}
