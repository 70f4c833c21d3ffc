//! Forms of the chat intake 小区群转录; each answers with its page, so that nothing of a chat gets into an address.
//!
//! - `POST /form/chat-split` (multipart): `chat` (the copied text), `operation`, `photo` (files), `picture` (staged before). Shows
//!   the messages to choose from.
//! - `POST /form/chat`: `chat`, `operation`, `area`, `keep_names`, `picture` (all that were staged); of each message `lot-0`,
//!   `place-0` (a door or building, else the area), `category-0`; of each picture `picture-<id>` (the message that it belongs to).
//!   Takes each case in by itself and says what became of it.

use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::case::Ground;
use domain::chat::{Lot, cases};
use domain::id::{CaseId, MediaId};
use domain::media::{MOST_BYTES as MOST_OF_PICTURE, MOST_PER_STEP};
use office::{ChatRead, ground_of};
use service::chat::{self, Chat, Picked};
use ui::error::AppError;

use super::{Fields, media, upload};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Bytes of a pasted chat with its pictures that are read at all.
pub const MOST_BYTES: usize = 48 << 20;
/// The same of the choices, which bring the text along.
pub const MOST_OF_CHOICES: usize = 1 << 20;

const PAGE: &str = "/cases/chat";

/// What a case begins with, and what became of it.
type Outcome = (usize, Result<CaseId, AppError>);

/// Shows the messages of a copied text.
pub async fn split(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let turn = match state.gate.enter().await {
        Ok(turn) => turn,
        Err(busy) => return again(&state, visit, Fields::default(), busy).await,
    };
    let (mut fields, files) = upload::read_files(parts, "photo", (MOST_OF_PICTURE, MOST_PER_STEP)).await;
    let read: Result<_, AppError> = async {
        let chat = read(&state, &actor, &fields).await?;
        Ok((chat, media::brought(&state.service, &actor, &fields, files).await?))
    }
    .await;
    drop(turn);
    match read {
        Ok((chat, pictures)) => {
            fields.0.insert("picture".to_owned(), listed(&pictures));
            show(&state, visit, fields, (chat, pictures, Vec::new())).await
        }
        Err(error) => again(&state, visit, fields, error).await,
    }
}

async fn read(state: &AppState, actor: &Actor, fields: &Fields) -> Result<Chat, AppError> {
    chat::read(&state.service, actor, fields.raw("chat")).await.map_err(|error| Refusal::from(error).0)
}

/// Takes the chosen cases in.
pub async fn take_in(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let (chat, picked) = match picked(&state, &actor, &fields).await {
        Ok(picked) => picked,
        Err(error) => return again(&state, visit, fields, error).await,
    };
    if picked.is_empty() {
        return again_with(&state, visit, fields, chat, AppError::Invalid { field: "lot".to_owned() }).await;
    }
    let mut results: Vec<Outcome> = Vec::with_capacity(picked.len());
    for case in picked {
        let first = case.messages.first().copied().unwrap_or_default();
        results.push((first, one(&state, &actor, &fields, &case).await));
    }
    let done: Option<Vec<String>> =
        results.iter().map(|(_, result)| result.as_ref().ok().map(CaseId::to_string)).collect();
    if let Some(done) = done {
        return Redirect::to(&format!("{PAGE}?done={}", done.join(","))).into_response();
    }
    let pictures = pictures(&fields).unwrap_or_default();
    let mut response = show(&state, visit, fields, (chat, pictures, results)).await;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    response
}

async fn one(state: &AppState, actor: &Actor, fields: &Fields, case: &Picked) -> Result<CaseId, AppError> {
    let said = (fields.raw("chat"), fields.read("operation")?);
    let taken = chat::take_in(&state.service, actor, said, case, fields.is_on("keep_names")).await;
    taken.map_err(|error| Refusal::from(error).0)
}

/// The cases that were put together. A case is where its first message with a place is, and about what its first message is.
async fn picked(state: &AppState, actor: &Actor, fields: &Fields) -> Result<(Chat, Vec<Picked>), AppError> {
    let chat = read(state, actor, fields).await?;
    let pictures = pictures(fields)?;
    let field = |name: &str, at: usize| fields.get(&format!("{name}-{at}"));
    let lots: Vec<Lot> =
        (0..chat.lines.len()).map(|at| field("lot", at).and_then(Lot::from_slug).unwrap_or_default()).collect();
    let cases = cases(&lots);
    let mut picked = Vec::with_capacity(cases.len());
    for messages in cases {
        let first = messages[0];
        let ground = messages.iter().find_map(|at| field("place", *at).and_then(ground_of));
        let own = pictures.iter().filter(|id| {
            let of = fields.get(&format!("picture-{id}")).and_then(|at| at.parse().ok());
            of.is_some_and(|at: usize| messages.contains(&at))
        });
        picked.push(Picked {
            ground: match ground {
                Some(ground) => ground,
                None => Ground::Area(fields.read("area")?),
            },
            category: fields.read_some(&format!("category-{first}"))?,
            pictures: own.copied().collect(),
            messages,
        });
    }
    Ok((chat, picked))
}

fn pictures(fields: &Fields) -> Result<Vec<MediaId>, AppError> {
    let ids = fields.get("picture").unwrap_or_default().split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| id.parse().map_err(|_no_id| AppError::Invalid { field: "picture".to_owned() })).collect()
}

fn listed(pictures: &[MediaId]) -> String {
    pictures.iter().map(MediaId::to_string).collect::<Vec<_>>().join(",")
}

async fn show(
    state: &AppState,
    visit: Visit,
    fields: Fields,
    (chat, pictures, results): (Chat, Vec<MediaId>, Vec<Outcome>),
) -> Response {
    let back = fields.and_back(PAGE);
    let path = back.back();
    let read = ChatRead { chat, values: back.into_values(), pictures, results };
    page::heard(state, visit, &path, read).await
}

/// The choices again, with what is missing among them.
async fn again_with(state: &AppState, visit: Visit, fields: Fields, chat: Chat, error: AppError) -> Response {
    let (pictures, status) = (pictures(&fields).unwrap_or_default(), super::status_of(&error));
    let mut response = show(state, visit, fields, (chat, pictures, vec![(0, Err(error))])).await;
    *response.status_mut() = status;
    response
}

async fn again(state: &AppState, visit: Visit, fields: Fields, error: AppError) -> Response {
    page::again_on(state, Surface::Office, visit, "chat", fields.and_back(PAGE), error).await
}
