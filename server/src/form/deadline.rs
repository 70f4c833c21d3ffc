//! Forms of the deadlines. All name the page they stand on in `back`.
//!
//! - `POST /form/deadline`: `clock`, `topic`, `tier`, `urgency`, `several` (empty: whatever it is), `amount`, `unit`,
//!   `service` and `pause` (ticked or not).
//! - `POST /form/deadline-remove`: `rule`, a condition as addresses have it.
//! - `POST /form/deadline-set`: `set`, the stored word of a published set.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::deadline::{Clock, Condition, Origin, Preset, Rule, Span, SpanUnit, Tier, Topic, Urgency};
use service::deadline;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Sets how long a clock runs under a condition.
pub async fn set(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let rule = rule(&fields)?;
        deadline::set_rule(&state.service, &actor, rule).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "deadline", fields, done).await
}

fn rule(fields: &Fields) -> Result<Rule, AppError> {
    let amount: u16 = fields.read("amount")?;
    let unit = fields.word("unit", SpanUnit::from_slug)?;
    let span = Span::new(amount, unit, fields.is_on("service"));
    Ok(Rule {
        condition: Condition {
            clock: fields.word("clock", Clock::from_slug)?,
            topic: some(fields, "topic", Topic::new)?,
            tier: some(fields, "tier", Tier::from_slug)?,
            urgency: some(fields, "urgency", Urgency::from_slug)?,
            several_units: fields.get("several").map(|_| fields.yes_or_no("several")).transpose()?,
        },
        span: span.ok_or_else(|| AppError::Invalid { field: "amount".to_owned() })?,
        may_pause: fields.is_on("pause"),
        origin: Origin::City,
    })
}

/// A field that may be empty, read as one of a list of words.
fn some<T>(fields: &Fields, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, AppError> {
    fields.get(name).map(|_| fields.word(name, read)).transpose()
}

/// Removes a rule of the city's.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let condition = fields.word("rule", Condition::from_slug)?;
        deadline::remove_rule(&state.service, &actor, &condition).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "deadline-remove", fields, done).await
}

/// Takes a published set.
pub async fn take(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let preset = fields.word("set", Preset::from_slug)?;
        deadline::take_preset(&state.service, &actor, preset).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "deadline-set", fields, done).await
}
