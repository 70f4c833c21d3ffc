//! The days that a replay shows, as files: `GET /map/trail.gpx` and `GET /map/trail.xlsx`, both with `worker`, `with` and `day` as in the
//! map's address. Not one's own day on the phone ([`super::own_trail`]).

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, SecondsFormat};
use domain::actor::Actor;
use domain::id::AccountId;
use domain::patrol::{Company, Fix, Stop, Track};
use serde::Deserialize;
use service::ServiceError;
use sheet::{Format, Table};
use ui::error::AppError;
use ui::format;
use wording::field::TrailWord;
use wording::{Lang, Phrase};

use super::intake::{download, made};
use super::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Whose day, as in the map's address.
#[derive(Debug, Deserialize)]
pub struct Asked {
    worker: Option<AccountId>,
    #[serde(default)]
    with: String,
    day: Option<NaiveDate>,
}

/// The lines as GPX, a track each.
pub async fn gpx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let tracks = tracks(&state, &actor, asked).await?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/gpx+xml")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"gezhi-trails.gpx\"")),
    ];
    Ok((fixed, file_of(&tracks)).into_response())
}

/// Stops, visits and reports as a workbook.
pub async fn xlsx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let tracks = tracks(&state, &actor, asked).await?;
    let table = table_of(&tracks, visit.preferences.lang);
    Ok(download(made(move || table.to_bytes(Format::Xlsx)).await?, Format::Xlsx, "gezhi-trails.xlsx"))
}

/// The day that was asked for must be there; of the others who has none is left out, as on the map.
async fn tracks(state: &AppState, actor: &Actor, asked: Asked) -> Result<Vec<Track>, Refusal> {
    let Some((worker, day)) = asked.worker.zip(asked.day) else { return Err(Refusal(AppError::NotFound)) };
    let mut tracks = vec![service::patrol::taken_out(&state.service, actor, worker, day).await?];
    for other in Company::read(&asked.with).without(worker).iter() {
        match service::patrol::taken_out(&state.service, actor, other, day).await {
            Ok(track) => tracks.push(track),
            Err(ServiceError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(tracks)
}

/// Only numbers and times go in: nothing has to be escaped.
fn file_of(tracks: &[Track]) -> String {
    let point = |fix: &Fix| {
        let (lon, lat) = (fix.position.lon, fix.position.lat);
        let at = fix.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!("<trkpt lat=\"{lat:.6}\" lon=\"{lon:.6}\"><time>{at}</time></trkpt>\n")
    };
    let line = |track: &Track| {
        let points: String = track.fixes.iter().map(point).collect();
        format!("<trk><name>{} {}</name><trkseg>\n{points}</trkseg></trk>\n", track.worker, track.day)
    };
    let lines: String = tracks.iter().map(line).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"gezhi\" \
         xmlns=\"http://www.topografix.com/GPX/1/1\">\n{lines}</gpx>\n"
    )
}

fn table_of(tracks: &[Track], lang: Lang) -> Table {
    let headings =
        [TrailWord::WhoseLine, TrailWord::From, TrailWord::Until, TrailWord::ToHousehold, TrailWord::ReportedCase];
    let row = |track: &Track, stop: &Stop| {
        let household = stop.dwelling.map(|dwelling| dwelling.to_string()).unwrap_or_default();
        let case = stop.case.map(|case| case.to_string()).unwrap_or_default();
        vec![track.worker.to_string(), format::minute(stop.from), format::minute(stop.until), household, case]
    };
    let km = format::kilometres(tracks.iter().map(|track| track.length_m).sum());
    let day = tracks.first().map(|track| format::date(track.day)).unwrap_or_default();
    Table {
        name: TrailWord::Trail.text(lang).to_owned(),
        marks: vec![format!("{day} · {}", Phrase::TogetherSummary { people: tracks.len(), km: &km }.text(lang))],
        headings: headings.map(|word| word.text(lang).to_owned()).to_vec(),
        rows: tracks.iter().flat_map(|track| track.stops.iter().map(move |stop| row(track, stop))).collect(),
    }
}
