//! Idle lights: the leader of the running servers reminds, asks and hands over to supervision, each once for a spell of the light.
//!
//! Lights and lateness themselves are computed when somebody looks: nothing here sets them.

use chrono::TimeDelta;
use domain::area::{Area, County};
use domain::case::raise;
use domain::deadline::Clockwork;
use domain::id::CaseId;
use serde_json::json;
use store::case::{CaseRow, Writer, WrittenStep};

use super::step::{record, to_micros};
use crate::{Service, ServiceError, deadline};

/// Cases that are listed at once.
const PAGE: i64 = 500;

/// Raises every alarm that is due, and says how many. Twice, or by two servers at once, it raises none twice: each case is
/// looked at again under its own lock.
pub async fn sweep(s: &Service) -> Result<usize, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let counties = store::city::counties(&mut tx).await?;
    tx.commit().await?;
    let mut count = 0;
    for county in counties {
        count += sweep_city(s, county).await?;
    }
    if count > 0 {
        s.live.wake();
    }
    Ok(count)
}

async fn sweep_city(s: &Service, county: County) -> Result<usize, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let clocks = deadline::clockwork(&mut tx, county).await?;
    tx.commit().await?;
    let (mut after, mut count) = (0, 0);
    // A working day is never shorter than a day.
    let since = s.now() - TimeDelta::days(1);
    loop {
        let mut tx = s.store.begin_system().await?;
        let cases = store::case::idle(&mut tx, Area::city(county).range(), since, after, PAGE).await?;
        tx.commit().await?;
        let Some(last) = cases.last() else { return Ok(count) };
        after = last.number();
        for case in cases {
            count += usize::from(look_at(s, &clocks, case).await?);
        }
    }
}

/// Raises the alarm that is due over one case, if one is.
async fn look_at(s: &Service, clocks: &Clockwork, case: CaseId) -> Result<bool, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let Some(before) = store::case::lock(&mut tx, case).await? else { return Ok(false) };
    let now = to_micros(s.now());
    let since = store::case::light_since(&mut tx, case).await?;
    let due = clocks.next_alarm(since, before.standing.alarm.zip(before.times.alarm_at), now);
    let Some((kind, standing)) = due.and_then(|alarm| raise(&before.standing, alarm)) else { return Ok(false) };
    let mut after = CaseRow { version: before.version + 1, standing, ..before.clone() };
    after.times.alarm_at = Some(now);
    let written = WrittenStep { word: kind.slug(), note: "", to: None, undoes: None, link: [0; 32], at: now };
    record(s, &mut tx, Writer::Nobody, (&before, &after), written).await?;
    let (subject, detail) = ((case, after.standing.area, after.dwelling), json!({ "step": kind.slug() }));
    store::case::note(&mut tx, Writer::Nobody, now, subject, "raise_alarm", detail).await?;
    tx.commit().await?;
    Ok(true)
}

/// The same by itself: a failure is said, and the next sweep tries again.
pub(crate) async fn sweep_or_say(s: Service) {
    if let Err(error) = sweep(&s).await {
        tracing::warn!(%error, "idle lights could not be looked at; it is tried again");
    }
}
