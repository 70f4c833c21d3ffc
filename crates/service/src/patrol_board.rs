//! The patrols of an area on a day: check-points with how much of each grid is covered, lines by worker, who was where at a minute, and
//! volunteer teams.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::clock::start_of_civil_day;
use domain::id::PatrolTeamId;
use serde_json::json;
use store::audit::{self, Record};
use store::building::BuildingLine;
pub use store::patrol_team::{Team, TeamPatrol};

use crate::account::short_text;
use crate::check_point::{Standing, may_keep, standings};
use crate::lock::authorise;
use crate::patrol::{DayLine, Whereabouts, lines, whereabouts};
use crate::{Service, ServiceError};

/// Days of team patrols that are listed.
const TEAM_DAYS: u64 = 30;
/// Buildings to choose from.
const BUILDINGS: i64 = 2_000;
/// The longest note of a patrol, in signs.
const LONGEST_NOTE: usize = 200;

/// How much of a grid was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The grid.
    pub area: Area,
    /// Its name.
    pub name: String,
    /// Its check-points.
    pub points: usize,
    /// Those that were passed.
    pub passed: usize,
}

/// The patrols of an area on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The area.
    pub area: Area,
    /// Its name.
    pub name: String,
    /// The civil day.
    pub day: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Its check-points.
    pub check_points: Vec<Standing>,
    /// Grids with check-points.
    pub coverage: Vec<Coverage>,
    /// Lines of the day.
    pub lines: Vec<DayLine>,
    /// Who was where, when a minute was asked for.
    pub places: Option<(DateTime<Utc>, Vec<Whereabouts>)>,
    /// Volunteer teams.
    pub teams: Vec<Team>,
    /// Their last patrols.
    pub patrols: Vec<TeamPatrol>,
    /// The buildings that a new check-point may be at; nothing for who may make none, and above a community.
    pub buildings: Vec<BuildingLine>,
    /// Whether the post keeps check-points and teams there.
    pub may_keep: bool,
}

/// The patrols of an area on a day, and where everybody was at a minute of it.
///
/// *Errors*: `NotFound` for an area out of reach or none.
pub async fn view(
    s: &Service,
    actor: &Actor,
    area: Area,
    (day, minute): (NaiveDate, Option<NaiveTime>),
) -> Result<Board, ServiceError> {
    authorise(actor, Action::ViewTrack, area)?;
    let mut tx = s.store.begin(actor).await?;
    let names = store::area::path(&mut tx, area).await?;
    let name = names.last().filter(|(found, _)| *found == area).map(|(_, name)| name.clone());
    let name = name.ok_or(ServiceError::NotFound)?;
    let check_points = standings(&mut tx, actor, area, day).await?;
    let grids = store::area::grids(&mut tx, area).await?;
    let lines = lines(&mut tx, area, day).await?;
    let places = match minute {
        None => None,
        Some(minute) => {
            let since_midnight = minute.signed_duration_since(NaiveTime::MIN) + TimeDelta::seconds(59);
            let at = start_of_civil_day(day) + since_midnight;
            Some((at, whereabouts(s, &mut tx, (actor, area), &lines, at).await?))
        }
    };
    let since = s.today().checked_sub_days(Days::new(TEAM_DAYS)).unwrap_or(day);
    let teams = store::patrol_team::list(&mut tx, area.range()).await?;
    let patrols = store::patrol_team::patrols(&mut tx, area.range(), since).await?;
    let may_keep = may_keep(actor, area);
    let is_small = may_keep && area.level() >= Level::Community;
    let buildings = if is_small { store::building::list(&mut tx, area.range(), BUILDINGS).await? } else { Vec::new() };
    tx.commit().await?;
    let coverage = coverage(&check_points, grids);
    Ok(Board {
        area,
        name,
        day,
        today: s.today(),
        check_points,
        coverage,
        lines,
        places,
        teams,
        patrols,
        buildings,
        may_keep,
    })
}

fn coverage(check_points: &[Standing], grids: Vec<(Area, String)>) -> Vec<Coverage> {
    let of_grid = |(area, name): (Area, String)| {
        let here = || check_points.iter().filter(|standing| standing.point.area == area);
        let passed = here().filter(|standing| standing.passed.is_some()).count();
        Coverage { area, name, points: here().count(), passed }
    };
    grids.into_iter().map(of_grid).filter(|coverage| coverage.points > 0).collect()
}

/// Makes a volunteer team: a name, and its members' names on a line each.
///
/// *Errors*: `Forbidden` for who does not keep the roster there; `Invalid` by field.
pub async fn add_team(
    s: &Service,
    actor: &Actor,
    area: Area,
    (name, members): (&str, &str),
) -> Result<PatrolTeamId, ServiceError> {
    authorise(actor, Action::KeepRoster, area)?;
    let name = short_text("name_zh", name)?;
    let members = names("members", members)?;
    if !(2..=40).contains(&members.len()) {
        return Err(ServiceError::invalid("members", "2 to 40 names"));
    }
    let mut tx = s.store.begin(actor).await?;
    let id = store::patrol_team::add(&mut tx, area, (&name, &members), (actor.account, s.now())).await?;
    let detail = json!({ "patrol_team": id, "members": members.len() });
    audit::write(&mut tx, actor, s.now(), area, "make_patrol_team", Record::Area(area), Some(detail)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends a team.
///
/// *Errors*: `NotFound` for one out of reach, `Forbidden` for who does not keep the roster there.
pub async fn end_team(s: &Service, actor: &Actor, id: PatrolTeamId) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let team = store::patrol_team::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::KeepRoster, team.area)?;
    if !store::patrol_team::end(&mut tx, id, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "patrol_team": id });
    audit::write(&mut tx, actor, s.now(), team.area, "end_patrol_team", Record::Area(team.area), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes down that a team patrolled on a day: who went, a name on a line each, and what they saw.
///
/// *Errors*: `NotFound` for a team out of reach, `Forbidden` for who does not keep the roster there; `Invalid` for a day to come, for
/// names that are not in the team, and for a note that is too long.
pub async fn write_patrol(
    s: &Service,
    actor: &Actor,
    id: PatrolTeamId,
    (day, members, note): (NaiveDate, &str, &str),
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let team = store::patrol_team::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::KeepRoster, team.area)?;
    if day > s.today() {
        return Err(ServiceError::invalid("day", "today or before"));
    }
    let went = if members.trim().is_empty() { team.members.clone() } else { names("members", members)? };
    if !went.iter().all(|name| team.members.contains(name)) {
        return Err(ServiceError::invalid("members", "names of the team"));
    }
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE || note.chars().any(char::is_control) {
        return Err(ServiceError::invalid("note", format!("at most {LONGEST_NOTE} signs on one line")));
    }
    let by = (actor.account, s.now());
    store::patrol_team::write_patrol(&mut tx, (id, team.area), (day, &went, note), by).await?;
    let detail = json!({ "patrol_team": id, "day": day, "members": went.len() });
    audit::write(&mut tx, actor, s.now(), team.area, "write_team_patrol", Record::Area(team.area), Some(detail))
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Names on lines or between commas.
fn names(field: &'static str, text: &str) -> Result<Vec<String>, ServiceError> {
    let parts = text.split(['\n', ',', '，', '、']).map(str::trim).filter(|name| !name.is_empty());
    let mut found: Vec<String> = parts.map(|name| short_text(field, name)).collect::<Result<_, _>>()?;
    found.dedup();
    Ok(found)
}
