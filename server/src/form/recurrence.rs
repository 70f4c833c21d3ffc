//! Forms of root causes: `POST /form/root-cause` takes one, `POST /form/root-cause-close` closes it with `outcome`; both with `root_cause`,
//! `revision` and `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

fn which(fields: &Fields) -> Result<(i64, i64), AppError> {
    Ok((fields.read("root_cause")?, fields.read("revision")?))
}

/// Takes a root cause.
pub async fn take(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = service::recurrence::take(&state.service, &actor, which(&fields)?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "root-cause", fields, done).await
}

/// Closes a root cause.
pub async fn close(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let outcome = fields.get("outcome").unwrap_or_default();
        let done = service::recurrence::close(&state.service, &actor, which(&fields)?, outcome).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "root-cause-close", fields, done).await
}
