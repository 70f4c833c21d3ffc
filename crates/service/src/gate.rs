//! The gate before forms without account: signs what a form is drawn with, and decides what becomes of a post.
//!
//! A form asks three things of it: [`draw`] when its page is made; [`enter`] when it is posted, before anything else, which touches
//! no database; [`admit`] in the transaction that takes the post in, after a repetition was answered. [`Entered`] can be made by
//! [`enter`] alone, so that no use case takes in what did not come through.
//!
//! Not here: rules and numbers (`domain::gate`), tries a minute (the server's, by address), and what a desk does with what was held.

use domain::area::County;
use domain::gate::{self, Form, Limits, Pace, Reason, Ticket, Trace, Verdict};
use domain::operation::OperationId;
use domain::phone::Phone;
use store::Tx;
use store::gate::Entry;

use crate::{Service, ServiceError};

/// What tickets are signed for.
const PURPOSE: &str = "gate_ticket";

/// What a post brings along beside what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knock {
    /// The signed ticket of its form.
    pub ticket: String,
    /// The proof that a script worked for; empty without script.
    pub proof: String,
    /// Whether a field was filled in that people do not see.
    pub is_trapped: bool,
    /// Where it comes from, as far as that can't be forged.
    pub address: String,
}

/// A post that came with a good ticket, at a person's pace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    form: Form,
    operation: OperationId,
    pace: Pace,
    address: String,
}

impl Entered {
    /// *Errors*: `Gate` when it came in for something else.
    pub(crate) fn must_be(&self, form: Form, operation: OperationId) -> Result<(), ServiceError> {
        if (self.form, self.operation) == (form, operation) { Ok(()) } else { Err(refused(Reason::NoTicket)) }
    }
}

/// A signed ticket for a form that is drawn now.
pub async fn draw(
    s: &Service,
    tx: &mut Tx,
    county: County,
    (form, operation): (Form, OperationId),
) -> Result<String, ServiceError> {
    let ticket = Ticket::new(s.now(), limits(tx, county).await?);
    Ok(signed(s, ticket, form, operation))
}

/// A signed ticket in place of one of ours that is too old; nothing for any other. What was typed can then be sent at once.
pub async fn renew(s: &Service, form: Form, operation: OperationId, old: &str) -> Result<Option<String>, ServiceError> {
    if known(s, form, operation, old).is_none() {
        return Ok(None);
    }
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let ticket = Ticket::anew(s.now(), limits(&mut tx, county).await?);
    tx.commit().await?;
    Ok(Some(signed(s, ticket, form, operation)))
}

async fn limits(tx: &mut Tx, county: County) -> Result<Limits, ServiceError> {
    Ok(Limits::of(&store::setting::read(tx, county).await?))
}

fn signed(s: &Service, ticket: Ticket, form: Form, operation: OperationId) -> String {
    let code = s.store.keyring().digest(PURPOSE, &ticket.claim(form, operation));
    format!("{ticket}.{code:016x}")
}

/// The ticket of a text that we signed for this form and operation.
fn known(s: &Service, form: Form, operation: OperationId, text: &str) -> Option<Ticket> {
    let ticket: Ticket = text.rsplit_once('.')?.0.parse().ok()?;
    let expected = signed(s, ticket, form, operation);
    // Every sign is looked at, so that the time of the answer says nothing of how many were right.
    let differs = expected.bytes().zip(text.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
    (expected.len() == text.len() && differs == 0).then_some(ticket)
}

/// Whether a post may come in as far as it says itself. Asks no database, so that a flood of posts without tickets costs little.
///
/// *Errors*: `Gate` with the reason.
pub fn enter(s: &Service, form: Form, operation: OperationId, knock: &Knock) -> Result<Entered, ServiceError> {
    let ticket = known(s, form, operation, &knock.ticket);
    let is_worked = ticket.is_some_and(|ticket| gate::is_worked(&knock.ticket, &knock.proof, ticket.work_bits));
    let pace = gate::enter(ticket, is_worked, knock.is_trapped, s.now()).map_err(refused)?;
    Ok(Entered { form, operation, pace, address: knock.address.clone() })
}

/// Decides on a post that is new, counts it and spends its ticket: all undone with the transaction. Whether it is to be marked as
/// one that a program may have sent.
///
/// *Errors*: `Gate` with the reason.
pub async fn admit(
    s: &Service,
    tx: &mut Tx,
    county: County,
    entered: &Entered,
    (words, phone): (&str, Option<&Phone>),
) -> Result<bool, ServiceError> {
    let limits = limits(tx, county).await?;
    store::gate::hold(tx).await?;
    let entry = Entry {
        form: entered.form,
        operation: entered.operation,
        at: s.now(),
        address: store::gate::address(tx, &entered.address),
        phone: phone.map(|phone| store::gate::phone(tx, phone.reveal())),
        trace: Trace::of(words),
        is_plain: entered.pace == Pace::Plain,
    };
    let counts = store::gate::counts(tx, &entry).await?;
    let is_short = entry.trace.is_some_and(|trace| trace.is_short);
    let is_held = match gate::judge(limits, entered.pace, counts, is_short) {
        Verdict::Pass => false,
        Verdict::Hold(_) => true,
        Verdict::Refuse(reason) => return Err(refused(reason)),
    };
    if store::gate::write(tx, &entry, is_held).await? { Ok(is_held) } else { Err(refused(Reason::Spent)) }
}

fn refused(reason: Reason) -> ServiceError {
    tracing::info!(?reason, "a form without account was refused at the gate");
    ServiceError::Gate(reason)
}
