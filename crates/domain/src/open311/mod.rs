//! Open311 `GeoReport` v2 (<https://wiki.open311.org/GeoReport_v2/>): what a call asks for, what a posted request says, how answers
//! are shaped. The same answer is written as XML and as JSON, so that it is one tree.
//!
//! Not here: bytes of either format and the routes (`server`), who may post and what the public sees (`service`).

mod answer;
mod posting;
mod wanted;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

pub use answer::{Offer, Shown, Tree, definition, discovery, errors, posted, requests, services, token};
pub use posting::{LONGEST_DESCRIPTION, PlaceSaid, Posting};
pub use wanted::{MOST, SPAN_DAYS, Wanted};

use crate::case::Light;
use crate::clock::{start_of_civil_day, zone};

/// The fields of a call by name, as they were sent.
pub type Sent = BTreeMap<String, String>;

/// Why a call is not answered: the status and one sentence, as `GeoReport`'s errors are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// 400, 403, 404 or 500.
    pub code: u16,
    /// What is wrong and what to send instead. Never quotes what was sent.
    pub description: String,
}

impl Fault {
    /// Something is missing or makes no sense.
    pub fn bad(description: impl Into<String>) -> Self {
        Self { code: 400, description: description.into() }
    }

    /// There is no such thing.
    pub fn unknown(description: impl Into<String>) -> Self {
        Self { code: 404, description: description.into() }
    }

    /// The key is missing, unknown or revoked: which of these is not said.
    pub fn key() -> Self {
        Self { code: 403, description: "api_key is missing or invalid".to_owned() }
    }
}

/// `GeoReport` knows two states: red, yellow and blue are open, green and grey are closed.
pub fn status(light: Light) -> &'static str {
    if light.is_open() { "open" } else { "closed" }
}

/// The word of a light in `extended_attributes`.
pub fn light(light: Light) -> &'static str {
    match light {
        Light::Red => "red",
        Light::Yellow => "yellow",
        Light::Blue => "blue",
        Light::Green => "green",
        Light::Grey => "grey",
    }
}

/// An instant as the W3C profile of ISO 8601 writes it, in the city's zone.
pub fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// Reads such an instant; a day alone is its beginning in the city. A `+` that a query made a space is taken for a `+`.
pub fn read_moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim().replace(' ', "+");
    if let Ok(at) = DateTime::parse_from_rfc3339(&text) {
        return Some(at.to_utc());
    }
    text.parse::<NaiveDate>().ok().map(start_of_civil_day)
}

/// A field that was sent and is not empty.
pub(crate) fn field<'a>(sent: &'a Sent, name: &str) -> Option<&'a str> {
    sent.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_with_its_zone_and_read_back() {
        let at = read_moment("2026-11-22T12:00:00Z").unwrap();

        assert_eq!(moment(at), "2026-11-22T20:00:00+08:00");
        assert_eq!(read_moment(&moment(at)), Some(at));
        assert_eq!(read_moment("2026-11-22T20:00:00 08:00"), Some(at), "a plus that became a space");
        assert_eq!(read_moment("2026-11-22").map(moment).as_deref(), Some("2026-11-22T00:00:00+08:00"));
        for wrong in ["", "yesterday", "2026-11-22T12:00:00", "2026-13-01"] {
            assert_eq!(read_moment(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn green_and_grey_are_closed_and_all_else_is_open() {
        let words = Light::ALL.map(status);

        assert_eq!(words, ["open", "open", "open", "closed", "closed"]);
    }
}
