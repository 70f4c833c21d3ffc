//! Moves: somebody moves in or out, another head, a death. History is kept: stays end and others begin.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::file::{self, EntryProblem, Group, Method, Problem, Values};
use domain::id::{DwellingId, ResidentId};
use domain::person::Relation;
use domain::stay::{self as rule, Opening, Stay, StayKind};
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::verification;

use crate::door::Doors;
use crate::lock::authorise;
use crate::{Service, ServiceError, file as files, sealed_entry};

/// Who moves in.
#[derive(Clone, Debug)]
pub enum Who {
    /// Somebody with a file.
    Known(ResidentId),
    /// Somebody without one.
    New {
        /// What was typed, by field; `id_number` fills birthday and sex.
        typed: BTreeMap<String, String>,
        /// Whether the file was checked against a document; else it is 待核实.
        is_checked: bool,
        /// Whether namesakes were looked at and are somebody else.
        is_other: bool,
    },
}

/// A move.
#[derive(Clone, Debug)]
pub struct MoveIn {
    /// Who.
    pub who: Who,
    /// How the person belongs to the dwelling.
    pub kind: StayKind,
    /// Relation to the head or the dwelling.
    pub relation: Relation,
    /// First day; nothing when nobody knows.
    pub from_on: Option<NaiveDate>,
    /// How that is known.
    pub method: Method,
}

/// Moves somebody in, and answers with the person. Where a stay is open in a grid out of reach, that grid is told
/// ([`crate::departure`]).
///
/// *Errors*: `Entry` with every problem at once, among them [`Problem::Duplicate`] for namesakes of a new person;
/// `Conflict` when the household is no longer at `expected_revision`.
pub async fn move_in(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    expected_revision: i64,
    new: MoveIn,
) -> Result<ResidentId, ServiceError> {
    let (mut tx, today) = (s.store.begin(actor).await?, s.today());
    let mut dwellings = vec![dwelling];
    if let Who::Known(resident) = new.who {
        dwellings.extend(store::file::homes(&mut tx, &[resident]).await?);
    }
    let doors = Doors::lock(&mut tx, dwellings, today).await?;
    let household = *doors.get(dwelling)?;
    authorise(actor, Action::EditHousehold, household.area)?;
    if household.revision != expected_revision {
        return Err(ServiceError::Conflict);
    }
    let here = stays(store::stay::of_dwelling(&mut tx, dwelling).await?);
    let (resident, own) = match &new.who {
        Who::Known(resident) => {
            files::lock(&mut tx, actor, *resident, None).await?;
            (*resident, stays(store::stay::of_resident(&mut tx, *resident).await?))
        }
        Who::New { typed, is_checked, is_other } => {
            let made_up = household.is_synthetic;
            let entered =
                Entered { typed, is_checked: *is_checked, is_other: *is_other, area: household.area, made_up };
            (begin_file(s, &mut tx, actor, entered).await?, Vec::new())
        }
    };
    let opening = Opening { resident, dwelling, kind: new.kind, relation: new.relation, from_on: new.from_on };
    let changes = rule::move_in(&here, &own, opening, today).map_err(|found| placed(&found))?;
    store::stay::apply(&mut tx, &changes).await?;
    let before = match new.who {
        Who::Known(_) => store::file::found_by(&mut tx, resident).await?,
        Who::New { .. } => None,
    };
    store::stay::follow_home(&mut tx, resident).await?;
    store::file::let_find(&mut tx, resident, before).await?;
    store::departure::tell(&mut tx, &[(resident, dwelling)]).await?;
    let groups: &[Group] = match new.who {
        Who::Known(_) => &[Group::Residence],
        Who::New { .. } => &Group::OF_PERSON,
    };
    for group in groups {
        verification::put(&mut tx, actor, resident.number(), *group, household.area, new.method, s.now()).await?;
    }
    let detail = json!({ "dwelling": dwelling, "kind": new.kind.slug(), "relation": new.relation.slug() });
    audit::write(&mut tx, actor, s.now(), household.area, "move_in", Record::Resident(resident), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(resident)
}

/// A new person as entered.
struct Entered<'a> {
    typed: &'a BTreeMap<String, String>,
    is_checked: bool,
    is_other: bool,
    area: Area,
    made_up: bool,
}

async fn begin_file(s: &Service, tx: &mut Tx, actor: &Actor, new: Entered<'_>) -> Result<ResidentId, ServiceError> {
    let mut typed = new.typed.clone();
    let mut problems: Vec<EntryProblem> = Vec::new();
    let text = typed.get("id_number").map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let id_number = text.and_then(|text| file::agree(&text, &mut typed).map_err(|found| problems.extend(found)).ok());
    let phone = sealed_entry::phone(&typed).map_err(|found| problems.push(found)).ok().flatten();
    if let Some(number) = id_number.as_ref().filter(|_| !new.is_other) {
        let same = store::sealed::same_number(tx, number).await?;
        problems.extend(same.into_iter().map(|same| EntryProblem::new("id_number", Problem::Duplicate(same))));
    }
    let words = crate::party::words(tx, new.area).await?;
    let known = crate::party::knows(&words, None);
    let values = file::enter(&Values::new(), &typed, &known, s.today());
    problems.extend(values.as_ref().err().cloned().unwrap_or_default());
    let values = values.unwrap_or_default();
    if !new.is_other {
        let born_on = values.get("born_on").and_then(|day| day.parse().ok());
        let name = values.get("name").map(String::as_str);
        let same = store::file::namesakes(tx, name, born_on, None).await?;
        problems.extend(same.iter().map(|same| EntryProblem::new("name", Problem::Duplicate(same.resident))));
    }
    if !problems.is_empty() {
        return Err(ServiceError::Entry(problems));
    }
    let resident = store::file::add(tx, new.area, id_number.as_ref(), new.made_up, &mut s.nonces()?).await?;
    store::file::write(tx, resident, &values, new.is_checked).await?;
    if phone.is_some() {
        store::sealed::set_phone(tx, &mut s.nonces()?, resident, phone.as_ref()).await?;
    }
    audit::write(tx, actor, s.now(), new.area, "add_file", Record::Resident(resident), None).await?;
    Ok(resident)
}

/// The field that a problem with a move is shown at.
fn placed(problems: &[Problem]) -> ServiceError {
    let field = |problem: &Problem| match problem {
        Problem::HeadExists | Problem::AlreadyHere => "relation",
        Problem::NotHere => "resident",
        _ => "day",
    };
    ServiceError::Entry(problems.iter().map(|problem| EntryProblem::new(field(problem), *problem)).collect())
}

fn stays(lines: Vec<file::view::StayLine>) -> Vec<Stay> {
    lines.into_iter().map(|line| line.stay).collect()
}

/// Moves somebody out of a dwelling on a day, the first one on which the person no longer lives there.
///
/// *Errors*: as [`move_in`].
pub async fn move_out(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    expected_revision: i64,
    (resident, day, keeps_register): (ResidentId, NaiveDate, bool),
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let doors = Doors::lock(&mut tx, [dwelling], s.today()).await?;
    let household = *doors.get(dwelling)?;
    authorise(actor, Action::EditHousehold, household.area)?;
    if household.revision != expected_revision {
        return Err(ServiceError::Conflict);
    }
    let here = stays(store::stay::of_dwelling(&mut tx, dwelling).await?);
    let own: Vec<Stay> = here.into_iter().filter(|stay| stay.resident == resident).collect();
    let changes = rule::move_out(&own, day, keeps_register, s.today()).map_err(|found| placed(&found))?;
    store::stay::apply(&mut tx, &changes).await?;
    let detail = json!({ "dwelling": dwelling, "keeps_register": keeps_register });
    audit::write(&mut tx, actor, s.now(), household.area, "move_out", Record::Resident(resident), Some(detail)).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Makes somebody who lives there the head of the household; the old head becomes `old_becomes`.
///
/// *Errors*: as [`move_in`].
pub async fn change_head(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    expected_revision: i64,
    (head, old_becomes, day): (ResidentId, Relation, NaiveDate),
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let doors = Doors::lock(&mut tx, [dwelling], s.today()).await?;
    let household = *doors.get(dwelling)?;
    authorise(actor, Action::EditHousehold, household.area)?;
    if household.revision != expected_revision {
        return Err(ServiceError::Conflict);
    }
    let here = stays(store::stay::of_dwelling(&mut tx, dwelling).await?);
    let changes = rule::change_head(&here, head, old_becomes, day, s.today()).map_err(|found| placed(&found))?;
    store::stay::apply(&mut tx, &changes).await?;
    audit::write(&mut tx, actor, s.now(), household.area, "change_head", Record::Household(dwelling), None).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Writes a death down: all stays end, the file stays.
///
/// *Errors*: as [`move_in`]; `Conflict` when the file is no longer at `expected_revision`.
pub async fn died(
    s: &Service,
    actor: &Actor,
    resident: ResidentId,
    expected_revision: i64,
    day: NaiveDate,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let homes = store::file::homes(&mut tx, &[resident]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let row = files::lock(&mut tx, actor, resident, Some(expected_revision)).await?;
    let own = stays(store::stay::of_resident(&mut tx, resident).await?);
    let changes = rule::died(&own, day, s.today()).map_err(|found| placed(&found))?;
    store::stay::apply(&mut tx, &changes).await?;
    store::file::set_died(&mut tx, resident, day).await?;
    audit::write(&mut tx, actor, s.now(), row.area, "died", Record::Resident(resident), None).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}
