//! What a month's change calls for 帮扶提示: a talk, help, somebody to walk along. A task for the office, and no mark on a worker.

use serde::{Deserialize, Serialize};

use super::{Kind, Measure, Tally, tally_of};

/// From how many things in the month before on a drop says anything.
pub const DROP_FROM: i64 = 10;

/// The accuracy below which the file is looked at together, in hundredths of a percent.
const ACCURATE_FROM: i64 = 9_000;

/// From how many households asked at on accuracy says anything: 20 households of LQAS (field.md 6.1).
const LOOKED_AT_FROM: i64 = 20;

/// Something to support a worker with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// Nothing was recorded in the month: is somebody ill, on leave, or is the phone broken?
    Nothing,
    /// Less than half of the month before: did something come in between?
    Drop {
        /// What fell.
        measure: Measure,
    },
    /// A spot-check found much otherwise: go through the files together.
    LowAccuracy,
}

/// What a month calls for, beside the month before when there is one.
pub fn support(before: Option<&[Tally]>, now: &[Tally]) -> Vec<Support> {
    let counts = || Measure::ALL.iter().copied().filter(|measure| measure.kind() == Kind::Count);
    let of = |tallies: &[Tally], measure| tally_of(tallies, measure).map(|tally| tally.part);
    let mut found = Vec::new();
    if counts().all(|measure| of(now, measure).unwrap_or_default() == 0) {
        found.push(Support::Nothing);
    } else if let Some(before) = before {
        let fell = |measure: &Measure| {
            let (was, is) = (of(before, *measure).unwrap_or_default(), of(now, *measure));
            was >= DROP_FROM && is.is_some_and(|is| is * 2 < was)
        };
        found.extend(counts().filter(fell).map(|measure| Support::Drop { measure }));
    }
    let accuracy = tally_of(now, Measure::Accurate).filter(|tally| tally.whole >= LOOKED_AT_FROM);
    if accuracy.and_then(|tally| tally.basis_points()).is_some_and(|points| points < ACCURATE_FROM) {
        found.push(Support::LowAccuracy);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(measure: Measure, count: i64) -> Tally {
        Tally { measure, part: count, whole: count }
    }

    #[test]
    fn a_month_without_anything_is_asked_about_once() {
        assert_eq!(support(Some(&[count(Measure::Visits, 40)]), &[count(Measure::Visits, 0)]), [Support::Nothing]);
        assert_eq!(support(None, &[count(Measure::Visits, 1)]), []);
    }

    #[test]
    fn a_drop_by_more_than_half_of_many_is_told() {
        let before = [count(Measure::Visits, 10), count(Measure::Verified, 9)];
        let now = [count(Measure::Visits, 4), count(Measure::Verified, 0)];
        assert_eq!(support(Some(&before), &now), [Support::Drop { measure: Measure::Visits }]);
        assert_eq!(support(Some(&before), &[count(Measure::Visits, 5)]), []);
    }

    #[test]
    fn accuracy_speaks_only_from_enough_checks_on() {
        let accurate = |part, whole| [count(Measure::Visits, 1), Tally { measure: Measure::Accurate, part, whole }];
        assert_eq!(support(None, &accurate(17, 20)), [Support::LowAccuracy]);
        assert_eq!(support(None, &accurate(18, 20)), []);
        assert_eq!(support(None, &accurate(0, 19)), []);
    }
}
