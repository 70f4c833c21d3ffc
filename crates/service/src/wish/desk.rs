//! The community's desk for wishes, and one wish whole.

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::case::MaskedReporter;
use domain::id::{MediaId, WishId};
use domain::media::Purpose;
use store::wish::{ClaimRow, Counts, Desk, DeskRow, EventRow, WishRow};

use super::propose::community;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Wishes on a page.
const PAGE: i64 = 30;
/// Days within which two wishes may be the same.
const LIKE_DAYS: i64 = 60;
/// How alike two wishes have to be to be named, per mille of their shared pairs of letters: Dice 0.52 is Jaccard 0.35.
const LIKE: u32 = 520;

/// A list of the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// How many stand on each list.
    pub counts: Counts,
    /// One page of one of them.
    pub rows: Vec<DeskRow>,
    /// Whether there is another page.
    pub has_more: bool,
    /// Whether the viewer may do anything.
    pub may_keep: bool,
    /// Whether the viewer may write wishes down.
    pub may_propose: bool,
}

/// One wish whole, for the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The wish.
    pub wish: WishRow,
    /// What was sent in.
    pub words: String,
    /// Who sent it, masked.
    pub sender: MaskedReporter,
    /// Whether they said where exactly to come.
    pub has_door: bool,
    /// Where, from the city down.
    pub path: Vec<(Area, String)>,
    /// What was done.
    pub events: Vec<EventRow>,
    /// Who serves and who waits.
    pub claims: Vec<ClaimRow>,
    /// Pictures: what each shows, and whether residents may see a version.
    pub pictures: Vec<(MediaId, Purpose, bool)>,
    /// Open wishes that say nearly the same.
    pub alike: Vec<(WishId, String)>,
    /// What the sender would say on the wall.
    pub thanks_proposed: String,
    /// The link's code of who sent it.
    pub code: String,
    /// Whether the viewer may do anything.
    pub may_keep: bool,
}

/// One of the desk's lists.
///
/// *Errors*: by the policy.
pub async fn lists(s: &Service, actor: &Actor, area: Area, list: Desk, page: u16) -> Result<Page, ServiceError> {
    authorise(actor, Action::ViewWish, area)?;
    let mut tx = s.store.begin(actor).await?;
    let counts = store::wish::counts(&mut tx, area.range()).await?;
    let mut rows = store::wish::desk(&mut tx, area.range(), list, (PAGE + 1, i64::from(page) * PAGE)).await?;
    tx.commit().await?;
    let has_more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let may = |action| access(actor, action, area) == Access::Granted;
    Ok(Page { counts, rows, has_more, may_keep: may(Action::KeepWish), may_propose: may(Action::ProposeWish) })
}

/// One wish whole.
///
/// *Errors*: `NotFound` when one may not know of it.
pub async fn sheet(s: &Service, actor: &Actor, wish: WishId) -> Result<Sheet, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = store::wish::read(&mut tx, wish).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewWish, row.area)?;
    let words = store::wish::words(&mut tx, wish).await?.unwrap_or_default();
    let contact = store::wish::contact(&mut tx, wish).await?.unwrap_or_default();
    let has_door = contact.door.is_some();
    let sender =
        domain::case::Reporter { name: contact.name, phone: contact.phone, is_intake_only: false }.masked(true);
    let since = row.proposed_at - chrono::TimeDelta::days(LIKE_DAYS);
    let mut alike = if row.standing.state.is_over() {
        Vec::new()
    } else {
        store::wish::like(&mut tx, community(row.area).range(), wish, since).await?
    };
    let own = if words.is_empty() { row.content.clone() } else { words.clone() };
    alike.retain(|(_, other)| domain::duplicate::alike(&own, other) >= LIKE);
    let found = Sheet {
        words,
        sender,
        has_door,
        path: store::area::path(&mut tx, row.area).await?,
        events: store::wish::events(&mut tx, wish).await?,
        claims: store::wish::claims(&mut tx, wish).await?,
        pictures: store::media::of_wish(&mut tx, wish).await?,
        alike,
        thanks_proposed: store::wish::thanks_proposed(&mut tx, wish).await?,
        code: super::link_code(s, wish),
        may_keep: access(actor, Action::KeepWish, row.area) == Access::Granted,
        wish: row,
    };
    tx.commit().await?;
    Ok(found)
}

/// What a new wish can be about.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// The area, from the city down.
    pub path: Vec<(Area, String)>,
    /// The areas right below it.
    pub below: Vec<(Area, String)>,
    /// Its buildings, as long as it is a community or smaller.
    pub buildings: Vec<store::building::BuildingLine>,
    /// Makes it come in once.
    pub operation: domain::operation::OperationId,
    /// Whether the viewer may publish, too.
    pub may_keep: bool,
}

/// Buildings of one community to choose from.
const BUILDINGS: i64 = 2_000;

/// What the form of a new wish offers.
///
/// *Errors*: by the policy.
pub async fn choices(s: &Service, actor: &Actor, area: Area) -> Result<Choices, ServiceError> {
    authorise(actor, Action::ProposeWish, area)?;
    let mut tx = s.store.begin(actor).await?;
    let is_small = area.level() >= domain::area::Level::Community;
    let buildings = if is_small { store::building::list(&mut tx, area.range(), BUILDINGS).await? } else { Vec::new() };
    let below = store::area::names(&mut tx, area).await?.into_iter().filter(|(one, _)| *one != area).collect();
    let path = store::area::path(&mut tx, area).await?;
    tx.commit().await?;
    let may_keep = access(actor, Action::KeepWish, area) == Access::Granted;
    Ok(Choices { path, below, buildings, operation: s.draw_operation()?, may_keep })
}
