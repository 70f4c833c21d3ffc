//! What is due: a day's plan of an area, and what else there is to do at a household and in its building.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::geo::Metre;
use domain::id::{BuildingId, CaseId, DwellingId};
use domain::visit::VisitOutcome;
use domain::visit::due::{Due, PastVisit, due};
use domain::visit::plan::{DayPlan, DueHousehold, PlanStop};
use domain::visit::rule::{KeptRule, LONGEST_DAYS, VisitRule, holding};
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::visit::GroundRow;
use store::watch_list::ItemRow;

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Open cases of a building that are shown at one of its households.
const CASES: i64 = 20;

/// What else there is to do at a household and in its building.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearby {
    /// Why the household itself is due; nothing when it is not.
    pub due: Option<Due>,
    /// Other households of the building that are due today.
    pub building: Vec<DueHousehold>,
    /// Open cases of the building: case, household, title and short address; those of the household first.
    pub cases: Vec<(CaseId, DwellingId, String, String)>,
    /// Watch lists that the household is on today, each with the day's check.
    pub watched: Vec<ItemRow>,
}

/// The plan of the post's own area for a day: a worker's grid.
///
/// *Errors*: as [`plan_of`].
pub async fn plan(s: &Service, actor: &Actor, day: NaiveDate) -> Result<DayPlan, ServiceError> {
    plan_of(s, actor, actor.area, day, None).await
}

/// The plan of a grid or community for a day: due households by building in walking order, from `start` on if that is said. That
/// somebody looked is written down.
///
/// *Errors*: `NotFound` for an area out of reach or larger than a community, and for posts that see no households.
pub async fn plan_of(
    s: &Service,
    actor: &Actor,
    area: Area,
    day: NaiveDate,
    start: Option<Metre>,
) -> Result<DayPlan, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    if area.level() < Level::Community {
        return Err(ServiceError::NotFound);
    }
    let mut tx = s.store.begin_look(actor).await?;
    let rows = store::visit::places(&mut tx, area.range(), None).await?;
    let found = due_of(&mut tx, area, rows, day).await?;
    let plan = DayPlan::new(day, start, found.into_iter().map(stop).collect());
    let detail = json!({ "day": day, "households": plan.households() });
    audit::write(&mut tx, actor, s.now(), area, "view_visit_plan", Record::Area(area), Some(detail)).await?;
    tx.commit().await?;
    Ok(plan)
}

/// What else there is to do at a household and in its building.
///
/// *Errors*: `NotFound` for a household out of reach.
pub async fn same_household_and_building_due(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
) -> Result<Nearby, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let spot = store::spot::of_dwelling(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, spot.area)?;
    let building: BuildingId = spot.building.ok_or(ServiceError::NotFound)?;
    let rows = store::visit::places(&mut tx, spot.area.range(), Some(building)).await?;
    let mut found: Vec<DueHousehold> =
        due_of(&mut tx, spot.area, rows, s.today()).await?.into_iter().map(|(row, due)| household(&row, due)).collect();
    let own = found.iter().position(|home| home.dwelling == dwelling).map(|at| found.remove(at).due);
    let mut cases = store::visit::open_cases_of(&mut tx, building, CASES).await?;
    cases.sort_by_key(|(_, about, ..)| *about != dwelling);
    let mut watched = store::watch_list::items_of_day(&mut tx, spot.area.range(), s.today()).await?;
    watched.retain(|item| item.dwelling == dwelling);
    tx.commit().await?;
    Ok(Nearby { due: own, building: found, cases, watched })
}

/// Which of these households are due on a day, and why.
async fn due_of(
    tx: &mut Tx,
    area: Area,
    rows: Vec<GroundRow>,
    day: NaiveDate,
) -> Result<Vec<(GroundRow, Due)>, ServiceError> {
    let kept = store::visit::rules(tx, area.county()).await?;
    let dwellings: Vec<_> = rows.iter().map(|row| row.facts.dwelling).collect();
    let since = day.checked_sub_days(Days::new(u64::from(LONGEST_DAYS) + 31)).unwrap_or(day);
    let past = store::visit::past(tx, &dwellings, since).await?;
    let mut by_grid: HashMap<Area, Vec<VisitRule>> = HashMap::new();
    let found = rows.into_iter().filter_map(|row| {
        let rules = by_grid.entry(row.area).or_insert_with(|| rules_of(&kept, row.area));
        let seen = past.get(&row.facts.dwelling);
        let due = match (seen, row.visited_on) {
            (Some(visits), _) => due(rules, &row.facts, visits, day),
            // Made before the grid was this worker's, or taken in with a list: the day is known, what it came to is not.
            (None, Some(on)) => due(rules, &row.facts, &[PastVisit { on, outcome: VisitOutcome::Unchanged }], day),
            (None, None) => due(rules, &row.facts, &[], day),
        };
        due.map(|due| (row, due))
    });
    Ok(found.collect())
}

fn rules_of(kept: &[KeptRule], grid: Area) -> Vec<VisitRule> {
    holding(kept, grid)
}

fn household(row: &GroundRow, due: Due) -> DueHousehold {
    let short = format!("{}-{}-{}", row.number, row.door.unit, row.door.number());
    DueHousehold { dwelling: row.facts.dwelling, door: row.door, short, due }
}

fn stop((row, due): (GroundRow, Due)) -> (PlanStop, Metre) {
    let households = vec![household(&row, due)];
    (PlanStop { building: row.building, name: row.name, at: row.lon_lat, households }, row.at)
}
