//! `GET /map/state?lens=&area=&f=`: what every cell of a scope shows under one lens, as this actor may see it.
//!
//! Personal at a known door, so it is made for each request and stored by nobody.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::area::Area;
use domain::cell::Lens;
use domain::filter::Filter;
use ui::error::AppError;

use super::refusal::Refusal;
use crate::state::AppState;

/// Sends the state of a scope; without parameters: occupancy in the actor's whole area.
pub async fn state(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response, Refusal> {
    let invalid = |field: &str| Refusal::from(AppError::Invalid { field: field.to_owned() });
    let lens = match query.get("lens") {
        None => Lens::default(),
        Some(slug) => Lens::from_slug(slug).ok_or_else(|| invalid("lens"))?,
    };
    let area: Area = match query.get("area") {
        None => actor.area,
        Some(code) => code.parse().map_err(|_no_area| invalid("area"))?,
    };
    let filter = query.get("f").map(|text| text.parse::<Filter>().map_err(|_no_filter| invalid("f"))).transpose()?;
    let pack = match filter {
        None => service::map::state_pack(&state.service, &actor, lens, area).await?,
        Some(filter) => service::map::filtered_pack(&state.service, &actor, lens, area, &filter).await?,
    };
    let mut response = pack.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
