//! The command screen 指挥大屏: what stands beside the city, for those at work over their area and for walls over theirs.
//!
//! Walls and supervision see no single record of people, so what they are shown is read by the system: the session behind the
//! account says first that this is its work there ([`store::Duty::Screen`]), and [`domain::screen`] has no room for anybody's words.

use chrono::TimeDelta;
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::case::{Axis, Queue};
use domain::clock::start_of_civil_day;
use domain::figure::{By, Figure};
use domain::id::BuildingId;
use domain::screen::{Board, CATEGORIES_MOST, FLOW_DAYS, PATROLS_MOST, RATE_DAYS, Tally, Tower, WAITING_MOST, Wishes};
use store::case::{Asking, Awaits};
use store::figure;
use store::screen::Nearness;
use store::{Duty, Tx};

use crate::context::sees_people;
use crate::lock::{access, authorise};
use crate::map::K;
use crate::{Service, ServiceError};

/// A transaction that counts what a screen shows of an area.
pub(crate) async fn begin(s: &Service, actor: &Actor, area: Area) -> Result<Tx, ServiceError> {
    if sees_people(actor) {
        return Ok(s.store.begin(actor).await?);
    }
    s.store.begin_duty(actor, Duty::Screen, &[area]).await?.ok_or(ServiceError::NotFound)
}

/// The screen of an area, on its way round `round` (the area itself by default).
///
/// *Errors*: `NotFound` for areas outside the post's, areas that do not exist, and those who have no screen.
pub async fn board(s: &Service, actor: &Actor, area: Area, round: Option<Area>) -> Result<Board, ServiceError> {
    let round = round.unwrap_or(area);
    authorise(actor, Action::ViewScreen, area)?;
    authorise(actor, Action::ViewScreen, round)?;
    let sees_people = sees_people(actor);
    let mut tx = begin(s, actor, area).await?;
    let path = store::area::path(&mut tx, area).await?;
    if path.last().is_none_or(|(last, _)| *last != area) {
        return Err(ServiceError::NotFound);
    }
    let round = store::screen::round(&mut tx, round).await?;
    let today = figure::flow(&mut tx, &since(s, area, 1)).await?;
    let closed_today = today.iter().map(|day| day.closed).sum();
    let nearness = if actor.role == domain::actor::Role::Wall { Nearness::Community } else { Nearness::Grid };
    let waiting = store::screen::waiting(&mut tx, area.range(), s.now(), nearness, WAITING_MOST).await?;
    let named = if access(actor, Action::ViewTrack, area) == Access::Granted { PATROLS_MOST } else { 0 };
    let patrols = store::patrol::out(&mut tx, area.range(), s.today(), s.now(), named).await?;
    let wishes = wishes(&mut tx, area).await?;
    // Last: it leads the planner for the rest of the transaction.
    let counts = store::case::counts(&mut tx, &asking(s, actor, area)).await?;
    tx.commit().await?;
    Ok(Board {
        area,
        path: path.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect(),
        round,
        now: s.now(),
        counts,
        closed_today,
        waiting,
        patrols,
        wishes,
        sees_cases: access(actor, Action::ViewCase, area) == Access::Granted,
        sees_people,
    })
}

/// Wishes by the counts of the public board and of the desk.
async fn wishes(tx: &mut Tx, area: Area) -> Result<Wishes, ServiceError> {
    let totals = store::wish::totals(tx, area.range()).await?;
    Ok(Wishes { open: totals.open, proposed: totals.proposed, fulfilled: totals.fulfilled })
}

/// What the screen of an area counts over a time.
///
/// *Errors*: as of [`board`].
pub async fn tally(s: &Service, actor: &Actor, area: Area) -> Result<Tally, ServiceError> {
    authorise(actor, Action::ViewScreen, area)?;
    let mut tx = begin(s, actor, area).await?;
    let month = since(s, area, RATE_DAYS);
    let mut on_time = figure::rates(&mut tx, &month, By::Area).await?;
    on_time.retain(|rate| rate.figure == Figure::OnTime && rate.whole > 0);
    on_time.sort_by_key(|rate| (rate.basis_points(), rate.key.clone()));
    let mut categories = figure::by_category(&mut tx, &month).await?;
    categories.truncate(CATEGORIES_MOST);
    let hours = figure::hours(&mut tx, &since(s, area, 1)).await?;
    let days = figure::flow(&mut tx, &since(s, area, FLOW_DAYS)).await?;
    tx.commit().await?;
    Ok(Tally { on_time, categories, hours, days })
}

/// So many days up to now, with today.
fn since(s: &Service, scope: Area, days: i64) -> figure::Asking {
    let (now, first) = (s.now(), s.today() - TimeDelta::days(days - 1));
    // What happened right now has happened.
    figure::Asking { scope, from: start_of_civil_day(first), until: now + TimeDelta::microseconds(1), now }
}

/// The question of the desk's list of all cases of the area: the same counts, by the same statement.
fn asking(s: &Service, actor: &Actor, area: Area) -> Asking {
    let queue = Queue { axis: Axis::All, area: Some(area), ..Queue::default() };
    Asking {
        axis: queue.axis,
        desk: actor.desk,
        range: area.range(),
        awaits: Awaits::Nothing,
        light: queue.light,
        late_only: queue.late_only,
        supervised_only: queue.supervised_only,
        category: queue.category,
        now: s.now(),
    }
}

/// A building's totals; on a wall none below five.
///
/// *Errors*: `NotFound` for buildings outside the post's area, and those who have no screen.
pub async fn tower(s: &Service, actor: &Actor, building: BuildingId) -> Result<Tower, ServiceError> {
    let mut tx = s.store.begin_public().await?;
    let place = store::building::building(&mut tx, building).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    authorise(actor, Action::ViewScreen, place.area)?;
    let mut tx = begin(s, actor, place.area).await?;
    let (_, tower) = store::screen::tower(&mut tx, building).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(if sees_people(actor) { tower } else { tower.blurred(K) })
}
