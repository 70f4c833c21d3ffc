//! Sealing raw fixes into the line of the day, and what the system does with trails by itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::area::Area;
use domain::clock::civil_date;
use domain::geo::Frame;
use domain::id::AccountId;
use domain::patrol::{Fix, length_m};
use domain::setting::{Number, Settings};
use domain::trail::{DUTY_HOURS, RawFix, Window, sift};
use store::Tx;
use store::trail::{Line, OnDuty};

use super::ground;
use crate::{Service, ServiceError};

/// Partitions that are made ahead, in days.
const DAYS_AHEAD: u64 = 3;

/// Seals what a duty sent into the lines of its days, and forgets the duty.
pub(super) async fn seal(tx: &mut Tx, duty: OnDuty, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let raw = store::trail::unsealed(tx, duty.account).await?;
    if !raw.is_empty() {
        let ground = ground(tx, duty.area).await?;
        // A batch's steps don't see the batch before: the whole does.
        let sieved = sift(raw, Window::of_duty(duty.began_at, now), &ground);
        merge(tx, (duty.account, duty.area), ground.frame(), &sieved.kept).await?;
    }
    Ok(store::trail::forget_duty(tx, duty.account).await?)
}

/// Adds fixes to the lines of their days. Where two have the same second, the one that was there stays.
pub(super) async fn merge(
    tx: &mut Tx,
    (account, area): (AccountId, Area),
    frame: Frame,
    fixes: &[RawFix],
) -> Result<Vec<NaiveDate>, ServiceError> {
    let mut days: BTreeMap<NaiveDate, BTreeMap<i64, Fix>> = BTreeMap::new();
    for fix in fixes {
        let new = Fix { position: fix.position, at: fix.at };
        days.entry(civil_date(fix.at)).or_default().insert(fix.at.timestamp(), new);
    }
    for (day, line) in &mut days {
        let (area, old) = store::trail::sealed(tx, account, *day).await?.unwrap_or((area, Vec::new()));
        line.extend(old.into_iter().map(|fix| (fix.at.timestamp(), fix)));
        let fixes: Vec<Fix> = line.values().copied().collect();
        let line = Line { account, area, day: *day, fixes: &fixes, length_m: length_m(frame, &fixes) };
        store::trail::seal(tx, line).await?;
    }
    Ok(days.into_keys().collect())
}

/// What the system does with trails by itself, in a transaction of its own: room for the fixes of the next days, an end to duties that
/// nobody ended, and none of what is older than the city keeps it.
pub async fn tend(s: &Service, tx: &mut Tx) -> Result<(), ServiceError> {
    let today = s.today();
    let first = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    store::trail::open_days(tx, first.iter_days().take(DAYS_AHEAD as usize + 2)).await?;
    for duty in store::trail::duties_before(tx, s.now() - TimeDelta::hours(DUTY_HOURS)).await? {
        seal(tx, duty, s.now()).await?;
    }
    let settings = match store::city::counties(tx).await?.first() {
        Some(county) => store::setting::read(tx, *county).await?,
        None => Settings::default(),
    };
    let days = u64::try_from(settings.number(Number::TrailDays)).unwrap_or(1);
    if let Some(before) = today.checked_sub_days(Days::new(days)) {
        store::trail::drop_before(tx, before).await?;
    }
    Ok(())
}

/// The same, in a transaction of the system; what goes wrong stands in the log, and the next time tries again.
pub(crate) async fn tend_or_say(s: Service) {
    let tended = async {
        let mut tx = s.store.begin_system().await?;
        tend(&s, &mut tx).await?;
        Ok::<_, ServiceError>(tx.commit().await?)
    };
    if let Err(error) = tended.await {
        tracing::warn!(%error, "trails could not be tended");
    }
}
