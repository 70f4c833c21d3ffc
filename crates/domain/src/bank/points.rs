//! Points, counted in hundredths so that sums are exact.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Hundredths of a point.
const CENTS: i64 = 100;
/// The most whole points that can be typed at once.
const TYPED_MOST: i64 = 1_000_000;

/// An amount of points 积分 in hundredths; below zero for what goes away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Points(i64);

/// Text that is no amount of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("points are a number with two decimals at most, such as 12.5")]
pub struct InvalidPoints;

impl Points {
    /// None at all.
    pub const NONE: Self = Self(0);

    /// So many hundredths.
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// So many whole points.
    pub const fn whole(points: i64) -> Self {
        Self(points * CENTS)
    }

    /// The hundredths.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Whether there are any.
    pub const fn is_some(self) -> bool {
        self.0 > 0
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Points {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::NONE, Self::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / CENTS as u64, cents % CENTS as u64)
    }
}

impl FromStr for Points {
    type Err = InvalidPoints;

    /// Reads what somebody typed: no sign, two decimals at most, a million at most.
    fn from_str(text: &str) -> Result<Self, InvalidPoints> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
        if !is_number(whole) || !is_number(part) || whole.len() > 7 || part.len() > 2 {
            return Err(InvalidPoints);
        }
        let whole: i64 = whole.parse().map_err(|_no_number| InvalidPoints)?;
        let cents: i64 = format!("{part:0<2}").parse().map_err(|_no_number| InvalidPoints)?;
        let points = Self(whole * CENTS + cents);
        if points <= Self::whole(TYPED_MOST) { Ok(points) } else { Err(InvalidPoints) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_typed_is_read_exactly_or_not_at_all() {
        for (text, cents) in [("12", 1_200), ("12.5", 1_250), ("0.05", 5), ("007", 700), ("1000000", 100_000_000)] {
            assert_eq!(text.parse(), Ok(Points::from_cents(cents)), "{text}");
        }
        for text in ["", "-1", "+1", "1.", ".5", "1.234", "1,5", "1e3", "1000000.01", "一", "99999999"] {
            assert_eq!(text.parse::<Points>(), Err(InvalidPoints), "{text}");
        }
        assert_eq!(Points::from_cents(-150).to_string(), "-1.50");
    }

    proptest! {
        #[test]
        fn an_amount_survives_its_text(cents in 0..=100_000_000_i64) {
            let points = Points::from_cents(cents);
            prop_assert_eq!(points.to_string().parse(), Ok(points));
        }
    }
}
