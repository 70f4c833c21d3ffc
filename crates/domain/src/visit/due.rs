//! Whether a household is due for a visit, since when, and at which time of the day somebody is likely to be in.
//!
//! It says that a visit is due and why; it weighs nobody against anybody. Rules fall due spread over their interval by the household's
//! number, so that a new rule does not make a whole grid due on one morning.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::VisitOutcome;
use super::rule::{Rhythm, VisitRule, Whom, Window};
use crate::cell::LabelCode;
use crate::household::Occupancy;
use crate::id::DwellingId;

/// What of a household decides which rules are about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The household.
    pub dwelling: DwellingId,
    /// Its labels, with the key groups of its people.
    pub labels: Vec<LabelCode>,
    /// How it is used.
    pub occupancy: Occupancy,
}

impl Facts {
    fn is_meant(&self, whom: Whom) -> bool {
        match whom {
            Whom::All => true,
            Whom::Label(code) => self.labels.contains(&code),
            Whom::Use(occupancy) => self.occupancy == occupancy,
        }
    }
}

/// A visit that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastVisit {
    /// The civil day.
    pub on: NaiveDate,
    /// What it came to.
    pub outcome: VisitOutcome,
}

/// Why a household is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The rule's households.
    pub whom: Whom,
    /// The rule's rhythm.
    pub rhythm: Rhythm,
    /// Since when a visit is due.
    pub since: NaiveDate,
    /// By when it should have been made.
    pub by: NaiveDate,
    /// Days beyond that; 0 while there is time.
    pub overdue_days: u16,
    /// When somebody is likely to be in; nothing for any time.
    pub window: Option<(u16, u16)>,
}

impl Due {
    /// The hours in which somebody is likely to be in.
    pub fn hours(&self) -> Option<Window> {
        self.window.and_then(|(opens, closes)| Window::new(opens, closes))
    }
}

/// Whether a household is due on a day: under the rule whose day is over first. One that was called at on that day is not, whether
/// somebody opened or not: nobody in postpones to tomorrow.
pub fn due(rules: &[VisitRule], facts: &Facts, past: &[PastVisit], today: NaiveDate) -> Option<Due> {
    if past.iter().any(|visit| visit.on == today) {
        return None;
    }
    let meant = || rules.iter().filter(|rule| facts.is_meant(rule.whom));
    let spread = facts.dwelling.serial();
    let found = meant().filter_map(|rule| {
        let rhythm = rule.rhythm?;
        let (since, by) = match rhythm {
            Rhythm::Days(days) => after_days(u64::from(days), rule.since_on, spread, past)?,
            Rhythm::Monthly(times) => in_month(u32::from(times), spread, past, today)?,
        };
        (since <= today).then_some((rule.whom, rhythm, since, by))
    });
    let (whom, rhythm, since, by) = found.min_by_key(|(.., since, by)| (*by, *since))?;
    let overdue_days = u16::try_from((today - by).num_days().max(0)).unwrap_or(u16::MAX);
    let window = narrowed(meant().filter_map(|rule| rule.window));
    Some(Due { whom, rhythm, since, by, overdue_days, window })
}

/// The last visit and the interval on top. A household that was not called at since the rule holds has its turn on a day of the rule's
/// first interval.
fn after_days(days: u64, rule_since: NaiveDate, spread: u64, past: &[PastVisit]) -> Option<(NaiveDate, NaiveDate)> {
    let last = past.iter().filter(|visit| visit.outcome.met_somebody()).map(|visit| visit.on).max();
    let next = last.and_then(|on| on.checked_add_days(Days::new(days))).filter(|next| *next >= rule_since);
    let since = next.or_else(|| rule_since.checked_add_days(Days::new(spread % days)))?;
    Some((since, since))
}

/// The month is cut into as many parts as visits are wanted; each part's visit is due from a day in its first half on, up to its end.
fn in_month(times: u32, spread: u64, past: &[PastVisit], today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let first = today.with_day(1)?;
    let length = (first.checked_add_months(Months::new(1))? - first).num_days().unsigned_abs();
    let mut days: Vec<NaiveDate> =
        past.iter().filter(|visit| visit.outcome.met_somebody() && visit.on >= first).map(|visit| visit.on).collect();
    days.sort_unstable();
    days.dedup();
    let (made, times) = (days.len() as u64, u64::from(times));
    if made >= times {
        return None;
    }
    let (starts, ends) = (made * length / times, (made + 1) * length / times);
    let half = ((ends - starts) / 2).max(1);
    let day = |after: u64| first.checked_add_days(Days::new(after));
    let last = past.iter().filter(|visit| visit.outcome.met_somebody()).map(|visit| visit.on).max();
    // Who was called at late in one part is not called at again on the first day of the next.
    let rested = last.and_then(|on| on.checked_add_days(Days::new(half)));
    let since = rested.max(day(starts + spread % half))?;
    Some((since, day(ends.saturating_sub(1))?.max(since)))
}

/// The hours that all of them leave; when they leave none together, the first one's.
fn narrowed(windows: impl Iterator<Item = Window>) -> Option<(u16, u16)> {
    windows.map(Window::minutes).reduce(|(opens, closes), (other_opens, other_closes)| {
        let both = (opens.max(other_opens), closes.min(other_closes));
        if both.0 < both.1 { both } else { (opens, closes) }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;
    use crate::visit::rule::defaults;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn home(serial: u64, labels: &[u8]) -> Facts {
        Facts {
            dwelling: DwellingId::new(County::new_checked(990_001).unwrap(), serial),
            labels: labels.iter().copied().map(LabelCode).collect(),
            occupancy: Occupancy::Owner,
        }
    }

    fn met(on: &str) -> PastVisit {
        PastVisit { on: day(on), outcome: VisitOutcome::Unchanged }
    }

    fn rules() -> Vec<VisitRule> {
        defaults(day("2026-01-01"))
    }

    #[test]
    fn an_elder_who_lives_alone_is_called_at_twice_a_month() {
        let elder = home(0, &[11]);
        let on = |past: &[PastVisit], today: &str| due(&rules(), &elder, past, day(today));

        let first = on(&[met("2026-10-20")], "2026-11-02").unwrap();
        assert_eq!((first.since, first.by, first.overdue_days), (day("2026-11-01"), day("2026-11-15"), 0));
        assert_eq!(on(&[met("2026-11-02")], "2026-11-10"), None, "once in the first half");
        let second = on(&[met("2026-11-02")], "2026-11-16").unwrap();
        assert_eq!((second.since, second.by), (day("2026-11-16"), day("2026-11-30")));
        assert_eq!(on(&[met("2026-11-02"), met("2026-11-17")], "2026-11-30"), None, "twice is enough");
        assert_eq!(on(&[met("2026-10-30")], "2026-11-05"), None, "just called at");
        assert_eq!(on(&[met("2026-10-30")], "2026-11-18").unwrap().overdue_days, 3, "the first half is over");
    }

    #[test]
    fn everybody_else_is_called_at_every_ninety_days() {
        let plain = home(0, &[]);
        let on = |today: &str| due(&rules(), &plain, &[met("2026-03-01")], day(today));

        assert_eq!(on("2026-05-29"), None);
        assert_eq!(on("2026-05-30").unwrap().overdue_days, 0);
        assert_eq!(on("2026-06-09").unwrap().overdue_days, 10);
    }

    #[test]
    fn nobody_in_fulfils_nothing_and_postpones_to_tomorrow() {
        let plain = home(0, &[]);
        let nobody = PastVisit { on: day("2026-06-01"), outcome: VisitOutcome::NobodyIn };
        let past = [met("2026-03-01"), nobody];

        assert_eq!(due(&rules(), &plain, &past, day("2026-06-01")), None);
        assert_eq!(due(&rules(), &plain, &past, day("2026-06-02")).unwrap().since, day("2026-05-30"));
    }

    #[test]
    fn who_is_at_work_by_day_is_called_at_in_the_evening() {
        let found = due(&rules(), &home(0, &[3]), &[met("2026-01-01")], day("2026-11-02")).unwrap();

        assert_eq!(found.hours().unwrap().to_string(), "18:00-21:00");
        assert_eq!(due(&rules(), &home(0, &[]), &[met("2026-01-01")], day("2026-11-02")).unwrap().window, None);
    }

    #[test]
    fn a_rule_about_how_a_home_is_used_is_about_those_only() {
        let whom = Whom::Use(Occupancy::Rented);
        let rule = [VisitRule { whom, rhythm: Rhythm::days(30), window: None, since_on: day("2026-01-01") }];
        let rented = Facts { occupancy: Occupancy::Rented, ..home(0, &[]) };

        assert_eq!(due(&rule, &rented, &[], day("2026-03-01")).unwrap().whom, whom);
        assert_eq!(due(&rule, &home(0, &[]), &[], day("2026-03-01")), None);
    }

    proptest! {
        #[test]
        fn homes_that_nobody_called_at_fall_due_over_one_interval(serial in 0u64..10_000) {
            let (rules, home) = (rules(), home(serial, &[]));
            let on = |days: u64| due(&rules, &home, &[], day("2026-01-01") + Days::new(days));

            prop_assert_eq!(on(serial % 90).unwrap().overdue_days, 0);
            prop_assert!(serial % 90 == 0 || on(serial % 90 - 1).is_none());
        }

        #[test]
        fn a_visit_is_never_due_on_the_day_after_one_and_always_some_day(
            serial in 0u64..10_000, code in 0u8..20, days in 0u64..700,
        ) {
            let (rules, home) = (rules(), home(serial, &[code]));
            let made = day("2026-01-01") + Days::new(days);
            let past = [PastVisit { on: made, outcome: VisitOutcome::Changed }];

            prop_assert_eq!(due(&rules, &home, &past, made), None);
            prop_assert!((1..=90).any(|later| due(&rules, &home, &past, made + Days::new(later)).is_some()));
        }

        #[test]
        fn whoever_calls_whenever_it_is_due_calls_as_often_as_the_rule_says(serial in 0u64..10_000, times in 1u8..=10) {
            let rule = [VisitRule {
                whom: Whom::All, rhythm: Rhythm::monthly(times), window: None, since_on: day("2026-01-01"),
            }];
            let home = home(serial, &[]);
            let mut past = Vec::new();
            for after in 0..28 {
                let today = day("2026-02-01") + Days::new(after);
                if let Some(found) = due(&rule, &home, &past, today) {
                    prop_assert_eq!(found.overdue_days, 0);
                    past.push(PastVisit { on: today, outcome: VisitOutcome::Unchanged });
                }
            }
            prop_assert_eq!(past.len(), usize::from(times));
        }
    }
}
