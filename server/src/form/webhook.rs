//! Webhooks.
//!
//! - `POST /admin/webhook`: `address`, `form` (as [`Form`] has it; ours without), boxes `reported`, `changed`, `closed`,
//!   `wish_proposed`, `wish_published`, `wish_changed`, `wish_closed`, `back`. Answers with the secret, shown once.
//! - `POST /admin/webhook/pause`: `webhook`, `paused` (`1` or `0`), `back`.
//! - `POST /admin/webhook/test` and `POST /admin/webhook/remove`: `webhook`, `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::webhook::{Event, Form};
use office::Told;
use service::webhook;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// The boxes of the form and what they stand for.
const BOXES: [(&str, Event); 7] = [
    ("reported", Event::Reported),
    ("changed", Event::Changed),
    ("closed", Event::Closed),
    ("wish_proposed", Event::WishProposed),
    ("wish_published", Event::WishPublished),
    ("wish_changed", Event::WishChanged),
    ("wish_closed", Event::WishClosed),
];

/// Adds a webhook.
pub async fn add(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let events: Vec<Event> = BOXES.into_iter().filter(|(name, _)| fields.is_on(name)).map(|(_, event)| event).collect();
    let address = fields.get("address").unwrap_or_default();
    let reach = state.settings.webhook_reach;
    let form = fields.get("form").and_then(Form::from_slug).unwrap_or_default();
    match webhook::add(&state.service, &actor, reach, (address, form, &events)).await {
        Ok(secret) => page::told(&state, visit, &fields.back(), Told::Secret { secret }).await,
        Err(error) => {
            let error = Refusal::from(error).0;
            page::again_on(&state, Surface::Office, visit, "webhook", fields, error).await
        }
    }
}

/// Pauses one, or lets it hear again.
pub async fn pause(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (id, is_paused) = (fields.read("webhook")?, fields.yes_or_no("paused")?);
        webhook::set_paused(&state.service, &actor, id, is_paused).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "webhook-pause", fields, done).await
}

/// Posts a trial.
pub async fn try_out(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("webhook")?;
        webhook::try_out(&state.service, &actor, id).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "webhook-test", fields, done).await
}

/// Removes one.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let id = fields.read("webhook")?;
        webhook::remove(&state.service, &actor, id).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "webhook-remove", fields, done).await
}
