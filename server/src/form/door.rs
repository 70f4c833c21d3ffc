//! Forms of doors that change.
//!
//! - `POST /form/door`: `dwelling`, `kind` (`domain::door_change::Kind`), `number`, `removal`, `kept`,
//!   `doors`, `note`; `at_once` confirms it too.
//! - `POST /form/door-decide`: `proposal`, `verdict` (confirm, refuse), `reason`.
//! - `POST /form/door-withdraw`: `proposal`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::door::DoorNumber;
use domain::door_change::{Change, Kind, More, Removal};
use domain::id::DwellingId;
use service::door_change;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Proposes a change.
pub async fn propose(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let proposed = async {
        let (change, note) = (change(&fields)?, fields.get("note").unwrap_or_default());
        let done = if fields.is_on("at_once") {
            door_change::change(&state.service, &actor, &change, note).await
        } else {
            door_change::propose(&state.service, &actor, &change, note).await.map(|_| ())
        };
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = proposed.await;
    answer_in_office(&state, visit, "door", fields, done).await
}

fn change(fields: &Fields) -> Result<Change, AppError> {
    let dwelling: DwellingId = fields.read("dwelling")?;
    Ok(match fields.word("kind", Kind::from_slug)? {
        Kind::Renumber => Change::Renumber { dwelling, number: fields.read("number")? },
        Kind::Remove => Change::Remove { dwelling, reason: fields.word("removal", Removal::from_slug)? },
        Kind::Merge => Change::Merge { kept: fields.read("kept")?, gone: dwelling },
        Kind::Open => Change::Open { dwelling, number: fields.read_some::<DoorNumber>("number")? },
        Kind::AddDoor => Change::Add { beside: dwelling, more: More::Door(fields.read_some::<DoorNumber>("number")?) },
        Kind::AddColumn => Change::Add { beside: dwelling, more: More::Column },
        Kind::AddFloor => Change::Add { beside: dwelling, more: More::Floor(fields.read("doors")?) },
    })
}

/// Confirms or refuses a proposal.
pub async fn decide(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let decided = async {
        let proposal = fields.read("proposal")?;
        let done = match fields.get("verdict") {
            Some("confirm") => door_change::confirm(&state.service, &actor, proposal).await,
            Some("refuse") => {
                let reason = fields.get("reason").unwrap_or_default();
                door_change::refuse(&state.service, &actor, proposal, reason).await
            }
            _ => return Err(AppError::Invalid { field: "verdict".to_owned() }),
        };
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = decided.await;
    answer_in_office(&state, visit, "door-decide", fields, done).await
}

/// Takes a proposal of one's own back.
pub async fn withdraw(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let withdrawn = async {
        let proposal = fields.read("proposal")?;
        door_change::withdraw(&state.service, &actor, proposal).await.map_err(|error| Refusal::from(error).0)
    };
    let done = withdrawn.await;
    answer_in_office(&state, visit, "door-withdraw", fields, done).await
}
