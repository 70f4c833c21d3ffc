//! Training records: who of a roster was trained in what. Kept by whoever keeps the roster; counted nowhere.

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use serde_json::json;
use store::audit::{self, Record};
pub use store::training::TrainingRow;

use crate::account::short_text;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Records of the page.
const LISTED: i64 = 500;

/// The training of an area's people.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The area.
    pub area: Area,
    /// Its name.
    pub name: String,
    /// The records, the newest first.
    pub rows: Vec<TrainingRow>,
    /// Who may be trained: entries of the roster in the area, by number.
    pub people: Vec<(i64, String)>,
    /// Whether the post may change it.
    pub may_keep: bool,
}

/// The training of those who serve an area.
///
/// *Errors*: `NotFound` for an area out of reach, and for posts that see no files.
pub async fn view(s: &Service, actor: &Actor, area: Area) -> Result<Trained, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let may_keep = access(actor, Action::KeepRoster, area) == Access::Granted;
    let mut tx = s.store.begin(actor).await?;
    let names = store::area::names(&mut tx, area).await?;
    let name = names.into_iter().next().map(|(_, name)| name).ok_or(ServiceError::NotFound)?;
    let rows = store::training::list(&mut tx, area.range(), LISTED).await?;
    let roster = store::roster::list(&mut tx, area.range(), s.today()).await?;
    tx.commit().await?;
    let own = roster.into_iter().filter(|row| area.contains(row.area));
    let people = own.map(|row| (row.id, format!("{} · {}", row.name, row.area_name))).collect();
    Ok(Trained { area, name, rows, people, may_keep })
}

/// What was trained, as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Where the roster is kept.
    pub area: Area,
    /// Who: entries of its roster.
    pub entries: &'a [i64],
    /// On which day.
    pub on: NaiveDate,
    /// In what.
    pub topic: &'a str,
    /// For how many minutes.
    pub minutes: i32,
}

/// Writes down that people of an area's roster were trained.
///
/// *Errors*: `Forbidden` for whoever only reads it; `Invalid` for a bad field, a day to come, and for somebody who is not on the roster.
pub async fn add(s: &Service, actor: &Actor, wish: Wish<'_>) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepRoster, wish.area)?;
    let topic = short_text("topic", wish.topic)?;
    if !(15..=2_400).contains(&wish.minutes) {
        return Err(ServiceError::invalid("hours", "a quarter of an hour to 40 hours"));
    }
    if wish.on > s.today() {
        return Err(ServiceError::invalid("on", "a day that has been"));
    }
    let mut tx = s.store.begin(actor).await?;
    let roster = store::roster::list(&mut tx, wish.area.range(), wish.on).await?;
    let known = |id: &i64| roster.iter().any(|row| row.id == *id && wish.area.contains(row.area));
    if wish.entries.is_empty() || !wish.entries.iter().all(known) {
        return Err(ServiceError::invalid("entry", "choose people of the roster"));
    }
    store::training::add(&mut tx, actor, wish.entries, (wish.on, &topic, wish.minutes), s.now()).await?;
    let detail = json!({ "people": wish.entries.len(), "on": wish.on });
    audit::write(&mut tx, actor, s.now(), wish.area, "add_training", Record::Area(wish.area), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a record away that was written down by mistake.
///
/// *Errors*: `NotFound` for a record out of reach, `Forbidden` for whoever only reads it.
pub async fn remove(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = store::training::area_of(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    match authorise(actor, Action::KeepRoster, area) {
        // It is about somebody who serves a wider area, which the post may read about and not change.
        Err(ServiceError::NotFound) if area.contains(actor.area) => return Err(ServiceError::Forbidden),
        other => other?,
    }
    if !store::training::remove(&mut tx, id).await? {
        return Err(ServiceError::NotFound);
    }
    audit::write(&mut tx, actor, s.now(), area, "remove_training", Record::Area(area), None).await?;
    tx.commit().await?;
    Ok(())
}
