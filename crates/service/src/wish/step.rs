//! What the community does with a wish.

use domain::actor::{Action, Actor};
use domain::case::{Ground, Note, Report, Source, Title};
use domain::clock::civil_date;
use domain::deadline::Urgency;
use domain::id::{CaseId, MediaId, WishId};
use domain::media::{Purpose, Subject};
use domain::operation::OperationId;
use domain::wish::{ClaimState, Hand, Order, State, Step};
use store::case::Writer;
use store::media::Step as Picture;
use store::wish::WishRow;
use store::{Duty, Tx};

use super::propose::community;
use super::{Said, apply, fresh, known};
use crate::bank::{self, Serving};
use crate::case::{locate, take_in};
use crate::{Service, ServiceError, media};

/// The longest service that is confirmed, in minutes: a day.
const MOST_MINUTES: u16 = 24 * 60;

/// Puts what is published into a wish.
pub(super) fn carry(row: &mut WishRow, order: Order) {
    row.standing.kind = order.kind;
    row.title = order.title.into();
    row.content = trimmed(order.content);
    row.place = trimmed(order.place);
    row.starts_at = Some(order.starts_at);
    row.ends_at = Some(order.ends_at);
    row.slots = order.slots;
    row.tools = order.tools.into_iter().map(trimmed).collect();
    row.safety = trimmed(order.safety);
    row.repeat = order.repeat;
}

fn trimmed(text: String) -> String {
    if text.trim().len() == text.len() { text } else { text.trim().to_owned() }
}

/// Begins a step of the desk on a wish at a version.
async fn begin(s: &Service, actor: &Actor, (wish, version): (WishId, i32)) -> Result<(Tx, WishRow), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = known(&mut tx, actor, wish, Action::KeepWish).await?;
    fresh(&row, version)?;
    Ok((tx, row))
}

async fn end(s: &Service, tx: Tx, row: WishRow) -> Result<WishRow, ServiceError> {
    tx.commit().await?;
    s.live.wake();
    Ok(row)
}

/// 发布: puts a wish onto the board as the order says; the community's party-alliance unit is offered it first.
///
/// *Errors*: `Invalid` names what the order lacks; `Conflict` when the wish is elsewhere by now.
pub async fn publish(s: &Service, actor: &Actor, at: (WishId, i32), order: Order) -> Result<WishRow, ServiceError> {
    let (mut tx, mut row) = begin(s, actor, at).await?;
    order.check(s.now())?;
    carry(&mut row, order);
    row.unit = store::wish::alliance(&mut tx, community(row.area).range()).await?;
    let row = apply(&mut tx, Writer::Post(actor), (Hand::Keeper, Step::Publish), row, Said::default(), s.now()).await?;
    end(s, tx, row).await
}

/// Changes what stands on the board; those who wait move up when there are more places.
///
/// *Errors*: as [`publish`]; `Invalid` for fewer places than are taken.
pub async fn amend(s: &Service, actor: &Actor, at: (WishId, i32), order: Order) -> Result<WishRow, ServiceError> {
    let (mut tx, mut row) = begin(s, actor, at).await?;
    order.check(s.now())?;
    let mut roll = store::wish::roll(&mut tx, &row).await?;
    let moved = roll.resize(order.slots).map_err(|refusal| ServiceError::invalid("slots", refusal.to_string()))?;
    for account in moved {
        store::wish::set_claim(&mut tx, (row.wish, account), ClaimState::Held, None, s.now()).await?;
    }
    carry(&mut row, order);
    let row = apply(&mut tx, Writer::Post(actor), (Hand::Keeper, Step::Amend), row, Said::default(), s.now()).await?;
    end(s, tx, row).await
}

/// 不采纳, with a reason that the resident reads.
pub async fn decline(s: &Service, actor: &Actor, at: (WishId, i32), reason: &Note) -> Result<WishRow, ServiceError> {
    ended(s, actor, at, Step::Decline, reason.as_str()).await
}

/// 撤回 by the community; whoever holds a place reads why.
pub async fn withdraw(s: &Service, actor: &Actor, at: (WishId, i32), reason: &Note) -> Result<WishRow, ServiceError> {
    ended(s, actor, at, Step::Withdraw, reason.as_str()).await
}

async fn ended(s: &Service, actor: &Actor, at: (WishId, i32), step: Step, note: &str) -> Result<WishRow, ServiceError> {
    let (mut tx, row) = begin(s, actor, at).await?;
    let said = Said { note, is_public: true, unit: None };
    let row = apply(&mut tx, Writer::Post(actor), (Hand::Keeper, step), row, said, s.now()).await?;
    release(&mut tx, &row, s).await?;
    end(s, tx, row).await
}

/// Nobody holds or waits for a place of what is over.
pub(super) async fn release(tx: &mut Tx, row: &WishRow, s: &Service) -> Result<(), ServiceError> {
    for claim in store::wish::roll(tx, row).await?.claims {
        if matches!(claim.state, ClaimState::Held | ClaimState::Waiting) {
            store::wish::set_claim(tx, (row.wish, claim.account), ClaimState::Left, None, s.now()).await?;
        }
    }
    Ok(())
}

/// 合并 into another wish of the same area that stands for it; its supporters go with it.
///
/// *Errors*: `Invalid` when the other is not open; `Conflict` when somebody serves this one.
pub async fn merge(s: &Service, actor: &Actor, at: (WishId, i32), into: WishId) -> Result<WishRow, ServiceError> {
    let (mut tx, row) = begin(s, actor, at).await?;
    let other = if into == row.wish { Some(row.clone()) } else { store::wish::lock(&mut tx, into).await? };
    let open = other.filter(|other| matches!(other.standing.state, State::Proposed | State::Published));
    if open.is_none() {
        return Err(ServiceError::invalid("into", "the other wish is not open any more: choose another"));
    }
    let step = (Hand::Keeper, Step::Merge(into));
    let row = apply(&mut tx, Writer::Post(actor), step, row, Said::default(), s.now()).await?;
    store::wish::add_supporters(&mut tx, into, row.supporters + 1).await?;
    release(&mut tx, &row, s).await?;
    end(s, tx, row).await
}

/// 转诉求: a wish that is a problem becomes a case of the same place, with its words; who follows the wish is led to the case.
///
/// *Errors*: `Conflict` when somebody serves it already.
pub async fn convert(s: &Service, actor: &Actor, at: (WishId, i32)) -> Result<CaseId, ServiceError> {
    let (mut tx, row) = begin(s, actor, at).await?;
    // Before anything is written: the machine says the same once the case has a number.
    if row.standing.state.is_over() {
        return Err(ServiceError::Conflict);
    }
    let words = store::wish::words(&mut tx, row.wish).await?.unwrap_or_else(|| row.content.clone());
    let ground = row.building.map_or(Ground::Area(row.area), Ground::Building);
    let located = locate(&mut tx, actor.area, ground).await?;
    let report = Report {
        operation: OperationId::new(u128::from(row.wish.number().unsigned_abs()).to_be_bytes()),
        source: Source::Resident,
        ground,
        title: Title::of_words(&words),
        detail: words,
        category: None,
        urgency: Urgency::Ordinary,
        pictures: Vec::new(),
    };
    let case = take_in(s, &mut tx, Writer::Post(actor), &located, &report).await?;
    let step = (Hand::Keeper, Step::Convert(case));
    let row = apply(&mut tx, Writer::Post(actor), step, row, Said::default(), s.now()).await?;
    release(&mut tx, &row, s).await?;
    end(s, tx, row).await?;
    Ok(case)
}

/// What the community saw when it confirms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// How long each served.
    pub minutes: u16,
    /// Pictures of the result that were staged before.
    pub pictures: Vec<MediaId>,
    /// In these words, which the resident reads.
    pub note: String,
}

/// 确认: the community saw that it is done, and shows it.
///
/// *Errors*: `Invalid` without a picture where one is needed, or for a service of no or too much time.
pub async fn confirm(s: &Service, actor: &Actor, at: (WishId, i32), seen: Confirmed) -> Result<WishRow, ServiceError> {
    if !(1..=MOST_MINUTES).contains(&seen.minutes) {
        return Err(ServiceError::invalid("minutes", "say how many minutes it took: 1 to 1,440"));
    }
    let (mut tx, row) = begin_bank(s, actor, at).await?;
    let kept = store::media::of_wish(&mut tx, row.wish).await?;
    let shown = kept.iter().filter(|(_, purpose, _)| *purpose == Purpose::Done).count();
    let step = (Hand::Keeper, Step::Confirm { picture_count: shown + seen.pictures.len() });
    let said = Said { note: seen.note.trim(), is_public: true, unit: None };
    let row = apply(&mut tx, Writer::Post(actor), step, row, said, s.now()).await?;
    store::wish::serve(&mut tx, row.wish, seen.minutes, s.now()).await?;
    let subject = Subject::Wish(row.wish);
    let to = Picture { subject, area: row.area, version: row.version, purpose: Purpose::Done };
    media::attach(&mut tx, actor, to, &seen.pictures).await?;
    credit(s, &mut tx, actor, &row).await?;
    end(s, tx, row).await
}

/// Begins a step that moves points: the session may take it, and what it writes of the bank is the system's.
async fn begin_bank(s: &Service, actor: &Actor, at: (WishId, i32)) -> Result<(Tx, WishRow), ServiceError> {
    let (tx, row) = begin(s, actor, at).await?;
    drop(tx);
    let mut tx = s.store.begin_duty(actor, Duty::Bank, &[row.area]).await?.ok_or(ServiceError::NotFound)?;
    let row = known(&mut tx, actor, at.0, Action::KeepWish).await?;
    fresh(&row, at.1)?;
    Ok((tx, row))
}

/// Credits everybody who served, in the order of their accounts, so that no two confirmations wait for one another.
async fn credit(s: &Service, tx: &mut Tx, actor: &Actor, row: &WishRow) -> Result<(), ServiceError> {
    // An area above communities has no issuer.
    if row.area.path().len() < 3 {
        return Ok(());
    }
    let mut served: Vec<_> = store::wish::roll(tx, row).await?.claims;
    served.sort_by_key(|claim| claim.account);
    let served_on = civil_date(row.starts_at.map_or(s.now(), |starts_at| starts_at.min(s.now())));
    for claim in served {
        let ClaimState::Served { minutes } = claim.state else { continue };
        let serving = Serving {
            wish: row.wish.number(),
            volunteer: claim.account,
            area: row.area,
            served_on,
            minutes: minutes.into(),
        };
        bank::credit(tx, actor, s.now(), &serving).await?;
    }
    Ok(())
}

/// The community saw that it is not done: helpers are looked for again, until the given order's time.
///
/// *Errors*: `Invalid` names what the order lacks.
pub async fn reopen(s: &Service, actor: &Actor, at: (WishId, i32), order: Order) -> Result<WishRow, ServiceError> {
    let (mut tx, mut row) = begin(s, actor, at).await?;
    order.check(s.now())?;
    let mut roll = store::wish::roll(&mut tx, &row).await?;
    roll.resize(order.slots).map_err(|refusal| ServiceError::invalid("slots", refusal.to_string()))?;
    carry(&mut row, order);
    let row = apply(&mut tx, Writer::Post(actor), (Hand::Keeper, Step::Reopen), row, Said::default(), s.now()).await?;
    end(s, tx, row).await
}

/// Lets the resident's words onto the wall, as the community wrote them over.
///
/// *Errors*: `Conflict` unless the resident agreed to that.
pub async fn show_thanks(s: &Service, actor: &Actor, wish: WishId, thanks: &str) -> Result<(), ServiceError> {
    if thanks.chars().count() > 200 {
        return Err(ServiceError::invalid("thanks", "up to 200 signs"));
    }
    let mut tx = s.store.begin(actor).await?;
    let row = known(&mut tx, actor, wish, Action::KeepWish).await?;
    if !row.may_show {
        return Err(ServiceError::Conflict);
    }
    let row = WishRow { thanks: thanks.trim().to_owned(), version: row.version + 1, ..row };
    store::wish::update(&mut tx, &row).await?;
    super::note(&mut tx, Writer::Post(actor), &row, ("thanks", "wish_thanks"), Said::default(), s.now()).await?;
    end(s, tx, row).await?;
    Ok(())
}
