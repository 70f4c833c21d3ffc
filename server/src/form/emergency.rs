//! Forms of the emergency mode. All name the page they stand on in `back`.
//!
//! - `POST /form/emergency`: `area`, `reason`, `hours`, a ticked `unlock-…` for each thing that is unlocked.
//! - `POST /form/emergency-renew`: `emergency`, `revision`, `hours`.
//! - `POST /form/emergency-lift`: `emergency`, `revision`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::emergency::Unlock;
use service::emergency::{self, Wish};
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Declares an emergency.
pub async fn declare(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let ticked = fields.values().keys().filter_map(|name| name.strip_prefix("unlock-"));
        let unlocks: Vec<Unlock> = ticked.filter_map(Unlock::from_slug).collect();
        let wish = Wish {
            area: fields.read("area")?,
            reason: fields.get("reason").unwrap_or_default(),
            unlocks: &unlocks,
            hours: fields.read("hours")?,
        };
        emergency::declare(&state.service, &actor, &wish).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await.map(|_number| ());
    answer_in_office(&state, visit, "emergency", fields, done).await
}

/// Lets one last longer.
pub async fn renew(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let hours = fields.read("hours")?;
        let done = emergency::renew(&state.service, &actor, which(&fields)?, hours).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "emergency-change", fields, done).await
}

/// Ends one before its time.
pub async fn lift(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = emergency::lift(&state.service, &actor, which(&fields)?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "emergency-change", fields, done).await
}

fn which(fields: &Fields) -> Result<(i64, i64), AppError> {
    Ok((fields.read("emergency")?, fields.read("revision")?))
}
