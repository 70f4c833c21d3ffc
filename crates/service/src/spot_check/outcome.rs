//! What came of a round, as far as one's area reaches, and the proof of its draw.

use domain::actor::{Access, Action, Actor};
use domain::id::DwellingId;
use domain::sample::interval::{Interval, groups};
use domain::sample::weighted::Estimate;
use domain::sample::{Seed, Stratum, list_text};
use domain::spot_check::{Measure, Tally, city};
use serde_json::json;
use store::audit::{self, Record};
use store::spot_check::{self as table, HintLine, HouseholdLine, Round};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Hints of one page.
const HINTS: i64 = 500;
/// Grids with fewer answers are not set side by side at all.
const LEAST_TO_COMPARE: u32 = 20;

/// A round as one may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The round.
    pub round: Round,
    /// What came of each grid within one's area.
    pub tallies: Vec<Tally>,
    /// The city's figures, in the order of [`Measure::ALL`]: as published when it is over, so far before.
    pub figure: [Option<Estimate>; 3],
    /// Grids by accuracy, those that can't be told apart together: between groups there is a difference, within none.
    pub groups: Vec<Vec<(String, Interval)>>,
    /// The households, when it is over.
    pub households: Vec<HouseholdLine>,
    /// What should be looked at again, for those who keep files, when it is over.
    pub hints: Vec<HintLine>,
    /// Whether the viewer may close it.
    pub may_close: bool,
    /// Whether the viewer may open single households.
    pub sees_people: bool,
}

/// One round. Whoever reads what was said at doors leaves that on the trail.
///
/// *Errors*: `NotFound` for a round that there is not, and for an open one to those whose work is checked.
pub async fn sheet(s: &Service, actor: &Actor, round: i64) -> Result<Sheet, ServiceError> {
    authorise(actor, Action::ViewSpotCheck, actor.area)?;
    let mut tx = s.store.begin_look(actor).await?;
    let found = table::round(&mut tx, round).await?.ok_or(ServiceError::NotFound)?;
    let range = actor.area.range();
    let tallies = table::tallies(&mut tx, round, range).await?;
    let is_over = found.closed_at.is_some();
    let households = if is_over { table::households(&mut tx, round, range).await? } else { Vec::new() };
    let sees_people = crate::context::sees_people(actor);
    let hints = if is_over && sees_people { table::hints(&mut tx, round, range, HINTS).await? } else { Vec::new() };
    if !hints.is_empty() {
        let detail = json!({ "round": round, "households": hints.len() });
        let record = Record::Area(actor.area);
        audit::write(&mut tx, actor, s.now(), actor.area, "view_spot_check", record, Some(detail)).await?;
    }
    tx.commit().await?;
    let may_close = !is_over && access(actor, Action::DrawSpotCheck, found.area) == Access::Granted;
    let figure = found.figure.unwrap_or_else(|| city(&tallies));
    Ok(Sheet { groups: compared(&tallies), figure, round: found, tallies, households, hints, may_close, sees_people })
}

fn compared(tallies: &[Tally]) -> Vec<Vec<(String, Interval)>> {
    let many = tallies.iter().filter(|tally| tally.done >= LEAST_TO_COMPARE);
    let lines: Vec<_> =
        many.filter_map(|tally| Some((tally.name.clone(), tally.interval(Measure::Accurate)?))).collect();
    if lines.len() < 2 { Vec::new() } else { groups(lines) }
}

/// What it takes to draw a round again.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The round, with its hashes and, when it is over, its seed.
    pub round: Round,
    /// The list that was drawn from, as far as one's area reaches.
    pub list: String,
    /// Whether that is all of it: then its SHA-256 is the round's.
    pub is_whole: bool,
    /// The sample of each grid in its order, when the seed is told.
    pub samples: Vec<(Stratum, Vec<DwellingId>)>,
}

/// What it takes to draw a round again. The list says where people live, so that each sees the part of their own area; who draws sees
/// all of it.
///
/// *Errors*: as of [`sheet`].
pub async fn proof(s: &Service, actor: &Actor, round: i64) -> Result<Proof, ServiceError> {
    authorise(actor, Action::ViewSpotCheck, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let found = table::round(&mut tx, round).await?.ok_or(ServiceError::NotFound)?;
    let strata = table::strata(&mut tx, round).await?;
    tx.commit().await?;
    let seed: Option<Seed> = found.seed.as_deref().and_then(|seed| seed.parse().ok());
    let list = list_text(&strata);
    let sample = |stratum: Stratum| {
        let order = seed.map(|seed| seed.order(&stratum.eligible)).unwrap_or_default();
        let first = order.into_iter().take(stratum.size as usize).collect();
        (stratum, first)
    };
    let is_whole = actor.area.contains(found.area);
    Ok(Proof { is_whole, list, samples: strata.into_iter().map(sample).collect(), round: found })
}
