//! Forms of photos.
//!
//! - `POST /form/photo` (multipart): `resident` or `dwelling`, `kind`, `caption`, `taken_on`, `photo`.
//! - `POST /form/photo-remove`: `photo`.
//! - `POST /form/photo-unmask`: `photo`, `reason`.

use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::Response;
use domain::actor::Actor;
use domain::file::{EntryProblem, Problem};
use domain::person::Reason;
use domain::photo::{Draft, Kind, Subject};
use service::{Service, photo};
use ui::error::AppError;

use super::upload::{self, Fault, File};
use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Bytes of an upload that are read at all. What is larger than a photo may be is read and thrown away up to here, so that
/// the browser, which listens only after it has sent everything, is told why it was refused.
pub const MOST_BYTES: usize = 48 << 20;

/// Adds a photo.
pub async fn add(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let (fields, file) = upload::read(parts, "photo", photo::MOST_BYTES).await;
    let done = add_as_sent(&state.service, &actor, &fields, file).await;
    answer_in_office(&state, visit, "photo", fields, done).await
}

fn wrong(fault: Fault) -> AppError {
    let problem = match fault {
        Fault::Missing => Problem::Missing,
        Fault::Heavy => Problem::PhotoHeavy,
        Fault::Broken => Problem::PhotoBroken,
    };
    AppError::Entry { problems: vec![EntryProblem::new("photo", problem)] }
}

async fn add_as_sent(s: &Service, actor: &Actor, fields: &Fields, file: Result<File, Fault>) -> Result<(), AppError> {
    let subject = match fields.read_some("resident")? {
        Some(resident) => Subject::Resident(resident),
        None => Subject::Dwelling(fields.read("dwelling")?),
    };
    let draft = Draft {
        kind: fields.word("kind", Kind::from_slug)?,
        caption: fields.get("caption").unwrap_or_default().to_owned(),
        taken_on: fields.must_day("taken_on")?,
    };
    let added = photo::add(s, actor, subject, draft, file.map_err(wrong)?.bytes).await;
    added.map(drop).map_err(|error| Refusal::from(error).0)
}

/// Takes a photo away.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = match fields.read("photo") {
        Ok(asked) => photo::remove(&state.service, &actor, asked).await.map_err(|error| Refusal::from(error).0),
        Err(error) => Err(error),
    };
    answer_in_office(&state, visit, "photo-remove", fields, done).await
}

/// Says why a document's photo has to be seen.
pub async fn unmask(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = unmask_as_typed(&state.service, &actor, &fields).await;
    answer_in_office(&state, visit, "photo-unmask", fields, done).await
}

async fn unmask_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (asked, reason) = (fields.read("photo")?, fields.word("reason", Reason::from_slug)?);
    photo::unmask(s, actor, asked, reason).await.map_err(|error| Refusal::from(error).0)
}
