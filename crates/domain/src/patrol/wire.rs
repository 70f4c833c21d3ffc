//! A line as it travels: whole numbers, each fix as what it differs from the one before. As objects a day of 2,000 fixes weighs five times
//! as much, and is written, made small and read for longer than the database takes to find it.
//!
//! Not here: how a line is stored (`store::patrol`).

use chrono::DateTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::Fix;
use crate::geo::LonLat;

/// Parts of a degree: 1 cm.
const DEGREE: f64 = 1e7;

/// Writes `[longitude, latitude, time]` in ten-millionths of a degree and milliseconds, first whole and then as differences.
pub(super) fn serialize<S: Serializer>(fixes: &[Fix], to: S) -> Result<S::Ok, S::Error> {
    let mut last = [0; 3];
    let step = |fix: &Fix| {
        let values = [
            (fix.position.lon * DEGREE).round() as i64,
            (fix.position.lat * DEGREE).round() as i64,
            fix.at.timestamp_millis(),
        ];
        let differences = [0, 1, 2].map(|at| values[at] - last[at]);
        last = values;
        differences
    };
    fixes.iter().map(step).collect::<Vec<_>>().serialize(to)
}

/// Reads them again.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Fix>, D::Error> {
    let mut last = [0_i64; 3];
    let steps = Vec::<[i64; 3]>::deserialize(from)?;
    let fix = |differences: [i64; 3]| {
        for (value, difference) in last.iter_mut().zip(differences) {
            *value = value.checked_add(difference).ok_or_else(|| D::Error::custom("a fix far out of the world"))?;
        }
        let [lon, lat, at] = last;
        let at = DateTime::from_timestamp_millis(at).ok_or_else(|| D::Error::custom("a fix out of all time"))?;
        Ok(Fix { position: LonLat { lon: lon as f64 / DEGREE, lat: lat as f64 / DEGREE }, at })
    };
    steps.into_iter().map(fix).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;
    use serde_json::{from_value, json};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Line(#[serde(with = "super")] Vec<Fix>);

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(millis).unwrap()
    }

    proptest! {
        #[test]
        fn a_line_arrives_as_it_was_sent(
            places in proptest::collection::vec((-1_800_000_000_i64..1_800_000_000, -900_000_000_i64..900_000_000, 0..4_102_444_800_000_i64), 0..50),
        ) {
            let fix = |(lon, lat, millis): (i64, i64, i64)| Fix {
                position: LonLat { lon: lon as f64 / DEGREE, lat: lat as f64 / DEGREE },
                at: at(millis),
            };
            let line = Line(places.into_iter().map(fix).collect());

            let read: Line = serde_json::from_str(&serde_json::to_string(&line).unwrap()).unwrap();

            prop_assert_eq!(read, line);
        }
    }

    #[test]
    fn what_is_out_of_the_world_or_of_all_time_is_an_error_and_no_panic() {
        for wrong in [json!([[i64::MAX, 0, 0], [1, 0, 0]]), json!([[0, 0, i64::MAX]]), json!([[0, 0]])] {
            assert!(from_value::<Line>(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
