//! Queues with their counts and what their filters offer, from one question.

use domain::actor::{Action, Actor, Role};
use domain::area::{Area, Level};
use domain::case::{Choices, Counts, Desk, Queue, QueueLine};
use store::case::{Asking, Awaits};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Cases on one page.
const PAGE: i64 = 50;

/// The most cases on a page to print.
const PRINTED: i64 = 200;

/// The cases of a queue, and how many of each light the same question has.
///
/// *Errors*: `NotFound` for an area outside the post's, and for those who have nothing to do with cases.
pub async fn queue(s: &Service, actor: &Actor, queue: Queue) -> Result<(Vec<QueueLine>, Counts), ServiceError> {
    part(s, actor, queue, PAGE).await
}

/// The same for a page to print: more at once, and what may be somebody's number in titles is hidden.
///
/// *Errors*: as [`queue`].
pub async fn printed(s: &Service, actor: &Actor, queue: Queue) -> Result<(Vec<QueueLine>, Counts), ServiceError> {
    let (lines, counts) = part(s, actor, queue, PRINTED).await?;
    Ok((lines.into_iter().map(QueueLine::masked).collect(), counts))
}

/// What the acting account reported itself, the latest first, as far as its post may still see it.
pub async fn own_reports(s: &Service, actor: &Actor) -> Result<Vec<QueueLine>, ServiceError> {
    authorise(actor, Action::ReportCase, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let lines = store::case::reported_by(&mut tx, actor, actor.area.range(), PAGE).await?;
    tx.commit().await?;
    Ok(lines)
}

async fn part(s: &Service, actor: &Actor, queue: Queue, most: i64) -> Result<(Vec<QueueLine>, Counts), ServiceError> {
    let skip = i64::from(queue.skip);
    let asking = asking(s, actor, queue)?;
    let mut tx = s.store.begin(actor).await?;
    let page = store::case::page(&mut tx, &asking, skip, most).await?;
    tx.commit().await?;
    Ok(page)
}

/// What the filters of a queue offer, and where its cases can be dispatched.
///
/// *Errors*: as [`queue`].
pub async fn queue_choices(s: &Service, actor: &Actor, queue: Queue) -> Result<Choices, ServiceError> {
    let chosen = queue.area.unwrap_or(actor.area);
    let asking = asking(s, actor, queue)?;
    let mut tx = s.store.begin(actor).await?;
    let categories = store::case::category_counts(&mut tx, &asking).await?;
    let path = store::area::path(&mut tx, chosen).await?;
    // A grid has nothing below it: its neighbours are offered.
    let parent = (chosen.level() == Level::Grid).then(|| chosen.parent()).flatten();
    let around = parent.filter(|parent| actor.area.contains(*parent)).unwrap_or(chosen);
    let around = store::area::names(&mut tx, around).await?;
    let below: Vec<Area> = around.iter().map(|(area, _)| *area).filter(|area| area.parent() == Some(chosen)).collect();
    let mut areas: Vec<_> = path.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect();
    areas.extend(around.into_iter().filter(|(area, _)| area.path().len() >= chosen.path().len() && *area != chosen));
    let is_office = actor.desk.is_some_and(Desk::is_office);
    let (units, offices) = if is_office {
        (store::case::units(&mut tx, chosen).await?, store::case::offices(&mut tx, &below).await?)
    } else {
        Default::default()
    };
    tx.commit().await?;
    Ok(Choices { areas, categories, units, offices })
}

/// Whether somebody may ask about the cases of an area at all.
pub(super) fn may_ask(actor: &Actor, area: Area) -> Result<(), ServiceError> {
    // A department's cases are those that were handed to it: row-level security keeps all others away.
    if actor.role != Role::Department {
        return authorise(actor, Action::ViewCase, area);
    }
    if !actor.area.contains(area) || actor.desk.is_none() {
        return Err(ServiceError::NotFound);
    }
    Ok(())
}

fn asking(s: &Service, actor: &Actor, queue: Queue) -> Result<Asking, ServiceError> {
    let area = queue.area.unwrap_or(actor.area);
    may_ask(actor, area)?;
    Ok(Asking {
        axis: queue.axis,
        desk: actor.desk,
        range: area.range(),
        awaits: match actor.role {
            Role::GridWorker | Role::GridLeader | Role::Community => Awaits::Check,
            Role::Street => Awaits::Evaluation,
            _ => Awaits::Nothing,
        },
        light: queue.light,
        late_only: queue.late_only,
        supervised_only: queue.supervised_only,
        category: queue.category,
        now: s.now(),
    })
}
