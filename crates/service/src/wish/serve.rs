//! What who serves looks at: open wishes in the order that fits them, one of them, and what they did.
//!
//! Not here: claiming and leaving (`claim`), nor the public's board, which needs no account (`board`).

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::clock::{civil_date, start_of_civil_day};
use domain::id::WishId;
use domain::wish::{ClaimState, Kind};
use store::wish::{ClaimRow, Hours, Looking, PublicRow, Tie};
use store::{Duty, Tx};

use super::propose::community;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Wishes on a page.
const PAGE: i64 = 30;

/// An open wish, as it stands to who looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The wish, as everybody reads it.
    pub wish: PublicRow,
    /// Whether it is offered to their unit first.
    pub is_units: bool,
    /// Whether it lies in their community.
    pub is_near: bool,
    /// Their own claim.
    pub own: Option<ClaimState>,
}

/// A list of open wishes.
#[derive(Clone, Debug, PartialEq)]
pub struct Offers {
    /// Where they are looked for.
    pub area: Area,
    /// Where, from the post's area down.
    pub path: Vec<(Area, String)>,
    /// What lies below: streets or communities to choose from.
    pub below: Vec<(Area, String)>,
    /// What fits best first.
    pub rows: Vec<Offer>,
    /// Whether there is another page.
    pub has_more: bool,
}

/// One wish whole, as who serves may know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The wish, as everybody reads it.
    pub wish: PublicRow,
    /// The unit that it is offered to first.
    pub unit: Option<String>,
    /// Places that are free; none while somebody waits for one.
    pub free: u8,
    /// Whether its time has passed.
    pub is_over: bool,
    /// Their own last claim that they did not give back.
    pub own: Option<ClaimRow>,
    /// Where exactly to meet, in words: for who holds a place.
    pub place: Option<String>,
}

/// How long somebody, and their unit, served.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// They themselves; `recent` is this month.
    pub own: Hours,
    /// Their unit, if the post has one.
    pub unit: Option<(String, Hours)>,
}

/// Open wishes in the area of the post, in the order that fits who looks.
///
/// *Errors*: `NotFound` for an area outside of the post's.
pub async fn offers(
    s: &Service,
    actor: &Actor,
    area: Option<Area>,
    kind: Option<Kind>,
    page: u16,
) -> Result<Offers, ServiceError> {
    let area = area.unwrap_or(actor.area);
    let mut tx = begin(s, actor, area).await?;
    let unit = store::wish::unit_of(&mut tx, actor.post).await?;
    // What is near to somebody: the community of their post, or all of a larger area.
    let near = community(actor.area);
    let looking = Looking {
        range: area.range(),
        kind,
        unit,
        near: near.range(),
        now: s.now(),
        page: (i64::from(page) * PAGE, PAGE + 1),
    };
    let mut found = store::wish::looked_for(&mut tx, &looking).await?;
    let has_more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let wishes: Vec<WishId> = found.iter().map(|wish| wish.wish).collect();
    let ties = store::wish::ties(&mut tx, &wishes, actor.account).await?;
    let path = store::area::path(&mut tx, area).await?;
    let below = match area.level() {
        Level::City | Level::Street => store::area::names(&mut tx, area).await?,
        _ => Vec::new(),
    };
    tx.commit().await?;
    let offer = |wish: PublicRow| {
        let tie = ties.iter().find(|tie| tie.wish == wish.wish);
        Offer {
            is_units: unit.is_some() && tie.and_then(|tie| tie.unit) == unit,
            is_near: near.level() == Level::Community && near == wish.community.0,
            own: tie.and_then(|tie| tie.own),
            wish,
        }
    };
    Ok(Offers {
        area,
        path: path.into_iter().filter(|(one, _)| actor.area.contains(*one)).collect(),
        below: below.into_iter().filter(|(one, _)| *one != area).collect(),
        rows: found.into_iter().map(offer).collect(),
        has_more,
    })
}

async fn begin(s: &Service, actor: &Actor, area: Area) -> Result<Tx, ServiceError> {
    authorise(actor, Action::ClaimWish, area)?;
    s.store.begin_duty(actor, Duty::Serve, &[actor.area]).await?.ok_or(ServiceError::NotFound)
}

/// One wish that is or was open, for who serves.
///
/// *Errors*: `NotFound` for one outside of the post's area, or that is not on the board.
pub async fn task(s: &Service, actor: &Actor, wish: WishId) -> Result<Task, ServiceError> {
    let mut tx = begin(s, actor, actor.area).await?;
    let row = store::wish::read(&mut tx, wish).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ClaimWish, row.area)?;
    let public = store::wish::public_one(&mut tx, row.area.county(), wish).await?.ok_or(ServiceError::NotFound)?;
    let ties = store::wish::ties(&mut tx, &[wish], actor.account).await?;
    let roll = store::wish::roll(&mut tx, &row).await?;
    let claims = store::wish::claims(&mut tx, wish).await?;
    tx.commit().await?;
    let own = claims.into_iter().rfind(|one| one.claim.account == actor.account && one.claim.state != ClaimState::Left);
    let holds = own.as_ref().is_some_and(|own| own.claim.state.takes_places());
    let waits = roll.claims.iter().any(|claim| claim.state == ClaimState::Waiting);
    Ok(Task {
        unit: ties.into_iter().find_map(|tie: Tie| tie.unit_name),
        free: if waits { 0 } else { roll.free() },
        is_over: public.ends_at <= s.now(),
        place: holds.then_some(row.place),
        wish: public,
        own,
    })
}

/// How long who acts, and their unit, served.
pub async fn served(s: &Service, actor: &Actor) -> Result<Served, ServiceError> {
    let mut tx = begin(s, actor, actor.area).await?;
    let unit = store::wish::named_unit(&mut tx, actor.post).await?;
    let since = month_start(s.now());
    let own = store::wish::hours(&mut tx, (Some(actor.account), None), since).await?;
    let unit = match unit {
        Some((unit, name)) => Some((name, store::wish::hours(&mut tx, (None, Some(unit)), since).await?)),
        None => None,
    };
    tx.commit().await?;
    Ok(Served { own, unit })
}

/// When the month of an instant began.
pub(super) fn month_start(now: DateTime<Utc>) -> DateTime<Utc> {
    let today = civil_date(now);
    let first = NaiveDate::from_ymd_opt(today.year(), today.month(), 1).unwrap_or(today);
    start_of_civil_day(first)
}
