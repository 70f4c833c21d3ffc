//! Forms of spot-checks.
//!
//! - `POST /form/spot-check-draw`: `each`, `full` (0, 20 or 30), `back`; leads to the round.
//! - `POST /form/spot-check-close`: `round`, `back`.
//! - `POST /form/spot-check-try`: `task`, `mode` (`visit`, `phone`), `back`: nobody answered.
//! - `POST /form/spot-check-answer`: `task`, `mode`, `occupancy` (1 to 5), `residents`, `name`, `relation`, `phone_tail`,
//!   `satisfaction` (1 to 5), `back`; leads to the inspector's list.
//! - `GET /spot-checks/tasks/{task}/call`: leads to `tel:`; only from our own page.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::household::Occupancy;
use domain::person::Relation;
use domain::sample::Design;
use domain::spot_check::{Answer, Mode};
use service::spot_check;
use ui::error::AppError;

use super::notice::ring;
use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Draws a round and leads to it.
pub async fn draw(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let drawn = async {
        let design = Design { each: fields.read("each")?, full: fields.read("full")? };
        spot_check::draw(&state.service, &actor, design).await.map_err(|error| Refusal::from(error).0)
    };
    match drawn.await {
        Ok(round) => Redirect::to(&format!("/spot-checks/{round}")).into_response(),
        Err(error) => {
            page::again_on(
                &state,
                Surface::Office,
                visit,
                "spot-check-draw",
                fields.and_back("/spot-checks/new"),
                error,
            )
            .await
        }
    }
}

/// Closes a round.
pub async fn close(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let closed = async {
        let round = fields.read("round")?;
        spot_check::close(&state.service, &actor, round).await.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = closed.await;
    answer_in_office(&state, visit, "spot-check-close", fields, done).await
}

/// Writes down that nobody answered.
pub async fn missed(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let tried = async {
        let (task, mode) = (fields.read("task")?, fields.word("mode", Mode::from_slug)?);
        spot_check::nobody(&state.service, &actor, task, mode).await.map_err(|error| Refusal::from(error).0)
    };
    let done = tried.await.map(|_tried| ());
    answer_in_office(&state, visit, "spot-check-try", fields, done).await
}

/// Writes down what was said, and leads back to the list.
pub async fn answer(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let answered = async {
        let (task, mode) = (fields.read("task")?, fields.word("mode", Mode::from_slug)?);
        let said = read(&fields)?;
        spot_check::answer(&state.service, &actor, task, mode, said).await.map_err(|error| Refusal::from(error).0)
    };
    match answered.await {
        Ok(()) => Redirect::to("/spot-checks/mine").into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "spot-check-answer", fields, error).await,
    }
}

fn read(fields: &Fields) -> Result<Answer, AppError> {
    let relation = fields.get("relation").map(|_| fields.word("relation", Relation::from_slug)).transpose()?;
    Ok(Answer {
        occupancy: Occupancy::from_number(fields.read("occupancy")?),
        residents: fields.read("residents")?,
        name: fields.get("name").map(str::to_owned),
        relation,
        phone_tail: fields.get("phone_tail").map(str::to_owned),
        satisfaction: fields.read_some("satisfaction")?,
    })
}

/// Rings a household that one is to ask.
pub async fn dial(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(task): Path<String>,
) -> Response {
    let Ok(task) = task.parse() else { return Refusal(AppError::NotFound).into_response() };
    match spot_check::dial(&state.service, &actor, task).await {
        Ok(phone) => ring(phone.reveal()),
        Err(error) => Refusal::from(error).into_response(),
    }
}
