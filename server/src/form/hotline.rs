//! Forms of the hotline's desk; each answers with its page, so that nothing of a call gets into an address.
//!
//! - `POST /form/hotline-caller`: `phone`, `back`. Shows who may be calling.
//! - `POST /form/hotline`: the fields of `/form/case-report` without pictures; `phone`, `caller` (their name) and `intake_only`, which
//!   are kept as who reported it; `back`; with `check` it shows what the report would
//!   repeat, otherwise it takes it in.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::case::{Reporter, Source};
use domain::phone::Phone;
use office::Heard;
use service::hotline;
use ui::error::AppError;

use super::Fields;
use super::case::read_report;
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

const PAGE: &str = "/hotline";

/// Shows who may be calling.
pub async fn caller(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let fields = fields.and_back(PAGE);
    let found = async {
        let phone: Phone = fields.read("phone")?;
        let found = hotline::caller(&state.service, &actor, &phone).await;
        found.map(|found| (found, phone)).map_err(|error| Refusal::from(error).0)
    };
    match found.await {
        Ok(found) => page::heard(&state, visit, &fields.back(), Heard::Caller(found.0, found.1)).await,
        Err(error) => page::again_on(&state, Surface::Office, visit, "hotline-caller", fields, error).await,
    }
}

/// Checks a report, or takes it in.
pub async fn report(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let fields = fields.and_back(PAGE);
    let refused = |error| Refusal::from(error).0;
    let heard: Result<Option<Heard>, AppError> = async {
        let report = read_report(&fields, Source::Hotline)?;
        // Who may not take calls may not learn by sending what checking would not tell.
        let hints = hotline::check(&state.service, &actor, &report).await.map_err(refused)?;
        if fields.is_on("check") {
            return Ok(Some(Heard::Checked(hints, fields.values().clone())));
        }
        Ok(None)
    }
    .await;
    match heard {
        Ok(Some(heard)) => page::heard(&state, visit, &fields.back(), heard).await,
        Ok(None) => send(&state, &actor, visit, fields).await,
        Err(error) => page::again_on(&state, Surface::Office, visit, "hotline", fields, error).await,
    }
}

/// Who calls, as far as they said so.
fn read_caller(fields: &Fields) -> Result<Reporter, AppError> {
    Ok(Reporter {
        name: fields.read_some("caller")?,
        phone: fields.read_some("phone")?,
        is_intake_only: fields.is_on("intake_only"),
    })
}

async fn send(state: &AppState, actor: &Actor, visit: Visit, fields: Fields) -> Response {
    let sent = async {
        let report = read_report(&fields, Source::Hotline)?;
        let reporter = read_caller(&fields)?;
        service::case::report_of(&state.service, actor, report, &reporter).await.map_err(|error| Refusal::from(error).0)
    };
    match sent.await {
        Ok(case) => Redirect::to(&format!("{PAGE}?done={case}")).into_response(),
        Err(error) => page::again_on(state, Surface::Office, visit, "hotline", fields, error).await,
    }
}
