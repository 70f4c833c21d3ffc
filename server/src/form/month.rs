//! Forms of monthly reports. All name the page they stand on in `back`.
//!
//! - `POST /form/month-draft`, `POST /form/month-show`: `area`, `month` (its first day).
//! - `POST /form/month-publish`, `POST /form/month-agree`: `report`, `revision`.
//! - `POST /form/month-object`: `report`, `revision`, `measure` (empty for the whole), `words`.
//! - `POST /form/month-answer`: `objection`, `words`, `upheld` when it is ticked.
//! - `POST /form/month-formula`: `from_on` (a month such as 2026-12), `note`, `weight-…` for each measure.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::area::Area;
use domain::id::MonthId;
use domain::month::Measure;
use service::month::{self, Answering, Objecting};
use ui::error::AppError;

use super::{Fields, answer_in_office, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

fn month_of(fields: &Fields) -> Result<(Area, NaiveDate), AppError> {
    Ok((fields.read("area")?, fields.must_day("month")?))
}

fn which(fields: &Fields) -> Result<(MonthId, i64), AppError> {
    Ok((fields.read("report")?, fields.read("revision")?))
}

/// Draws reports up.
pub async fn draft(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (area, month) = month_of(&fields)?;
        month::draft(&state.service, &actor, area, month).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await.map(|_count| ());
    answer_in_office(&state, visit, "month", fields, done).await
}

/// Shows reports to their workers.
pub async fn show(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let (area, month) = month_of(&fields)?;
        month::show(&state.service, &actor, area, month).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await.map(|_count| ());
    answer_in_office(&state, visit, "month", fields, done).await
}

/// Publishes a report.
pub async fn publish(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = month::publish(&state.service, &actor, which(&fields)?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "month-publish", fields, done).await
}

/// Answers an objection.
pub async fn answer(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let objection = fields.read("objection")?;
        let words = fields.get("words").unwrap_or_default();
        let answering = Answering { words, is_upheld: fields.is_on("upheld") };
        month::answer(&state.service, &actor, objection, answering).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "month-answer", fields, done).await
}

/// Makes another version of the formula.
pub async fn formula(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let month = fields.get("from_on").and_then(|month| format!("{month}-01").parse().ok());
        let from_on = month.ok_or_else(|| AppError::Invalid { field: "from_on".to_owned() })?;
        let mut weights = Vec::new();
        for measure in Measure::ALL {
            let name = format!("weight-{}", measure.slug());
            if let Some(weight) = fields.read_some(&name)? {
                weights.push((*measure, weight));
            }
        }
        let note = fields.get("note").unwrap_or_default();
        let done = month::add_formula(&state.service, &actor, from_on, &weights, note).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "month-formula", fields, done).await
}

/// The worker says that the own month is right.
pub async fn agree(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = month::agree(&state.service, &actor, which(&fields)?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_on_phone(&state, visit, "month-agree", fields, done).await
}

/// The worker objects to the own month.
pub async fn object(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let measure = fields.get("measure").map(|_| fields.word("measure", Measure::from_slug)).transpose()?;
        let objecting = Objecting { measure, words: fields.get("words").unwrap_or_default() };
        let done = month::object(&state.service, &actor, which(&fields)?, objecting).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_on_phone(&state, visit, "month-object", fields, done).await
}

/// Back to the phone's page when it was done, or the page again.
async fn answer_on_phone(
    state: &AppState,
    visit: Visit,
    form: &'static str,
    fields: Fields,
    done: Result<(), AppError>,
) -> Response {
    match done {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again_on(state, Surface::Field, visit, form, fields, error).await,
    }
}
