//! Numbers and times as text, the same on the server and in the browser (one civil time zone, no locale data).

use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::zone;

/// Digits in groups of three, with a thin gap that also reads well in Chinese: `60,128`.
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A civil time of day: `10:42:07`.
pub fn time(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).format("%H:%M:%S").to_string()
}

/// A civil time of day without seconds: `10:42`.
pub fn minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).format("%H:%M").to_string()
}

/// A civil date and time: `2026-11-21 10:42`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).format("%Y-%m-%d %H:%M").to_string()
}

/// A date: `2026-11-21`.
pub fn date(on: NaiveDate) -> String {
    on.format("%Y-%m-%d").to_string()
}

/// Metres as kilometres with one decimal: `3.4`.
pub fn kilometres(metres: f64) -> String {
    format!("{:.1}", metres / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(-1_234_567), "-1,234,567");
    }

    #[test]
    fn times_are_shown_in_the_citys_zone() {
        let at = DateTime::from_timestamp(1_763_692_927, 0).unwrap();

        assert_eq!(moment(at), "2025-11-21 10:42");
        assert_eq!(time(at), "10:42:07");
    }
}
