//! What a phone made while it may have been out of reach: which operation, and when, although its clock may be wrong.
//!
//! A phone says when something was made and when it was sent, both by its own clock. How long it lay in the phone is right even where
//! the clock is not, so the server counts back from when it came in. Not here: what is done only once (`service::sync`), what becomes of
//! a value that somebody else changed meanwhile ([`crate::conflict`]).

use chrono::{DateTime, TimeDelta, Utc};

use crate::operation::OperationId;

/// For how many days the server knows an operation again. A phone that was away for longer is not believed about when it made something.
pub const KEPT_DAYS: u16 = 400;
/// The longest that something may have lain in a phone, in days: shorter than operations are known.
const MOST_DAYS: i64 = 366;

/// What an operation of a phone does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A call at a household, or that nobody opened.
    Visit,
    /// A daily check of a watch list.
    Watch,
    /// A report of an event.
    Report,
    /// Another telephone number of a person.
    Contact,
    /// The fields of a person's file, gone through at the door.
    File,
    /// Which side of a conflict is kept.
    Settle,
    /// A check-point.
    Point,
    /// A piece of a trail.
    Trail,
    /// A spot-check.
    Check,
    /// An objection to a report, or a remark on one's own trail.
    Remark,
}

impl Kind {
    /// Every kind with its stored word.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Visit, "visit"),
        (Self::Watch, "watch"),
        (Self::Report, "report"),
        (Self::Contact, "contact"),
        (Self::File, "file"),
        (Self::Settle, "settle"),
        (Self::Point, "point"),
        (Self::Trail, "trail"),
        (Self::Check, "check"),
        (Self::Remark, "remark"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }
}

/// When something was made: as the server believes it, and as the phone said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Corrected; never after it came in.
    pub at: DateTime<Utc>,
    /// By the phone's clock; nothing from a form that was posted without script.
    pub said_at: Option<DateTime<Utc>>,
}

impl Moment {
    /// What came in just now and says nothing about when it was made.
    pub fn now(received: DateTime<Utc>) -> Self {
        Self { at: received, said_at: None }
    }

    /// Counts back from when it came in. `made_ms` and `sent_ms` are milliseconds since 1970 by the phone's clock.
    ///
    /// What can't be (sent before it was made, because the clock was set between, or more than [`MOST_DAYS`] ago) is as if it was made
    /// when it came in.
    pub fn corrected(made_ms: Option<i64>, sent_ms: Option<i64>, received: DateTime<Utc>) -> Self {
        let lay = made_ms.zip(sent_ms).and_then(|(made, sent)| sent.checked_sub(made));
        let lay = lay.and_then(TimeDelta::try_milliseconds).filter(|lay| is_believed(*lay));
        let at = lay.and_then(|lay| received.checked_sub_signed(lay)).unwrap_or(received);
        Self { at, said_at: made_ms.and_then(DateTime::from_timestamp_millis).filter(|said| is_storable(*said)) }
    }
}

fn is_believed(lay: TimeDelta) -> bool {
    lay >= TimeDelta::zero() && lay <= TimeDelta::days(MOST_DAYS)
}

/// Clocks go wrong, but not beyond what a database counts: a phone that lost its battery begins in 1970.
fn is_storable(said: DateTime<Utc>) -> bool {
    (0..32_503_680_000).contains(&said.timestamp())
}

/// One write of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The number that the phone drew for it.
    pub operation: OperationId,
    /// What it does.
    pub kind: Kind,
    /// When it was made.
    pub moment: Moment,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY_MS: i64 = 86_400_000;

    fn received() -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_795_000_000_000).unwrap()
    }

    fn moment(made_ms: i64, sent_ms: i64) -> Moment {
        Moment::corrected(Some(made_ms), Some(sent_ms), received())
    }

    #[test]
    fn a_clock_that_is_a_day_wrong_says_the_right_moment() {
        let hour_ago = received() - TimeDelta::hours(1);
        for wrong in [-DAY_MS, 0, DAY_MS, -20 * 365 * DAY_MS] {
            let sent = received().timestamp_millis() + wrong;
            assert_eq!(moment(sent - 3_600_000, sent).at, hour_ago, "{wrong}");
        }
    }

    #[test]
    fn what_can_not_be_was_made_when_it_came_in() {
        for (made, sent) in [(2_000, 1_000), (i64::MIN, i64::MAX), (0, 1_795_000_000_000), (i64::MAX, i64::MIN)] {
            assert_eq!(moment(made, sent).at, received(), "{made} {sent}");
        }
        assert_eq!(Moment::corrected(Some(1_000), None, received()).at, received());
        assert_eq!(Moment::corrected(None, Some(1_000), received()), Moment::now(received()));
    }

    #[test]
    fn what_the_phone_said_is_kept_as_it_said_it() {
        assert_eq!(moment(5_000, 6_000).said_at, DateTime::from_timestamp_millis(5_000));
        assert_eq!(moment(i64::MAX, 0).said_at, None, "no database counts so far");
    }

    proptest! {
        #[test]
        fn nothing_is_ever_made_in_the_future_or_before_operations_are_known(made: i64, sent: i64) {
            let at = moment(made, sent).at;

            prop_assert!(at <= received());
            prop_assert!(received() - at < TimeDelta::days(i64::from(KEPT_DAYS)));
        }

        #[test]
        fn only_how_long_it_lay_counts(lay in 0..MOST_DAYS * DAY_MS, clock in -1_000_000_000_000_i64..4_000_000_000_000) {
            prop_assert_eq!(received() - moment(clock, clock + lay).at, TimeDelta::milliseconds(lay));
        }

        #[test]
        fn what_was_made_later_is_later(first in 0..DAY_MS, second in 0..DAY_MS) {
            let sent = 10 * DAY_MS;
            prop_assert_eq!(moment(first, sent).at <= moment(second, sent).at, first <= second);
        }
    }
}
