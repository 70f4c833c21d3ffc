//! What supervision watches: who was reminded, who owes an answer, what is under supervision, by desk.
//!
//! Steps themselves are taken like all others ([`crate::case::step`]); alarms are raised by [`crate::case::sweep`].

use chrono::{DateTime, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::case::{Desk, QueueLine, Watch, WatchTally};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Cases on the page.
const SHOWN: i64 = 500;

/// The watched cases of an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Where.
    pub area: Area,
    /// How many each desk holds, the most first, whatever is chosen.
    pub tallies: Vec<WatchTally>,
    /// The chosen ones, by desk.
    pub lines: Vec<QueueLine>,
    /// The moment that they are of.
    pub now: DateTime<Utc>,
    /// Whether the viewer may inquire, supervise and release.
    pub may_supervise: bool,
    /// Whether the viewer may publish a bulletin about them.
    pub may_publish: bool,
}

/// The watched cases of an area, of one desk or of all.
///
/// *Errors*: `NotFound` for an area out of reach and for posts that watch nobody.
pub async fn watched(
    s: &Service,
    actor: &Actor,
    area: Option<Area>,
    chosen: (Watch, Option<Desk>),
) -> Result<Watched, ServiceError> {
    let area = area.unwrap_or(actor.area);
    authorise(actor, Action::ViewSupervision, area)?;
    let mut tx = s.store.begin(actor).await?;
    let tallies = store::case::watch_tallies(&mut tx, area.range()).await?;
    let lines = store::case::watched(&mut tx, area.range(), chosen, SHOWN).await?;
    tx.commit().await?;
    let may_publish = access(actor, Action::PublishBulletin, area) == Access::Granted;
    // The machine lets the same two hands inquire: supervision's and the command centre's.
    Ok(Watched { area, tallies, lines, now: s.now(), may_supervise: may_publish, may_publish })
}
