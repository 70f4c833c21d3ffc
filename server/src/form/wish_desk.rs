//! Forms of the community's desk for wishes. Each carries `wish`, the `version` that the page showed, and `back`.
//!
//! - `POST /form/wish-publish`: `how` (`publish`, `amend`, `reopen`) and the order: `kind`, `title`, `content`, `place`, `starts_at`,
//!   `ends_at`, `slots`, `tools` (a line each, may be empty), `safety`, `repeat` (may be empty).
//! - `POST /form/wish-end`: `how` (`decline`, `withdraw`), `reason`.
//! - `POST /form/wish-merge`: `into`. `POST /form/wish-convert`. `POST /form/wish-thanks`: `thanks`.
//! - `POST /form/wish-confirm` (multipart): `minutes`, `note`, `operation`, `photo`, `picture`.
//! - `POST /form/wish-no-show`: `account`.
//! - `POST /form/wish-new`: `operation`, `area`, `building`, `words`, `caller`, `phone`, `door`, `is_own`, `is_now` and the order if it is.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::actor::Actor;
use domain::case::{Ground, Note, Title};
use domain::clock::zone;
use domain::id::{AccountId, WishId};
use domain::wish::{Kind, Order, Repeat};
use service::ServiceError;
use service::wish::{self, Confirmed, Contact, Proposal, Sent};
use ui::error::AppError;

use super::case::pictures;
use super::several::Several;
use super::{Fields, answer_in_office, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

fn wrong(field: &str) -> AppError {
    AppError::Invalid { field: field.to_owned() }
}

fn told(error: ServiceError) -> AppError {
    Refusal::from(error).0
}

fn at(fields: &Fields) -> Result<(WishId, i32), AppError> {
    Ok((fields.read("wish")?, fields.read("version")?))
}

/// What is published, as it was typed.
fn order(fields: &Fields) -> Result<Order, AppError> {
    let text = |name| fields.get(name).unwrap_or_default().to_owned();
    let repeat = match fields.get("repeat") {
        None => None,
        Some(slug) => Some(Repeat::from_slug(slug).ok_or_else(|| wrong("repeat"))?),
    };
    let tools = fields.get("tools").unwrap_or_default().lines().map(str::trim).filter(|tool| !tool.is_empty());
    Ok(Order {
        kind: fields.get("kind").and_then(Kind::from_slug).ok_or_else(|| wrong("kind"))?,
        title: Title::new(fields.get("title").unwrap_or_default()).ok_or_else(|| wrong("title"))?,
        content: text("content"),
        place: text("place"),
        starts_at: instant(fields, "starts_at")?,
        ends_at: instant(fields, "ends_at")?,
        slots: fields.read("slots")?,
        tools: tools.map(str::to_owned).collect(),
        safety: text("safety"),
        repeat,
    })
}

/// A civil date and time, as a browser's field for both sends it.
fn instant(fields: &Fields, name: &str) -> Result<DateTime<Utc>, AppError> {
    let text = fields.get(name).unwrap_or_default();
    let civil = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let civil = civil.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let found = civil.and_then(|civil| civil.and_local_timezone(zone()).single());
    found.map(|at| at.with_timezone(&Utc)).ok_or_else(|| wrong(name))
}

/// Publishes a wish, changes what is published, or looks for helpers again.
pub async fn publish(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (at, order) = (at(&fields)?, order(&fields)?);
        let done = match fields.get("how") {
            Some("publish") => wish::publish(&state.service, &actor, at, order).await,
            Some("amend") => wish::amend(&state.service, &actor, at, order).await,
            Some("reopen") => wish::reopen(&state.service, &actor, at, order).await,
            _ => return Err(wrong("how")),
        };
        done.map(drop).map_err(told)
    };
    let done = done.await;
    answer_in_office(&state, visit, "wish-publish", fields, done).await
}

/// Declines a wish, or takes it back.
pub async fn end(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let at = at(&fields)?;
        let reason: Note = fields.get("reason").and_then(Note::new).ok_or_else(|| wrong("reason"))?;
        let done = match fields.get("how") {
            Some("decline") => wish::decline(&state.service, &actor, at, &reason).await,
            Some("withdraw") => wish::withdraw(&state.service, &actor, at, &reason).await,
            _ => return Err(wrong("how")),
        };
        done.map(drop).map_err(told)
    };
    let done = done.await;
    answer_in_office(&state, visit, "wish-end", fields, done).await
}

/// Puts a wish into another.
pub async fn merge(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (at, into) = (at(&fields)?, fields.read("into")?);
        wish::merge(&state.service, &actor, at, into).await.map(drop).map_err(told)
    };
    let done = done.await;
    answer_in_office(&state, visit, "wish-merge", fields, done).await
}

/// Turns a wish into a case, and leads there.
pub async fn convert(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let at = at(&fields)?;
        wish::convert(&state.service, &actor, at).await.map_err(told)
    };
    match done.await {
        Ok(case) => Redirect::to(&format!("/cases?case={case}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "wish-convert", fields, error).await,
    }
}

/// Confirms that a wish is done, with pictures.
pub async fn confirm(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    sent: Several,
) -> Response {
    let fields = sent.fields();
    let done = async {
        let (at, minutes) = (at(&fields)?, fields.read("minutes")?);
        let note = fields.get("note").unwrap_or_default().to_owned();
        let pictures = pictures(&state, &actor, &sent).await?;
        let seen = Confirmed { minutes, pictures, note };
        wish::confirm(&state.service, &actor, at, seen).await.map(drop).map_err(told)
    };
    let done: Result<(), AppError> = done.await;
    match done {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again_on(&state, Surface::Office, visit, "wish-confirm", fields, error).await,
    }
}

/// Says that somebody did not come.
pub async fn no_show(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (at, account): (_, AccountId) = (at(&fields)?, fields.read("account")?);
        wish::no_show(&state.service, &actor, at, account).await.map_err(told)
    };
    let done = done.await;
    answer_in_office(&state, visit, "wish-no-show", fields, done).await
}

/// Lets a resident's words onto the wall.
pub async fn thanks(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let wish = fields.read("wish")?;
        let words = fields.get("thanks").unwrap_or_default();
        wish::show_thanks(&state.service, &actor, wish, words).await.map_err(told)
    };
    let done = done.await;
    answer_in_office(&state, visit, "wish-thanks", fields, done).await
}

/// Writes a wish down, and leads to it.
pub async fn propose(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let proposal = proposal(&fields)?;
        wish::propose(&state.service, &actor, proposal).await.map_err(told)
    };
    match done.await {
        Ok(wish) => Redirect::to(&format!("/desk/wishes/{wish}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "wish-new", fields, error).await,
    }
}

fn proposal(fields: &Fields) -> Result<Proposal, AppError> {
    let ground = match fields.read_some("building")? {
        Some(building) => Ground::Building(building),
        None => Ground::Area(fields.read("area")?),
    };
    let order = fields.is_on("is_now").then(|| order(fields)).transpose()?;
    let kind = fields.get("kind").and_then(Kind::from_slug).ok_or_else(|| wrong("kind"))?;
    let contact = Contact {
        name: fields.read_some("caller")?,
        phone: fields.read_some("phone")?,
        door: fields.get("door").map(str::to_owned),
    };
    let words = fields.get("words").unwrap_or_default().to_owned();
    let operation = fields.read("operation")?;
    let sent = Sent { operation, ground, kind, words, contact, pictures: Vec::new() };
    Ok(Proposal { sent, is_own: fields.is_on("is_own"), order })
}
