//! GPX files of other devices: read, brought to WGS84, sifted like everything else, and sealed into the lines of their days.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::actor::{Action, Actor};
use domain::clock::start_of_civil_day;
use domain::gcj;
use domain::geo::LonLat;
use domain::trail::{Dropped, RawFix, TrackMode, Window, sift};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{ground, keep, mode_of};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The largest file, in bytes: a day at one fix a second is 9 MB.
pub const MOST_BYTES: usize = 12 << 20;
/// Fixes of one file.
const MOST_POINTS: usize = 100_000;
/// Days back that a file may tell of.
const MOST_DAYS: u64 = 30;

/// What a file's coordinates mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// WGS84, as GPX says and receivers write.
    #[default]
    Wgs84,
    /// GCJ-02, as applications on Chinese map services write all the same.
    Gcj02,
}

impl Source {
    /// Both with their words.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Wgs84, "wgs84"), (Self::Gcj02, "gcj02")];

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(source, _)| *source)
    }
}

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The civil days whose lines it is in.
    pub days: Vec<NaiveDate>,
    /// Fixes that were kept.
    pub kept: usize,
    /// Those that were not, by reason.
    pub dropped: Dropped,
}

/// Takes a file into the lines of one's own days.
///
/// *Errors*: `Forbidden` where duty tracks are not recorded; `Invalid` for a file that is no GPX, or without a fix of the last days.
pub async fn import(s: &Service, actor: &Actor, bytes: &[u8], source: Source) -> Result<Imported, ServiceError> {
    authorise(actor, Action::ViewTrack, actor.area)?;
    let fixes = read(bytes, source).ok_or_else(|| ServiceError::invalid("file", "a GPX file with times"))?;
    let mut tx = s.store.begin(actor).await?;
    if mode_of(&mut tx, actor.area, s.now()).await? != TrackMode::DutyTrack {
        return Err(ServiceError::Forbidden);
    }
    let ground = ground(&mut tx, actor.area).await?;
    let today = s.today();
    let first = today.checked_sub_days(Days::new(MOST_DAYS)).unwrap_or(today);
    let window = Window { from: start_of_civil_day(first), until: s.now() };
    let sieved = sift(fixes, window, &ground);
    if sieved.kept.is_empty() {
        return Err(ServiceError::invalid("file", "positions of the last days in the own area"));
    }
    let days = keep::merge(&mut tx, (actor.account, actor.area), ground.frame(), &sieved.kept).await?;
    tx.commit().await?;
    Ok(Imported { days, kept: sieved.kept.len(), dropped: sieved.dropped })
}

/// The track points of a file that have a time; nothing for what is no GPX.
fn read(bytes: &[u8], source: Source) -> Option<Vec<RawFix>> {
    let mut reader = Reader::from_reader(bytes);
    let (mut fixes, mut buffer) = (Vec::new(), Vec::new());
    let (mut place, mut at, mut accuracy_m, mut text) = (None, None, None, String::new());
    let mut is_gpx = false;
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) => {
                text.clear();
                match tag.local_name().as_ref() {
                    "gpx" => is_gpx = true,
                    "trkpt" => (place, at, accuracy_m) = (position(&tag), None, None),
                    _ => {}
                }
            }
            Event::Text(part) => text.push_str(&part),
            Event::End(tag) => match tag.local_name().as_ref() {
                "time" => at = DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| at.with_timezone(&Utc)),
                // A dilution of one is about five metres of a phone.
                "hdop" => {
                    accuracy_m = text.trim().parse::<f64>().ok().filter(|hdop| *hdop >= 0.0).map(|hdop| hdop * 5.0);
                }
                "trkpt" => fixes.extend(fix(place.take(), at.take(), accuracy_m.take(), source)),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        if fixes.len() > MOST_POINTS {
            return None;
        }
        buffer.clear();
    }
    is_gpx.then_some(fixes)
}

fn fix(place: Option<LonLat>, at: Option<DateTime<Utc>>, accuracy_m: Option<f64>, source: Source) -> Option<RawFix> {
    let place = place?;
    let position = if source == Source::Gcj02 { gcj::to_wgs84(place) } else { place };
    Some(RawFix { position, at: at?, accuracy_m: accuracy_m.unwrap_or(0.0) })
}

fn position(tag: &BytesStart<'_>) -> Option<LonLat> {
    let number = |name: &str| {
        let value = tag.try_get_attribute(name).ok()??;
        value.value.trim().parse::<f64>().ok()
    };
    LonLat::new_checked(number("lon")?, number("lat")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = r#"<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><trk><trkseg>
        <trkpt lat="42.773617" lon="129.432137"><ele>240</ele><time>2026-11-23T01:00:00Z</time><hdop>2</hdop></trkpt>
        <trkpt lat="42.773617" lon="129.432137"></trkpt>
        <trkpt lat="95" lon="129.4"><time>2026-11-23T01:00:05Z</time></trkpt>
        </trkseg></trk></gpx>"#;

    #[test]
    fn points_with_a_place_and_a_time_are_read_and_shifted_ones_are_shifted_back() {
        let plain = read(FILE.as_bytes(), Source::Wgs84).unwrap();
        let shifted = read(FILE.as_bytes(), Source::Gcj02).unwrap();

        assert_eq!((plain.len(), plain[0].position.lon, plain[0].accuracy_m), (1, 129.432_137, 10.0));
        assert!((shifted[0].position.lon - 129.425).abs() < 1e-6 && (shifted[0].position.lat - 42.771).abs() < 1e-6);
        assert_eq!(plain[0].at.to_rfc3339(), "2026-11-23T01:00:00+00:00");
    }

    #[test]
    fn what_is_no_gpx_is_refused() {
        for bytes in ["", "name,phone", "<html></html>", "<gpx><trk>&unknown;"] {
            let found = read(bytes.as_bytes(), Source::Wgs84);
            assert!(found.is_none_or(|fixes| fixes.is_empty()), "{bytes}");
        }
        assert!(read(b"<html></html>", Source::Wgs84).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_give_fixes_or_nothing(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _fixes = read(&bytes, Source::Wgs84);
        }
    }
}
