//! Residents' reports: forms that need no account. How often is limited by address ([`crate::layer::address`]), and only our own
//! pages send them (`same_origin`).
//!
//! - `POST /report` (multipart): `operation`, the place (`building`, or `lon` and `lat`, or `area`), `words`, `category`, `photo`
//!   (files), `picture` (tokens of photos that were sent before), `phone`, `caller` (their name) and `intake_only` (all may be
//!   empty), and what the gate asks for (`super::gate`). With `go` (`next`, `back`) and `step` it is a page of 长辈版's form and takes
//!   nothing in.
//! - `POST /report/photo` (multipart): `operation`, `photo`. Answers 201 with `{"id": <token>}`.
//! - `POST /report/join`: `join` (a case), `back`.

use axum::Json;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::case::{Ground, Reporter};
use domain::file::{EntryProblem, Problem};
use domain::gate::Form as GateForm;
use domain::geo::LonLat;
use domain::id::{CaseId, MediaId};
use domain::media::{Capture, MOST_BYTES as MOST_OF_PICTURE, MOST_OF_NOBODY};
use domain::operation::OperationId;
use public::{Draft, ReportStep};
use serde_json::json;
use service::report::{self, Sent};
use ui::error::AppError;

use super::upload::{self, Fault, File};
use super::{Fields, LocalPath, back_to, gate, status_of};
use crate::http::refusal::Refusal;
use crate::layer::address::Caller;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Bytes of a report that are read at all: its photos, made smaller by the script or not.
pub const MOST_BYTES: usize = 48 << 20;
/// The same of one photo.
pub const MOST_OF_PHOTO: usize = MOST_OF_PICTURE + (1 << 20);

const PAGE: &str = "/report";

/// Takes a report in and leads to its receipt.
pub async fn send(
    State(state): State<AppState>,
    visit: Visit,
    caller: Caller,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let turn = match state.open_gate.enter().await {
        Ok(turn) => turn,
        Err(busy) => {
            return page::again_on(&state, Surface::Public, visit, "report", at(PAGE, Fields::default()), busy).await;
        }
    };
    let (mut fields, files) = upload::read_files(parts, "photo", (MOST_OF_PICTURE, MOST_OF_NOBODY)).await;
    if let Some(go) = fields.get("go").map(str::to_owned) {
        let answer = turn_page(&state, visit, fields, files, &go).await;
        drop(turn);
        return answer;
    }
    let done = take_in(&state, caller, &mut fields, files).await;
    drop(turn);
    match done {
        Ok(case) => {
            let code = service::case::link_code(&state.service, case);
            Redirect::to(&format!("/report/done/{code}")).into_response()
        }
        Err(error) => {
            gate::make_ready(&state, GateForm::Report, &mut fields, &error).await;
            if fields.is_on("step") {
                fields.put("step", ReportStep::of(&error).to_owned());
            }
            page::again_on(&state, Surface::Public, visit, "report", at(PAGE, fields), error).await
        }
    }
}

/// 长辈版 asks one thing a page: the next question or the one before, with what was typed and photos that the page brought. Nothing is
/// taken in.
async fn turn_page(
    state: &AppState,
    visit: Visit,
    mut fields: Fields,
    files: Result<Vec<File>, Fault>,
    go: &str,
) -> Response {
    let kept = match fields.read("operation") {
        Ok(operation) => pictures(state, &mut fields, operation, files).await.map(drop),
        Err(error) => Err(error),
    };
    if let Err(error) = kept {
        return page::again_on(state, Surface::Public, visit, "report", at(PAGE, fields), error).await;
    }
    let next = ReportStep::after(fields.get("step").unwrap_or_default(), go);
    fields.put("step", next.to_owned());
    let fields = at(PAGE, fields);
    let back = fields.back();
    page::continued(state, visit, &back, Draft { values: fields.into_values() }).await
}

async fn take_in(
    state: &AppState,
    caller: Caller,
    fields: &mut Fields,
    files: Result<Vec<File>, Fault>,
) -> Result<CaseId, AppError> {
    let operation = fields.read("operation")?;
    let entered = gate::enter(state, GateForm::Report, operation, fields, caller)?;
    let (ground, category) = (ground(fields)?, fields.read_some("category")?);
    let pictures = pictures(state, fields, operation, files).await?;
    let words = fields.get("words").unwrap_or_default().to_owned();
    let reporter = reporter(fields)?;
    let sent = Sent { operation, ground, words, category, pictures, reporter };
    report::send(&state.service, sent, &entered).await.map_err(|error| Refusal::from(error).0)
}

/// Who reports it, as far as they say so.
fn reporter(fields: &Fields) -> Result<Reporter, AppError> {
    Ok(Reporter {
        name: fields.read_some("caller")?,
        phone: fields.read_some("phone")?,
        is_intake_only: fields.is_on("intake_only"),
    })
}

/// The place that the form stands on: never a door.
pub(super) fn ground(fields: &Fields) -> Result<Ground, AppError> {
    if let Some(building) = fields.read_some("building")? {
        return Ok(Ground::Building(building));
    }
    if let (Some(lon), Some(lat)) = (fields.read_some("lon")?, fields.read_some("lat")?) {
        let point = LonLat::new_checked(lon, lat).ok_or_else(|| AppError::Invalid { field: "area".to_owned() })?;
        return Ok(Ground::Point(point));
    }
    Ok(Ground::Area(fields.read("area")?))
}

/// Photos that were sent before, by their tokens, and those that the form itself brings. What is staged here stays in the fields,
/// so that a form that comes back has it already.
pub(super) async fn pictures(
    state: &AppState,
    fields: &mut Fields,
    operation: OperationId,
    files: Result<Vec<File>, Fault>,
) -> Result<Vec<MediaId>, AppError> {
    let files = match files {
        Err(Fault::Missing) => Vec::new(),
        files => files.map_err(wrong)?,
    };
    let listed = fields.get("picture").unwrap_or_default().split(',').map(str::trim);
    let mut tokens: Vec<String> = listed.filter(|token| !token.is_empty()).map(str::to_owned).collect();
    if tokens.len() + files.len() > MOST_OF_NOBODY {
        return Err(entry(Problem::PictureMany));
    }
    for file in files {
        tokens.push(stage(state, file, operation).await?);
    }
    tokens.sort_unstable();
    tokens.dedup();
    let ids = tokens.iter().map(|token| report::picture_of(&state.service, token));
    let ids = ids.collect::<Option<Vec<_>>>().ok_or_else(|| AppError::Invalid { field: "picture".to_owned() });
    fields.0.insert("picture".to_owned(), tokens.join(","));
    ids
}

async fn stage(state: &AppState, file: File, operation: OperationId) -> Result<String, AppError> {
    // Nothing of where or when the device took it is kept of who gives no name.
    let staged = report::stage(&state.service, file.bytes, Capture::default(), operation).await;
    staged.map_err(|error| Refusal::from(error).0)
}

/// Stages one photo for the script of the form.
pub async fn photo(State(state): State<AppState>, parts: Result<Multipart, MultipartRejection>) -> Response {
    let staged: Result<String, AppError> = async {
        let _turn = state.open_gate.enter().await?;
        let (fields, file) = upload::read(parts, "photo", MOST_OF_PICTURE).await;
        let file = file.map_err(wrong)?;
        stage(&state, file, fields.read("operation")?).await
    }
    .await;
    match staged {
        Ok(token) => (StatusCode::CREATED, Json(json!({ "id": token }))).into_response(),
        Err(error) => (status_of(&error), Json(error)).into_response(),
    }
}

/// 我也遇到: joins an open case instead of reporting it again.
pub async fn join(State(state): State<AppState>, visit: Visit, fields: Fields) -> Response {
    let joined: Result<CaseId, AppError> = async {
        let case = fields.read("join")?;
        report::join(&state.service, case).await.map_err(|error| Refusal::from(error).0)?;
        Ok(case)
    }
    .await;
    match joined {
        Ok(case) => back_to(&LocalPath::new_checked(&format!("{PAGE}/met/{case}")).unwrap_or_default()),
        Err(error) => page::again_on(&state, Surface::Public, visit, "report-join", at(PAGE, fields), error).await,
    }
}

/// The fields with the page that they stand on: that of their place, or one below `base`, whatever was sent.
pub(super) fn at(base: &str, mut fields: Fields) -> Fields {
    let page = match ground(&fields) {
        Ok(Ground::Building(building)) => format!("{base}?b={building}"),
        Ok(Ground::Point(at)) => format!("{base}?x={}&y={}", at.lon, at.lat),
        Ok(Ground::Area(area)) => format!("{base}?area={area}&here=1"),
        Ok(Ground::Dwelling(_)) | Err(_) => {
            let back =
                fields.get("back").filter(|back| back.strip_prefix(base).is_some_and(|rest| rest.starts_with('?')));
            back.unwrap_or(base).to_owned()
        }
    };
    fields.0.insert("back".to_owned(), page);
    fields
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
