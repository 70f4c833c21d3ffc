//! From a sealed file to a plan: read, look up, decide. The same for a check and for writing, which locks what it will change.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::cell::LabelKind;
use domain::id::{DwellingId, ResidentId};
use domain::intake::{self as rule, Batch, COLUMNS, Counts, Entry, Found, Ground, Known, Plan, Who, Words, column};
use domain::stay::Change;
use sha2::{Digest, Sha256};
use store::Tx;
use store::intake::{self as rows, look};

use super::{PEOPLE, away, is_filled};
use crate::door::Doors;
use crate::{Service, ServiceError};

/// A plan with what it was made from.
pub(super) struct Prepared {
    pub(super) plan: Plan,
    pub(super) known: Vec<Known>,
    pub(super) counts: Counts,
    pub(super) digest: [u8; 32],
    /// The households of all rows, locked; only for writing.
    pub(super) doors: Option<Doors>,
}

/// Makes the plan of a batch. With `locks` nobody else changes its people and households until the transaction ends.
pub(super) async fn prepare(s: &Service, tx: &mut Tx, batch: &Batch, locks: bool) -> Result<Prepared, ServiceError> {
    let file = rows::file(tx, batch.batch).await?.ok_or(ServiceError::Conflict)?;
    let (_, mapping) = rows::headings(tx, batch.batch).await?.ok_or(ServiceError::Conflict)?;
    let (words, today) = (words(tx, batch).await?, s.today());
    let reading = words.clone();
    let (entries, mut faults, count) = away(move || read(&file, &mapping, &reading, today)).await??;
    let ground = ground(tx, batch, &entries).await?;
    let spots = entries.iter().filter_map(|entry| ground.spot(&entry.door, batch.area));
    let dwellings: Vec<DwellingId> = spots.map(|spot| spot.dwelling).collect::<BTreeSet<_>>().into_iter().collect();
    let numbers: Vec<_> = entries.iter().filter_map(|entry| entry.id_number.as_ref()).collect();
    let people = look::candidates(tx, batch.area.range(), &numbers, &dwellings).await?;
    let doors = if locks { Some(lock(s, tx, &dwellings, &people).await?) } else { None };
    let known = look::known(tx, batch.area.range(), &people).await?;
    let scope = batch.area;
    let (mut plan, known) = away(move || {
        let plan = rule::plan(&entries, &ground, &known, scope, &words, today);
        (plan, known)
    })
    .await?;
    let now = look::occupancies(tx, &plan.occupancy.keys().copied().collect::<Vec<_>>()).await?;
    plan.occupancy.retain(|dwelling, occupancy| now.get(dwelling) != Some(occupancy));
    faults.append(&mut plan.faults);
    faults.sort_by_key(|found| found.row);
    plan.faults = faults;
    let counts = count_up(&plan, count);
    Ok(Prepared { digest: digest(&plan, &known), plan, known, counts, doors })
}

fn count_up(plan: &Plan, rows: u32) -> Counts {
    let changes = |who_is_new: bool| {
        let fits = |person: &&rule::PersonPlan| (person.who == Who::New) == who_is_new && person.changes();
        plan.people.iter().filter(fits).count() as u32
    };
    let faulty = plan.faults.iter().map(|found| found.row).collect::<HashSet<_>>().len() as u32;
    let (new, changed) = (changes(true), changes(false));
    Counts { rows, new, changed, same: plan.people.len() as u32 - new - changed, faulty }
}

async fn words(tx: &mut Tx, batch: &Batch) -> Result<Words, ServiceError> {
    let mut words = Words::default();
    for word in crate::party::words(tx, batch.area).await? {
        let list = words.dictionary.entry(word.kind).or_default();
        list.insert(word.name_en, word.code.clone());
        list.insert(word.name_zh, word.code);
    }
    let labels = store::label::dictionary(tx, batch.area.county()).await?;
    for label in labels.into_iter().filter(|label| label.kind == LabelKind::KeyGroup) {
        words.key_groups.insert(label.name_en, label.code.0);
        words.key_groups.insert(label.name_zh, label.code.0);
    }
    Ok(words)
}

type Rows = (Vec<Entry>, Vec<Found>, u32);

fn read(file: &[u8], mapping: &[String], words: &Words, today: NaiveDate) -> Result<Rows, ServiceError> {
    let cells = PEOPLE.cells(file).map_err(ServiceError::internal)?;
    let mapping = mapping.iter().map(|slug| column(slug)).collect();
    let first = rule::heading_row(&COLUMNS, &cells).map_or(0, |at| at + 1);
    let (mut entries, mut faults, mut count) = (Vec::new(), Vec::new(), 0);
    for (at, row) in cells.iter().enumerate().skip(first).filter(|(_, row)| is_filled(row)) {
        count += 1;
        match rule::read(at as u32 + 1, row, &mapping, words, today) {
            Ok(entry) => entries.push(entry),
            Err(found) => faults.extend(found),
        }
    }
    Ok((entries, faults, count))
}

async fn ground(tx: &mut Tx, batch: &Batch, entries: &[Entry]) -> Result<Ground, ServiceError> {
    let numbers: Vec<i32> =
        entries.iter().map(|entry| entry.door.building).collect::<BTreeSet<_>>().into_iter().collect();
    let mut ground = look::ground(tx, batch.area.county(), &numbers).await?;
    let buildings: BTreeSet<i64> = entries
        .iter()
        .flat_map(|entry| ground.candidates(&entry.door, batch.area).map(|(building, _)| building))
        .collect();
    let buildings: Vec<i64> = buildings.into_iter().collect();
    look::doors(tx, &mut ground, &buildings).await?;
    Ok(ground)
}

/// Locks the households of all rows and of everybody whom they may mean, then these people: in the order of every other use
/// case.
async fn lock(
    s: &Service,
    tx: &mut Tx,
    dwellings: &[DwellingId],
    people: &[ResidentId],
) -> Result<Doors, ServiceError> {
    let homes = store::file::homes(tx, people).await?;
    let doors = Doors::lock(tx, dwellings.iter().copied().chain(homes), s.today()).await?;
    look::lock(tx, people).await?;
    Ok(doors)
}

/// A digest of everything that is to be done, and of what it was decided on.
fn digest(plan: &Plan, known: &[Known]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for person in &plan.people {
        let who = match person.who {
            Who::New => 0,
            Who::Known(at) => known[at].resident.number(),
        };
        let number = person.id_number.as_ref().map(domain::person::IdNumber::reveal);
        let phone = person.phone.as_ref().map(domain::phone::Phone::reveal);
        let facts = (&person.values, &person.groups, number, phone, person.is_checked, &person.key_groups);
        hash.update(format!("{} {who} {:?} {facts:?} {:?}\n", person.row, person.spot, person.stays));
    }
    for found in &plan.faults {
        hash.update(format!("{found:?}\n"));
    }
    hash.update(format!("{:?}", plan.occupancy));
    hash.finalize().into()
}

/// The households that look different once a plan is written.
pub(super) fn touched(prepared: &Prepared) -> HashSet<DwellingId> {
    let mut touched: HashSet<DwellingId> = prepared.plan.occupancy.keys().copied().collect();
    let stays: HashMap<i64, DwellingId> =
        prepared.known.iter().flat_map(|known| known.stays.iter().map(|stay| (stay.id, stay.dwelling))).collect();
    for person in prepared.plan.people.iter().filter(|person| person.changes()) {
        touched.insert(person.spot.dwelling);
        if let Who::Known(at) = person.who {
            let homes = prepared.known[at].stays.iter().filter(|stay| stay.is_open() && stay.kind.lives());
            touched.extend(homes.map(|stay| stay.dwelling));
        }
        touched.extend(person.stays.iter().filter_map(|change| match change {
            Change::Close { stay, .. } => stays.get(stay).copied(),
            Change::Open(new) => Some(new.dwelling),
        }));
    }
    touched
}
