//! Time as an argument.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Something that knows what time it is. The process has one; tests have a fixed one.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// A clock that always shows the same time.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// Hours that China is ahead of UTC; one zone for the whole country, no daylight saving since 1992.
const CHINA_OFFSET_S: i32 = 8 * 3600;

/// The civil time zone of every city here.
pub fn zone() -> FixedOffset {
    FixedOffset::east_opt(CHINA_OFFSET_S).expect("eight hours are a valid offset")
}

/// The instant at which a civil day begins.
pub fn start_of_civil_day(on: NaiveDate) -> DateTime<Utc> {
    let local = on.and_time(chrono::NaiveTime::MIN);
    (local - chrono::TimeDelta::seconds(i64::from(CHINA_OFFSET_S))).and_utc()
}

/// The civil date of an instant.
pub fn civil_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone()).date_naive()
}
