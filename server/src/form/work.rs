//! Forms of known works.
//!
//! - `POST /form/work`: `work_title`, `area`, `building`, `radius_m`, `work_place`, `category`, `unit`, `starts_on`, `ends_on`,
//!   `reason`, a ticked `public`, `back`; of a work that is changed also `work` and `revision`. All but title, area and first day
//!   may be empty.
//! - `POST /form/work-end`: `work`, `revision`, `how` (`done`, `dropped`), `ended_on` (empty for today), `outcome`, `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::category::CategoryCode;
use domain::id::WorkId;
use domain::work::{Draft, Ending};
use service::work;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Posts a work, or changes one.
pub async fn write(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let draft = draft(&fields)?;
        let changed: Option<WorkId> = fields.read_some("work")?;
        let refused = |error| Refusal::from(error).0;
        match changed {
            Some(id) => {
                let revision = fields.read("revision")?;
                work::change(&state.service, &actor, (id, revision), draft).await.map_err(refused)?;
                Ok(id)
            }
            None => work::post(&state.service, &actor, draft).await.map_err(refused),
        }
    };
    let done: Result<WorkId, AppError> = done.await;
    match done {
        Ok(id) => Redirect::to(&format!("/works/{id}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "work", fields, error).await,
    }
}

fn draft(fields: &Fields) -> Result<Draft, AppError> {
    let text = |name| fields.get(name).unwrap_or_default().to_owned();
    let category: Option<CategoryCode> = fields.read_some("category")?;
    Ok(Draft {
        area: fields.read("area")?,
        building: fields.read_some("building")?,
        radius_m: fields.read_some("radius_m")?,
        place: text("work_place"),
        category,
        title: text("work_title"),
        reason: text("reason"),
        unit: fields.read_some("unit")?,
        starts_on: fields.read("starts_on")?,
        ends_on: fields.read_some("ends_on")?,
        is_public: fields.get("public").is_some(),
    })
}

/// Ends a work.
pub async fn end(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (id, revision) = (fields.read("work")?, fields.read("revision")?);
        let how = fields.get("how").and_then(Ending::from_slug);
        let how = how.ok_or_else(|| AppError::Invalid { field: "how".to_owned() })?;
        let (on, outcome) = (fields.read_some("ended_on")?, fields.get("outcome").unwrap_or_default());
        let done = work::end(&state.service, &actor, (id, revision), (how, on), outcome).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "work-end", fields, done).await
}
