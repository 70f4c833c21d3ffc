//! The one search box: doors, buildings, estates and areas.

use std::collections::HashSet;

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::search::{DoorQuery, Hit};

use crate::context::authorise;
use crate::{Service, ServiceError};

/// Longest text that is looked at, in characters.
const TEXT_LIMIT: usize = 60;

/// What was typed, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Query {
    /// Words of an address or a name, in lower case.
    words: Vec<String>,
    /// What the rest may mean as a door, the likeliest first.
    doors: Vec<DoorQuery>,
}

/// Finds what the text may mean inside a scope, the likeliest first. Text that means nothing finds nothing.
pub async fn find(s: &Service, actor: &Actor, text: &str, scope: Area, limit: u16) -> Result<Vec<Hit>, ServiceError> {
    authorise(actor, Action::ViewTotals, scope)?;
    let query = read(text);
    let limit = i64::from(limit);
    let range = scope.range();
    let sees_doors = authorise(actor, Action::ViewHousehold, scope).is_ok();
    let mut hits = Vec::new();
    let mut tx = s.store.begin(actor).await?;
    for door in query.doors.iter().filter(|door| sees_doors || door.door.is_none()) {
        hits.extend(store::search::doors(&mut tx, range, *door, &query.words, limit).await?);
    }
    let all = words(text);
    if !all.is_empty() && hits.is_empty() {
        hits.extend(store::search::areas(&mut tx, range, &all, limit).await?);
        hits.extend(store::search::estates(&mut tx, range, &all, limit).await?);
        hits.extend(store::search::buildings(&mut tx, range, &all, limit).await?);
    }
    tx.commit().await?;
    let mut seen = HashSet::new();
    hits.retain(|hit| seen.insert(hit.target));
    hits.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(hits)
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
        assert_eq!(query.doors[0], DoorQuery { building: 3, unit: Some(2), door: Some(401) });
    }

    #[test]
    fn plain_words_are_no_door() {
        assert_eq!(read("Abay street").doors, []);
        assert_eq!(words(" Abay  Street "), ["abay", "street"]);
    }
}
