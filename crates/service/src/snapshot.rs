//! A worker's own grid for the phone, to be kept for a day: what the cards show, and nothing that they hide.
//!
//! Not here: single looks at a card ([`crate::household`]), what a phone does with it (`public/field-store.js`).

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, TimeDelta};
use domain::actor::{Action, Actor};
use domain::area::Level;
use domain::household::Address;
use domain::id::DwellingId;
use domain::person::{age_years, mask_name};
use domain::phone::Phone;
use domain::snapshot::{Building, Door, KEPT_HOURS, Note, Person, Snapshot, VERSION};
use serde_json::json;
use store::audit::{self, Record};
use store::snapshot::{DoorRow, NoteRow, PersonRow};

use crate::contact::token;
use crate::lock::authorise;
use crate::sync::scope;
use crate::{Service, ServiceError};

/// The actor's own grid. That all of it was taken stands on the trail as one look.
///
/// *Errors*: `Forbidden` for a post that answers for more than one grid: a phone keeps no more than somebody walks.
pub async fn own(s: &Service, actor: &Actor) -> Result<Snapshot, ServiceError> {
    authorise(actor, Action::EditHousehold, actor.area)?;
    if actor.area.level() != Level::Grid {
        return Err(ServiceError::Forbidden);
    }
    let (now, today) = (s.now(), s.today());
    let mut tx = s.store.begin(actor).await?;
    let doors = store::snapshot::doors(&mut tx, actor.area).await?;
    let people = store::snapshot::people(&mut tx, actor.area, today).await?;
    let notes = store::snapshot::notes(&mut tx, actor.area).await?;
    let words = store::label::dictionary(&mut tx, actor.area.county()).await?;
    let names = store::area::path(&mut tx, actor.area).await?;
    let grid = names.into_iter().find(|(area, _)| *area == actor.area).map(|(_, name)| name).unwrap_or_default();
    let detail = json!({ "doors": doors.len(), "people": people.len(), "hours": KEPT_HOURS });
    audit::write(&mut tx, actor, now, actor.area, "take_offline", Record::Area(actor.area), Some(detail)).await?;
    tx.commit().await?;

    let used: BTreeSet<u8> =
        doors.iter().flat_map(|door| store::label::codes(door.label_bits)).map(|code| code.0).collect();
    let labels = words.into_iter().filter(|label| used.contains(&label.code.0));
    Ok(Snapshot {
        version: VERSION,
        scope: scope(s, actor).scope,
        made_at: now,
        expires_at: now + TimeDelta::hours(KEPT_HOURS),
        grid,
        labels: labels.map(|label| (label.code.0, label.name_zh, label.name_en)).collect(),
        buildings: buildings(doors, by_door(s, people, today), &notes),
    })
}

fn by_door(s: &Service, people: Vec<PersonRow>, today: NaiveDate) -> HashMap<DwellingId, Vec<Person>> {
    let mut by_door: HashMap<DwellingId, Vec<Person>> = HashMap::new();
    for row in people {
        let person = Person {
            id: row.resident,
            name: mask_name(&row.name),
            sex: row.sex.number(),
            age: row.born_on.and_then(|born_on| age_years(born_on, today)),
            relation: row.relation.slug().to_owned(),
            phone: row.phone.as_ref().map(Phone::masked),
            base: token(s, row.resident, row.phone.as_ref()),
        };
        by_door.entry(row.dwelling).or_default().push(person);
    }
    by_door
}

/// Doors come by building, so each building is opened once.
fn buildings(doors: Vec<DoorRow>, mut people: HashMap<DwellingId, Vec<Person>>, notes: &[NoteRow]) -> Vec<Building> {
    let mut buildings: Vec<Building> = Vec::new();
    for row in doors {
        let door = Door {
            id: row.dwelling,
            short: short(&row),
            unit: row.door.unit,
            floor: row.door.floor,
            usage: row.occupancy,
            labels: store::label::codes(row.label_bits).into_iter().map(|code| code.0).collect(),
            visited_on: row.visited_on,
            verified_on: row.verified_on,
            fresh_until: row.fresh_until,
            notes: notes_at(notes, row.dwelling.number(), &["dwelling"]),
            people: people.remove(&row.dwelling).unwrap_or_default(),
        };
        match buildings.last_mut().filter(|building| building.id == row.building) {
            Some(building) => building.doors.push(door),
            None => buildings.push(Building {
                id: row.building,
                number: row.building_number,
                estate: row.estate,
                street: row.street,
                notes: notes_at(notes, row.building.number(), &["building", "stairwell"]),
                doors: vec![door],
            }),
        }
    }
    buildings
}

fn short(row: &DoorRow) -> String {
    let (estate, source) = (None, None);
    Address { areas: Vec::new(), estate, building_number: row.building_number, door: row.door, source }.short()
}

fn notes_at(notes: &[NoteRow], place: i64, kinds: &[&str]) -> Vec<Note> {
    let here = notes.iter().filter(|note| note.place_id == place && kinds.contains(&note.place.as_str()));
    here.map(|note| Note {
        unit: (note.place == "stairwell").then_some(note.unit),
        kind: note.kind.clone(),
        text: note.text.clone(),
    })
    .collect()
}
