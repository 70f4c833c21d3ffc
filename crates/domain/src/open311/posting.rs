//! What `POST /requests` says.

use super::{Fault, Sent, field};
use crate::category::CategoryCode;
use crate::deadline::Urgency;
use crate::geo::LonLat;
use crate::id::{BuildingId, DwellingId};

/// The most signs of a description.
pub const LONGEST_DESCRIPTION: usize = 4_000;
/// The most signs of any other text.
const LONGEST_TEXT: usize = 500;
/// What a reporter may say about themselves. It is checked and not kept: the client knows them, the city needs the place.
const ABOUT_REPORTER: [&str; 4] = ["email", "first_name", "last_name", "phone"];

/// Where a posted request is: exactly one of three ways, the most precise that was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceSaid {
    /// `lat` and `long`, WGS84.
    Point(LonLat),
    /// `address_id`: a building here, by its number or `building-` and its number, as answers say it.
    Building(BuildingId),
    /// `address_id`: `dwelling-` and its number. The kinds share their numbers, so that a dwelling has to say so.
    Dwelling(DwellingId),
    /// `address_string`: in words.
    Words(String),
}

/// A posted request.
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    /// What it is about.
    pub code: CategoryCode,
    /// Where.
    pub place: PlaceSaid,
    /// `attribute[urgency]`, when the client said it.
    pub urgency: Option<Urgency>,
    /// What is wrong, in words; may be empty.
    pub description: String,
    /// Where the client keeps a picture. Never fetched: kept as text for whoever handles the case.
    pub media_url: Option<String>,
    /// The client's own number of the reporter, to tell two reporters apart.
    pub account_id: String,
    /// The device's, likewise.
    pub device_id: String,
}

impl Posting {
    /// Reads the fields of a form.
    ///
    /// *Errors*: a 400 for each field that is missing or makes no sense, all at once.
    pub fn read(sent: &Sent) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let code = or_note(&mut faults, code(sent));
        let place = or_note(&mut faults, place(sent));
        let urgency = or_note(&mut faults, urgency(sent));
        let description = or_note(&mut faults, text(sent, "description", LONGEST_DESCRIPTION));
        let media_url = or_note(&mut faults, text(sent, "media_url", LONGEST_TEXT));
        let account_id = or_note(&mut faults, text(sent, "account_id", LONGEST_TEXT));
        let device_id = or_note(&mut faults, text(sent, "device_id", LONGEST_TEXT));
        for name in ABOUT_REPORTER {
            or_note(&mut faults, text(sent, name, LONGEST_TEXT));
        }
        match (code, place) {
            (Some(code), Some(place)) if faults.is_empty() => Ok(Self {
                code,
                place,
                urgency: urgency.flatten(),
                description: description.unwrap_or_default(),
                media_url: media_url.filter(|url| !url.is_empty()),
                account_id: account_id.unwrap_or_default(),
                device_id: device_id.unwrap_or_default(),
            }),
            _ => Err(faults),
        }
    }

    /// What makes two posts of one client the same one, for a digest.
    pub fn sameness(&self) -> String {
        let place = match &self.place {
            PlaceSaid::Point(at) => format!("{:.6} {:.6}", at.lon, at.lat),
            PlaceSaid::Building(building) => format!("building-{building}"),
            PlaceSaid::Dwelling(dwelling) => format!("dwelling-{dwelling}"),
            PlaceSaid::Words(words) => words.clone(),
        };
        let urgency = self.urgency.map_or("", Urgency::slug);
        let media = self.media_url.as_deref().unwrap_or_default();
        [self.code.as_str(), &place, urgency, &self.description, media, &self.account_id, &self.device_id]
            .join("\u{1f}")
    }
}

fn or_note<T>(faults: &mut Vec<Fault>, read: Result<T, Fault>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

fn code(sent: &Sent) -> Result<CategoryCode, Fault> {
    let code = field(sent, "service_code").ok_or_else(|| Fault::bad("service_code is missing"))?;
    CategoryCode::new(code).ok_or_else(|| Fault::bad("service_code is not one of GET services"))
}

/// Signs on any number of lines, without those that no page could show.
fn text(sent: &Sent, name: &str, longest: usize) -> Result<String, Fault> {
    let text = field(sent, name).unwrap_or_default();
    if text.chars().count() > longest {
        return Err(Fault::bad(format!("{name} is longer than {longest} signs")));
    }
    Ok(text.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect())
}

fn place(sent: &Sent) -> Result<PlaceSaid, Fault> {
    match (field(sent, "lat"), field(sent, "long")) {
        (Some(lat), Some(lon)) => {
            let degrees = lon.parse().ok().zip(lat.parse().ok());
            let at = degrees.and_then(|(lon, lat)| LonLat::new_checked(lon, lat));
            return at.map(PlaceSaid::Point).ok_or_else(|| Fault::bad("lat and long are degrees of WGS84"));
        }
        (None, None) => {}
        _ => return Err(Fault::bad("lat and long go together")),
    }
    if let Some(id) = field(sent, "address_id") {
        let place = match id.strip_prefix("dwelling-") {
            Some(id) => id.parse().map(PlaceSaid::Dwelling),
            None => id.strip_prefix("building-").unwrap_or(id).parse().map(PlaceSaid::Building),
        };
        return place.map_err(|_no_id| Fault::bad("address_id is building- or dwelling- and 18 digits"));
    }
    let words = text(sent, "address_string", LONGEST_TEXT)?;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return Err(Fault::bad("a place is missing: send lat and long, address_id or address_string"));
    }
    Ok(PlaceSaid::Words(words))
}

/// Emergencies are rung, not posted.
fn urgency(sent: &Sent) -> Result<Option<Urgency>, Fault> {
    let word = field(sent, "attribute[urgency]");
    match word.map(Urgency::from_slug) {
        None => Ok(None),
        Some(Some(urgency)) if urgency != Urgency::Emergency => Ok(Some(urgency)),
        Some(_) => Err(Fault::bad("attribute[urgency] is ordinary or urgent")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(fields: &[(&str, &str)]) -> Result<Posting, Vec<Fault>> {
        Posting::read(&fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let faults = read(&[("lat", "42.7"), ("attribute[urgency]", "emergency")]).unwrap_err();

        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults.iter().all(|fault| fault.code == 400));
    }

    #[test]
    fn a_point_counts_before_a_number_and_a_number_before_words() {
        let code = ("service_code", "0102");
        let words = ("address_string", "海兰小区  3号楼");
        let id = ("address_id", "990001000000000001");
        let lat = ("lat", "42.77");

        assert_eq!(read(&[code, words]).unwrap().place, PlaceSaid::Words("海兰小区 3号楼".to_owned()));
        assert_eq!(read(&[code, words, id]).unwrap().place, PlaceSaid::Building("990001000000000001".parse().unwrap()));
        assert!(matches!(read(&[code, words, id, lat, ("long", "129.4")]).unwrap().place, PlaceSaid::Point(_)));
        for wrong in [[lat, ("long", "nan")], [lat, ("long", "200")], [lat, ("x", "1")]] {
            assert_eq!(read(&[&[code, words][..], &wrong].concat()).unwrap_err()[0].code, 400, "{wrong:?}");
        }
    }

    #[test]
    fn a_description_has_four_thousand_signs_at_most() {
        let fields = |signs: usize| {
            let text = "坏".repeat(signs);
            read(&[("service_code", "0102"), ("address_string", "x"), ("description", &text)]).map(|_| ())
        };

        assert_eq!(fields(4_000), Ok(()));
        assert_eq!(fields(4_001).unwrap_err().len(), 1);
    }

    proptest! {
        #[test]
        fn no_form_panics(place in "\\PC{0,30}", lat in "\\PC{0,10}", text in "\\PC{0,60}") {
            let _ = read(&[("service_code", &text), ("address_string", &place), ("lat", &lat), ("long", &lat), ("description", &text)]);
        }
    }
}
