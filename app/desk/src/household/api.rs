//! Server functions about households.

use domain::cell::LabelCode;
use domain::household::HouseholdCard;
use domain::id::{DwellingId, ResidentId};
use domain::person::{FullPerson, Reason};
use leptos::prelude::*;
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// A household's card; reading it leaves an audit row.
#[server(name = CardCall, prefix = "/api", endpoint = "household/card", input = server_fn::codec::GetUrl)]
pub async fn card(dwelling: DwellingId) -> Result<HouseholdCard, AppError> {
    let (service, actor) = request::acting()?;
    service::household::card(&service, &actor, dwelling).await.map_err(answered)
}

/// Puts a label on a household, or takes it off.
#[server(name = SetLabelCall, prefix = "/api", endpoint = "household/set_label")]
pub async fn set_label(
    dwelling: DwellingId,
    label: LabelCode,
    on: bool,
    revision: i64,
) -> Result<HouseholdCard, AppError> {
    let (service, actor) = request::acting()?;
    service::household::set_label(&service, &actor, dwelling, label, on, revision).await.map_err(answered)
}

/// A person without masks; the reason goes to the audit trail. A POST, because it leaves a trace and must not be repeated.
#[server(name = UnmaskCall, prefix = "/api", endpoint = "household/unmask")]
pub async fn unmask(resident: ResidentId, reason: Reason) -> Result<FullPerson, AppError> {
    let (service, actor) = request::acting()?;
    service::resident::unmask(&service, &actor, resident, reason).await.map_err(answered)
}
