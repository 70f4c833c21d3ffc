//! The telephone of a person, changed at the door by somebody whose phone may have been out of reach: done once, and never over a value
//! that the writer did not see.
//!
//! The form carries a token of the number as it was shown, which says nothing about it; the three-way merge compares tokens. Not here:
//! the same field changed at a desk, which names the file's revision ([`crate::file`]); the file's other fields ([`crate::doorstep`]);
//! deciding a conflict ([`crate::conflict`]).

use domain::actor::Actor;
use domain::conflict::{Held, Meeting, meet, seen};
use domain::file::{Group, Method, Problem};
use domain::id::ResidentId;
use domain::operation::OperationId;
use domain::phone::Phone;
use domain::sync::Sent;
use serde_json::{Value, json};
use store::audit::{self, Record};
use store::conflict::{Late, PHONE};
use store::file::FileRow;
use store::{Tx, sealed, verification};

use crate::door::Doors;
use crate::sync::{Once, done, once};
use crate::{Service, ServiceError, file};

/// What is typed at the door.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose number.
    pub resident: ResidentId,
    /// The number as it was typed; nothing takes the old one away.
    pub typed: Option<String>,
    /// The token of the number that the writer saw ([`token`]).
    pub base: String,
    /// The last write of the same device to the same number, if it made one: its writer knows what it left there.
    pub after: Option<OperationId>,
    /// How it was verified.
    pub method: Method,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is written.
    Done,
    /// It was written when it came in before.
    Again,
    /// Somebody else wrote another number meanwhile: both are in the inbox.
    Conflict,
}

/// What a form carries of a number that it shows: equal for equal numbers of one person, and otherwise without meaning.
pub fn token(s: &Service, resident: ResidentId, phone: Option<&Phone>) -> String {
    let text = format!("{resident}|{}", phone.map(Phone::reveal).unwrap_or_default());
    format!("{:016x}", s.store.keyring().digest("field.base.phone", &text))
}

/// The number of a person as a form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The person's name, masked.
    pub name: String,
    /// The number, masked.
    pub phone: Option<String>,
    /// Its token.
    pub base: String,
}

/// What the form at the door shows of a person. The card that leads there stands on the trail.
///
/// *Errors*: `NotFound` for a person outside the area, `Forbidden` for a post that keeps no files.
pub async fn shown(s: &Service, actor: &Actor, resident: ResidentId) -> Result<Shown, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, person) = store::resident::one(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    crate::lock::authorise(actor, domain::actor::Action::EditHousehold, area)?;
    let masked = person.masked(s.today());
    Ok(Shown { name: masked.name, phone: masked.phone, base: token(s, resident, person.phone.as_ref()) })
}

/// Writes a number down, or keeps both sides where somebody else wrote another one meanwhile.
///
/// *Errors*: `Entry` for what nobody could ring; `NotFound`, `Forbidden` as for any change of a file; `Conflict` for the number of an
/// operation that did something else.
pub async fn change(s: &Service, actor: &Actor, sent: &Sent, change: &Change) -> Result<Outcome, ServiceError> {
    let mine = read(change.typed.as_deref())?;
    let mut tx = s.store.begin(actor).await?;
    if let Once::Again(outcome) = once(s, &mut tx, actor, sent).await? {
        let is_kept = outcome.get("conflict").and_then(Value::as_i64).is_some();
        return Ok(if is_kept { Outcome::Conflict } else { Outcome::Again });
    }
    let resident = change.resident;
    let homes = store::file::homes(&mut tx, &[resident]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let row = file::lock(&mut tx, actor, resident, None).await?;
    let (_, person) = store::resident::one(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    let current = token(s, resident, person.phone.as_ref());
    let own = own_last(&mut tx, actor, change.after).await?;
    let now = token(s, resident, mine.as_ref());
    let outcome = match meet(seen(&change.base, own.as_ref(), &current), &current, &now) {
        Meeting::Conflict => {
            let (mine, theirs) = (held(mine.as_ref()), held(person.phone.as_ref()));
            let (mine, theirs) = (mine.as_ref(), theirs.as_ref());
            let late = Late { resident, area: row.area, field: PHONE, mine, theirs, sent };
            let conflict = store::conflict::keep(&mut tx, actor, &mut s.nonces()?, &late, s.now()).await?;
            let detail = json!({ "group": Group::Contact.slug(), "conflict": conflict });
            let record = Record::Resident(resident);
            audit::write(&mut tx, actor, s.now(), row.area, "keep_conflict", record, Some(detail)).await?;
            done(&mut tx, actor, sent.operation, &json!({ "conflict": conflict })).await?;
            tx.commit().await?;
            return Ok(Outcome::Conflict);
        }
        Meeting::Apply => write(s, &mut tx, actor, (resident, &row), mine.as_ref(), (sent, change.method)).await?,
        Meeting::Same => verified(s, &mut tx, actor, (resident, &row), &[], (sent, change.method)).await?,
    };
    done(&mut tx, actor, sent.operation, &json!({ "now": now })).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(outcome)
}

fn held(phone: Option<&Phone>) -> Option<Held> {
    phone.and_then(|phone| phone.reveal().parse().ok())
}

fn read(typed: Option<&str>) -> Result<Option<Phone>, ServiceError> {
    let text = typed.map(str::trim).filter(|text| !text.is_empty());
    let read = text.map(|text| text.parse().map_err(|_no_phone| Problem::PhoneForm)).transpose();
    read.map_err(|problem| ServiceError::entry("phone", vec![problem]))
}

/// The token of what the device's last write left, unless that write lies in the inbox itself.
async fn own_last(tx: &mut Tx, actor: &Actor, after: Option<OperationId>) -> Result<Option<String>, ServiceError> {
    let Some(after) = after else { return Ok(None) };
    let known = store::sync::known(tx, actor.account, after).await?;
    Ok(known.and_then(|known| known.outcome.get("now").and_then(Value::as_str).map(str::to_owned)))
}

/// Writes a number into a locked file, verified when it was typed.
pub(crate) async fn write(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (resident, row): (ResidentId, &FileRow),
    phone: Option<&Phone>,
    (sent, method): (&Sent, Method),
) -> Result<Outcome, ServiceError> {
    let before = store::file::found_by(tx, resident).await?;
    sealed::set_phone(tx, &mut s.nonces()?, resident, phone).await?;
    store::file::let_find(tx, resident, before).await?;
    verified(s, tx, actor, (resident, row), &["phone"], (sent, method)).await
}

/// Somebody stood at the door then, so that is when it was verified; a later verification stays.
async fn verified(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (resident, row): (ResidentId, &FileRow),
    fields: &[&str],
    (sent, method): (&Sent, Method),
) -> Result<Outcome, ServiceError> {
    let who = [(resident.number(), Group::Contact, row.area)];
    verification::put_all(tx, actor, &who, method, sent.moment.at).await?;
    let detail =
        json!({ "group": Group::Contact.slug(), "fields": fields, "method": method.slug(), "made_at": sent.moment.at });
    audit::write(tx, actor, s.now(), row.area, "edit_file", Record::Resident(resident), Some(detail)).await?;
    Ok(Outcome::Done)
}
