//! The inbox of writes that came late and met another value: both sides stay until somebody who keeps the file decides.
//!
//! A telephone is masked to whoever did not type it, as everywhere; the other fields are shown as the file shows them. Not here: what
//! makes a conflict ([`crate::contact`], [`crate::doorstep`]), merging two files about one person ([`crate::merge`]).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, Utc};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::conflict::{Held, Side};
use domain::file::view::DictionaryWord;
use domain::file::{Group, Kind, Method};
use domain::id::ResidentId;
use domain::phone::Phone;
use domain::sync::Sent;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::conflict::{ConflictRow, PHONE};
use store::file::FileRow;

use crate::contact::{self, Outcome};
use crate::door::Doors;
use crate::lock::authorise;
use crate::sync::{Once, done, once};
use crate::{Service, ServiceError, doorstep, file};

/// For how many days both sides are kept after somebody decided; who kept which side stays on the trail.
pub const KEPT_DAYS: i64 = 90;
/// More than a worker ever has open.
const SHOWN: i64 = 100;

/// What one side says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// In these words; a telephone that somebody else typed is masked.
    Text(String),
    /// A word of a list, by its Chinese and its English name.
    Word(String, String),
    /// A party organisation of another place.
    Elsewhere,
}

/// A conflict that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which.
    pub id: i64,
    /// Whose file.
    pub resident: ResidentId,
    /// The person's name, masked.
    pub name: String,
    /// Which field, by its word.
    pub field: String,
    /// What came late; nothing takes the value away.
    pub mine: Option<Said>,
    /// Whether the asking account typed it.
    pub is_own: bool,
    /// The post that it was typed under, Chinese and English.
    pub mine_by: (String, String),
    /// When it was typed.
    pub made_at: DateTime<Utc>,
    /// What the file says now.
    pub theirs: Option<Said>,
    /// Who wrote that, and when, as far as the trail is seen.
    pub theirs_by: Option<((String, String), DateTime<Utc>)>,
    /// The token of what the file says now: deciding names what was seen.
    pub base: String,
}

/// The open conflicts of the actor's area, the oldest first. The look stands on the trail when there is something to see.
///
/// *Errors*: `NotFound`, `Forbidden` for a post that keeps no files.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<Open>, ServiceError> {
    authorise(actor, Action::EditHousehold, actor.area)?;
    let mut tx = s.store.begin_look(actor).await?;
    let rows = store::conflict::open(&mut tx, actor.area.range(), SHOWN).await?;
    let mut words = BTreeMap::new();
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        // A person who moved away meanwhile is another's business.
        open.extend(one(s, &mut tx, actor, row, &mut words).await?);
    }
    if !open.is_empty() {
        let detail = json!({ "shown": open.len() });
        let record = Record::Area(actor.area);
        audit::write(&mut tx, actor, s.now(), actor.area, "view_conflicts", record, Some(detail)).await?;
    }
    tx.commit().await?;
    Ok(open)
}

/// One conflict as it is shown; nothing when its person is not known here any more. `words` fills as areas come up.
async fn one(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    row: ConflictRow,
    words: &mut BTreeMap<Area, Vec<DictionaryWord>>,
) -> Result<Option<Open>, ServiceError> {
    let Some((_, person)) = store::resident::one(tx, row.resident).await? else { return Ok(None) };
    let Some(kept) = store::file::read(tx, row.resident).await? else { return Ok(None) };
    let is_own = row.account == actor.account;
    let (mine, theirs) = if row.field == PHONE {
        let mine = phone(&row)?.map(|phone| if is_own { phone.reveal().to_owned() } else { phone.masked() });
        (mine.map(Said::Text), person.phone.as_ref().map(|phone| Said::Text(phone.masked())))
    } else {
        if let Entry::Vacant(free) = words.entry(kept.area) {
            free.insert(crate::party::words(tx, kept.area).await?);
        }
        let words = words.get(&kept.area).map(Vec::as_slice).unwrap_or_default();
        let mine = row.mine.as_ref().map(|mine| said(words, &row.field, mine.reveal()));
        (mine, kept.values.get(&row.field).map(|value| said(words, &row.field, value)))
    };
    let theirs_by = store::conflict::last_writer(tx, row.resident, (group(&row.field), &row.field)).await?;
    let name = person.masked(s.today()).name;
    let base = base(s, &row, &kept, person.phone.as_ref());
    let (id, resident, field, mine_by, made_at) = (row.id, row.resident, row.field, row.by, row.made_at);
    Ok(Some(Open { id, resident, name, field, mine, is_own, mine_by, made_at, theirs, theirs_by, base }))
}

/// A late telephone. What is kept was read when it came in.
fn phone(row: &ConflictRow) -> Result<Option<Phone>, ServiceError> {
    row.mine.as_ref().map(|mine| mine.reveal().parse().map_err(ServiceError::internal)).transpose()
}

fn group(slug: &str) -> Group {
    domain::doorstep::field(slug).map_or(Group::Contact, |field| field.group)
}

/// What a field says, with the names of words instead of their codes.
fn said(words: &[DictionaryWord], slug: &str, value: &str) -> Said {
    let list = domain::doorstep::field(slug).and_then(|field| match field.kind {
        Kind::Word(list) => Some(list),
        _ => None,
    });
    let word = words.iter().find(|word| Some(word.kind.as_str()) == list && word.code == value);
    match word {
        Some(word) => Said::Word(word.name_zh.clone(), word.name_en.clone()),
        None if list == Some(domain::party::LIST) => Said::Elsewhere,
        None => Said::Text(value.to_owned()),
    }
}

/// The token of what the file says in a conflict's field.
fn base(s: &Service, row: &ConflictRow, kept: &FileRow, phone: Option<&Phone>) -> String {
    if row.field == PHONE {
        contact::token(s, row.resident, phone)
    } else {
        doorstep::token(s, row.resident, &row.field, kept.values.get(&row.field).map(String::as_str))
    }
}

/// Decides a conflict: the late write is written after all, or what the file says stays. `seen` is the token of what was seen there.
///
/// *Errors*: `Conflict` when somebody decided meanwhile, or when the file says something else again; `NotFound` beyond the area; `Entry`
/// for what can no longer be entered, such as a word that left its list.
pub async fn settle(
    s: &Service,
    actor: &Actor,
    sent: &Sent,
    (conflict, side): (i64, Side),
    seen: &str,
) -> Result<Outcome, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    if let Once::Again(_) = once(s, &mut tx, actor, sent).await? {
        return Ok(Outcome::Again);
    }
    let found: ConflictRow = store::conflict::lock(&mut tx, conflict).await?.ok_or(ServiceError::NotFound)?;
    let homes = store::file::homes(&mut tx, &[found.resident]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let row = file::lock(&mut tx, actor, found.resident, None).await?;
    let (_, person) = store::resident::one(&mut tx, found.resident).await?.ok_or(ServiceError::NotFound)?;
    if found.is_settled || base(s, &found, &row, person.phone.as_ref()) != seen {
        return Err(ServiceError::Conflict);
    }
    if side == Side::Mine {
        write(s, &mut tx, actor, (&found, &row), sent).await?;
    }
    store::conflict::settle(&mut tx, actor, conflict, side, s.now()).await?;
    let detail = json!({ "conflict": conflict, "kept": side.slug() });
    let record = Record::Resident(found.resident);
    audit::write(&mut tx, actor, s.now(), row.area, "settle_conflict", record, Some(detail)).await?;
    done(&mut tx, actor, sent.operation, &json!({ "kept": side.slug() })).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(Outcome::Done)
}

/// Writes the late value, by the way on which its field is always written. One field is no verification of its group; the telephone is
/// all of its own.
async fn write(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (found, row): (&ConflictRow, &FileRow),
    sent: &Sent,
) -> Result<(), ServiceError> {
    if found.field == PHONE {
        let how = (sent, Method::Door);
        contact::write(s, tx, actor, (found.resident, row), phone(found)?.as_ref(), how).await?;
        return Ok(());
    }
    let words = crate::party::words(tx, row.area).await?;
    let text = found.mine.as_ref().map(Held::reveal).unwrap_or_default();
    let typed = BTreeMap::from([(found.field.clone(), text.to_owned())]);
    let fields = doorstep::write(s, tx, (found.resident, row), &words, &typed).await?;
    let detail = json!({ "group": group(&found.field).slug(), "fields": fields, "made_at": found.made_at });
    let record = Record::Resident(found.resident);
    audit::write(tx, actor, s.now(), row.area, "edit_file", record, Some(detail)).await?;
    Ok(())
}
