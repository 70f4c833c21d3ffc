//! Forms of the working calendar. All name the page they stand on in `back`.
//!
//! - `POST /form/calendar`: `on`, `until` (may be empty), `work` (`1` or `0`), `day_name`.
//! - `POST /form/calendar-clear`: `on`.
//! - `POST /form/service-hours`: `opens`, `closes` (times of day).

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::calendar::ServiceHours;
use service::calendar;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Makes days worked or free.
pub async fn set(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let days = (fields.must_day("on")?, fields.day("until")?);
        let is_work = fields.yes_or_no("work")?;
        let name = fields.get("day_name").unwrap_or_default();
        calendar::set(&state.service, &actor, days, is_work, name).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "calendar", fields, done).await
}

/// Makes a day again what its weekday says.
pub async fn clear(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let on = fields.must_day("on")?;
        calendar::clear(&state.service, &actor, on).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "calendar-clear", fields, done).await
}

/// Says when service is given.
pub async fn hours(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let time = |name| fields.get(name).unwrap_or_default();
        let hours = format!("{}-{}", time("opens"), time("closes")).parse::<ServiceHours>();
        let hours = hours.map_err(|_unreadable| AppError::Invalid { field: "hours".to_owned() })?;
        calendar::set_hours(&state.service, &actor, hours).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "service-hours", fields, done).await
}
