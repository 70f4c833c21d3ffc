//! What the pages of wishes are made of: codes to scan, the calendar file, released pictures, and points of the map. No account.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::area::Area;
use domain::id::{MediaId, WishId};
use serde_json::{Value, json};
use service::wish::{self, PublicRow};
use ui::error::AppError;

use super::certificate::site;
use super::ics::{self, Event};
use super::refusal::Refusal;
use super::report::drawn;
use crate::state::AppState;

/// Draws the code of a wish's link (`GET /wish/done/{code}/link.svg`); nothing for a link that is none.
pub async fn link_code(
    State(state): State<AppState>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    wish::follow(&state.service, &code).await?.ok_or(Refusal(AppError::NotFound))?;
    drawn(&format!("{}/t/{code}", site(&state, &headers)))
}

async fn known(state: &AppState, asked: &str) -> Result<PublicRow, Refusal> {
    let wish: WishId = asked.parse().map_err(|_no_id| Refusal(AppError::NotFound))?;
    wish::one(&state.service, wish).await?.ok_or(Refusal(AppError::NotFound))
}

/// Draws the code of a wish's public page (`GET /wishes/{wish}/link.svg`), to be passed on.
pub async fn share_code(
    State(state): State<AppState>,
    Path(asked): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = known(&state, &asked).await?;
    drawn(&format!("{}/wishes/{}", site(&state, &headers), row.wish))
}

/// The wish as a calendar has it (`GET /wishes/{wish}/calendar.ics`).
pub async fn calendar(
    State(state): State<AppState>,
    Path(asked): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = known(&state, &asked).await?;
    let site = site(&state, &headers);
    let address = format!("{site}/wishes/{}", row.wish);
    let host = site.split_once("://").map_or(site.as_str(), |(_, host)| host);
    let text = ics::calendar(&Event {
        uid: &format!("wish-{}@{host}", row.wish),
        written_at: row.published_at,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        title: &row.title,
        about: &format!("{}\n{}\n{address}", row.content, row.safety),
        place: &format!("{} {}", row.community.1, row.place),
        address: &address,
    });
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"wish.ics\"")),
    ];
    Ok((fixed, text).into_response())
}

/// A picture of the result that its wish's sender may see (`GET /t/{code}/picture/{media}`).
pub async fn picture(
    State(state): State<AppState>,
    Path((code, asked)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let media: MediaId = asked.parse().map_err(|_no_id| Refusal(AppError::NotFound))?;
    let bytes = wish::picture(&state.service, &code, media).await?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"picture.jpg\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((fixed, bytes.to_vec()).into_response())
}

/// Open wishes as points (`GET /wishes/places.json?area=`): longitude before latitude; roughly, where more would tell something
/// about a home.
pub async fn places(
    State(state): State<AppState>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>, Refusal> {
    let asked = query.get("area").filter(|code| !code.is_empty());
    let area: Option<Area> =
        asked.map(|code| code.parse()).transpose().map_err(|_no_area| Refusal(AppError::NotFound))?;
    let open = wish::map(&state.service, area).await?;
    let points = open.into_iter().map(|open| {
        json!({
            "wish": open.wish.to_string(),
            "kind": open.kind.slug(),
            "title": open.title,
            "lon": rounded(open.at.lon),
            "lat": rounded(open.at.lat),
        })
    });
    Ok(Json(Value::Array(points.collect())))
}

/// Five digits behind the point: a metre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 100_000.0).round() / 100_000.0
}
