//! Rules of visits: which households are called at, how often, and at which time of the day. They stand in a table that a city and
//! its communities keep.
//!
//! A rule of a smaller area replaces the larger area's about the same households.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::calendar::ServiceHours;
use crate::cell::LabelCode;
use crate::household::Occupancy;

/// The longest interval, in days.
pub const LONGEST_DAYS: u16 = 366;
/// The most visits of a month.
pub const MOST_MONTHLY: u8 = 10;

/// Text that is no part of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rule says whom, how often (90 days, twice a month) and when (18:00-21:00)")]
pub struct InvalidRule;

/// Which households a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Whom {
    /// All.
    All,
    /// Those with a label; the key groups of the people in it are among a household's labels.
    Label(LabelCode),
    /// Those that are used like that.
    Use(Occupancy),
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => write!(f, "all"),
            Self::Label(code) => write!(f, "label-{}", code.0),
            Self::Use(occupancy) => write!(f, "use-{}", occupancy.number()),
        }
    }
}

impl FromStr for Whom {
    type Err = InvalidRule;

    fn from_str(text: &str) -> Result<Self, InvalidRule> {
        if text == "all" {
            return Ok(Self::All);
        }
        let (kind, number) = text.split_once('-').ok_or(InvalidRule)?;
        let number: i16 = number.parse().map_err(|_no_number| InvalidRule)?;
        match kind {
            "label" if (1..=31).contains(&number) => Ok(Self::Label(LabelCode(number.unsigned_abs() as u8))),
            "use" => {
                let known = Occupancy::ALL.into_iter().find(|occupancy| occupancy.number() == number);
                known.map(Self::Use).ok_or(InvalidRule)
            }
            _ => Err(InvalidRule),
        }
    }
}

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rhythm {
    /// Every so many days, counted from the last visit.
    Days(u16),
    /// So many times in every month, spread over it.
    Monthly(u8),
}

impl Rhythm {
    /// Every so many days, up to [`LONGEST_DAYS`].
    pub fn days(days: u16) -> Option<Self> {
        (1..=LONGEST_DAYS).contains(&days).then_some(Self::Days(days))
    }

    /// So many times a month, up to [`MOST_MONTHLY`].
    pub fn monthly(times: u8) -> Option<Self> {
        (1..=MOST_MONTHLY).contains(&times).then_some(Self::Monthly(times))
    }
}

impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "days-{days}"),
            Self::Monthly(times) => write!(f, "monthly-{times}"),
        }
    }
}

impl FromStr for Rhythm {
    type Err = InvalidRule;

    fn from_str(text: &str) -> Result<Self, InvalidRule> {
        let (kind, number) = text.split_once('-').ok_or(InvalidRule)?;
        let rhythm = match kind {
            "days" => number.parse().ok().and_then(Self::days),
            "monthly" => number.parse().ok().and_then(Self::monthly),
            _ => None,
        };
        rhythm.ok_or(InvalidRule)
    }
}

/// The part of a day in which somebody is likely to be met: 18:00-21:00.
pub type Window = ServiceHours;

/// One rule: at least one of `rhythm` and `window` is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitRule {
    /// Which households.
    pub whom: Whom,
    /// How often; nothing for a rule that only says when.
    pub rhythm: Option<Rhythm>,
    /// When; nothing for any time of the day.
    pub window: Option<Window>,
    /// Since when it holds: households that were never called at become due over one interval from that day on.
    pub since_on: NaiveDate,
}

/// A rule with the area that keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptRule {
    /// Its number.
    pub id: i64,
    /// The area that keeps it; it holds there and below.
    pub area: Area,
    /// The rule.
    pub rule: VisitRule,
}

/// The rules that hold in an area, out of those of all areas: of two about the same households the smaller area's.
pub fn holding(kept: &[KeptRule], area: Area) -> Vec<VisitRule> {
    let mut around: Vec<&KeptRule> = kept.iter().filter(|kept| kept.area.contains(area)).collect();
    around.sort_by_key(|kept| std::cmp::Reverse(kept.area.level()));
    let mut found: Vec<VisitRule> = Vec::new();
    for kept in around {
        if found.iter().all(|rule| rule.whom != kept.rule.whom) {
            found.push(kept.rule);
        }
    }
    found
}

/// What a city begins with: elders who live alone twice a month, households with minimum living allowance or a disabled person once
/// a month, all households every 90 days, and who is at work by day from 18:00 on (field.md section 6 row 4, after Longjing). The codes
/// are those of [`crate::dictionary::default_labels`].
pub fn defaults(since_on: NaiveDate) -> Vec<VisitRule> {
    let rule = |whom, rhythm, window| VisitRule { whom, rhythm, window, since_on };
    let label = |code| Whom::Label(LabelCode(code));
    vec![
        rule(label(11), Rhythm::monthly(2), None),
        rule(label(13), Rhythm::monthly(1), None),
        rule(label(14), Rhythm::monthly(1), None),
        rule(Whom::All, Rhythm::days(90), None),
        rule(label(3), None, Window::new(18 * 60, 21 * 60)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::County;

    #[test]
    fn what_a_rule_says_survives_its_text() {
        for text in ["all", "label-11", "use-2"] {
            assert_eq!(text.parse::<Whom>().unwrap().to_string(), text);
        }
        for text in ["days-90", "monthly-2"] {
            assert_eq!(text.parse::<Rhythm>().unwrap().to_string(), text);
        }
        for text in ["", "label-0", "label-32", "use-7", "everybody", "label-x"] {
            assert_eq!(text.parse::<Whom>(), Err(InvalidRule), "{text}");
        }
        for text in ["days-0", "days-367", "monthly-11", "yearly-1", "days"] {
            assert_eq!(text.parse::<Rhythm>(), Err(InvalidRule), "{text}");
        }
    }

    #[test]
    fn a_community_that_says_otherwise_is_followed_in_its_own_grids_only() {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let mine = city.child(1).and_then(|street| street.child(1)).unwrap();
        let other = city.child(1).and_then(|street| street.child(2)).unwrap();
        let since_on = "2026-01-01".parse().unwrap();
        let rule = |rhythm| VisitRule { whom: Whom::All, rhythm, window: None, since_on };
        let kept = [
            KeptRule { id: 1, area: city, rule: rule(Rhythm::days(90)) },
            KeptRule { id: 2, area: mine, rule: rule(Rhythm::days(30)) },
        ];

        assert_eq!(holding(&kept, mine.child(1).unwrap()), [rule(Rhythm::days(30))]);
        assert_eq!(holding(&kept, other.child(1).unwrap()), [rule(Rhythm::days(90))]);
    }

    #[test]
    fn what_a_city_begins_with_is_about_labels_that_it_has() {
        let labels = crate::dictionary::default_labels();
        let names =
            |code: LabelCode| labels.iter().find(|label| label.code == code).map(|label| label.name_zh.as_str());
        let found: Vec<_> = defaults("2026-01-01".parse().unwrap())
            .into_iter()
            .filter_map(|rule| match rule.whom {
                Whom::Label(code) => names(code),
                Whom::All | Whom::Use(_) => None,
            })
            .collect();

        assert_eq!(found, ["独居老人", "低保户", "残疾人", "上班"]);
    }
}
