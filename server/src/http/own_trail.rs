//! What a phone sends on duty, `POST /m/fixes`, and one's own day as a file: `GET /m/patrol/trail.gpx`, `GET /m/patrol/trail.xlsx`, both
//! with `day`.
//!
//! A batch is JSON: `{"operation": "<UUID>", "fixes": [[lon, lat, milliseconds since 1970, accuracy in metres], …]}` in WGS84. The answer
//! says how many fixes were kept, how many were not and why, and which check-points were passed. 403 and 409 mean: stop sending.

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::actor::Actor;
use domain::geo::LonLat;
use domain::trail::RawFix;
use serde::{Deserialize, Serialize};
use service::trail::{OwnDay, Taken, ingest, own_day};
use sheet::{Format, Table};
use ui::error::AppError;
use ui::format;
use wording::Lang;
use wording::field::TrailWord;

use super::intake::{download, made};
use super::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Bytes of a batch of [`domain::trail::MOST_FIXES`] fixes.
pub const MOST_BYTES: usize = 512 << 10;

/// A batch of fixes.
#[derive(Debug, Deserialize)]
pub struct Batch {
    operation: String,
    fixes: Vec<(f64, f64, i64, f64)>,
}

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Answer {
    kept: usize,
    dropped: Vec<(&'static str, usize)>,
    passed: Vec<String>,
}

/// Takes a batch.
pub async fn fixes(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Json(batch): Json<Batch>,
) -> Result<Json<Answer>, Refusal> {
    let operation = batch.operation.parse().map_err(|_no_number| invalid("operation"))?;
    let fixes = batch.fixes.into_iter().map(raw_fix).collect::<Option<Vec<_>>>().ok_or_else(|| invalid("fixes"))?;
    let Taken { kept, dropped, passed } = ingest(&state.service, &actor, operation, fixes).await?;
    Ok(Json(Answer {
        kept,
        dropped: dropped.into_iter().map(|(why, count)| (why.slug(), count)).collect(),
        passed: passed.into_iter().map(|id| id.to_string()).collect(),
    }))
}

/// A clock beyond all bounds is one that is wrong: the step for times counts it.
fn raw_fix((lon, lat, at_ms, accuracy_m): (f64, f64, i64, f64)) -> Option<RawFix> {
    let at = DateTime::from_timestamp_millis(at_ms).unwrap_or(DateTime::UNIX_EPOCH);
    Some(RawFix { position: LonLat::new_checked(lon, lat)?, at, accuracy_m: accuracy_m.max(0.0) })
}

fn invalid(field: &str) -> Refusal {
    Refusal(AppError::Invalid { field: field.to_owned() })
}

/// Which day; today when nothing is said.
#[derive(Debug, Deserialize)]
pub struct Asked {
    day: Option<NaiveDate>,
}

/// One's own line as GPX.
pub async fn gpx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let day = own_day(&state.service, &actor, asked.day.unwrap_or_else(|| state.service.today())).await?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/gpx+xml")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let mut response = (fixed, gpx_of(&day)).into_response();
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"trail-{}.gpx\"", day.day)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Only numbers and times go in: nothing has to be escaped.
fn gpx_of(day: &OwnDay) -> String {
    let point = |fix: &domain::patrol::Fix| {
        let (lon, lat, at) = (fix.position.lon, fix.position.lat, instant(fix.at));
        format!("<trkpt lat=\"{lat:.6}\" lon=\"{lon:.6}\"><time>{at}</time></trkpt>\n")
    };
    let points: String = day.fixes.iter().map(point).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"gezhi\" \
         xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><name>{}</name><trkseg>\n{points}</trkseg></trk></gpx>\n",
        day.day
    )
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// One's own stops as a workbook.
pub async fn xlsx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let day = own_day(&state.service, &actor, asked.day.unwrap_or_else(|| state.service.today())).await?;
    let table = table_of(&day, visit.preferences.lang);
    Ok(download(made(move || table.to_bytes(Format::Xlsx)).await?, Format::Xlsx, "gezhi-trail.xlsx"))
}

fn table_of(day: &OwnDay, lang: Lang) -> Table {
    let headings = [TrailWord::From, TrailWord::Until, TrailWord::ToHousehold, TrailWord::Note];
    let row = |stop: &service::trail::StopLine| {
        let household = stop.dwelling.map(|dwelling| dwelling.to_string()).unwrap_or_default();
        vec![format::minute(stop.from), format::minute(stop.until), household, stop.note.clone()]
    };
    Table {
        name: TrailWord::Trail.text(lang).to_owned(),
        marks: vec![format!("{} · {} km", format::date(day.day), format::kilometres(day.length_m))],
        headings: headings.map(|word| word.text(lang).to_owned()).to_vec(),
        rows: day.stops.iter().map(row).collect(),
    }
}
