//! The fields of a form behind the gate: `ticket`, `proof` and `website` (people leave it empty), as `ui::gate::GateFields` writes them.

use domain::gate::{Form, Reason};
use domain::operation::OperationId;
use service::gate::{self, Entered, Knock};
use ui::error::AppError;

use super::Fields;
use crate::http::refusal::Refusal;
use crate::layer::address::Caller;
use crate::state::AppState;

/// Whether a post may come in as far as it says itself. To be asked before anything is kept of it.
///
/// *Errors*: `Gate` with the reason.
pub fn enter(
    state: &AppState,
    form: Form,
    operation: OperationId,
    fields: &Fields,
    caller: Caller,
) -> Result<Entered, AppError> {
    let knock = Knock {
        ticket: fields.get("ticket").unwrap_or_default().to_owned(),
        proof: fields.get("proof").unwrap_or_default().to_owned(),
        is_trapped: fields.is_on("website"),
        address: caller.0.to_string(),
    };
    gate::enter(&state.service, form, operation, &knock).map_err(|error| Refusal::from(error).0)
}

/// Makes a refused form ready to be sent again: too old a ticket is renewed, one that is none of ours goes with its number, so that
/// the page draws both anew. The proof was for the ticket that came.
pub async fn make_ready(state: &AppState, form: Form, fields: &mut Fields, error: &AppError) {
    let AppError::Gate { why } = error else { return };
    let renewed = match (why, fields.read("operation")) {
        (Reason::NoTicket | Reason::Spent, _) | (Reason::Stale, Err(_)) => None,
        (Reason::Stale, Ok(operation)) => {
            let old = fields.get("ticket").unwrap_or_default().to_owned();
            gate::renew(&state.service, form, operation, &old).await.ok().flatten()
        }
        _ => return,
    };
    match renewed {
        Some(ticket) => fields.put("ticket", ticket),
        None => ["ticket", "operation"].into_iter().for_each(|name| fields.put(name, String::new())),
    }
}
