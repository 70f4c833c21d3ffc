//! Rosters 花名册: who does what in an area, with a way to ring them, and the departments' own grids over the same ground.
//! Community and street keep them; whoever keeps files in the area reads them.

use chrono::NaiveDate;
use domain::account::Login;
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::phone::Phone;
use serde_json::json;
use store::audit::{self, Record};
use store::roster::NewEntry;
pub use store::roster::RosterRow;
pub use store::unit::OwnGrid;

use crate::account::short_text;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The list of the dictionary that says what people do.
const KINDS: &str = "roster";
/// Who makes up a grid's team 1+N, by code: the leader, the workers, the assistants, the instructors.
pub const TEAM: [&str; 4] = ["grid_leader", "grid_worker", "assistant", "instructor"];
/// Longest description of a part of an area, in signs.
const LONGEST_PLACE: usize = 60;

/// An area's roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The area.
    pub area: Area,
    /// Its name.
    pub name: String,
    /// Who serves it, or an area that it lies in.
    pub rows: Vec<RosterRow>,
    /// Departmental grids that reach into it.
    pub own_grids: Vec<OwnGrid>,
    /// What somebody new may do, by code: in Chinese and in English.
    pub kinds: Vec<(String, String, String)>,
    /// The areas that somebody new may serve.
    pub areas: Vec<(Area, String)>,
    /// Whether the post may change it.
    pub may_keep: bool,
}

/// Somebody to be put on a roster, as it was typed.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The area to serve.
    pub area: Area,
    /// What to do there.
    pub kind: &'a str,
    /// Who it is.
    pub name: &'a str,
    /// The part of the area; may be empty.
    pub place: &'a str,
    /// The telephone; may be empty.
    pub phone: &'a str,
    /// The person's login name; may be empty.
    pub login: &'a str,
    /// The first day; today when nothing is said.
    pub from_on: Option<NaiveDate>,
}

/// Who serves an area.
///
/// *Errors*: `NotFound` for an area out of reach, and for posts that see no files.
pub async fn view(s: &Service, actor: &Actor, area: Area) -> Result<Roster, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let may_keep = authorise(actor, Action::KeepRoster, area).is_ok();
    let mut tx = s.store.begin(actor).await?;
    let names = store::area::names(&mut tx, area).await?;
    let name = names.first().map(|(_, name)| name.clone()).ok_or(ServiceError::NotFound)?;
    let rows = store::roster::list(&mut tx, area.range(), s.today()).await?;
    let own_grids = store::unit::own_grids(&mut tx, None, area, s.today()).await?;
    let words = store::file::dictionary(&mut tx).await?;
    tx.commit().await?;
    let kinds = words.into_iter().filter(|word| word.kind == KINDS && word.is_offered);
    let kinds = kinds.map(|word| (word.code, word.name_zh, word.name_en)).collect();
    let areas = if area.level() == Level::Grid { vec![(area, name.clone())] } else { names };
    Ok(Roster { area, name, rows, own_grids, kinds, areas, may_keep })
}

/// Puts somebody on a roster.
///
/// *Errors*: `Forbidden` for whoever only reads it; `Invalid` for a bad field, and for a login name that nobody has.
pub async fn add(s: &Service, actor: &Actor, wish: &Wish<'_>) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepRoster, wish.area)?;
    let name = short_text("name", wish.name)?;
    let place = if wish.place.trim().is_empty() { String::new() } else { short_text("place", wish.place)? };
    if place.chars().count() > LONGEST_PLACE {
        return Err(ServiceError::invalid("place", "shorter, please"));
    }
    let phone = Some(wish.phone.trim()).filter(|text| !text.is_empty()).map(str::parse::<Phone>).transpose();
    let phone = phone.map_err(|error| ServiceError::invalid("phone", error.to_string()))?;
    let mut nonces = s.nonces()?;
    let mut tx = s.store.begin(actor).await?;
    let words = store::file::dictionary(&mut tx).await?;
    if !words.iter().any(|word| word.kind == KINDS && word.code == wish.kind && word.is_offered) {
        return Err(ServiceError::invalid("kind", "choose one of the list"));
    }
    if !store::regrid::is_open(&mut tx, wish.area).await? {
        return Err(ServiceError::NotFound);
    }
    let account = match wish.login.trim() {
        "" => None,
        login => {
            let unknown = || ServiceError::invalid("login", "nobody has this login name");
            let login: Login = login.parse().map_err(|_no_login| unknown())?;
            Some(store::account::by_login(&mut tx, actor.area.county(), &login).await?.ok_or_else(unknown)?)
        }
    };
    let from_on = wish.from_on.unwrap_or_else(|| s.today());
    let new = NewEntry {
        area: wish.area,
        kind: wish.kind,
        name: &name,
        place: &place,
        phone: phone.as_ref(),
        account,
        from_on,
    };
    store::roster::add(&mut tx, &mut nonces, &new).await?;
    let detail = json!({ "kind": wish.kind });
    audit::write(&mut tx, actor, s.now(), wish.area, "add_roster", Record::Area(wish.area), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends somebody's entry; it stays on record.
///
/// *Errors*: `NotFound` for an entry out of reach, `Forbidden` for whoever only reads it, `Invalid` for a day before its first.
pub async fn end(s: &Service, actor: &Actor, id: i64, to_on: Option<NaiveDate>) -> Result<(), ServiceError> {
    let to_on = to_on.unwrap_or_else(|| s.today());
    let mut tx = s.store.begin(actor).await?;
    let area = store::roster::area_of(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    match authorise(actor, Action::KeepRoster, area) {
        // It serves a wider area, which the post may read about and not change.
        Err(ServiceError::NotFound) if area.contains(actor.area) => return Err(ServiceError::Forbidden),
        other => other?,
    }
    if !store::roster::end(&mut tx, id, to_on).await? {
        return Err(ServiceError::invalid("to_on", "it is over already, or would end before it began"));
    }
    audit::write(&mut tx, actor, s.now(), area, "end_roster", Record::Area(area), None).await?;
    tx.commit().await?;
    Ok(())
}
