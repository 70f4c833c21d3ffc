//! How many tries at the four digits that open one wish may be made in an hour, from wherever: ten thousand of them are all there are.
//!
//! Tries by address are another matter ([`super::address`]).

use std::num::NonZeroU32;
use std::sync::Arc;

use domain::id::WishId;
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

/// Tries an hour at one wish: three weeks until half of all digits were tried, while its sender has the link.
const TRIES_AN_HOUR: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
/// Remembered wishes until those that are at rest are forgotten.
const REMEMBERED: usize = 10_000;

/// Counts tries by wish. Cheap to clone.
#[derive(Clone)]
pub struct TailTries(Arc<RateLimiter<i64, DashMapStateStore<i64>, DefaultClock>>);

impl Default for TailTries {
    fn default() -> Self {
        Self(Arc::new(RateLimiter::dashmap(Quota::per_hour(TRIES_AN_HOUR))))
    }
}

impl TailTries {
    /// Counts one try; whether it may be made.
    pub fn admits(&self, wish: WishId) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&wish.number()).is_ok()
    }
}
