//! Forms of trails, check-points and volunteer teams.
//!
//! - `POST /m/duty`: `on` (`1` or `0`).
//! - `POST /m/trail-note`: `at` (when the stop began), `note` (empty takes it away).
//! - `POST /m/check-point`: `check_point`; `lon`, `lat`, `accuracy` when the phone said where it is; `undo` takes one's own tap back.
//! - `POST /m/gpx` (multipart): `file`, `source` (`wgs84`, `gcj02`).
//! - `POST /form/check-point`: `area`, `name_zh`, `building` or `lon` and `lat`, `radius_m` (30 when nothing is said).
//! - `POST /form/check-point-remove`: `check_point`.
//! - `POST /form/patrol-team`: `area`, `name_zh`, `members` (names on lines).
//! - `POST /form/patrol-team-end`: `team`.
//! - `POST /form/team-patrol`: `team`, `day`, `members` (all when nothing is said), `note`.
//! - `POST /admin/trail-mode`: `area`, `mode` (empty leaves it to the area above).
//!
//! All name the page they stand on in `back`.

use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::geo::LonLat;
use domain::trail::{RADIUS_M, TrackMode};
use service::check_point::{self, Site};
use service::trail::{self, Source};
use service::{ServiceError, patrol_board};
use ui::error::AppError;

use super::{Fields, answer_in_office, back_to, upload};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Bytes of an upload: those of the largest file, and what a browser writes around it.
pub const MOST_BYTES: usize = trail::MOST_BYTES + (64 << 10);

/// Puts oneself on duty, or ends it.
pub async fn duty(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = if fields.yes_or_no("on")? {
            trail::begin_duty(&state.service, &actor).await
        } else {
            trail::end_duty(&state.service, &actor).await
        };
        done.map_err(refused)
    };
    let done = done.await;
    answer_on_phone(&state, visit, "duty", fields, done).await
}

/// Writes what was at a stop of one's own trail.
pub async fn note(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let at: DateTime<Utc> = fields.read("at")?;
        trail::annotate(&state.service, &actor, at, fields.get("note").unwrap_or_default()).await.map_err(refused)
    };
    let done = done.await;
    answer_on_phone(&state, visit, "trail-note", fields, done).await
}

/// Says that one is at a check-point, or takes that back.
pub async fn check_point(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("check_point")?;
        let done = if fields.is_on("undo") {
            check_point::untap(&state.service, &actor, id).await
        } else {
            let accuracy_m: f64 = fields.read_some("accuracy")?.unwrap_or(0.0);
            let here = position(&fields)?.map(|position| (position, accuracy_m));
            check_point::tap(&state.service, &actor, id, here).await
        };
        done.map_err(refused)
    };
    let done = done.await;
    answer_on_phone(&state, visit, "check-point", fields, done).await
}

/// Takes the line of another device.
pub async fn gpx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let (fields, file) = upload::read(parts, "file", MOST_BYTES).await;
    let done = async {
        let file = file.map_err(upload::bad_file)?;
        let source = fields.word("source", Source::from_slug)?;
        trail::import(&state.service, &actor, &file.bytes, source).await.map_err(refused)
    };
    let done = done.await.map(|_imported| ());
    answer_on_phone(&state, visit, "gpx", fields.and_back("/m/patrol"), done).await
}

/// Makes a check-point.
pub async fn make_check_point(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let area = fields.read("area")?;
        let site = match position(&fields)? {
            Some(position) => Site::Position(position),
            None => Site::Building(fields.read("building")?),
        };
        let radius_m = fields.read_some("radius_m")?.unwrap_or(RADIUS_M);
        let new = (fields.get("name_zh").unwrap_or_default(), site, radius_m);
        check_point::add(&state.service, &actor, area, new).await.map_err(refused)
    };
    let done = done.await.map(|_made| ());
    answer_in_office(&state, visit, "check-point", fields, done).await
}

/// Takes a check-point off.
pub async fn remove_check_point(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("check_point")?;
        check_point::remove(&state.service, &actor, id).await.map_err(refused)
    };
    let done = done.await;
    answer_in_office(&state, visit, "check-point-remove", fields, done).await
}

/// Makes a volunteer team.
pub async fn make_team(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let text = |name| fields.get(name).unwrap_or_default();
        let new = (text("name_zh"), text("members"));
        patrol_board::add_team(&state.service, &actor, fields.read("area")?, new).await.map_err(refused)
    };
    let done = done.await.map(|_made| ());
    answer_in_office(&state, visit, "patrol-team", fields, done).await
}

/// Ends a volunteer team.
pub async fn end_team(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async { patrol_board::end_team(&state.service, &actor, fields.read("team")?).await.map_err(refused) };
    let done = done.await;
    answer_in_office(&state, visit, "patrol-team-end", fields, done).await
}

/// Writes a team's patrol down.
pub async fn team_patrol(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let text = |name| fields.get(name).unwrap_or_default();
        let went = (fields.must_day("day")?, text("members"), text("note"));
        patrol_board::write_patrol(&state.service, &actor, fields.read("team")?, went).await.map_err(refused)
    };
    let done = done.await;
    answer_in_office(&state, visit, "team-patrol", fields, done).await
}

/// Says what is recorded in an area.
pub async fn mode(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let mode = fields.get("mode").map(|_| fields.word("mode", TrackMode::from_slug)).transpose()?;
        trail::set_mode(&state.service, &actor, fields.read("area")?, mode).await.map_err(refused)
    };
    let done = done.await;
    answer_in_office(&state, visit, "trail-mode", fields, done).await
}

fn refused(error: ServiceError) -> AppError {
    Refusal::from(error).0
}

/// Where the phone says that it is; nothing when it does not.
fn position(fields: &Fields) -> Result<Option<LonLat>, AppError> {
    let Some(lon) = fields.read_some("lon")? else { return Ok(None) };
    let place = LonLat::new_checked(lon, fields.read("lat")?);
    place.map(Some).ok_or_else(|| AppError::Invalid { field: "lon".to_owned() })
}

async fn answer_on_phone(
    state: &AppState,
    visit: Visit,
    form: &'static str,
    fields: Fields,
    done: Result<(), AppError>,
) -> Response {
    match done {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again_on(state, Surface::Field, visit, form, fields, error).await,
    }
}
