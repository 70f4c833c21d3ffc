//! The one search box: people, doors, buildings, estates and areas.
//!
//! People are found by accounts that may see households, inside their own area, and shown as on the card: masked, unless what
//! was typed is the whole name. That somebody looked for people is written down; what they typed is not.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::actor::{Action, Actor};
use domain::area::{Area, AreaRange};
use domain::id::DwellingId;
use domain::person::{age_years, mask_name};
use domain::search::probe::{Question, Sort};
use domain::search::token::Kind;
use domain::search::{DoorQuery, Hit, TEXT_LIMIT, Target};
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::search::FoundPerson;

use crate::lock::authorise;
use crate::place::Gazetteer;
use crate::{Service, ServiceError};

/// At most so many doors are opened to show who lives behind them.
const DOORS_OPENED: usize = 3;
/// Above so many probes (pinyin that is not ended yet), what is near is not asked for before what is far.
const NEAR_PROBES: usize = 12;
/// The most entries of the register among the hits.
const ENTRIES: i64 = 8;
/// The most words of a name with an address.
const WORDS: usize = 4;
/// How many of the last looks are shown.
const RECENT: i64 = 10;

/// Where is looked, and what is shown first.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Nothing outside is found.
    pub area: Area,
    /// People in it come first, then those around it.
    pub near: Option<Area>,
    /// The most hits, 20 people among them.
    pub limit: u16,
}

/// What was typed, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Query {
    /// Words of an address or a name, in lower case.
    words: Vec<String>,
    /// What the rest may mean as a door, the likeliest first.
    doors: Vec<DoorQuery>,
}

/// What is found in which order: sure people, places, then people of whom only a part fits.
#[derive(Default)]
struct Found {
    places: Vec<Hit>,
    people: Vec<FoundPerson>,
    sort: Option<Sort>,
}

/// Finds what the text may mean inside a scope, the likeliest first. Text that means nothing finds nothing.
///
/// A door is followed by the people behind it; people are followed or preceded by the places that have the words.
pub async fn find(s: &Service, actor: &Actor, text: &str, scope: Scope) -> Result<Vec<Hit>, ServiceError> {
    authorise(actor, Action::ViewTotals, scope.area)?;
    let sees_people = authorise(actor, Action::ViewHousehold, scope.area).is_ok();
    let query = read(text);
    let mut found = Found::default();
    let mut tx = s.store.begin_lookup(actor).await?;
    let gazetteer = crate::place::gazetteer(s, &mut tx, scope.area.county()).await?;
    for door in query.doors.iter().filter(|door| sees_people || door.door.is_none()) {
        found.places.extend(gazetteer.doors(&mut tx, scope.area, *door, &query.words, scope.limit).await?);
    }
    if sees_people {
        find_people(&mut tx, &gazetteer, &clean(text), &query, scope, &mut found).await?;
    }
    if let Some(sort) = found.sort {
        let detail = json!({ "by": sort.slug(), "hits": found.people.len() });
        let record = Record::Area(scope.area);
        audit::write(&mut tx, actor, s.now(), scope.area, "search_people", record, Some(detail)).await?;
    }
    if found.places.is_empty() && found.people.iter().filter(|person| is_sure(person)).count() < scope.limit.into() {
        found.places = gazetteer.named(scope.area, &words(text), scope.limit.into());
        if sees_people {
            let entries = find_entries(&mut tx, text, scope).await?;
            found.places.splice(0..0, entries);
        }
    }
    tx.commit().await?;
    Ok(found.ranked(s.today(), scope.limit.into()))
}

/// What the acting account looked at last: households and people that it may still see, the latest first.
pub async fn recent(s: &Service, actor: &Actor) -> Result<Vec<Hit>, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let hits = store::search::recent(&mut tx, actor, RECENT, s.today()).await?;
    tx.commit().await?;
    Ok(hits)
}

/// Entries of the register by name or initials. One sign is too few: every second entry has it.
async fn find_entries(tx: &mut Tx, text: &str, scope: Scope) -> Result<Vec<Hit>, ServiceError> {
    let text = clean(text).to_lowercase();
    if text.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let (range, above) = (scope.area.range(), domain::party::community(scope.area));
    Ok(store::register::find(tx, range, above, &text, ENTRIES.min(i64::from(scope.limit))).await?)
}

async fn find_people(
    tx: &mut Tx,
    gazetteer: &Gazetteer,
    text: &str,
    query: &Query,
    scope: Scope,
    found: &mut Found,
) -> Result<(), ServiceError> {
    let doors = dwellings(&found.places);
    if !doors.is_empty() {
        found.sort = Some(Sort::Door);
        found.people = store::search::people_of(tx, &doors[..doors.len().min(DOORS_OPENED)]).await?;
    } else if !query.doors.is_empty() && !query.words.is_empty() {
        return find_behind_doors(tx, gazetteer, query, scope, found).await;
    }
    let question = Question::read(text, &tx.key());
    if let Some(sort) = question.sort() {
        found.sort = Some(sort);
        let ranges = rings(scope, question.probes.len() <= NEAR_PROBES);
        found.people.extend(store::search::people(tx, &question, &ranges, scope.limit.into()).await?);
    }
    if found.people.is_empty() && doors.is_empty() {
        find_with_address(tx, gazetteer, text, scope, found).await?;
    }
    Ok(())
}

/// `王伟 3-2-401`: who of those behind the doors is meant by the words.
async fn find_behind_doors(
    tx: &mut Tx,
    gazetteer: &Gazetteer,
    query: &Query,
    scope: Scope,
    found: &mut Found,
) -> Result<(), ServiceError> {
    let question = Question::read(&query.words.join(" "), &tx.key());
    if question.sort().is_none() {
        return Ok(());
    }
    found.sort = Some(Sort::Door);
    let mut doors = Vec::new();
    for door in query.doors.iter().filter(|door| door.door.is_some()) {
        let hits = gazetteer.doors(tx, scope.area, *door, &[], scope.limit).await?;
        doors.extend(dwellings(&hits));
    }
    let people = store::search::people_of(tx, &doors).await?;
    found.people = people.into_iter().filter(|person| question.means(&person.name)).collect();
    Ok(())
}

/// `王伟 阳光花园`: one word is of a name, the others are of an address.
async fn find_with_address(
    tx: &mut Tx,
    gazetteer: &Gazetteer,
    text: &str,
    scope: Scope,
    found: &mut Found,
) -> Result<(), ServiceError> {
    let all = words(text);
    if !(2..=WORDS).contains(&all.len()) {
        return Ok(());
    }
    for (at, name) in all.iter().enumerate() {
        let question = Question::read(name, &tx.key());
        let Some(sort) = question.sort() else { continue };
        let address: Vec<String> =
            all.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, word)| word.clone()).collect();
        let buildings = gazetteer.buildings(scope.area, &address);
        let people = store::search::people_at(tx, &question, &buildings, i64::from(scope.limit)).await?;
        if !people.is_empty() {
            (found.sort, found.people) = (Some(sort), people);
            break;
        }
    }
    Ok(())
}

fn dwellings(hits: &[Hit]) -> Vec<DwellingId> {
    let ids = hits.iter().filter_map(|hit| match hit.target {
        Target::Dwelling(dwelling, _) => Some(dwelling),
        _ => None,
    });
    ids.collect()
}

/// The ranges to look in, one after the other: what is near, then what is around it, up to the whole scope.
fn rings(scope: Scope, nearest_first: bool) -> Vec<AreaRange> {
    let whole = scope.area.range();
    let Some(near) = scope.near.filter(|near| nearest_first && scope.area.contains(*near)) else { return vec![whole] };
    let mut ranges = vec![near.range()];
    let mut inner = near.range();
    for outer in near.path().into_iter().rev().skip(1).take_while(|outer| scope.area.contains(*outer)) {
        let outer = outer.range();
        ranges.extend([AreaRange { lo: outer.lo, hi: inner.lo }, AreaRange { lo: inner.hi, hi: outer.hi }]);
        inner = outer;
    }
    ranges.retain(|range| range.lo < range.hi);
    ranges
}

/// Whether a person was found by more than a part of a name or by how it sounds.
fn is_sure(person: &FoundPerson) -> bool {
    !matches!(
        person.by,
        Some(Kind::NamePart | Kind::InitialsStart | Kind::InitialsPart | Kind::SpellingStart | Kind::SpellingPart)
    )
}

impl Found {
    fn ranked(self, today: NaiveDate, limit: usize) -> Vec<Hit> {
        let (sure, rest): (Vec<_>, Vec<_>) = self.people.into_iter().partition(is_sure);
        let is_by_door = self.sort == Some(Sort::Door);
        let sure = sure.into_iter().map(|person| hit(person, today));
        let rest = rest.into_iter().map(|person| hit(person, today));
        let mut hits: Vec<Hit> =
            if is_by_door || self.places.iter().any(|hit| matches!(hit.target, Target::Dwelling(..))) {
                self.places.into_iter().chain(sure).chain(rest).collect()
            } else {
                sure.chain(self.places).chain(rest).collect()
            };
        let mut seen = HashSet::new();
        hits.retain(|hit| seen.insert(hit.target));
        hits.truncate(limit);
        hits
    }
}

fn hit(person: FoundPerson, today: NaiveDate) -> Hit {
    let is_known = person.by == Some(Kind::Name);
    Hit {
        target: Target::Person(person.resident, person.dwelling, person.building),
        title: if is_known { person.name } else { mask_name(&person.name) },
        place: if person.place.is_empty() { person.door } else { format!("{} · {}", person.door, person.place) },
        age_years: person.born_on.and_then(|born_on| age_years(born_on, today)),
        formerly: None,
    }
}

/// Splits the text at the longest tail that is a door: `阳光花园3号楼2单元401` is 阳光花园 and a door.
fn read(text: &str) -> Query {
    let text = clean(text);
    let starts = text.char_indices().filter(|(at, c)| c.is_numeric() && !ends_in_number(&text[..*at]));
    for (start, _) in starts {
        let doors = DoorQuery::parse(&text[start..]);
        if !doors.is_empty() {
            return Query { words: words(&text[..start]), doors };
        }
    }
    Query { words: words(&text), doors: Vec::new() }
}

fn ends_in_number(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_numeric)
}

fn words(text: &str) -> Vec<String> {
    clean(text).split_whitespace().map(str::to_lowercase).collect()
}

/// Short and without characters that nobody types and PostgreSQL refuses.
fn clean(text: &str) -> String {
    text.trim().chars().take(TEXT_LIMIT).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_door_narrow_it_down() {
        let query = read("阳光花园3号楼2单元401");

        assert_eq!(query.words, ["阳光花园"]);
        assert_eq!(query.doors[0], DoorQuery { building: 3, unit: Some(2), door: Some(401.into()) });
    }

    #[test]
    fn plain_words_are_no_door() {
        assert_eq!(read("Abay street").doors, []);
        assert_eq!(words(" Abay  Street "), ["abay", "street"]);
    }
}
