//! The second half of a plan: fields, stays and heads of households, until no row contradicts another.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::fault::{Fault, Found};
use super::plan::{Context, Known, Meant, PersonPlan, Plan, Who, changed_groups, fault_of, usual_kind};
use crate::file::{self, Group, Values};
use crate::household::Occupancy;
use crate::id::{DwellingId, ResidentId};
use crate::person::Relation;
use crate::stay::{self, Change, EndReason, Opening, Stay};

/// Adds people, uses of dwellings and what is wrong with them to a plan.
pub(super) fn settle(plan: &mut Plan, meant: Vec<Meant<'_>>, context: Context<'_>) {
    let mut sound = Vec::new();
    for one in meant {
        match person(&one, context) {
            Ok(person) => sound.push((one, person)),
            Err(found) => plan.faults.extend(found),
        }
    }
    refuse_second_heads(plan, &mut sound);
    refuse_second_uses(plan, &mut sound);
    // Leaving a row out can bring a head back: until nothing changes.
    while refuse_old_heads(plan, &mut sound, context.known) {}
    for (one, person) in sound {
        if let Some(occupancy) = one.entry.occupancy {
            plan.occupancy.insert(one.spot.dwelling, occupancy);
        }
        plan.people.push(person);
    }
}

fn person(one: &Meant<'_>, context: Context<'_>) -> Result<PersonPlan, Vec<Found>> {
    let known = match one.who {
        Who::Known(at) => context.known.get(at),
        Who::New => None,
    };
    let entry = one.entry;
    let nothing = Values::new();
    let before = known.map_or(&nothing, |known| &known.values);
    let has = |kind: &str, code: &str| {
        context.words.dictionary.get(kind).is_some_and(|words| words.values().any(|known| known == code))
    };
    let entered = file::enter(before, &entry.typed, &has, context.today);
    let values = entered.map_err(|problems| {
        let found = problems.into_iter().map(|found| {
            let value = entry.typed.get(&found.field).map(String::as_str).unwrap_or_default();
            Found::new(entry.row, &found.field, fault_of(found.problem), value)
        });
        found.collect::<Vec<_>>()
    })?;
    let stays = stays(one, known, context)?;
    let id_number = entry.id_number.clone().filter(|_| known.is_none_or(|known| known.id_number.is_none()));
    let phone = entry.phone.clone().filter(|phone| known.and_then(|known| known.phone.as_ref()) != Some(phone));
    let had = |code: &u8| known.is_some_and(|known| known.key_groups.contains(code));
    let key_groups: Vec<u8> = entry.key_groups.iter().copied().filter(|code| !had(code)).collect();
    let was_checked = known.is_some_and(|known| known.is_checked);
    // A list can say that somebody was checked, never that somebody who was is not.
    let is_checked = was_checked || entry.is_checked == Some(true);
    let mut groups = changed_groups(before, &values);
    let others = [
        (Group::Identity, id_number.is_some() || is_checked != was_checked),
        (Group::Contact, phone.is_some()),
        (Group::Care, !key_groups.is_empty()),
        (Group::Residence, !stays.is_empty()),
    ];
    groups.extend(others.into_iter().filter(|(_, changes)| *changes).map(|(group, _)| group));
    let (row, who, spot) = (entry.row, one.who, one.spot);
    Ok(PersonPlan { row, who, spot, values, groups, id_number, phone, is_checked, key_groups, stays })
}

/// What becomes of a person's stays.
fn stays(one: &Meant<'_>, known: Option<&Known>, context: Context<'_>) -> Result<Vec<Change>, Vec<Found>> {
    let (entry, dwelling, today) = (one.entry, one.spot.dwelling, context.today);
    let own: &[Stay] = known.map_or(&[], |known| &known.stays);
    let here = open_here(own, dwelling);
    let relation = entry.relation.or(here.map(|stay| stay.relation)).unwrap_or(Relation::Other);
    let kind = entry.kind.or(here.map(|stay| stay.kind)).unwrap_or_else(|| usual_kind(relation));
    // A file that does not exist yet has no number; whoever writes the plan gives it one.
    let resident = known.map_or(ResidentId::new(one.spot.area.county(), 0), |known| known.resident);
    if let Some(here) = here.filter(|here| here.kind == kind) {
        if here.relation == relation {
            return Ok(Vec::new());
        }
        let open = Opening { resident, dwelling, kind, relation, from_on: Some(today) };
        let close = Change::Close { stay: here.id, to_on: today, reason: EndReason::Changed };
        return Ok(vec![close, Change::Open(open)]);
    }
    let opening = Opening { resident, dwelling, kind, relation, from_on: entry.from_on };
    // Heads are looked at for all rows together.
    stay::move_in(&[], own, opening, today).map_err(|_problems| {
        let value = entry.from_on.map(|day| day.to_string()).unwrap_or_default();
        vec![Found::new(entry.row, "from_on", Fault::StayOrder, &value)]
    })
}

fn open_here(own: &[Stay], dwelling: DwellingId) -> Option<&Stay> {
    let here = own.iter().filter(|stay| stay.is_open() && stay.dwelling == dwelling);
    here.max_by_key(|stay| (stay.kind.lives(), stay.id))
}

type Sound<'a> = Vec<(Meant<'a>, PersonPlan)>;

fn is_head(one: &Meant<'_>) -> bool {
    one.entry.relation == Some(Relation::Head)
}

fn refuse_second_heads(plan: &mut Plan, sound: &mut Sound<'_>) {
    let mut heads: HashMap<DwellingId, u32> = HashMap::new();
    sound.retain(|(one, _)| {
        let first = if is_head(one) { *heads.entry(one.spot.dwelling).or_insert(one.entry.row) } else { one.entry.row };
        if first != one.entry.row {
            plan.faults.push(Found::new(one.entry.row, "relation", Fault::HeadTwice, "户主").with(first));
        }
        first == one.entry.row
    });
}

fn refuse_second_uses(plan: &mut Plan, sound: &mut Sound<'_>) {
    let mut uses: BTreeMap<DwellingId, (u32, Occupancy)> = BTreeMap::new();
    sound.retain(|(one, _)| {
        let Some(own) = one.entry.occupancy else { return true };
        let (first, said) = *uses.entry(one.spot.dwelling).or_insert((one.entry.row, own));
        if said != own {
            plan.faults.push(Found::new(one.entry.row, "occupancy", Fault::OccupancyTwice, "字").with(first));
        }
        said == own
    });
}

/// Refuses heads of households that have another head, unless a row says that this one no longer is. Says whether it did.
fn refuse_old_heads(plan: &mut Plan, sound: &mut Sound<'_>, known: &[Known]) -> bool {
    let stepping_down: HashSet<(ResidentId, DwellingId)> = sound
        .iter()
        .filter_map(|(one, person)| {
            let Who::Known(at) = one.who else { return None };
            let closed: Vec<i64> = person.stays.iter().filter_map(closed).collect();
            let head = known[at].stays.iter().find(|stay| is_open_head(stay) && closed.contains(&stay.id))?;
            Some((head.resident, head.dwelling))
        })
        .collect();
    let heads: HashMap<DwellingId, ResidentId> = known
        .iter()
        .flat_map(|known| &known.stays)
        .filter(|stay| is_open_head(stay) && !stepping_down.contains(&(stay.resident, stay.dwelling)))
        .map(|stay| (stay.dwelling, stay.resident))
        .collect();
    let before = sound.len();
    sound.retain(|(one, _)| {
        let own = match one.who {
            Who::Known(at) => Some(known[at].resident),
            Who::New => None,
        };
        let other = heads.get(&one.spot.dwelling).is_some_and(|head| Some(*head) != own);
        if is_head(one) && other {
            plan.faults.push(Found::new(one.entry.row, "relation", Fault::HeadExists, "户主"));
        }
        !(is_head(one) && other)
    });
    sound.len() < before
}

fn is_open_head(stay: &Stay) -> bool {
    stay.is_open() && stay.kind.lives() && stay.relation == Relation::Head
}

fn closed(change: &Change) -> Option<i64> {
    match change {
        Change::Close { stay, .. } => Some(*stay),
        Change::Open(_) => None,
    }
}
