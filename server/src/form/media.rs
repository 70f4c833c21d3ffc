//! Pictures of cases, sent and made public.
//!
//! - `POST /media` (multipart): `operation`, `photo` (one or several files), and what their sender says: `captured_at` (RFC 3339),
//!   `lon`, `lat`, `accuracy_m`, `mocked`. Answers 201 with `{"id": …, "ids": […]}`; with `back`, 303 there with `picture=<ids>`.
//! - Forms of other pages that bring pictures along use [`brought`].
//! - `POST /form/black-out`: `media`, and rectangles in thousandths: `x-0`, `y-0`, `w-0`, `h-0` and so on; empty ones count for nothing.

use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use domain::actor::Actor;
use domain::file::{EntryProblem, Problem};
use domain::geo::LonLat;
use domain::id::MediaId;
use domain::media::{BlackOut, Capture, MOST_BLACK_OUTS, MOST_BYTES, MOST_PER_STEP};
use domain::operation::OperationId;
use serde_json::json;
use service::{Service, media};
use ui::error::AppError;

use super::upload::{self, Fault, File};
use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Bytes of an upload that are read at all: as many pictures as a step takes, each made small by the script or not.
pub const MOST_SENT: usize = 48 << 20;

/// Stages what was sent.
pub async fn stage(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let turn = match state.gate.enter().await {
        Ok(turn) => turn,
        Err(busy) => return (Refusal::from(busy.clone()).status(), Json(busy)).into_response(),
    };
    let (fields, files) = upload::read_files(parts, "photo", (MOST_BYTES, MOST_PER_STEP)).await;
    let done = brought(&state.service, &actor, &fields, files).await;
    drop(turn);
    let done = done.and_then(|ids| if ids.is_empty() { Err(entry(Problem::Missing)) } else { Ok(ids) });
    match (done, fields.get("back").is_some()) {
        (Ok(ids), false) => (StatusCode::CREATED, Json(json!({ "id": ids.first(), "ids": ids }))).into_response(),
        (Err(error), false) => (super::status_of(&error), Json(error)).into_response(),
        (Ok(ids), true) => {
            let back = fields.back();
            let joint = if back.as_str().contains('?') { '&' } else { '?' };
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            Redirect::to(&format!("{}{joint}picture={}", back.as_str(), ids.join(","))).into_response()
        }
        (Err(error), true) => page::again_on(&state, Surface::Office, visit, "picture", fields, error).await,
    }
}

/// The pictures that a form brings: those that a script sent before, by their ids in `picture` (several fields of that name, or
/// commas), then its own files `photo`, staged now. `operation` is the form's own number: the same form sent again brings no second
/// pictures, and another file another one.
///
/// *Errors*: what is wrong with the first picture that is not taken; those before it are thrown away after a day.
pub async fn brought(
    s: &Service,
    actor: &Actor,
    fields: &Fields,
    files: Result<Vec<File>, Fault>,
) -> Result<Vec<MediaId>, AppError> {
    let listed = fields.get("picture").unwrap_or_default().split(',').map(str::trim).filter(|id| !id.is_empty());
    let listed = listed.map(|id| id.parse().map_err(|_no_id| AppError::Invalid { field: "picture".to_owned() }));
    let mut pictures: Vec<MediaId> = listed.collect::<Result<_, _>>()?;
    let files = match files {
        Err(Fault::Missing) => Vec::new(),
        files => files.map_err(wrong)?,
    };
    if pictures.len() + files.len() > MOST_PER_STEP {
        return Err(entry(Problem::PictureMany));
    }
    if files.is_empty() {
        return Ok(pictures);
    }
    let (capture, operation) = (capture(fields)?, fields.read::<OperationId>("operation")?);
    for file in files {
        let sent = media::stage(s, actor, file.bytes, capture, operation).await;
        pictures.push(sent.map_err(|error| Refusal::from(error).0)?);
    }
    pictures.sort_unstable();
    pictures.dedup();
    Ok(pictures)
}

fn entry(problem: Problem) -> AppError {
    AppError::Entry { problems: vec![EntryProblem::new("photo", problem)] }
}

fn wrong(fault: Fault) -> AppError {
    entry(match fault {
        Fault::Missing => Problem::Missing,
        Fault::Heavy => Problem::PictureHeavy,
        Fault::Broken => Problem::PhotoBroken,
    })
}

/// What the sender says about time and place. A place that is none is as good as not said; a picture is never refused for it.
fn capture(fields: &Fields) -> Result<Capture, AppError> {
    let number = |name: &str| fields.get(name).and_then(|text| text.parse::<f64>().ok());
    let lon_lat = number("lon").zip(number("lat")).and_then(|(lon, lat)| LonLat::new_checked(lon, lat));
    let accuracy = fields.get("accuracy_m").and_then(|text| text.parse::<f32>().ok());
    Ok(Capture {
        at: fields.read_some("captured_at")?,
        lon_lat,
        accuracy_m: accuracy.filter(|metres| metres.is_finite() && (0.0..=1e6).contains(metres)),
        is_mocked: fields.is_on("mocked"),
    })
}

/// Makes a picture public with rectangles blacked out.
pub async fn black_out(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = black_out_as_typed(&state.service, &actor, &fields).await;
    answer_in_office(&state, visit, "black-out", fields, done).await
}

async fn black_out_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let asked = fields.read("media")?;
    let boxes = (0..MOST_BLACK_OUTS).map(|at| black_out_at(fields, at)).collect::<Result<Vec<_>, _>>()?;
    let boxes: Vec<BlackOut> = boxes.into_iter().flatten().collect();
    media::black_out(s, actor, asked, &boxes).await.map_err(|error| Refusal::from(error).0)
}

/// The rectangle of a row; nothing for a row without width and height.
fn black_out_at(fields: &Fields, at: usize) -> Result<Option<BlackOut>, AppError> {
    let [x, y, w, h] = ["x", "y", "w", "h"].map(|side| fields.read_some::<u16>(&format!("{side}-{at}")));
    let (Some(w), Some(h)) = (w?, h?) else { return Ok(None) };
    let kept = BlackOut::new_checked(x?.unwrap_or(0), y?.unwrap_or(0), w, h);
    kept.map(Some).ok_or_else(|| AppError::Invalid { field: "box".to_owned() })
}
