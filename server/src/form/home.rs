//! Forms of a household's page: `POST /form/move-in`, `/form/move-out`, `/form/head`, `/form/occupancy`,
//! `/form/gone-through`, `/form/note`.
//!
//! Each names the dwelling, the revision that its page showed (but for notes), and `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::file::Method;
use domain::household::Occupancy;
use domain::note::{Note, NoteKind, NotePlace};
use domain::person::Relation;
use domain::stay::StayKind;
use service::stay::{MoveIn, Who};
use service::{Service, ServiceError, home, stay};
use ui::error::AppError;

use super::{Fields, answer};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Moves somebody in: a person with a file (`resident`), or the one that is typed.
pub async fn move_in(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = move_in_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "move-in", fields, done).await
}

async fn move_in_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let who = match fields.get("resident") {
        Some(_) => Who::Known(fields.read("resident")?),
        None => Who::New {
            typed: fields.values().clone(),
            is_checked: fields.is_on("is_checked"),
            is_other: fields.is_on("is_other"),
        },
    };
    let is_checked = fields.is_on("is_checked");
    let new = MoveIn {
        who,
        kind: fields.word("kind", StayKind::from_slug)?,
        relation: fields.word("relation", Relation::from_slug)?,
        from_on: fields.day("day")?,
        method: if is_checked { Method::Document } else { Method::Door },
    };
    let (dwelling, revision) = (fields.read("dwelling")?, fields.read("revision")?);
    refused(stay::move_in(s, actor, dwelling, revision, new).await.map(drop))
}

/// Moves somebody out.
pub async fn move_out(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = move_out_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "move-out", fields, done).await
}

async fn move_out_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (dwelling, revision) = (fields.read("dwelling")?, fields.read("revision")?);
    let leaves = (fields.read("resident")?, fields.must_day("day")?, fields.is_on("keeps_register"));
    refused(stay::move_out(s, actor, dwelling, revision, leaves).await)
}

/// Makes somebody the head of the household.
pub async fn head(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = head_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "head", fields, done).await
}

async fn head_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (dwelling, revision) = (fields.read("dwelling")?, fields.read("revision")?);
    let becomes = fields.word("old_becomes", Relation::from_slug)?;
    let change = (fields.read("resident")?, becomes, fields.must_day("day")?);
    refused(stay::change_head(s, actor, dwelling, revision, change).await)
}

/// Says how a dwelling is used.
pub async fn occupancy(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = occupancy_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "occupancy", fields, done).await
}

async fn occupancy_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (dwelling, revision) = (fields.read("dwelling")?, fields.read("revision")?);
    let number: i16 = fields.read("occupancy")?;
    let known = Occupancy::ALL.into_iter().find(|occupancy| occupancy.number() == number);
    let occupancy = known.ok_or_else(|| AppError::Invalid { field: "occupancy".to_owned() })?;
    refused(home::set_occupancy(s, actor, dwelling, revision, (occupancy, Method::Door)).await)
}

/// Writes down that the whole file was gone through and is right.
pub async fn gone_through(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = gone_through_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "gone-through", fields, done).await
}

async fn gone_through_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (dwelling, revision) = (fields.read("dwelling")?, fields.read("revision")?);
    refused(home::verify(s, actor, dwelling, revision, Method::Door).await)
}

/// Writes a note, or takes it away when it is empty.
pub async fn note(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = note_as_typed(&state.service, &actor, &fields).await;
    answer(&state, visit, "note", fields, done).await
}

async fn note_as_typed(s: &Service, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let note = Note {
        place: fields.word("place", NotePlace::from_slug)?,
        kind: fields.word("kind", NoteKind::from_slug)?,
        text: fields.get("text").unwrap_or_default().to_owned(),
    };
    refused(home::write_note(s, actor, fields.read("dwelling")?, &note).await)
}

fn refused(done: Result<(), ServiceError>) -> Result<(), AppError> {
    done.map_err(|error| Refusal::from(error).0)
}
