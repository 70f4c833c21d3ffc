//! Forms of photos.
//!
//! - `POST /form/photo` (multipart): `resident` or `dwelling`, `kind`, `caption`, `taken_on`, `photo`.
//! - `POST /form/photo-remove`: `photo`.
//! - `POST /form/photo-unmask`: `photo`, `reason`.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::response::Response;
use domain::actor::Actor;
use domain::file::{EntryProblem, Problem};
use domain::person::Reason;
use domain::photo::{Draft, Kind, Subject};
use service::{Service, photo};
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Bytes of an upload that are read at all. What is larger than a photo may be is read and thrown away up to here, so that
/// the browser, which listens only after it has sent everything, is told why it was refused.
pub const MOST_BYTES: usize = 48 << 20;
/// Parts of the form that are read; a browser sends six.
const MOST_PARTS: usize = 16;

/// Adds a photo.
pub async fn add(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let mut fields = Fields::default();
    let done = match parts {
        Ok(parts) => add_as_sent(&state.service, &actor, &mut fields, parts).await,
        Err(_no_parts) => Err(wrong(Problem::Missing)),
    };
    answer_in_office(&state, visit, "photo", fields, done).await
}

fn wrong(problem: Problem) -> AppError {
    AppError::Entry { problems: vec![EntryProblem::new("photo", problem)] }
}

/// A body that ends early or is larger than is taken.
fn unread(error: &MultipartError) -> AppError {
    wrong(if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::PhotoHeavy } else { Problem::PhotoBroken })
}

async fn add_as_sent(s: &Service, actor: &Actor, fields: &mut Fields, parts: Multipart) -> Result<(), AppError> {
    let mut typed = BTreeMap::new();
    let bytes = read(parts, &mut typed).await;
    // What was typed comes back on the page, also when the file was too large.
    *fields = Fields(typed);
    let subject = match fields.read_some("resident")? {
        Some(resident) => Subject::Resident(resident),
        None => Subject::Dwelling(fields.read("dwelling")?),
    };
    let draft = Draft {
        kind: fields.word("kind", Kind::from_slug)?,
        caption: fields.get("caption").unwrap_or_default().to_owned(),
        taken_on: fields.must_day("taken_on")?,
    };
    let bytes = bytes?;
    if bytes.is_empty() {
        return Err(wrong(Problem::Missing));
    }
    let added = photo::add(s, actor, subject, draft, bytes).await;
    added.map(drop).map_err(|error| Refusal::from(error).0)
}

async fn read(mut parts: Multipart, typed: &mut BTreeMap<String, String>) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    for _ in 0..MOST_PARTS {
        let Some(part) = parts.next_field().await.map_err(|error| unread(&error))? else { break };
        match part.name().map(str::to_owned) {
            Some(name) if name == "photo" => bytes = picture(part).await?,
            Some(name) => {
                let text = part.text().await.map_err(|error| unread(&error))?;
                typed.insert(name, text);
            }
            None => {}
        }
    }
    Ok(bytes)
}

async fn picture(mut part: Field<'_>) -> Result<Vec<u8>, AppError> {
    let (mut bytes, mut is_heavy) = (Vec::new(), false);
    while let Some(chunk) = part.chunk().await.map_err(|error| unread(&error))? {
        is_heavy |= bytes.len() + chunk.len() > photo::MOST_BYTES;
        if !is_heavy {
            bytes.extend_from_slice(&chunk);
        }
    }
    if is_heavy { Err(wrong(Problem::PhotoHeavy)) } else { Ok(bytes) }
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
