//! Forms of a person's e-file: `POST /form/file`, `/form/verify`, `/form/died`, `/form/merge`, `/form/unmerge`.
//!
//! Each names the revision that its page showed, and `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::file::{Group, Method};
use service::file::Entry;
use service::{Service, merge as merges, stay};
use ui::error::AppError;

use super::{Fields, answer};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Changes one field group.
pub async fn file(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = file_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "file", fields, done).await
}

async fn file_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let group = fields.word("group", Group::from_slug)?;
    let entry = Entry {
        group,
        typed: fields.values().clone(),
        method: fields.get("method").and_then(Method::from_slug),
        is_checked: (group == Group::Identity).then(|| fields.is_on("is_checked")),
    };
    let (resident, revision) = (fields.read("resident")?, fields.read("revision")?);
    refused(service::file::edit(s, actor, resident, revision, &entry).await)
}

/// Writes down that a field group is as the file says.
pub async fn verify(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = verify_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "verify", fields, done).await
}

async fn verify_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (group, method) = (fields.word("group", Group::from_slug)?, fields.word("method", Method::from_slug)?);
    refused(service::file::verify(s, actor, fields.read("resident")?, group, method).await)
}

/// Writes a death down.
pub async fn died(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = died_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "died", fields, done).await
}

async fn died_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (resident, revision) = (fields.read("resident")?, fields.read("revision")?);
    refused(stay::died(s, actor, resident, revision, fields.must_day("day")?).await)
}

/// Merges a duplicate into a file.
pub async fn merge(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = merge_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "merge", fields, done).await
}

async fn merge_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let kept = (fields.read("kept")?, fields.read("kept_revision")?);
    let merged = (fields.read("merged")?, fields.read("merged_revision")?);
    refused(merges::merge(s, actor, kept, merged).await)
}

/// Undoes a merge.
pub async fn unmerge(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = unmerge_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "unmerge", fields, done).await
}

async fn unmerge_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    refused(merges::undo(s, actor, fields.read("merge")?).await.map(drop))
}

fn refused(done: Result<(), service::ServiceError>) -> Result<(), AppError> {
    done.map_err(|error| Refusal::from(error).0)
}
