//! `GET /api/geo/cases.geojson?area=&light=&from=&to=`: cases as RFC 7946 has it, for other maps of whoever works there.
//!
//! Without days the last ninety; without an area the post's own. Longitude before latitude, WGS84.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, TimeDelta};
use domain::actor::Actor;
use domain::area::Area;
use domain::case::Light;
use domain::category::CategoryCode;
use domain::open311;
use serde_json::{Value, json};
use service::case::{CasePoint, Points};
use ui::error::AppError;

use super::refusal::Refusal;
use crate::state::AppState;

/// Days that are meant when nothing is said.
const DAYS: i64 = 90;

/// Sends the cases, or that nothing changed since the browser's copy.
pub async fn cases(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asked = |name: &str| query.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    let invalid = |field: &str| Refusal::from(AppError::Invalid { field: field.to_owned() });
    let area: Area = match asked("area") {
        None => actor.area,
        Some(code) => code.parse().map_err(|_no_area| invalid("area"))?,
    };
    let light = match asked("light") {
        None => None,
        Some(word) => Some(light(word).ok_or_else(|| invalid("light"))?),
    };
    let day =
        |name: &str| asked(name).map(|text| text.parse::<NaiveDate>().map_err(|_no_day| invalid(name))).transpose();
    let to_on = day("to")?.unwrap_or_else(|| state.service.today());
    let from_on = day("from")?.or_else(|| to_on.checked_sub_signed(TimeDelta::days(DAYS))).unwrap_or(to_on);
    let points = service::case::points(&state.service, &actor, area, light, (from_on, to_on)).await?;
    Ok(answer(&collection(&points).to_string(), &headers))
}

fn light(word: &str) -> Option<Light> {
    Light::ALL.into_iter().find(|light| open311::light(*light) == word)
}

fn collection(points: &Points) -> Value {
    let features: Vec<Value> = points.points.iter().map(|point| feature(points, point)).collect();
    json!({ "type": "FeatureCollection", "features": features, "truncated": points.is_cut })
}

fn feature(points: &Points, point: &CasePoint) -> Value {
    let geometry = points.degrees(point).map(|degrees| json!({ "type": "Point", "coordinates": degrees }));
    json!({
        "type": "Feature",
        "id": point.case.to_string(),
        "geometry": geometry,
        "properties": {
            "light": open311::light(point.light),
            "state": open311::status(point.light),
            "category": point.category.as_ref().map(CategoryCode::as_str),
            "area": point.area.to_string(),
            "reported_at": open311::moment(point.reported_at),
            "changed_at": open311::moment(point.changed_at),
            "due_at": point.due_at.map(open311::moment),
        },
    })
}

fn answer(body: &str, asked: &HeaderMap) -> Response {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    // Weak: the same facts may travel compressed or not.
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    let is_known =
        known.flat_map(|tags| tags.split(',')).any(|known| matches!(known.trim(), "*") || known.trim() == tag);
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { body.to_owned().into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}
