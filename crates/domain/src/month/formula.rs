//! The formula of a month: weights, in versions. The outcome is never stored: it is the same for the same numbers and version.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Kind, Measure, Tally, tally_of};

/// The most that a measure may weigh.
pub const WEIGHT_MOST: u16 = 100;

/// A version of the formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formula {
    /// The version, from 1.
    pub version: i32,
    /// The first day of the first month that it holds for.
    pub from_on: NaiveDate,
    /// What each share weighs; what is not named weighs nothing.
    pub weights: Vec<(Measure, u16)>,
    /// What changed and why.
    pub note: String,
}

/// What a formula makes of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overall {
    /// The weighted mean of the shares, in hundredths of a percent.
    pub basis_points: i64,
    /// How much of the formula's weight had numbers to stand on.
    pub weight: i64,
    /// All of its weight.
    pub weights: i64,
}

impl Formula {
    /// What a city begins with: what residents get out of it first, then what is on file, then what was walked.
    pub fn first() -> Self {
        let weights = vec![
            (Measure::Accurate, 30),
            (Measure::Closed, 20),
            (Measure::Satisfied, 20),
            (Measure::OnTime, 10),
            (Measure::Fresh, 10),
            (Measure::Complete, 5),
            (Measure::Visited, 5),
        ];
        Self { version: 1, from_on: NaiveDate::MIN, weights, note: String::new() }
    }

    /// What a measure weighs.
    pub fn weight(&self, measure: Measure) -> u16 {
        self.weights.iter().find(|(known, _)| *known == measure).map_or(0, |(_, weight)| *weight)
    }

    /// Whether it can be used: it weighs something, only shares, each once and none too much.
    pub fn is_sound(&self) -> bool {
        let fits = |(measure, weight): &(Measure, u16)| {
            *weight <= WEIGHT_MOST
                && measure.kind() == Kind::Share
                && self.weights.iter().filter(|(other, _)| other == measure).count() == 1
        };
        self.weights.iter().all(fits) && self.weights.iter().any(|(_, weight)| *weight > 0)
    }

    /// The weighted mean of the shares that have something to stand on; nothing when none has.
    pub fn overall(&self, tallies: &[Tally]) -> Option<Overall> {
        let known = self.weights.iter().filter_map(|(measure, weight)| {
            let points = tally_of(tallies, *measure)?.basis_points()?;
            Some((i64::from(*weight), points))
        });
        let (mut sum, mut weight) = (0, 0);
        for (one, points) in known {
            sum += one * points;
            weight += one;
        }
        let basis_points = (sum + weight / 2).checked_div(weight)?;
        let weights = self.weights.iter().map(|(_, weight)| i64::from(*weight)).sum();
        Some(Overall { basis_points, weight, weights })
    }

    /// The version that holds for a month, of all that there are; the first one when none is said.
    pub fn of_month(versions: &[Self], month: NaiveDate) -> Self {
        let holding = versions.iter().filter(|one| one.from_on <= month);
        holding.max_by_key(|one| (one.from_on, one.version)).cloned().unwrap_or_else(Self::first)
    }

    /// A version by its number.
    pub fn of_version(versions: &[Self], version: i32) -> Option<Self> {
        let stored = versions.iter().find(|one| one.version == version).cloned();
        stored.or_else(|| Some(Self::first()).filter(|first| first.version == version))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tally(measure: Measure, part: i64, whole: i64) -> Tally {
        Tally { measure, part, whole }
    }

    #[test]
    fn what_had_nothing_to_stand_on_weighs_nothing() {
        let formula = Formula::first();
        assert!(formula.is_sound());
        assert_eq!(formula.overall(&[tally(Measure::Closed, 0, 0)]), None);
        let overall = formula.overall(&[tally(Measure::Accurate, 9, 10), tally(Measure::Closed, 0, 0)]).unwrap();
        assert_eq!(overall, Overall { basis_points: 9_000, weight: 30, weights: 100 });
    }

    #[test]
    fn numbers_of_things_done_never_count() {
        let formula = Formula { weights: vec![(Measure::Visits, 10)], ..Formula::first() };
        assert!(!formula.is_sound());
        assert_eq!(formula.overall(&[tally(Measure::Visits, 90, 90)]), None);
    }

    #[test]
    fn the_latest_version_that_holds_for_a_month_is_its_own() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let version = |version, from: &str| Formula { version, from_on: day(from), ..Formula::first() };
        let all = [version(2, "2026-03-01"), version(3, "2026-06-01")];
        assert_eq!(Formula::of_month(&all, day("2026-02-01")).version, 1);
        assert_eq!(Formula::of_month(&all, day("2026-05-01")).version, 2);
        assert_eq!(Formula::of_month(&all, day("2026-06-01")).version, 3);
        assert_eq!(Formula::of_version(&all, 1), Some(Formula::first()));
        assert_eq!(Formula::of_version(&all, 9), None);
    }

    proptest! {
        #[test]
        fn a_month_comes_out_the_same_again_and_between_its_shares(
            shares in proptest::collection::vec((0_i64..500, 1_i64..500), 7),
        ) {
            let formula = Formula::first();
            let measures = formula.weights.iter().map(|(measure, _)| *measure);
            let tallies: Vec<Tally> =
                measures.zip(&shares).map(|(measure, (part, whole))| tally(measure, *part.min(whole), *whole)).collect();
            let (mut backwards, once) = (tallies.clone(), formula.overall(&tallies));
            backwards.reverse();
            prop_assert_eq!(once, formula.overall(&backwards));
            let points: Vec<i64> = tallies.iter().filter_map(Tally::basis_points).collect();
            let overall = once.unwrap().basis_points;
            prop_assert!(points.iter().min().unwrap() <= &overall && &overall <= points.iter().max().unwrap());
        }
    }
}
