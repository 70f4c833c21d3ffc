//! The resident e-file: looking at it, changing one field group of it, and verifying one.
//!
//! Every look and change is written to the audit trail without its content. Not here: where people live ([`crate::stay`]),
//! duplicates ([`crate::merge`]), what is behind masks ([`crate::resident`]).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::cell::LabelKind;
use domain::file::view::{GroupState, KeyGroup, PersonFile, StayLine};
use domain::file::{self, FIELDS, Group, Method, Values};
use domain::freshness::{ELDER_YEARS, Traits, fresh_until, verified_on};
use domain::id::ResidentId;
use domain::person::{Relation, age_years};
use domain::photo::Subject;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::file::FileRow;
use store::verification;

use crate::door::Doors;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError, sealed_entry};

/// A person's file, masked. The look is written down.
pub async fn view(s: &Service, actor: &Actor, resident: ResidentId) -> Result<PersonFile, ServiceError> {
    let mut tx = s.store.begin_lookup(actor).await?;
    let row = store::file::read(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, row.area)?;
    audit::write(&mut tx, actor, s.now(), row.area, "view_file", Record::Resident(resident), None).await?;
    let file = load(s, &mut tx, actor, resident, row).await?;
    tx.commit().await?;
    Ok(file)
}

async fn load(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    resident: ResidentId,
    mut row: FileRow,
) -> Result<PersonFile, ServiceError> {
    let today = s.today();
    let (_, facts) = store::resident::one(tx, resident).await?.ok_or(ServiceError::NotFound)?;
    let stays = store::stay::of_resident(tx, resident).await?;
    let may_edit = access(actor, Action::EditHousehold, row.area) == Access::Granted;
    let name = row.values.get("name").map(String::as_str);
    let namesakes = if may_edit && row.merged_into.is_none() {
        store::file::namesakes(tx, name, facts.born_on, Some(resident)).await?
    } else {
        Vec::new()
    };
    let groups = groups(tx, resident, &row, &stays, facts.born_on, today).await?;
    row.values.retain(|slug, _| FIELDS.iter().any(|field| field.slug == slug && !field.masked));
    Ok(PersonFile {
        person: facts.masked(today),
        groups,
        key_groups: store::file::key_groups(tx, resident).await?,
        skills: store::file::skills(tx, resident).await?,
        looks: audit::looks(tx, resident).await?,
        photos: store::photo::list(tx, Subject::Resident(resident)).await?,
        merges: store::file::merges(tx, resident).await?,
        merged_into: row.merged_into,
        namesakes,
        died_on: row.died_on,
        revision: row.revision,
        words: crate::party::words(tx, row.area).await?,
        today,
        may_edit: may_edit && row.merged_into.is_none(),
        may_unmask: access(actor, Action::UnmaskPerson, row.area) == Access::Granted,
        may_tell_looks: access(actor, Action::TellLooks, row.area) == Access::Granted,
        values: row.values,
        stays,
    })
}

async fn groups(
    tx: &mut Tx,
    resident: ResidentId,
    row: &FileRow,
    stays: &[StayLine],
    born_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<GroupState>, ServiceError> {
    let home = stays.iter().map(|line| &line.stay).find(|stay| stay.kind.lives() && stay.covers(today));
    let whole = match home {
        Some(home) => verification::state(tx, home.dwelling).await?.and_then(|state| state.verified_on),
        None => None,
    };
    let years = born_on.and_then(|born_on| age_years(born_on, today));
    let traits = Traits {
        is_tenant: home.is_some_and(|home| home.relation == Relation::Tenant),
        is_elder: years.is_some_and(|years| years >= ELDER_YEARS),
    };
    let own = verification::of(tx, resident.number(), false).await?;
    let days: Vec<_> = own.iter().map(|row| (row.group, row.day)).collect();
    let state = |group: Group| {
        let (filled, required) = file::group_completeness(&row.values, group);
        let verified = verified_on(group, &days, whole);
        let by = own.iter().find(|row| row.group == group && Some(row.day) == verified);
        GroupState {
            group,
            filled,
            required,
            verified_on: verified,
            by: by.map(|row| (row.by.clone(), row.method)),
            fresh_until: verified.map(|day| fresh_until(group, traits, day)),
        }
    };
    Ok(Group::OF_PERSON.into_iter().map(state).collect())
}

/// What is entered for one field group.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which group; fields of others are left alone.
    pub group: Group,
    /// What was typed, by field. For [`Group::Care`]: `key_group_<code>` and `skill_<code>` that are on, `level_<code>`,
    /// `note_<code>`.
    pub typed: BTreeMap<String, String>,
    /// How it was verified; nothing when it was only written down.
    pub method: Option<Method>,
    /// Whether the file counts as checked against a document from now on; nothing leaves that as it is.
    pub is_checked: Option<bool>,
}

/// Changes one field group of a file.
///
/// *Errors*: `Entry` with every problem at once; `Conflict` when the file is no longer at `expected_revision`.
pub async fn edit(
    s: &Service,
    actor: &Actor,
    resident: ResidentId,
    expected_revision: i64,
    entry: &Entry,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let homes = store::file::homes(&mut tx, &[resident]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let row = lock(&mut tx, actor, resident, Some(expected_revision)).await?;
    let is_checked = entry.is_checked.unwrap_or(row.is_checked);
    let changed = match entry.group {
        Group::Care => {
            let mut changed = write_care(&mut tx, resident, &row, &entry.typed).await?;
            changed.extend(sealed_entry::write_medical_note(s, &mut tx, resident, &entry.typed).await?);
            changed
        }
        Group::Contact => sealed_entry::write_contact(s, &mut tx, resident, &entry.typed).await?,
        _ => write_fields(s, &mut tx, resident, &row, entry, is_checked).await?,
    };
    if let Some(method) = entry.method {
        verification::put(&mut tx, actor, resident.number(), entry.group, row.area, method, s.now()).await?;
    }
    let detail = json!({ "group": entry.group.slug(), "fields": changed, "method": entry.method.map(Method::slug) });
    audit::write(&mut tx, actor, s.now(), row.area, "edit_file", Record::Resident(resident), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Locks a file that somebody wants to change.
pub(crate) async fn lock(
    tx: &mut Tx,
    actor: &Actor,
    resident: ResidentId,
    expected_revision: Option<i64>,
) -> Result<FileRow, ServiceError> {
    let row = store::file::lock(tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::EditHousehold, row.area)?;
    if row.merged_into.is_some() {
        return Err(ServiceError::entry("file", vec![file::Problem::Merged]));
    }
    if expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(ServiceError::Conflict);
    }
    Ok(row)
}

async fn write_fields(
    s: &Service,
    tx: &mut Tx,
    resident: ResidentId,
    row: &FileRow,
    entry: &Entry,
    is_checked: bool,
) -> Result<Vec<&'static str>, ServiceError> {
    let words = crate::party::words(tx, row.area).await?;
    let known = crate::party::knows(&words, row.values.get(domain::party::LIST).map(String::as_str));
    let mut typed = entry.typed.clone();
    typed.retain(|slug, _| FIELDS.iter().any(|field| field.slug == slug && field.group == entry.group));
    let next = file::enter(&row.values, &typed, &known, s.today())?;
    put(tx, resident, row, &next, is_checked).await
}

/// Writes what [`file::enter`] made of the fields of a locked file; the search follows. Says which fields changed.
pub(crate) async fn put(
    tx: &mut Tx,
    resident: ResidentId,
    row: &FileRow,
    next: &Values,
    is_checked: bool,
) -> Result<Vec<&'static str>, ServiceError> {
    let before = store::file::found_by(tx, resident).await?;
    store::file::write(tx, resident, next, is_checked).await?;
    store::file::let_find(tx, resident, before).await?;
    Ok(FIELDS.iter().map(|field| field.slug).filter(|slug| next.get(*slug) != row.values.get(*slug)).collect())
}

async fn write_care(
    tx: &mut Tx,
    resident: ResidentId,
    row: &FileRow,
    typed: &BTreeMap<String, String>,
) -> Result<Vec<&'static str>, ServiceError> {
    let labels = store::label::dictionary(tx, row.area.county()).await?;
    let before = store::file::key_groups(tx, resident).await?;
    let text = |name: String| typed.get(&name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut groups = Vec::new();
    for label in labels.iter().filter(|label| label.kind == LabelKind::KeyGroup) {
        let code = label.code.0;
        if text(format!("key_group_{code}")).is_some() {
            let since_on = before.iter().find(|group| group.code == code).and_then(|group| group.since_on);
            let (level, note) = (text(format!("level_{code}")), text(format!("note_{code}")));
            groups.push(KeyGroup { code, level, since_on, note });
        }
    }
    let words = store::file::dictionary(tx).await?;
    let skills = words.iter().filter(|word| word.kind == "skill" && text(format!("skill_{}", word.code)).is_some());
    let skills: Vec<String> = skills.map(|word| word.code.clone()).collect();
    let long = |group: &KeyGroup| group.level.iter().chain(&group.note).any(|text| text.chars().count() > 120);
    if let Some(group) = groups.iter().find(|group| long(group)) {
        return Err(ServiceError::entry(&format!("note_{}", group.code), vec![file::Problem::TooLong]));
    }
    store::file::write_care(tx, resident, row.area, &groups, &skills).await?;
    Ok(vec!["key_groups", "skills"])
}

/// Writes down that a group was verified and is as the file says.
pub async fn verify(
    s: &Service,
    actor: &Actor,
    resident: ResidentId,
    group: Group,
    method: Method,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let homes = store::file::homes(&mut tx, &[resident]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let row = lock(&mut tx, actor, resident, None).await?;
    if group == Group::Dwelling {
        return Err(ServiceError::invalid("group", "a person has no such field group"));
    }
    verification::put(&mut tx, actor, resident.number(), group, row.area, method, s.now()).await?;
    let detail = json!({ "group": group.slug(), "method": method.slug() });
    audit::write(&mut tx, actor, s.now(), row.area, "verify_file", Record::Resident(resident), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}
