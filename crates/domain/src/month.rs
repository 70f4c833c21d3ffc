//! The monthly report 月报 of a worker or an area: measures of work that is recorded anyway, a versioned formula over them, how a
//! report goes from draft to published, and what a month's change calls for. Everything here is pure.
//!
//! Not here: what a measure counts (`store::month`), who may do what (`domain::actor`), words. Nothing here knows of online
//! time, of points or of a row of winners (field.md 4.12).

mod formula;
mod standing;
mod support;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use formula::{Formula, Overall, WEIGHT_MOST};
pub use standing::{Move, Refusal, State, Subject, turn};
pub use support::{DROP_FROM, Support, support};

use crate::area::Area;
use crate::case::Names;
use crate::figure::{Figure, Period};
use crate::id::{AccountId, MonthId};

/// What a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of things that were done.
    Count,
    /// Some of a number of things; n is that number.
    Share,
}

/// Declares the measures with their stored words.
macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $kind:ident;)*) => {
        /// What a monthly report counts. Every one opens the records that it counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure {
            $($(#[$doc])* $name,)*
        }

        impl Measure {
            /// Every one, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stored word.
            pub fn slug(self) -> &'static str {
                match self {
                    $(Self::$name => $slug,)*
                }
            }

            /// Whether it is a number or a share.
            pub fn kind(self) -> Kind {
                match self {
                    $(Self::$name => Kind::$kind,)*
                }
            }
        }
    };
}

measures! {
    /// 信息核实: field groups that were verified or changed.
    Verified = "verified", Count;
    /// 资料完整: households whose required fields are all filled, of those with a file.
    Complete = "complete", Share;
    /// 信息鲜活: households whose file was fresh at the end of the month, of those with a file.
    Fresh = "fresh", Share;
    /// 抽查准确: households that a spot-check found as they were on file, of those it asked at.
    Accurate = "accurate", Share;
    /// 走访: calls at households.
    Visits = "visits", Count;
    /// 走访完成: visits done of those that were planned.
    Visited = "visited", Share;
    /// 上报事件: cases reported.
    Reported = "reported", Count;
    /// 办结率, as figures count it.
    Closed = "closed", Share;
    /// 按期办结率, likewise.
    OnTime = "on_time", Share;
    /// 响应率, likewise.
    Answered = "answered", Share;
    /// 满意率, likewise: silence is in neither number.
    Satisfied = "satisfied", Share;
    /// 巡查覆盖: check-points that were passed, of those there are, where trails are not switched off.
    Covered = "covered", Share;
}

impl Measure {
    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|measure| measure.slug() == slug)
    }

    /// The figure that it is taken from: the same number as on the page of statistics.
    pub fn figure(self) -> Option<Figure> {
        match self {
            Self::Reported => Some(Figure::Registered),
            Self::Closed => Some(Figure::Closing),
            Self::OnTime => Some(Figure::OnTime),
            Self::Answered => Some(Figure::Answer),
            Self::Satisfied => Some(Figure::Satisfied),
            _ => None,
        }
    }
}

/// What was counted of a measure. Of a number, both are that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Which measure.
    pub measure: Measure,
    /// What counts.
    pub part: i64,
    /// Out of how many: n.
    pub whole: i64,
}

impl Tally {
    /// The share in hundredths of a percent, rounded half up; nothing of nothing, and nothing of a number.
    pub fn basis_points(&self) -> Option<i64> {
        match self.measure.kind() {
            Kind::Count => None,
            Kind::Share => (self.part * 10_000 + self.whole / 2).checked_div(self.whole),
        }
    }
}

/// The tally of a measure among some; a measure without a source is not among them.
pub fn tally_of(tallies: &[Tally], measure: Measure) -> Option<Tally> {
    tallies.iter().copied().find(|tally| tally.measure == measure)
}

/// The civil month that a day lies in.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The month before the one that a day lies in, by its first day.
pub fn month_before(day: NaiveDate) -> NaiveDate {
    month_of(month_of(day).pred_opt().unwrap_or(day))
}

/// The days of the month that a day lies in.
pub fn period_of(month: NaiveDate) -> Option<Period> {
    let first = month_of(month);
    let next = first.checked_add_months(chrono::Months::new(1))?;
    Period::new(first, next.pred_opt()?)
}

/// Whom a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The grid of a worker, or the area.
    pub area: Area,
    /// The area's name.
    pub area_name: String,
    /// The worker with a name, of a worker's report.
    pub worker: Option<(AccountId, String)>,
}

/// A monthly report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub id: MonthId,
    /// The month, by its first day.
    pub month: NaiveDate,
    /// Whom it is about.
    pub about: About,
    /// How it stands.
    pub state: State,
    /// What was counted.
    pub tallies: Vec<Tally>,
    /// The version of the formula that it follows.
    pub formula: i32,
    /// When it was counted.
    pub counted_at: DateTime<Utc>,
    /// Rises with every change.
    pub revision: i64,
}

/// What a worker has against a number, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Its number.
    pub id: i64,
    /// Against which number; nothing when it is against the whole.
    pub measure: Option<Measure>,
    /// What the worker says.
    pub words: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The answer; nothing while it is open.
    pub answer: Option<Answer>,
}

/// The answer to an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is said.
    pub words: String,
    /// Whether the worker was right and the month was counted anew.
    pub is_upheld: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// By which post, in Chinese and English.
    pub by: Names,
}

/// The longest text of an objection or an answer, in signs.
pub const LONGEST_WORDS: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_shares_are_rounded_half_up() {
        for measure in Measure::ALL {
            assert_eq!(Measure::from_slug(measure.slug()), Some(*measure));
        }
        let tally = |measure, part, whole| Tally { measure, part, whole };
        assert_eq!(tally(Measure::Fresh, 911, 972).basis_points(), Some(9_372));
        assert_eq!(tally(Measure::Fresh, 0, 0).basis_points(), None);
        assert_eq!(tally(Measure::Visits, 7, 7).basis_points(), None, "a number is no share");
    }

    #[test]
    fn months_are_whole() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(month_of(day("2026-11-23")), day("2026-11-01"));
        assert_eq!(month_before(day("2026-01-31")), day("2025-12-01"));
        let february = period_of(day("2028-02-10")).unwrap();
        assert_eq!((february.from(), february.to()), (day("2028-02-01"), day("2028-02-29")));
    }
}
