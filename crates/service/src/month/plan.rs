//! Visits done of those that were planned, by the same rules as the daily plan: a household counts when somebody called at it in the
//! month, or when a visit was due by its end and nobody did.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::area::Area;
use domain::figure::Period;
use domain::month::{Measure, Tally};
use domain::visit::due::{PastVisit, due};
use domain::visit::rule::{LONGEST_DAYS, VisitRule, holding};
use store::Tx;
use store::month::Counted;

use crate::ServiceError;

/// Counts a grid's households: those that were called at, of those that were or should have been.
pub(super) async fn visited(
    tx: &mut Tx,
    grid: Area,
    period: Period,
    today: NaiveDate,
) -> Result<Counted, ServiceError> {
    let last = period.to().min(today);
    let rules: Vec<VisitRule> = holding(&store::visit::rules(tx, grid.county()).await?, grid);
    let rows = store::visit::places(tx, grid.range(), None).await?;
    let dwellings: Vec<_> = rows.iter().map(|row| row.facts.dwelling).collect();
    let since = last.checked_sub_days(Days::new(u64::from(LONGEST_DAYS) + 31)).unwrap_or(last);
    let past: HashMap<_, Vec<PastVisit>> = store::visit::past(tx, &dwellings, since).await?;
    let (mut part, mut rest) = (Vec::new(), Vec::new());
    for row in &rows {
        let upto = past.get(&row.facts.dwelling).map(Vec::as_slice).unwrap_or_default();
        let upto: Vec<PastVisit> = upto.iter().copied().filter(|visit| visit.on <= last).collect();
        let name = format!("h{}", row.facts.dwelling.number());
        let is_missed = due(&rules, &row.facts, &upto, last).is_some_and(|due| due.by <= last);
        if is_missed {
            rest.push(name);
        } else if upto.iter().any(|visit| visit.on >= period.from()) {
            part.push(name);
        }
    }
    let (done, all) = (part.len() as i64, (part.len() + rest.len()) as i64);
    Ok(Counted { tally: Tally { measure: Measure::Visited, part: done, whole: all }, part, rest })
}
