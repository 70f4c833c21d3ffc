//! Patrol tracks for replay: recorded ones where there are, else the day's visits and reports joined in the order of time.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::id::{AccountId, BuildingId, TrackId};
use domain::patrol::{Fix, Stop, Track, Worker, length_m, stops};
use domain::trail::TrackMode;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};

use crate::context::city_of;
use crate::lock::authorise;
use crate::trail::line_of_points;
use crate::{Service, ServiceError};

/// How far apart a saved visit and a stay may be and still mean the same call.
const SLACK: Duration = Duration::minutes(2);
/// Days back that joined visits are offered for.
const POINT_DAYS: u64 = 30;

/// Workers with tracks in a scope.
pub async fn workers(s: &Service, actor: &Actor, scope: Area) -> Result<Vec<Worker>, ServiceError> {
    authorise(actor, Action::ViewTrack, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let mut workers = store::patrol::workers(&mut tx, scope.range()).await?;
    let since = s.today().checked_sub_days(Days::new(POINT_DAYS)).unwrap_or(s.today());
    let joined = store::trail::point_workers(&mut tx, scope.range(), since).await?;
    let said = store::trail::modes(&mut tx, Area::city(scope.county()).range()).await?;
    tx.commit().await?;
    for worker in joined.into_iter().filter(|worker| TrackMode::of(&said, worker.area) != TrackMode::Off) {
        match workers.iter_mut().find(|known| known.account == worker.account) {
            None => workers.push(worker),
            Some(known) => {
                known.days.extend(worker.days);
                known.days.sort_unstable_by(|a, b| b.cmp(a));
                known.days.dedup();
            }
        }
    }
    workers.sort_by_key(|worker| (worker.area, worker.account));
    Ok(workers)
}

/// A worker's day. The look at it is written to the audit trail.
pub async fn track(s: &Service, actor: &Actor, worker: AccountId, day: NaiveDate) -> Result<Track, ServiceError> {
    told(s, actor, (worker, day), "view_track").await
}

/// A worker's day to be taken out of the house as a file, which the audit trail tells from a look.
pub async fn taken_out(s: &Service, actor: &Actor, worker: AccountId, day: NaiveDate) -> Result<Track, ServiceError> {
    told(s, actor, (worker, day), "take_out_track").await
}

async fn told(
    s: &Service,
    actor: &Actor,
    (worker, day): (AccountId, NaiveDate),
    action: &'static str,
) -> Result<Track, ServiceError> {
    let mut tx = s.store.begin_lookup(actor).await?;
    let Some(row) = store::patrol::track(&mut tx, worker, day).await? else {
        let track = joined(s, &mut tx, actor, (worker, day), action).await?;
        tx.commit().await?;
        return Ok(track);
    };
    authorise(actor, Action::ViewTrack, row.area)?;
    let city = city_of(&mut tx, row.area).await?;
    let points = store::trail::points(&mut tx, worker, row.area.range(), day).await?;
    audit::write(&mut tx, actor, s.now(), row.area, action, Record::Track(row.track), None).await?;
    tx.commit().await?;
    let mut stops = stops(city.frame(), &row.fixes);
    for stop in &mut stops {
        let visit = row.visits.iter().find(|(at, _)| stop.from - SLACK <= *at && *at <= stop.until + SLACK);
        stop.dwelling = visit.map(|(_, dwelling)| *dwelling);
    }
    let reports: Vec<_> = points.into_iter().filter(|point| point.case.is_some()).collect();
    let places = line_of_points(city.frame(), &reports);
    stops.extend(places.iter().zip(&reports).map(|(fix, point)| Stop {
        position: fix.position,
        from: fix.at,
        until: fix.at,
        dwelling: point.dwelling,
        case: point.case,
    }));
    stops.sort_by_key(|stop| stop.from);
    Ok(Track { track: row.track, worker, day, fixes: row.fixes, stops, length_m: row.length_m })
}

/// The day's visits and reports as a line: every one is a stop.
async fn joined(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (worker, day): (AccountId, NaiveDate),
    action: &'static str,
) -> Result<Track, ServiceError> {
    authorise(actor, Action::ViewTrack, actor.area)?;
    let points = store::trail::points(tx, worker, actor.area.range(), day).await?;
    let area =
        store::trail::area_of_points(tx, worker, actor.area.range(), day).await?.ok_or(ServiceError::NotFound)?;
    if store::trail::mode(tx, area).await? == TrackMode::Off {
        return Err(ServiceError::NotFound);
    }
    let frame = city_of(tx, area).await?.frame();
    let detail = json!({ "day": day });
    audit::write(tx, actor, s.now(), area, action, Record::Account(worker), Some(detail)).await?;
    let fixes = line_of_points(frame, &points);
    let stop = |(fix, point): (&Fix, &store::trail::Point)| Stop {
        position: fix.position,
        from: fix.at,
        until: fix.at,
        dwelling: point.dwelling,
        case: point.case,
    };
    let stops = fixes.iter().zip(&points).map(stop).collect();
    // A line that is kept nowhere: its number only tells it from another worker's or day's.
    let track = TrackId::new(area.county(), worker.serial() * 1_000_000 + u64::from(domain::patrol::day_number(day)));
    Ok(Track { track, worker, day, length_m: length_m(frame, &fixes), fixes, stops })
}

/// Where somebody was at a minute.
#[derive(Clone, Debug, PartialEq)]
pub struct Whereabouts {
    /// Who.
    pub worker: AccountId,
    /// What to call them.
    pub title: String,
    /// The building next to where they were last before; nothing when their line had not begun.
    pub at: Option<(DateTime<Utc>, BuildingId, String)>,
}

/// The lines of a day in an area: who, what to call them, and how far it went.
#[derive(Clone, Debug, PartialEq)]
pub struct DayLine {
    /// Who.
    pub worker: AccountId,
    /// What to call them.
    pub title: String,
    /// Length in metres.
    pub length_m: f64,
    /// Whether positions were recorded; visits and reports are joined otherwise.
    pub is_recorded: bool,
    /// The line.
    fixes: Vec<Fix>,
}

/// The lines of a day in an area, in a transaction that is open.
pub(crate) async fn lines(tx: &mut Tx, area: Area, day: NaiveDate) -> Result<Vec<DayLine>, ServiceError> {
    let frame = city_of(tx, area).await?.frame();
    let said = store::trail::modes(tx, Area::city(area.county()).range()).await?;
    let recorded = store::patrol::workers(tx, area.range()).await?;
    let joined = store::trail::point_workers(tx, area.range(), day).await?;
    let mut points = store::trail::points_by_worker(tx, area.range(), day).await?;
    let mut lines: Vec<DayLine> = Vec::new();
    for (worker, is_recorded) in recorded.into_iter().map(|w| (w, true)).chain(joined.into_iter().map(|w| (w, false))) {
        if !worker.days.contains(&day) || lines.iter().any(|line| line.worker == worker.account) {
            continue;
        }
        let fixes = if is_recorded {
            store::trail::sealed(tx, worker.account, day).await?.map(|(_, fixes)| fixes).unwrap_or_default()
        } else if TrackMode::of(&said, worker.area) == TrackMode::Off {
            continue;
        } else {
            line_of_points(frame, &points.remove(&worker.account).unwrap_or_default())
        };
        if !fixes.is_empty() {
            let length_m = length_m(frame, &fixes);
            lines.push(DayLine { worker: worker.account, title: worker.title, length_m, is_recorded, fixes });
        }
    }
    Ok(lines)
}

/// Where everybody was at a moment, by their lines. The look is written to the audit trail.
pub(crate) async fn whereabouts(
    s: &Service,
    tx: &mut Tx,
    (actor, area): (&Actor, Area),
    lines: &[DayLine],
    at: DateTime<Utc>,
) -> Result<Vec<Whereabouts>, ServiceError> {
    let frame = city_of(tx, area).await?.frame();
    let mut found = Vec::new();
    for line in lines {
        let last = line.fixes.iter().rev().find(|fix| fix.at <= at);
        let mut here = None;
        if let Some(fix) = last {
            let metre = frame.to_metre(fix.position);
            let near = (metre.x * 10.0, metre.y * 10.0);
            here = store::spot::nearest(tx, area.range(), near).await?.map(|(id, name)| (fix.at, id, name));
        }
        found.push(Whereabouts { worker: line.worker, title: line.title.clone(), at: here });
    }
    let detail = json!({ "at": at, "workers": lines.len() });
    audit::write(tx, actor, s.now(), area, "view_track", Record::Area(area), Some(detail)).await?;
    Ok(found)
}
