//! Forms of lists of people.
//!
//! - `POST /import` (multipart): `file`, `as_of_on`. Leads to the page of the new batch.
//! - `POST /form/import-columns`: `batch`, `as_of_on`, `column-<number>` for each column of the file, from 0.
//! - `POST /form/import-write`: `batch`, `leaves_out`.
//! - `POST /form/import-undo`, `POST /form/import-stop`: `batch`.

use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::id::IntakeId;
use service::{ServiceError, intake};

use super::{Fields, answer_in_office, upload};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Bytes of an upload: those of the largest file, and what a browser writes around it.
pub const MOST_BYTES: usize = domain::intake::MOST_BYTES + (64 << 10);

/// Takes a file.
pub async fn upload(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let (fields, file) = upload::read(parts, "file", MOST_BYTES).await;
    let taken = async {
        let (file, as_of_on) = (file.map_err(upload::bad_file)?, fields.read_some("as_of_on")?);
        let taken = intake::upload(&state.service, &actor, &file.name, file.bytes, as_of_on).await;
        taken.map_err(|error| Refusal::from(error).0)
    };
    match taken.await {
        Ok(batch) => Redirect::to(&format!("/import/{batch}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "import", fields.and_back("/import"), error).await,
    }
}

/// Says what the columns hold, and has the file checked.
pub async fn columns(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let batch: IntakeId = fields.read("batch")?;
        let chosen = fields.columns(domain::intake::MOST_COLUMNS);
        let as_of_on = fields.read_some("as_of_on")?;
        let done = intake::map(&state.service, &actor, batch, &chosen, as_of_on).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "import-columns", fields, done).await
}

/// Has a checked list written.
pub async fn write(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let leaves_out = fields.is_on("leaves_out");
    let done = async |batch| intake::write(&state.service, &actor, batch, leaves_out).await;
    step(&state, visit, "import-write", fields, done).await
}

/// Has a written list undone.
pub async fn undo(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async |batch| intake::undo(&state.service, &actor, batch).await;
    step(&state, visit, "import-undo", fields, done).await
}

/// Has a running step stop.
pub async fn stop(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async |batch| intake::stop(&state.service, &actor, batch).await;
    step(&state, visit, "import-stop", fields, done).await
}

async fn step(
    state: &AppState,
    visit: Visit,
    form: &'static str,
    fields: Fields,
    step: impl AsyncFnOnce(IntakeId) -> Result<(), ServiceError>,
) -> Response {
    let done = match fields.read("batch") {
        Ok(batch) => step(batch).await.map_err(|error| Refusal::from(error).0),
        Err(error) => Err(error),
    };
    answer_in_office(state, visit, form, fields, done).await
}
