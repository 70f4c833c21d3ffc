//! Who serves: claiming a wish, leaving it, saying that it is done, and being reached.
//!
//! Whoever claims sees nobody's file and so writes through the system's role, after the database itself found that the session's
//! post does such work there (`store::Duty::Serve`).

use domain::actor::{Access, Action, Actor};
use domain::id::{AccountId, WishId};
use domain::wish::{Admission, Claim, ClaimState, Hand, State, Step};
use serde_json::json;
use store::case::Writer;
use store::wish::{Board, ClaimRow, Contact, NewClaim, PublicRow, WishRow};
use store::{Duty, Tx};

use super::propose::community;
use super::{Said, apply, known, note, trail};
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// What a list shows at most.
const MINE: i64 = 200;

/// What came of claiming.
#[derive(Clone, Debug, PartialEq)]
pub enum Claimed {
    /// The places are theirs, or they wait.
    In(Admission),
    /// Somebody was faster; this one is open, nearest by.
    Late(Option<Box<PublicRow>>),
}

/// What somebody claimed and did.
#[derive(Clone, Debug, PartialEq)]
pub struct Mine {
    /// The latest first.
    pub claims: Vec<(WishRow, ClaimRow)>,
    /// Minutes that were confirmed, for each of those who came.
    pub minutes: u32,
}

/// A transaction of the system for somebody who serves, with the wish locked.
async fn begin(s: &Service, actor: &Actor, wish: WishId) -> Result<(Tx, WishRow), ServiceError> {
    let mut tx = s.store.begin_duty(actor, Duty::Serve, &[actor.area]).await?.ok_or(ServiceError::NotFound)?;
    let row = store::wish::lock(&mut tx, wish).await?.ok_or(ServiceError::NotFound)?;
    if !row.standing.state.is_public() {
        return Err(ServiceError::NotFound);
    }
    authorise(actor, Action::ClaimWish, row.area)?;
    Ok((tx, row))
}

/// Claims places of a published wish; who comes too late is told, and offered the nearest open one.
///
/// *Errors*: `NotFound` for a wish that is not on the board; `Conflict` when they have claimed it already or it is over; `Invalid` for
/// more places than there are.
pub async fn claim(
    s: &Service,
    actor: &Actor,
    wish: WishId,
    (seats, waits): (u8, bool),
    tools: &[String],
) -> Result<Claimed, ServiceError> {
    let (mut tx, row) = begin(s, actor, wish).await?;
    let over = row.ends_at.is_none_or(|ends_at| ends_at <= s.now());
    if row.standing.state != State::Published || over {
        let other = other_open(&mut tx, &row).await?;
        return Ok(Claimed::Late(other.map(Box::new)));
    }
    let mut roll = store::wish::roll(&mut tx, &row).await?;
    let admission = match roll.claim(actor.account, seats, waits) {
        Ok(admission) => admission,
        Err(domain::wish::RollRefusal::Full) => {
            let other = other_open(&mut tx, &row).await?;
            return Ok(Claimed::Late(other.map(Box::new)));
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let (state, step) = match admission {
        Admission::Held => (ClaimState::Held, ("claim", "wish_claim")),
        Admission::Waiting { .. } => (ClaimState::Waiting, ("wait", "wish_wait")),
    };
    let tools: Vec<String> = row.tools.iter().filter(|tool| tools.contains(tool)).cloned().collect();
    let claim = Claim { account: actor.account, seats, state };
    let new = NewClaim { wish, area: row.area, post: actor.post, claim, tools: &tools, at: s.now() };
    store::wish::add_claim(&mut tx, row.area.county(), &new).await?;
    write_down(&mut tx, actor, row, step, s).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(Claimed::In(admission))
}

/// Raises the wish's version and writes an entry.
async fn write_down(
    tx: &mut Tx,
    actor: &Actor,
    row: WishRow,
    step: (&str, &'static str),
    s: &Service,
) -> Result<(), ServiceError> {
    let now = s.now();
    let row = WishRow { version: row.version + 1, changed_at: now, ..row };
    store::wish::update(tx, &row).await?;
    let unit = store::wish::unit_of(tx, actor.post).await?;
    note(tx, Writer::Post(actor), &row, step, Said { unit, ..Said::default() }, now).await
}

/// The open wish that is nearest by, of the same community if there is one.
async fn other_open(tx: &mut Tx, row: &WishRow) -> Result<Option<PublicRow>, ServiceError> {
    for area in [community(row.area), domain::area::Area::city(row.area.county())] {
        let wanted = Board { range: area.range(), kind: None, free_only: true, page: (0, 3) };
        let found = store::wish::board(tx, wanted).await?;
        if let Some(other) = found.into_iter().find(|other| other.wish != row.wish) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// The open wish nearest by another, for a page that says who was faster.
pub async fn nearest_open(s: &Service, wish: WishId) -> Result<Option<PublicRow>, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let Some(row) = store::wish::read(&mut tx, wish).await? else { return Ok(None) };
    let found = other_open(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(found)
}

/// 退出: gives places back; who waits moves up.
///
/// *Errors*: `Conflict` when they hold nothing, or it is done already.
pub async fn leave(s: &Service, actor: &Actor, wish: WishId) -> Result<(), ServiceError> {
    let (mut tx, row) = begin(s, actor, wish).await?;
    if row.standing.state != State::Published {
        return Err(ServiceError::Conflict);
    }
    strike(&mut tx, &row, (actor.account, None), s).await?;
    write_down(&mut tx, actor, row, ("leave", "wish_leave"), s).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

async fn strike(
    tx: &mut Tx,
    row: &WishRow,
    (account, witness): (AccountId, Option<AccountId>),
    s: &Service,
) -> Result<(), ServiceError> {
    let mut roll = store::wish::roll(tx, row).await?;
    let moved = roll.strike(account, witness.is_some())?;
    let state = if witness.is_some() { ClaimState::NoShow } else { ClaimState::Left };
    store::wish::set_claim(tx, (row.wish, account), state, witness, s.now()).await?;
    for account in moved {
        store::wish::set_claim(tx, (row.wish, account), ClaimState::Held, None, s.now()).await?;
    }
    Ok(())
}

/// 未到: the community, as the witness, says that somebody did not come.
///
/// *Errors*: `Conflict` when that claim is not held any more.
pub async fn no_show(
    s: &Service,
    actor: &Actor,
    (wish, version): (WishId, i32),
    account: AccountId,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = known(&mut tx, actor, wish, Action::KeepWish).await?;
    super::fresh(&row, version)?;
    if !matches!(row.standing.state, State::Published | State::Done) {
        return Err(ServiceError::Conflict);
    }
    strike(&mut tx, &row, (account, Some(actor.account)), s).await?;
    let now = s.now();
    let row = WishRow { version: row.version + 1, changed_at: now, ..row };
    store::wish::update(&mut tx, &row).await?;
    note(&mut tx, Writer::Post(actor), &row, ("no_show", "wish_no_show"), Said::default(), now).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// 已服务: who holds a place, or the community, says that it is done.
///
/// *Errors*: `Forbidden` for anybody else; `Conflict` when it is not under way.
pub async fn finish(s: &Service, actor: &Actor, wish: WishId, words: &str) -> Result<(), ServiceError> {
    let serves = access(actor, Action::ClaimWish, actor.area) == Access::Granted;
    let (mut tx, row, hand) = if serves {
        let (mut tx, row) = begin(s, actor, wish).await?;
        let roll = store::wish::roll(&mut tx, &row).await?;
        let holds = |claim: &Claim| claim.account == actor.account && claim.state == ClaimState::Held;
        if !roll.claims.iter().any(holds) {
            return Err(ServiceError::Forbidden);
        }
        (tx, row, Hand::Claimer)
    } else {
        let mut tx = s.store.begin(actor).await?;
        let row = known(&mut tx, actor, wish, Action::KeepWish).await?;
        (tx, row, Hand::Keeper)
    };
    let unit = store::wish::unit_of(&mut tx, actor.post).await?;
    let said = Said { note: words.trim(), is_public: false, unit };
    apply(&mut tx, Writer::Post(actor), (hand, Step::Finish), row, said, s.now()).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// How the resident is reached, for who holds a place until it is done, and for the desk. Every look stands on the trail.
///
/// *Errors*: `NotFound` for everybody else.
pub async fn contact_of(s: &Service, actor: &Actor, wish: WishId) -> Result<Contact, ServiceError> {
    let serves = access(actor, Action::ClaimWish, actor.area) == Access::Granted;
    let (mut tx, row) = if serves {
        let (mut tx, row) = begin(s, actor, wish).await?;
        let roll = store::wish::roll(&mut tx, &row).await?;
        let holds = |claim: &Claim| claim.account == actor.account && claim.state == ClaimState::Held;
        if row.standing.state != State::Published || !roll.claims.iter().any(holds) {
            return Err(ServiceError::NotFound);
        }
        (tx, row)
    } else {
        let mut tx = s.store.begin(actor).await?;
        let row = known(&mut tx, actor, wish, Action::KeepWish).await?;
        (tx, row)
    };
    let contact = store::wish::contact(&mut tx, wish).await?.unwrap_or_default();
    let detail = json!({ "serves": serves });
    trail(&mut tx, Writer::Post(actor), &row, "wish_contact", detail, s.now()).await?;
    tx.commit().await?;
    Ok(contact)
}

/// What the acting account, or its unit, claimed and did.
pub async fn mine(s: &Service, actor: &Actor, of_unit: bool) -> Result<Mine, ServiceError> {
    authorise(actor, Action::ClaimWish, actor.area)?;
    let mut tx = s.store.begin_duty(actor, Duty::Serve, &[actor.area]).await?.ok_or(ServiceError::NotFound)?;
    let unit = if of_unit { store::wish::unit_of(&mut tx, actor.post).await? } else { None };
    let who = if of_unit { (None, unit) } else { (Some(actor.account), None) };
    let claims = store::wish::mine(&mut tx, who, MINE).await?;
    tx.commit().await?;
    let served = claims.iter().map(|(_, claim)| match claim.claim.state {
        ClaimState::Served { minutes } => u32::from(minutes),
        _ => 0,
    });
    let minutes = served.sum();
    Ok(Mine { claims, minutes })
}
