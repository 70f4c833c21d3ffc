//! The gazetteer: a city's places by word and by number, kept in memory while its map stays the same.
//!
//! Not for people: what is kept here is public geometry, the same for everybody.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::area::{Area, County};
use domain::id::BuildingId;
use domain::search::{DoorQuery, Hit, Target};
use store::Tx;
use store::search::Place;
use tokio::time::Instant;

use crate::{Service, ServiceError};

/// How long places serve although nothing says that they changed: names are edited without a new map.
const MAX_AGE: Duration = Duration::from_mins(1);
/// How long the map's version is taken for the one that was read: asking for it costs a search a tenth of its time.
const VERSION_AGE: Duration = Duration::from_secs(1);
/// The most buildings that an address stands for.
const BUILDINGS: usize = 2_000;

/// The gazetteers by city.
pub(crate) type Gazetteers = Mutex<HashMap<County, Kept>>;

/// A gazetteer with what says whether it still serves.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    places: Arc<Gazetteer>,
    version: Option<i32>,
    version_at: Instant,
    read_at: Instant,
}

/// A city's places.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    /// In the order in which they are shown.
    places: Vec<Place>,
    /// Every text of a place once: what is not in it is of no place.
    vocabulary: String,
}

/// The gazetteer of a city, read anew within a second of a change of its map.
pub(crate) async fn gazetteer(s: &Service, tx: &mut Tx, county: County) -> Result<Arc<Gazetteer>, ServiceError> {
    let kept = s.gazetteers.lock().unwrap_or_else(PoisonError::into_inner).get(&county).cloned();
    let kept = kept.filter(|kept| kept.read_at.elapsed() < MAX_AGE);
    if let Some(kept) = kept.as_ref().filter(|kept| kept.version_at.elapsed() < VERSION_AGE) {
        return Ok(kept.places.clone());
    }
    let version_at = Instant::now();
    let version = store::search::place_version(tx, county).await?;
    let (places, read_at) = match kept.filter(|kept| kept.version == version) {
        Some(kept) => (kept.places, kept.read_at),
        None => (Arc::new(Gazetteer::new(store::search::places(tx, county).await?)), version_at),
    };
    let kept = Kept { places: places.clone(), version, version_at, read_at };
    s.gazetteers.lock().unwrap_or_else(PoisonError::into_inner).insert(county, kept);
    Ok(places)
}

impl Gazetteer {
    fn new(places: Vec<Place>) -> Self {
        let texts: BTreeSet<&str> = places.iter().map(|place| place.words.as_str()).collect();
        let vocabulary = texts.into_iter().collect::<Vec<_>>().join("\n");
        Self { places, vocabulary }
    }

    /// Areas, estates and buildings inside a scope whose texts have all words (lower case), so many of each kind at most.
    pub(crate) fn named(&self, scope: Area, words: &[String], limit: usize) -> Vec<Hit> {
        if words.is_empty() || !self.knows(words) {
            return Vec::new();
        }
        let mut left = [limit; 3];
        let mut hits = Vec::new();
        for place in self.places.iter().filter(|place| place.has(words) && place.lies_in(scope)) {
            let left = match place.target {
                Target::Area(_) => &mut left[0],
                Target::Estate(..) => &mut left[1],
                _ => &mut left[2],
            };
            if *left > 0 {
                *left -= 1;
                hits.push(place.hit());
            } else if matches!(place.target, Target::Building(_)) {
                break;
            }
        }
        hits
    }

    /// Buildings or doors that one reading of a door query means; the words must all be in the address.
    pub(crate) async fn doors(
        &self,
        tx: &mut Tx,
        scope: Area,
        query: DoorQuery,
        words: &[String],
        limit: u16,
    ) -> Result<Vec<Hit>, ServiceError> {
        if !self.knows(words) {
            return Ok(Vec::new());
        }
        let meant = self.numbered(query).filter(|(_, place)| place.has(words) && place.lies_in(scope));
        if query.door.is_some() {
            let buildings: Vec<_> = meant.collect();
            return Ok(store::search::doors(tx, &buildings, query, limit.into()).await?);
        }
        Ok(meant.map(|(_, place)| place.hit()).take(limit.into()).collect())
    }

    /// Buildings whose address has all words, with their grids.
    pub(crate) fn buildings(&self, scope: Area, words: &[String]) -> Vec<(BuildingId, Area)> {
        if !self.knows(words) {
            return Vec::new();
        }
        let found = self.places.iter().filter_map(|place| match place.target {
            Target::Building(building) if place.has(words) && place.lies_in(scope) => {
                Some((building, *place.areas.first()?))
            }
            _ => None,
        });
        found.take(BUILDINGS).collect()
    }

    /// The place inside a scope whose name stands in a text: of areas the deepest, then the longest name; of equals the first. Names
    /// of one sign are none.
    pub(crate) fn mentioned(&self, scope: Area, text: &str, is_meant: impl Fn(Target) -> bool) -> Option<&Place> {
        let text = text.to_lowercase();
        let fits = |place: &&Place| {
            place.title.chars().count() > 1
                && is_meant(place.target)
                && place.lies_in(scope)
                && text.contains(&place.title.to_lowercase())
        };
        let found: Vec<&Place> = self.places.iter().filter(fits).collect();
        // What is called like a part of another name, or like something wider, was not meant.
        let hidden = |at: usize| {
            let own = &found[at].title;
            found.iter().enumerate().any(|(other, place)| {
                place.title.contains(own.as_str()) && (place.title.len() > own.len() || other < at)
            })
        };
        let named = found.iter().enumerate().filter(|(at, _)| !hidden(*at)).map(|(_, place)| *place);
        let depth = |place: &Place| match place.target {
            Target::Area(area) => Some(area.level()),
            _ => None,
        };
        named.reduce(|best, other| {
            let key = |place: &Place| (depth(place), place.title.chars().count());
            if key(other) > key(best) { other } else { best }
        })
    }

    /// The names of estates inside a scope that stand in a text, the longest first.
    pub(crate) fn estates_in(&self, scope: Area, text: &str) -> Vec<&str> {
        let named =
            self.places.iter().filter(|place| matches!(place.target, Target::Estate(..)) && place.lies_in(scope));
        let mut names: Vec<&str> = named.map(|place| place.title.as_str()).filter(|name| text.contains(name)).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names
    }

    /// Buildings with the number of a query and at least as many units.
    pub(crate) fn numbered(&self, query: DoorQuery) -> impl Iterator<Item = (BuildingId, &Place)> {
        self.places.iter().filter_map(move |place| {
            let (Target::Building(building), Some(named)) = (place.target, &place.building) else { return None };
            let fits =
                named.number == Some(query.building) && query.unit.is_none_or(|unit| i32::from(named.units) >= unit);
            fits.then_some((building, place))
        })
    }

    fn knows(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.vocabulary.contains(word.as_str()))
    }
}
