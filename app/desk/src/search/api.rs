//! Server functions of the search box.

use domain::area::Area;
use domain::id::QuestionId;
use domain::search::Hit;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use service::search::Scope;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{
    error::{answered, aside},
    request,
};

/// The most hits that are shown.
#[cfg(feature = "ssr")]
const HIT_LIMIT: u16 = 20;

/// What was typed, found in an area (the post's own by default): people, too, those in or around `near` first.
///
/// A POST, because names and tails of numbers have no place in an address.
#[server(name = FindAllCall, prefix = "/api", endpoint = "search/all")]
pub async fn find_all(text: String, area: Option<Area>, near: Option<Area>) -> Result<Vec<Hit>, AppError> {
    let (service, actor) = request::acting()?;
    let scope = Scope { area: area.unwrap_or(actor.area), near, limit: HIT_LIMIT };
    service::search::find(&service, &actor, &text, scope).await.map_err(answered)
}

/// What one looked at last, the latest first.
#[server(name = RecentCall, prefix = "/api", endpoint = "search/recent", input = server_fn::codec::GetUrl)]
pub async fn recent() -> Result<Vec<Hit>, AppError> {
    let (service, actor) = request::acting()?;
    service::search::recent(&service, &actor).await.map_err(aside)
}

/// A text that the session searched for without script, by its number in the address; nothing when it is not known any more.
#[server(name = AskedCall, prefix = "/api", endpoint = "search/asked", input = server_fn::codec::GetUrl)]
pub async fn asked(question: QuestionId) -> Result<Option<String>, AppError> {
    let (service, actor) = request::acting()?;
    service::question::read(&service, &actor, question).await.map_err(aside)
}
