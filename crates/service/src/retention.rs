//! What goes when its time is over, as `domain::field::REGISTER` declares: by the leader of the running servers, every ten minutes.
//!
//! Not here: the outbox, which is pruned by its number (`store::sequencer`), and lists of people, whose files go with the next upload
//! of their area (`store::intake`).

use chrono::TimeDelta;
use domain::case::Reporter;
use domain::field;
use domain::search::KEPT_DAYS;
use domain::setting::{Number, Settings};
use serde_json::json;
use store::audit::{self, Record};
use store::{StoreError, Tx};

use crate::Service;

/// Throws away ended sessions, pictures of photos that were taken away, log-ins under way that never came back, texts that were searched for,
/// who reported cases or sent wishes that ended long ago, operations of phones, what came through the gate of forms without account,
/// conflicts that were decided, and what is known of old exports. In a transaction of the system.
///
/// That exports were forgotten stands on the trail of each area, with how many: whoever looks for one reads there why it is gone. What
/// went out, to whom and why stands on the same trail as long as the trail is kept.
pub async fn sweep(s: &Service, tx: &mut Tx) -> Result<(), StoreError> {
    let days = match store::city::counties(tx).await?.first() {
        Some(county) => store::setting::read(tx, *county).await?.number(Number::SessionDays),
        None => Settings::default().number(Number::SessionDays),
    };
    store::session::sweep(tx, days).await?;
    store::photo::erase_removed(tx, domain::photo::ERASE_DAYS, s.today()).await?;
    store::oidc::forget(tx, s.now()).await?;
    store::question::sweep(tx, s.now() - TimeDelta::days(KEPT_DAYS.into())).await?;
    store::reporter::sweep(tx, s.now() - TimeDelta::days(Reporter::KEPT_DAYS.into())).await?;
    store::wish::erase_before(tx, s.now() - TimeDelta::days(Reporter::KEPT_DAYS.into())).await?;
    if let Some(days) = field::kept_days("field_operation") {
        store::sync::sweep(tx, s.now() - TimeDelta::days(days.into())).await?;
    }
    store::gate::sweep(tx, s.now()).await?;
    store::conflict::sweep(tx, s.now() - TimeDelta::days(crate::conflict::KEPT_DAYS)).await?;
    if let Some(days) = field::kept_days("export") {
        let before = s.now() - TimeDelta::days(days.into());
        for (area, count) in store::export::sweep(tx, before).await? {
            let detail = json!({ "count": count, "asked_before": before.date_naive() });
            audit::write_by_itself(tx, s.now(), area, "sweep_exports", Record::Area(area), Some(detail)).await?;
        }
    }
    Ok(())
}
