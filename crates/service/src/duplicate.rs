//! Hints of duplicates while a report is typed: open cases that may be about the same thing. People decide what they are.

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::case::Light;
use domain::category::{CategoryCode, LARGEST_RADIUS_M};
use domain::duplicate::{Likeness, Report, WITHIN_DAYS, WORTH_A_HINT, score};
use domain::id::{CaseId, DwellingId};
use domain::spot::Spot;
use store::Tx;
use store::duplicate::Wanted;

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Hints that are shown at once.
const HINTS: usize = 5;

/// An open case that a report may repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double {
    /// The case.
    pub case: CaseId,
    /// How alike they are, and why.
    pub likeness: Likeness,
    /// What it says is wrong.
    pub title: String,
    /// How it stands.
    pub light: Light,
    /// Since when somebody waits.
    pub reported_at: DateTime<Utc>,
}

/// The open cases that a report at `now` may repeat, the likest first, as far as the transaction's session sees them. Looked
/// through is the street of the place; what lies across its border is not found.
///
/// *Errors*: `Invalid` for a category that there is not.
pub(crate) async fn near(
    tx: &mut Tx,
    now: DateTime<Utc>,
    category: &CategoryCode,
    spot: &Spot,
    text: &str,
) -> Result<Vec<Double>, ServiceError> {
    let unknown = || ServiceError::invalid("category", "choose one of the list");
    let known = store::category::one(tx, category).await?.ok_or_else(unknown)?;
    let own = Report {
        category: category.clone(),
        radius_m: known.duplicate_radius_m.min(LARGEST_RADIUS_M),
        spot: *spot,
        text: text.to_owned(),
        reported_at: now,
    };
    let since = now - TimeDelta::days(WITHIN_DAYS);
    let wanted = Wanted { category, radius_m: own.radius_m, spot, since, within: street(spot.area) };
    let neighbours = store::duplicate::open_near(tx, &wanted).await?;
    let mut doubles: Vec<Double> = neighbours
        .into_iter()
        .filter_map(|found| {
            let likeness = score(&own, &found.report).filter(|likeness| likeness.per_mille >= WORTH_A_HINT)?;
            let Report { text, reported_at, .. } = found.report;
            Some(Double { case: found.case, likeness, title: text, light: found.light, reported_at })
        })
        .collect();
    doubles.sort_by_key(|double| (std::cmp::Reverse(double.likeness.per_mille), double.case));
    doubles.truncate(HINTS);
    Ok(doubles)
}

/// The street that an area lies in; the city for the city.
fn street(area: Area) -> Area {
    area.path().into_iter().find(|one| one.level() == Level::Street).unwrap_or(area)
}

/// The same for whoever works there.
///
/// *Errors*: `NotFound` for a place out of reach and for posts that see no cases of households.
pub async fn hints(
    s: &Service,
    actor: &Actor,
    category: &CategoryCode,
    spot: &Spot,
    text: &str,
) -> Result<Vec<Double>, ServiceError> {
    authorise(actor, Action::ViewHousehold, spot.area)?;
    let mut tx = s.store.begin(actor).await?;
    let doubles = near(&mut tx, s.now(), category, spot, text).await?;
    tx.commit().await?;
    Ok(doubles)
}

/// Where a door is, for whoever reports something about it.
///
/// *Errors*: `NotFound` for one out of reach.
pub async fn at_door(s: &Service, actor: &Actor, dwelling: DwellingId) -> Result<Spot, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let spot = store::spot::of_dwelling(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, spot.area)?;
    tx.commit().await?;
    Ok(spot)
}
