//! Writing a plan: files, stays, key groups, verifications, search tokens, households, and what undoing needs.

use std::collections::HashMap;

use chrono::{NaiveTime, TimeDelta};
use domain::file::{Group, Method};
use domain::id::{DwellingId, ResidentId};
use domain::intake::{PersonPlan, Who};
use domain::stay::{Change, Opening};
use serde_json::json;
use store::audit::{self, Record};
use store::intake::undo::{self, Before};
use store::intake::write::{self as many, FileRow};
use store::search::index;
use store::{Tx, departure, stay, verification};

use super::look::{Prepared, touched};
use super::work::{Job, Stop};
use crate::ServiceError;
use crate::door::Doors;

/// Files written in one statement.
const BATCH: usize = 2_000;

/// Beyond so many people the planner has to learn what was written, before it is read again.
const LONG: usize = 1_000;

/// People of a plan who change, with the numbers of their files.
type Changing<'a> = Vec<(ResidentId, &'a PersonPlan)>;

pub(super) async fn write(job: &Job, tx: &mut Tx, mut prepared: Prepared) -> Result<(), Stop> {
    let touched = touched(&prepared);
    let doors = prepared.doors.take().ok_or(ServiceError::Conflict)?.without(|dwelling| !touched.contains(&dwelling));
    let households: Vec<DwellingId> = doors.all().iter().map(|lock| lock.dwelling).collect();
    let changing = numbered(tx, job, &prepared).await?;
    let total = changing.len() + households.len();
    let mut nonces = job.s.nonces()?;
    let old: Vec<ResidentId> =
        changing.iter().filter(|(_, person)| person.who != Who::New).map(|(resident, _)| *resident).collect();
    let before = undo::people_before(tx, &old, &private(&changing), &mut nonces).await?;
    let homes_before = undo::households_before(tx, &households, &mut nonces).await?;
    let old_tokens = many::tokens(tx, &old).await?;
    write_files(job, tx, &changing, (&doors, total)).await?;
    write_stays(tx, &changing).await?;
    write_facts(job, tx, &changing).await?;
    if changing.len() > LONG {
        store::intake::weigh(tx).await?;
    }
    let all: Vec<ResidentId> = changing.iter().map(|(resident, _)| *resident).collect();
    stay::follow_homes(tx, &all).await?;
    index::erase(tx, &old_tokens).await?;
    let mut tokens = many::tokens(tx, &all).await?;
    index::write(tx, &mut tokens).await?;
    let uses: Vec<_> = prepared.plan.occupancy.iter().map(|(dwelling, occupancy)| (*dwelling, *occupancy)).collect();
    many::occupancies(tx, &uses).await?;
    doors.settle(&job.s, tx, None).await?;
    job.report(total, total).await?;
    let new = changing.iter().filter(|(_, person)| person.who == Who::New);
    let new = new.map(|(resident, _)| Before { subject: resident.number(), sealed: None });
    let people: Vec<Before> = before.into_iter().chain(new).collect();
    if undo::record_people(tx, &job.batch, &people).await? != changing.len() as u64 {
        return Err(Stop::For(domain::intake::Reason::Changed));
    }
    undo::record_households(tx, &job.batch, &homes_before).await?;
    let records = changing.iter().map(|(resident, person)| (Record::Resident(*resident), person.spot.area));
    let detail = json!({ "batch": job.batch.batch });
    audit::write_each(tx, &job.actor, job.s.now(), "take_in_person", records, &detail).await?;
    Ok(())
}

/// Gives new files their numbers.
async fn numbered<'a>(tx: &mut Tx, job: &Job, prepared: &'a Prepared) -> Result<Changing<'a>, Stop> {
    let changing: Vec<&PersonPlan> = prepared.plan.people.iter().filter(|person| person.changes()).collect();
    let new = changing.iter().filter(|person| person.who == Who::New).count();
    let mut numbers = many::new_ids(tx, job.batch.area.county(), new).await?.into_iter();
    let numbered = changing.into_iter().map(|person| match person.who {
        Who::Known(at) => Some((prepared.known[at].resident, person)),
        Who::New => Some((numbers.next()?, person)),
    });
    Ok(numbered.collect::<Option<Vec<_>>>().ok_or(ServiceError::Conflict)?)
}

fn private(changing: &Changing<'_>) -> HashMap<ResidentId, (bool, bool)> {
    let changes =
        changing.iter().map(|(resident, person)| (*resident, (person.id_number.is_some(), person.phone.is_some())));
    changes.filter(|(_, (number, phone))| *number || *phone).collect()
}

async fn write_files(
    job: &Job,
    tx: &mut Tx,
    changing: &Changing<'_>,
    (doors, total): (&Doors, usize),
) -> Result<(), Stop> {
    let mut nonces = job.s.nonces()?;
    for (at, chunk) in changing.chunks(BATCH).enumerate() {
        job.report(at * BATCH, total).await?;
        let mut rows = Vec::with_capacity(chunk.len());
        for (resident, person) in chunk {
            rows.push(FileRow {
                resident: *resident,
                area: person.spot.area,
                values: &person.values,
                is_checked: person.is_checked,
                id_number: person.id_number.as_ref(),
                phone: person.phone.as_ref(),
                is_synthetic: doors.get(person.spot.dwelling)?.is_synthetic,
            });
        }
        // A session that ended meanwhile writes nothing: then all of it is undone.
        if many::files(tx, &rows, &mut nonces).await? != chunk.len() as u64 {
            return Err(Stop::For(domain::intake::Reason::Changed));
        }
    }
    Ok(())
}

async fn write_stays(tx: &mut Tx, changing: &Changing<'_>) -> Result<(), Stop> {
    let changes: Vec<Change> = changing
        .iter()
        .flat_map(|(resident, person)| {
            person.stays.iter().map(|change| match change {
                Change::Open(new) => Change::Open(Opening { resident: *resident, ..*new }),
                close @ Change::Close { .. } => *close,
            })
        })
        .collect();
    if stay::apply(tx, &changes).await? != changes.len() as u64 {
        return Err(Stop::For(domain::intake::Reason::Changed));
    }
    let arrivals: Vec<_> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Open(new) => Some((new.resident, new.dwelling)),
            Change::Close { .. } => None,
        })
        .collect();
    Ok(departure::tell(tx, &arrivals).await?)
}

/// Key groups and verifications. What a list says counts as verified on the day on which the list was true.
async fn write_facts(job: &Job, tx: &mut Tx, changing: &Changing<'_>) -> Result<(), Stop> {
    let members: Vec<_> = changing
        .iter()
        .flat_map(|(resident, person)| person.key_groups.iter().map(|code| (*resident, *code, person.spot.area)))
        .collect();
    many::key_groups(tx, &members).await?;
    let groups = |person: &PersonPlan| match person.who {
        Who::New => Group::OF_PERSON.to_vec(),
        Who::Known(_) => person.groups.iter().copied().collect(),
    };
    let verified: Vec<_> = changing
        .iter()
        .flat_map(|(resident, person)| {
            groups(person).into_iter().map(|group| (resident.number(), group, person.spot.area))
        })
        .collect();
    // Noon in the city, which is eight hours ahead.
    let noon = job.batch.as_of_on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(4);
    verification::put_all(tx, &job.actor, &verified, Method::Other, noon.min(job.s.now())).await?;
    Ok(())
}
