//! Drafts of the month that just ended, by the leader of the running servers: nobody has to think of them.

use chrono::Datelike;
use domain::area::{Area, County};
use domain::month::month_before;
use store::audit::{self, Record};
use store::month as table;

use super::write::{draft_one, scopes};
use crate::{Service, ServiceError};

/// The last day of a month on which drafts of the month before are still drawn up by themselves: late enough for what comes in from
/// phones without signal, early enough for a month to be over and done.
const UNTIL_DAY: u32 = 10;

/// Draws up what is missing of the last month, and says how many. Each report is its own transaction; what is there stays.
pub async fn sweep(s: &Service) -> Result<usize, ServiceError> {
    if s.today().day() > UNTIL_DAY {
        return Ok(0);
    }
    let mut tx = s.store.begin_system().await?;
    let counties = store::city::counties(&mut tx).await?;
    tx.commit().await?;
    let mut count = 0;
    for county in counties {
        count += sweep_city(s, county).await?;
    }
    Ok(count)
}

async fn sweep_city(s: &Service, county: County) -> Result<usize, ServiceError> {
    let (city, month) = (Area::city(county), month_before(s.today()));
    let mut tx = s.store.begin_system().await?;
    let known = table::list(&mut tx, city, month, table::Which::All).await?;
    let scopes = scopes(&mut tx, city, month).await?;
    tx.commit().await?;
    let is_known = |scope: &table::Scope| {
        let worker = |worker: &(domain::id::AccountId, String)| worker.0;
        known.iter().any(|one| one.about.area == scope.area && one.about.worker.as_ref().map(worker) == scope.account)
    };
    let mut count = 0;
    for scope in scopes.into_iter().filter(|scope| !is_known(scope)) {
        let mut tx = s.store.begin_system().await?;
        count += usize::from(draft_one(&mut tx, (scope, month), None, s.now()).await?);
        tx.commit().await?;
    }
    if count > 0 {
        let mut tx = s.store.begin_system().await?;
        let detail = serde_json::json!({ "month": month, "reports": count });
        audit::write_by_itself(&mut tx, s.now(), city, "draft_month", Record::Area(city), Some(detail)).await?;
        tx.commit().await?;
    }
    Ok(count)
}

/// The same for a task of its own: a failure is said, and tried again with the next sweep.
pub(crate) async fn sweep_or_say(s: Service) {
    if let Err(error) = sweep(&s).await {
        tracing::error!(%error, "monthly reports could not be drawn up; it is tried again");
    }
}
