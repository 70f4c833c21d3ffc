//! Wishes 微心愿: proposed, checked, published, claimed, done, confirmed, judged and archived.
//!
//! Three doors lead here: the community's desk ([`desk`], [`step`]), those who serve ([`claim`]) and the public, which has no
//! account ([`send`], [`follow`], [`board`]). What may be done when is the machine's answer (`domain::wish`); everything that is
//! written stands on the wish's timeline, on the trail and in the outbox in one transaction.
//!
//! Not here: points for service, and how often somebody may send (the server's business, by address).

mod board;
mod claim;
mod clock;
mod desk;
mod follow;
mod propose;
mod serve;
mod step;
mod volunteer;

pub use board::{Board, Open, board, map, nearby, one, support, totals};
pub use claim::{Claimed, Mine, claim, contact_of, finish, leave, mine, nearest_open, no_show};
pub use clock::sweep;
pub(crate) use clock::sweep_or_say;
pub use desk::{Choices, Page, Sheet, choices, lists, sheet};
pub use follow::{Followed, Hop, follow, follow_by_tail, judge, link_code, picture, say_thanks, withdraw_by_link};
pub use propose::{Proposal, Sent, propose, send};
pub use serve::{Offer, Offers, Served, Task, offers, served, task};
pub use step::{Confirmed, amend, confirm, convert, decline, merge, publish, reopen, show_thanks, withdraw};
pub use store::wish::{ClaimRow, Contact, Counts, Desk, DeskRow, EventRow, PublicRow, Totals, WishRow};
pub use volunteer::{Branches, Match, Reason, branches, describe, matching, profile};

use chrono::{DateTime, Utc};
use domain::actor::{Action, Actor};
use domain::id::{UnitId, WishId};
use domain::wish::{Hand, OrderFault, Refusal, RollRefusal, State, Step, turn};
use serde_json::{Value, json};
use store::Tx;
use store::audit::{self, Record};
use store::case::Writer;
use store::outbox::{Change, put};
use store::wish::WrittenEvent;

use crate::ServiceError;
use crate::lock::authorise;

/// Reads a wish that an office may know of, and locks it if it is going to be changed.
async fn known(tx: &mut Tx, actor: &Actor, wish: WishId, action: Action) -> Result<WishRow, ServiceError> {
    let locks = action != Action::ViewWish;
    let found = if locks { store::wish::lock(tx, wish).await? } else { store::wish::read(tx, wish).await? };
    match found {
        Some(row) => {
            authorise(actor, action, row.area)?;
            Ok(row)
        }
        // An office that may read it but not write finds no row that it could lock.
        None => match store::wish::read(tx, wish).await? {
            Some(row) => {
                authorise(actor, Action::ViewWish, row.area)?;
                Err(ServiceError::Forbidden)
            }
            None => Err(ServiceError::NotFound),
        },
    }
}

/// What a step says.
#[derive(Clone, Copy, Debug, Default)]
struct Said<'a> {
    note: &'a str,
    is_public: bool,
    unit: Option<UnitId>,
}

/// Takes a locked wish one step on and writes that down: wish, timeline, trail, outbox. What the step carries beside the machine's state
/// was put into `before` already.
async fn apply(
    tx: &mut Tx,
    writer: Writer<'_>,
    (hand, step): (Hand, Step),
    before: WishRow,
    said: Said<'_>,
    now: DateTime<Utc>,
) -> Result<WishRow, ServiceError> {
    let standing = turn(hand, &before.standing, step, before.wish)?;
    let mut after = WishRow { standing, version: before.version + 1, changed_at: now, ..before };
    match after.standing.state {
        State::Published => {
            after.published_at = after.published_at.or(Some(now));
            after.is_held = false;
        }
        State::Done => after.done_at = Some(now),
        State::Confirmed => after.confirmed_at = Some(now),
        state if state.is_over() => after.closed_at = Some(now),
        _ => {}
    }
    store::wish::update(tx, &after).await?;
    note(tx, writer, &after, (step.slug(), trail_word(step)), said, now).await?;
    Ok(after)
}

/// Writes an entry of the timeline under the wish's version, an audit row and an outbox row.
async fn note(
    tx: &mut Tx,
    writer: Writer<'_>,
    wish: &WishRow,
    (step, action): (&str, &'static str),
    said: Said<'_>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let state = wish.standing.state.slug();
    let event = WrittenEvent { step, state, at: now, unit: said.unit, note: said.note, is_note_public: said.is_public };
    store::wish::add_event(tx, writer, (wish.wish, wish.area, wish.version), &event).await?;
    trail(tx, writer, wish, action, json!({ "version": wish.version, "state": state }), now).await?;
    put(tx, wish.area, Change::Wish(wish.wish), now).await?;
    Ok(())
}

async fn trail(
    tx: &mut Tx,
    writer: Writer<'_>,
    wish: &WishRow,
    action: &'static str,
    detail: Value,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let record = Record::Wish(wish.wish);
    match writer {
        Writer::Post(actor) => audit::write(tx, actor, now, wish.area, action, record, Some(detail)).await?,
        Writer::Client(account) => {
            audit::write_as(tx, (account, None), now, wish.area, action, record, Some(detail)).await?;
        }
        Writer::Nobody => audit::write_by_itself(tx, now, wish.area, action, record, Some(detail)).await?,
    }
    Ok(())
}

/// The word on the audit trail.
fn trail_word(step: Step) -> &'static str {
    match step {
        Step::Publish => "wish_publish",
        Step::Amend => "wish_amend",
        Step::Decline => "wish_decline",
        Step::Merge(_) => "wish_merge",
        Step::Convert(_) => "wish_convert",
        Step::Withdraw => "wish_withdraw",
        Step::Finish => "wish_finish",
        Step::Confirm { .. } => "wish_confirm",
        Step::Reopen => "wish_reopen",
        Step::Judge(_) => "wish_judge",
        Step::Archive => "wish_archive",
        Step::Lapse => "wish_lapse",
    }
}

/// A version that somebody looked at is still the wish's.
fn fresh(row: &WishRow, version: i32) -> Result<(), ServiceError> {
    if row.version == version { Ok(()) } else { Err(ServiceError::Conflict) }
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Elsewhere => Self::Conflict,
            Refusal::NotYours => Self::Forbidden,
            Refusal::Picture => Self::invalid("picture", refusal.to_string()),
            Refusal::Itself => Self::invalid("into", refusal.to_string()),
        }
    }
}

impl From<OrderFault> for ServiceError {
    fn from(fault: OrderFault) -> Self {
        Self::invalid(fault.field(), fault.to_string())
    }
}

impl From<RollRefusal> for ServiceError {
    fn from(refusal: RollRefusal) -> Self {
        match refusal {
            RollRefusal::Seats => Self::invalid("seats", refusal.to_string()),
            RollRefusal::Twice | RollRefusal::Full | RollRefusal::Unknown => Self::Conflict,
        }
    }
}
