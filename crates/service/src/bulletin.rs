//! Bulletins 通报: composed from what supervision watches at this moment, numbered once published, never changed.

use chrono::Datelike;
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::bulletin::{Body, Bulletin, Line, Period};
use domain::case::{QueueLine, Watch};
use domain::clock::{civil_date, start_of_civil_day};
use domain::id::BulletinId;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::bulletin::{self as table, NewBulletin};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Bulletins of the list.
const LISTED: i64 = 200;
/// Cases of a bulletin.
const LINES: i64 = 2_000;

/// The bulletins, and what the next one would say.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The newest first.
    pub bulletins: Vec<Bulletin>,
    /// What the next one would say; for who may publish it.
    pub next: Option<Body>,
}

/// The bulletins of the city, and for who may publish one what the next would say.
///
/// *Errors*: `NotFound` for a wall screen.
pub async fn overview(s: &Service, actor: &Actor, period: Period) -> Result<Overview, ServiceError> {
    readable(actor)?;
    let mut tx = s.store.begin(actor).await?;
    let bulletins = table::list(&mut tx, actor.area.county(), LISTED).await?;
    let may_publish = access(actor, Action::PublishBulletin, actor.area) == Access::Granted;
    let next = if may_publish { Some(compose(s, &mut tx, actor.area, period).await?) } else { None };
    tx.commit().await?;
    Ok(Overview { bulletins, next })
}

/// One bulletin. Whoever is at work reads it: it is written to all of them.
///
/// *Errors*: `NotFound` when there is none, and for a wall screen.
pub async fn one(s: &Service, actor: &Actor, bulletin: BulletinId) -> Result<Bulletin, ServiceError> {
    readable(actor)?;
    let mut tx = s.store.begin(actor).await?;
    let found = table::one(&mut tx, actor.area.county(), bulletin).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(found)
}

fn readable(actor: &Actor) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewWork, actor.area)
}

/// Publishes what is watched now.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Conflict` when somebody else published at the same moment.
pub async fn publish(s: &Service, actor: &Actor, period: Period) -> Result<BulletinId, ServiceError> {
    authorise(actor, Action::PublishBulletin, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let body = compose(s, &mut tx, actor.area, period).await?;
    tx.commit().await?;
    let (today, county) = (s.today(), actor.area.county());
    let new = NewBulletin {
        county,
        year: today.year(),
        period,
        from_on: period.begins_on(today),
        until_on: today,
        body: &body,
    };
    // Nobody's session writes bulletins: none can be put in or changed but here.
    let mut tx = s.store.begin_system().await?;
    let id = table::publish(&mut tx, actor, s.now(), &new).await?.ok_or(ServiceError::Conflict)?;
    let detail = json!({ "bulletin": id.to_string(), "period": period.slug(), "cases": body.lines.len() });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "publish_bulletin", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(id)
}

async fn compose(s: &Service, tx: &mut Tx, area: Area, period: Period) -> Result<Body, ServiceError> {
    let since = start_of_civil_day(period.begins_on(s.today()));
    let lines = store::case::watched(tx, area.range(), (Watch::All, None), LINES).await?;
    Ok(Body {
        in_period: table::in_period(tx, area.range(), since).await?,
        tallies: store::case::watch_tallies(tx, area.range()).await?,
        lines: lines.into_iter().map(|line| without_people(s, line)).collect(),
    })
}

/// What of a case everybody at work may read: neither its title nor its door.
fn without_people(s: &Service, line: QueueLine) -> Line {
    let marks = [Watch::Supervised, Watch::Inquired, Watch::Reminded];
    Line {
        marks: marks.into_iter().filter(|mark| mark.takes(&line)).collect(),
        case: line.case,
        category: line.category_name,
        holder: line.holder,
        holder_name: line.holder_name,
        light: line.phase.light(),
        since_on: civil_date(line.holder_since),
        days: (s.now() - line.holder_since).num_days(),
    }
}
