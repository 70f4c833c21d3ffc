//! Patrol tracks for replay.

use chrono::{Duration, NaiveDate};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::id::AccountId;
use domain::patrol::{Track, Worker, stops};
use store::audit::{self, Record};

use crate::context::city_of;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// How far apart a saved visit and a stay may be and still mean the same call.
const SLACK: Duration = Duration::minutes(2);

/// Workers with tracks in a scope.
pub async fn workers(s: &Service, actor: &Actor, scope: Area) -> Result<Vec<Worker>, ServiceError> {
    authorise(actor, Action::ViewTrack, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let workers = store::patrol::workers(&mut tx, scope.range()).await?;
    tx.commit().await?;
    Ok(workers)
}

/// A worker's day. The look at it is written to the audit trail.
pub async fn track(s: &Service, actor: &Actor, worker: AccountId, day: NaiveDate) -> Result<Track, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let row = store::patrol::track(&mut tx, worker, day).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewTrack, row.area)?;
    let city = city_of(&mut tx, row.area).await?;
    audit::write(&mut tx, actor, s.now(), row.area, "view_track", Record::Track(row.track), None).await?;
    tx.commit().await?;
    let mut stops = stops(city.frame(), &row.fixes);
    for stop in &mut stops {
        let visit = row.visits.iter().find(|(at, _)| stop.from - SLACK <= *at && *at <= stop.until + SLACK);
        stop.dwelling = visit.map(|(_, dwelling)| *dwelling);
    }
    Ok(Track { track: row.track, worker, day, fixes: row.fixes, stops, length_m: row.length_m })
}
