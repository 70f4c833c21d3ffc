//! The one place that reads the system's clock; everything else is told what time it is.

use chrono::{DateTime, Utc};
use domain::clock::Clock;

/// The clock of the process.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
