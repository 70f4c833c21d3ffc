//! How a report goes from draft to published: a worker sees the own one first and can object; what is open blocks publication.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It was counted and nobody but the office sees it.
    Draft,
    /// 送本人核对: its worker sees it.
    Shown {
        /// The last day on which the worker may object.
        until_on: NaiveDate,
    },
    /// 本人无异议: its worker said that it is right.
    Agreed,
    /// 有异议: somebody has to answer.
    Objected {
        /// The last day on which the worker may object.
        until_on: NaiveDate,
    },
    /// 已答复: nothing is open.
    Answered {
        /// The last day on which the worker may object.
        until_on: NaiveDate,
    },
    /// 已公布: it never changes again.
    Published {
        /// When.
        at: DateTime<Utc>,
    },
}

impl State {
    /// The stored words.
    pub const SLUGS: [&'static str; 6] = ["draft", "shown", "agreed", "objected", "answered", "published"];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Shown { .. } => "shown",
            Self::Agreed => "agreed",
            Self::Objected { .. } => "objected",
            Self::Answered { .. } => "answered",
            Self::Published { .. } => "published",
        }
    }

    /// The last day on which the worker may object, as long as there is one.
    pub fn until_on(self) -> Option<NaiveDate> {
        match self {
            Self::Shown { until_on } | Self::Objected { until_on } | Self::Answered { until_on } => Some(until_on),
            Self::Draft | Self::Agreed | Self::Published { .. } => None,
        }
    }

    /// When it was published.
    pub fn published_at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Published { at } => Some(at),
            _ => None,
        }
    }

    /// Reads the stored parts.
    pub fn read(slug: &str, until_on: Option<NaiveDate>, published_at: Option<DateTime<Utc>>) -> Option<Self> {
        match (slug, until_on, published_at) {
            ("draft", None, None) => Some(Self::Draft),
            ("shown", Some(until_on), None) => Some(Self::Shown { until_on }),
            ("agreed", None, None) => Some(Self::Agreed),
            ("objected", Some(until_on), None) => Some(Self::Objected { until_on }),
            ("answered", Some(until_on), None) => Some(Self::Answered { until_on }),
            ("published", None, Some(at)) => Some(Self::Published { at }),
            _ => None,
        }
    }

    /// Whether its worker sees it.
    pub fn is_shown(self) -> bool {
        self != Self::Draft
    }
}

/// Whom a report is about, as far as it matters for what may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A worker, with how many own objections are open.
    Worker {
        /// Objections without an answer.
        open: i64,
    },
    /// An area, with what its workers' reports of the month still wait for.
    Area {
        /// Objections without an answer, of all its workers.
        open: i64,
    },
}

/// What is done with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// It is counted anew.
    Count,
    /// It is shown to its worker.
    Show {
        /// The last day on which the worker may object.
        until_on: NaiveDate,
    },
    /// Its worker says that it is right.
    Agree,
    /// Its worker objects.
    Object,
    /// An objection is answered; [`Subject`] says how many are open afterwards.
    Answer,
    /// It is published.
    Publish,
}

/// Why something can't be done with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is published.
    Published,
    /// Its worker did not see it yet, or it has none.
    NotShown,
    /// An objection waits for its answer.
    Open,
    /// Its worker has time until this day.
    Time {
        /// The last day.
        until_on: NaiveDate,
    },
    /// The time to object is over, or its worker agreed.
    Over,
}

/// How a report stands after a move, on a day and at an instant.
pub fn turn(
    state: State,
    subject: Subject,
    next: Move,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<State, Refusal> {
    use State::{Agreed, Answered, Draft, Objected, Published, Shown};

    let (Subject::Worker { open } | Subject::Area { open }) = subject;
    match (state, next) {
        (Published { .. }, _) => Err(Refusal::Published),
        (Draft, Move::Count) => Ok(Draft),
        // What the worker saw is counted anew only as the answer to an objection.
        (Objected { until_on }, Move::Count) => Ok(Objected { until_on }),
        (_, Move::Count) | (Agreed, Move::Object) | (Shown { .. } | Agreed | Answered { .. }, Move::Answer) => {
            Err(Refusal::Over)
        }
        (Draft, Move::Show { until_on }) if matches!(subject, Subject::Worker { .. }) => Ok(Shown { until_on }),
        (_, Move::Show { .. }) | (Draft, Move::Agree | Move::Object | Move::Answer) => Err(Refusal::NotShown),
        (Objected { .. }, Move::Agree | Move::Publish) => Err(Refusal::Open),
        (Shown { .. } | Answered { .. } | Agreed, Move::Agree) => Ok(Agreed),
        (Shown { until_on } | Objected { until_on } | Answered { until_on }, Move::Object) => {
            if today <= until_on {
                Ok(Objected { until_on })
            } else {
                Err(Refusal::Over)
            }
        }
        // The worker has the day of the answer to read it.
        (Objected { until_on }, Move::Answer) if open == 0 => Ok(Answered { until_on: until_on.max(today) }),
        (Objected { until_on }, Move::Answer) => Ok(Objected { until_on }),
        (_, Move::Publish) if open > 0 => Err(Refusal::Open),
        (Draft, Move::Publish) => match subject {
            Subject::Area { .. } => Ok(Published { at: now }),
            Subject::Worker { .. } => Err(Refusal::NotShown),
        },
        (Agreed, Move::Publish) => Ok(Published { at: now }),
        (Shown { until_on } | Answered { until_on }, Move::Publish) => {
            if today > until_on {
                Ok(Published { at: now })
            } else {
                Err(Refusal::Time { until_on })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn at(today: u32) -> (NaiveDate, DateTime<Utc>) {
        (day(today), NOW)
    }

    const NONE: Subject = Subject::Worker { open: 0 };
    const ONE: Subject = Subject::Worker { open: 1 };

    #[test]
    fn a_worker_sees_the_report_first_and_has_days_to_object() {
        let shown = turn(State::Draft, NONE, Move::Show { until_on: day(8) }, at(3)).unwrap();
        assert_eq!(turn(State::Draft, NONE, Move::Publish, at(3)), Err(Refusal::NotShown));
        assert_eq!(turn(shown, NONE, Move::Publish, at(8)), Err(Refusal::Time { until_on: day(8) }));
        assert_eq!(turn(shown, NONE, Move::Publish, at(9)), Ok(State::Published { at: NOW }));
        assert_eq!(turn(shown, ONE, Move::Object, at(8)), Ok(State::Objected { until_on: day(8) }));
        assert_eq!(turn(shown, ONE, Move::Object, at(9)), Err(Refusal::Over));
    }

    #[test]
    fn an_open_objection_blocks_publication_until_it_is_answered() {
        let objected = State::Objected { until_on: day(8) };
        assert_eq!(turn(objected, ONE, Move::Publish, at(20)), Err(Refusal::Open));
        assert_eq!(turn(objected, ONE, Move::Answer, at(20)), Ok(objected), "another one is open");
        let answered = turn(objected, NONE, Move::Answer, at(20)).unwrap();
        assert_eq!(answered, State::Answered { until_on: day(20) });
        assert_eq!(turn(answered, NONE, Move::Publish, at(20)), Err(Refusal::Time { until_on: day(20) }));
        assert_eq!(turn(answered, NONE, Move::Publish, at(21)), Ok(State::Published { at: NOW }));
    }

    #[test]
    fn who_agrees_needs_no_more_time() {
        let agreed = turn(State::Shown { until_on: day(8) }, NONE, Move::Agree, at(3)).unwrap();
        assert_eq!(turn(agreed, NONE, Move::Publish, at(3)), Ok(State::Published { at: NOW }));
        assert_eq!(turn(agreed, NONE, Move::Object, at(3)), Err(Refusal::Over));
    }

    #[test]
    fn an_areas_report_waits_for_its_workers_objections_alone() {
        let area = |open| Subject::Area { open };
        assert_eq!(turn(State::Draft, area(1), Move::Publish, at(3)), Err(Refusal::Open));
        assert_eq!(turn(State::Draft, area(0), Move::Publish, at(3)), Ok(State::Published { at: NOW }));
        assert_eq!(turn(State::Draft, area(0), Move::Show { until_on: day(8) }, at(3)), Err(Refusal::NotShown));
    }

    #[test]
    fn stored_parts_are_read_back() {
        let all = [
            State::Draft,
            State::Shown { until_on: day(1) },
            State::Agreed,
            State::Objected { until_on: day(1) },
            State::Answered { until_on: day(1) },
            State::Published { at: NOW },
        ];
        for (state, slug) in all.into_iter().zip(State::SLUGS) {
            assert_eq!(state.slug(), slug);
            assert_eq!(State::read(slug, state.until_on(), state.published_at()), Some(state));
        }
        assert_eq!(State::read("shown", None, None), None);
    }

    fn any_move() -> impl Strategy<Value = Move> {
        prop_oneof![
            Just(Move::Count),
            (1_u32..28).prop_map(|until| Move::Show { until_on: day(until) }),
            Just(Move::Agree),
            Just(Move::Object),
            Just(Move::Answer),
            Just(Move::Publish),
        ]
    }

    proptest! {
        /// Whatever is tried in whatever order: nothing is published over an open objection, or before its worker could object.
        #[test]
        fn no_history_publishes_what_its_worker_could_not_answer(moves in proptest::collection::vec(any_move(), 0..24)) {
            let (mut state, mut open, mut was_shown, mut today) = (State::Draft, 0_i64, false, 1);
            for next in moves {
                let after = match next {
                    Move::Object => open + 1,
                    Move::Answer => (open - 1).max(0),
                    _ => open,
                };
                if let Ok(new) = turn(state, Subject::Worker { open: after }, next, at(today)) {
                    if matches!(new, State::Published { .. }) {
                        prop_assert!(open == 0 && was_shown);
                    }
                    was_shown |= matches!(next, Move::Show { .. });
                    (state, open) = (new, after);
                }
                today = (today + 1).min(28);
            }
        }
    }
}
