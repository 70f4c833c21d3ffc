//! The fields of a person's file, gone through at the door by somebody whose phone may have been out of reach: done once, each field
//! merged on its own, and never over a value that the writer did not see.
//!
//! The form carries a token of each field as it was shown ([`token`]); `domain::doorstep` compares tokens. Not here: the telephone, which
//! is behind its mask ([`crate::contact`]), the same fields at a desk, which name the file's revision ([`crate::file`]), deciding a
//! conflict ([`crate::conflict`]).

use std::collections::BTreeMap;

use domain::actor::{Action, Actor};
use domain::conflict::{Held, Meeting};
use domain::doorstep::{Claim, Verdict, field, fields, judge, plain};
use domain::file::view::DictionaryWord;
use domain::file::{self, Group, Method, Values};
use domain::id::ResidentId;
use domain::operation::OperationId;
use domain::sync::Sent;
use serde_json::{Value, json};
use store::audit::{self, Record};
use store::conflict::Late;
use store::file::FileRow;
use store::{Tx, verification};

use crate::contact::Outcome;
use crate::door::Doors;
use crate::lock::authorise;
use crate::sync::{Once, done, once};
use crate::{Service, ServiceError};

/// What a form carries of a field that it shows: equal for equal texts of one field of one person, and otherwise without meaning.
pub fn token(s: &Service, resident: ResidentId, slug: &str, value: Option<&str>) -> String {
    let text = format!("{resident}|{slug}|{}", value.map(plain).unwrap_or_default());
    format!("{:016x}", s.store.keyring().digest("field.base", &text))
}

/// The fields of a person as the form at the door shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The person's name, masked.
    pub name: String,
    /// What the fields say, by their words; none that is masked.
    pub values: Values,
    /// The token of each field.
    pub bases: BTreeMap<&'static str, String>,
    /// The words that fields choose from.
    pub words: Vec<DictionaryWord>,
}

/// What the form at the door shows of a person. The look stands on the trail, as any look at the file does.
///
/// *Errors*: `NotFound` for a person outside the area, `Forbidden` for a post that keeps no files, `Conflict` for a duplicate that was
/// merged into another file.
pub async fn shown(s: &Service, actor: &Actor, resident: ResidentId) -> Result<Shown, ServiceError> {
    let mut tx = s.store.begin_lookup(actor).await?;
    let mut row = store::file::read(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, row.area)?;
    if row.merged_into.is_some() {
        return Err(ServiceError::Conflict);
    }
    let (_, person) = store::resident::one(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    let words = crate::party::words(&mut tx, row.area).await?;
    audit::write(&mut tx, actor, s.now(), row.area, "view_file", Record::Resident(resident), None).await?;
    tx.commit().await?;
    row.values.retain(|slug, _| field(slug).is_some());
    let base = |slug| token(s, resident, slug, row.values.get(slug).map(String::as_str));
    let bases = fields().map(|field| (field.slug, base(field.slug))).collect();
    Ok(Shown { name: person.masked(s.today()).name, values: row.values, bases, words })
}

/// What came back of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As it was typed or left; empty takes the value away.
    pub typed: String,
    /// The token of what the form showed.
    pub base: String,
}

/// What came back of a form.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Whose file.
    pub resident: ResidentId,
    /// Its fields by their words; others than those of [`domain::doorstep::fields`] are left alone.
    pub entries: BTreeMap<String, Entry>,
    /// The last form of the same device about the same person, if there was one: its writer knows what it left there.
    pub after: Option<OperationId>,
}

/// A file that is being written, and by what.
struct Work<'a> {
    resident: ResidentId,
    row: &'a FileRow,
    sent: &'a Sent,
}

/// Writes what was changed on a form, each field on its own; where somebody else wrote something else meanwhile both sides are kept. A
/// field that was left as it was shown is not written, whatever the file says now.
///
/// The groups that the form showed whole are verified when it was made, unless somebody overtook it in one of their fields.
///
/// *Errors*: `Entry` with all that is wrong at once, and then nothing is written; `NotFound`, `Forbidden` as for any change of a file;
/// `Conflict` for the number of an operation that did something else.
pub async fn change(s: &Service, actor: &Actor, sent: &Sent, sheet: &Sheet) -> Result<Outcome, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    if let Once::Again(outcome) = once(s, &mut tx, actor, sent).await? {
        let kept = outcome.get("conflicts").and_then(Value::as_array).is_some_and(|kept| !kept.is_empty());
        return Ok(if kept { Outcome::Conflict } else { Outcome::Again });
    }
    let resident = sheet.resident;
    let homes = store::file::homes(&mut tx, &[resident]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let row = crate::file::lock(&mut tx, actor, resident, None).await?;
    let work = Work { resident, row: &row, sent };
    let words = crate::party::words(&mut tx, row.area).await?;
    let mine = read(s, &work, &words, &sheet.entries)?;
    let own = own_last(&mut tx, actor, sheet.after).await?;
    let verdict = compare(s, &work, sheet, &mine, &own);
    let written = apply(s, &mut tx, &work, &words, (&verdict, &mine)).await?;
    let conflicts = keep(s, &mut tx, actor, &work, (&verdict, &mine)).await?;
    record(s, &mut tx, actor, &work, (&verdict, &written)).await?;
    done(&mut tx, actor, sent.operation, &json!({ "now": verdict.left, "conflicts": conflicts })).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(if conflicts.is_empty() { Outcome::Done } else { Outcome::Conflict })
}

/// The fields that were changed on a form, as a file holds them; an empty text takes a value away. What was left as it was shown is not
/// looked at: a word that is no longer in its list may stay.
///
/// *Errors*: all that is wrong at once, dates out of order included, as far as they would be beside what the file says.
fn read(
    s: &Service,
    work: &Work<'_>,
    words: &[DictionaryWord],
    entries: &BTreeMap<String, Entry>,
) -> Result<BTreeMap<String, String>, ServiceError> {
    let is_touched = |slug: &str, entry: &Entry| token(s, work.resident, slug, Some(&entry.typed)) != entry.base;
    let touched = entries.iter().filter(|(slug, entry)| field(slug).is_some() && is_touched(slug, entry));
    let typed: BTreeMap<_, _> = touched.map(|(slug, entry)| (slug.clone(), plain(&entry.typed))).collect();
    let known = crate::party::knows(words, work.row.values.get(domain::party::LIST).map(String::as_str));
    let alone = file::enter(&Values::new(), &typed, &known, s.today())
        .map_err(|problems| file::enter(&work.row.values, &typed, &known, s.today()).err().unwrap_or(problems))?;
    let text = |slug: &str| alone.get(slug).cloned().unwrap_or_default();
    Ok(typed.keys().map(|slug| (slug.clone(), text(slug))).collect())
}

/// The tokens that the device's forms left, for each field that they wrote.
async fn own_last(
    tx: &mut Tx,
    actor: &Actor,
    after: Option<OperationId>,
) -> Result<BTreeMap<String, String>, ServiceError> {
    let Some(after) = after else { return Ok(BTreeMap::new()) };
    let known = store::sync::known(tx, actor.account, after).await?;
    let left = known.and_then(|known| known.outcome.get("now").and_then(Value::as_object).cloned()).unwrap_or_default();
    Ok(left.into_iter().filter_map(|(slug, token)| Some((slug, token.as_str()?.to_owned()))).collect())
}

fn compare(
    s: &Service,
    work: &Work<'_>,
    sheet: &Sheet,
    mine: &BTreeMap<String, String>,
    own: &BTreeMap<String, String>,
) -> Verdict<String> {
    let code = |slug: &str, text: Option<&String>| token(s, work.resident, slug, text.map(String::as_str));
    let known = sheet.entries.iter().filter(|(slug, _)| field(slug).is_some());
    let claims = known.map(|(slug, entry)| {
        let mine = mine.get(slug).map_or_else(|| entry.base.clone(), |text| code(slug, Some(text)));
        (slug.clone(), Claim { shown: entry.base.clone(), mine })
    });
    judge(&claims.collect(), own, |slug| code(slug, work.row.values.get(slug)))
}

/// Writes the fields that nobody else changed. Says which, by what they are called.
async fn apply(
    s: &Service,
    tx: &mut Tx,
    work: &Work<'_>,
    words: &[DictionaryWord],
    (verdict, mine): (&Verdict<String>, &BTreeMap<String, String>),
) -> Result<Vec<&'static str>, ServiceError> {
    let typed: BTreeMap<_, _> =
        verdict.met(Meeting::Apply).filter_map(|slug| Some((slug.to_owned(), mine.get(slug)?.clone()))).collect();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    write(s, tx, (work.resident, work.row), words, &typed).await
}

/// Writes fields into a locked file, checked beside what it says now.
pub(crate) async fn write(
    s: &Service,
    tx: &mut Tx,
    (resident, row): (ResidentId, &FileRow),
    words: &[DictionaryWord],
    typed: &BTreeMap<String, String>,
) -> Result<Vec<&'static str>, ServiceError> {
    let known = crate::party::knows(words, row.values.get(domain::party::LIST).map(String::as_str));
    let next = file::enter(&row.values, typed, &known, s.today())?;
    crate::file::put(tx, resident, row, &next, row.is_checked).await
}

/// Keeps both sides of the fields that somebody else changed meanwhile. Returns the conflicts' numbers.
async fn keep(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    work: &Work<'_>,
    (verdict, mine): (&Verdict<String>, &BTreeMap<String, String>),
) -> Result<Vec<i64>, ServiceError> {
    let mut conflicts = Vec::new();
    for spec in fields().filter(|spec| verdict.met(Meeting::Conflict).any(|slug| slug == spec.slug)) {
        let held =
            |text: Option<&String>| text.filter(|text| !text.is_empty()).and_then(|text| text.parse::<Held>().ok());
        let (mine, theirs) = (held(mine.get(spec.slug)), held(work.row.values.get(spec.slug)));
        let late = Late {
            resident: work.resident,
            area: work.row.area,
            field: spec.slug,
            mine: mine.as_ref(),
            theirs: theirs.as_ref(),
            sent: work.sent,
        };
        let conflict = store::conflict::keep(tx, actor, &mut s.nonces()?, &late, s.now()).await?;
        let detail = json!({ "group": spec.group.slug(), "fields": [spec.slug], "conflict": conflict });
        let whose = Record::Resident(work.resident);
        audit::write(tx, actor, s.now(), work.row.area, "keep_conflict", whose, Some(detail)).await?;
        conflicts.push(conflict);
    }
    Ok(conflicts)
}

/// Moves the day of verification of the groups that the form verified, and writes down what was done to each group, without content.
async fn record(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    work: &Work<'_>,
    (verdict, written): (&Verdict<String>, &[&'static str]),
) -> Result<(), ServiceError> {
    let verified: Vec<Group> = verdict.verified().collect();
    let (area, made_at) = (work.row.area, work.sent.moment.at);
    let who: Vec<_> = verified.iter().map(|group| (work.resident.number(), *group, area)).collect();
    verification::put_all(tx, actor, &who, Method::Door, made_at).await?;
    for group in domain::doorstep::GROUPS {
        let method = verified.contains(&group).then(|| Method::Door.slug());
        let own = |slug: &&&str| field(slug).is_some_and(|field| field.group == group);
        let fields: Vec<_> = written.iter().filter(own).collect();
        let (action, detail) = match (fields.is_empty(), method) {
            (true, None) => continue,
            (true, method) => ("verify_file", json!({ "group": group.slug(), "method": method, "made_at": made_at })),
            (false, method) => {
                let group = group.slug();
                ("edit_file", json!({ "group": group, "fields": fields, "method": method, "made_at": made_at }))
            }
        };
        audit::write(tx, actor, s.now(), area, action, Record::Resident(work.resident), Some(detail)).await?;
    }
    Ok(())
}
