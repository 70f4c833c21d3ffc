//! Server functions about households.

use domain::cell::{Label, LabelCode};
use domain::file::view::HouseholdFile;
use domain::household::HouseholdCard;
use domain::id::{DwellingId, ResidentId};
use domain::person::{FullPerson, Reason};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// A household's card; reading it leaves an audit row.
#[server(name = CardCall, prefix = "/api", endpoint = "household/card", input = server_fn::codec::GetUrl)]
pub async fn card(dwelling: DwellingId) -> Result<HouseholdCard, AppError> {
    let (service, actor) = request::acting()?;
    service::household::card(&service, &actor, dwelling).await.map_err(answered)
}

/// A household's file with the words that it is shown with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseholdPageView {
    /// The file.
    pub file: HouseholdFile,
    /// The city's label dictionary.
    pub labels: Vec<Label>,
}

/// A household's file: card, history, notes; reading it leaves an audit row.
#[server(name = HouseholdFileCall, prefix = "/api", endpoint = "household/file", input = server_fn::codec::GetUrl)]
pub async fn file(dwelling: DwellingId) -> Result<HouseholdPageView, AppError> {
    let (service, actor) = request::acting()?;
    let file = service::home::view(&service, &actor, dwelling).await.map_err(answered)?;
    let labels = service::map::city(&service, &actor).await.map_err(answered)?.labels;
    Ok(HouseholdPageView { file, labels })
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
