//! Forms of the love bank. All name the page they stand on in `back`.
//!
//! - `POST /form/bank-donate`: `operation`, `pool` (a community; empty for a volunteer), `login`, `points`, `reason`.
//! - `POST /form/bank-redeem`: `operation`, `item`, `price` (as it was shown).
//! - `POST /form/bank-reverse`: `operation`, `transfer`, `reason`.
//! - `POST /form/bank-rule`: `from_on`, `hourly`, `activity_minutes`, `step_minutes`, `balance_most`, `redeem_from`, `note`.
//! - `POST /form/bank-item`: `area` of something new, or `id` and `revision`; `item`, `price`, `stock`, `offered` when it is ticked.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::bank::Rule;
use service::bank::{self, Giving, NewItem, Place, Redeeming, Target};
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Gives points away.
pub async fn donate(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let target = match fields.read_some("pool")? {
            Some(community) => Target::Pool(community),
            None => Target::Volunteer(fields.get("login").unwrap_or_default()),
        };
        let giving = Giving {
            operation: fields.read("operation")?,
            target,
            points: fields.read("points")?,
            reason: fields.get("reason").unwrap_or_default(),
        };
        bank::donate(&state.service, &actor, giving).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await.map(|_transfer| ());
    answer_in_office(&state, visit, "bank-donate", fields, done).await
}

/// Takes something for points.
pub async fn redeem(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let redeeming = Redeeming {
            operation: fields.read("operation")?,
            item: fields.read("item")?,
            price: fields.read("price")?,
        };
        bank::redeem(&state.service, &actor, redeeming).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await.map(|_transfer| ());
    answer_in_office(&state, visit, "bank-redeem", fields, done).await
}

/// Takes a transfer back.
pub async fn reverse(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let which = (fields.read("operation")?, fields.read("transfer")?);
        let why = fields.get("reason").unwrap_or_default();
        bank::reverse(&state.service, &actor, which, why).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await.map(|_transfer| ());
    answer_in_office(&state, visit, "bank-reverse", fields, done).await
}

/// Makes another version of the rules.
pub async fn rule(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let new = read_rule(&fields)?;
        bank::add_rule(&state.service, &actor, new).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "bank-rule", fields, done).await
}

fn read_rule(fields: &Fields) -> Result<Rule, AppError> {
    Ok(Rule {
        from_on: fields.must_day("from_on")?,
        hourly: fields.read("hourly")?,
        activity_minutes: fields.read("activity_minutes")?,
        step_minutes: fields.read("step_minutes")?,
        balance_most: fields.read("balance_most")?,
        redeem_from: fields.read("redeem_from")?,
        note: fields.get("note").unwrap_or_default().to_owned(),
        ..Rule::first()
    })
}

/// Puts something up, or changes it.
pub async fn item(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let place = match fields.read_some("id")? {
            Some(id) => Place::Old(id, fields.read("revision")?),
            None => Place::New(fields.read("area")?),
        };
        let new = NewItem {
            name: fields.get("item").unwrap_or_default().to_owned(),
            price: fields.read("price")?,
            stock: fields.read("stock")?,
            is_offered: fields.is_on("offered"),
        };
        bank::keep_item(&state.service, &actor, place, new).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await.map(|_item| ());
    answer_in_office(&state, visit, "bank-item", fields, done).await
}
