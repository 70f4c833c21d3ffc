//! Forms of residence certificates. Both stand on `/people/{resident}/certificate`.
//!
//! - `POST /form/certificate`: `resident`, `landlord`, `lease_from_on`, `lease_until_on`, `purpose`, `issuer_phone`.
//! - `POST /form/certificate-revoke`: `certificate`, `reason`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::certificate::Claim;
use domain::phone::Phone;
use service::certificate;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Issues one, or says why not.
pub async fn issue(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let issued = async {
        let resident = fields.read("resident")?;
        let claim = claim(&fields)?;
        let phone: Phone = fields.read("issuer_phone")?;
        let issued = certificate::issue(&state.service, &actor, resident, &claim, &phone).await;
        issued.map(drop).map_err(|error| Refusal::from(error).0)
    };
    let issued = issued.await;
    answer_in_office(&state, visit, "certificate", fields, issued).await
}

fn claim(fields: &Fields) -> Result<Claim, AppError> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    Ok(Claim {
        landlord: text("landlord"),
        lease_from_on: fields.read("lease_from_on")?,
        lease_until_on: fields.read("lease_until_on")?,
        purpose: text("purpose"),
    })
}

/// Revokes one.
pub async fn revoke(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let revoked = async {
        let certificate = fields.read("certificate")?;
        let reason = fields.get("reason").unwrap_or_default();
        let revoked = certificate::revoke(&state.service, &actor, certificate, reason).await;
        revoked.map_err(|error| Refusal::from(error).0)
    };
    let revoked = revoked.await;
    answer_in_office(&state, visit, "certificate-revoke", fields, revoked).await
}
