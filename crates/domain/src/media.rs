//! Pictures of cases: what they are for, what their sender claims about them, what is doubtful about that, and what is blacked out.
//!
//! Not here: what a file may be and how it is drawn on (`picture`), where it is kept (`service`), and photos of people and
//! dwellings, which belong to a file ([`crate::photo`]).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::geo::{Frame, LonLat};
use crate::id::{CaseId, MediaId, WishId};

/// Bytes of the largest file that is taken.
pub const MOST_BYTES: usize = 20 << 20;
/// Pixels of the largest picture that is taken.
pub const MOST_PIXELS: u64 = 50_000_000;
/// The longest side that is kept, in pixels.
pub const KEPT_SIDE: u32 = 2_048;
/// Pictures of one step of a case.
pub const MOST_PER_STEP: usize = 9;
/// Pictures of one account that wait to be put to a case: several forms may be open at once.
pub const MOST_STAGED: i64 = 60;
/// Pictures of everybody without an account that wait to be put to a case: beyond them reports come in without.
pub const MOST_STAGED_BY_NOBODY: i64 = 2_000;
/// Pictures of one report of somebody without an account.
pub const MOST_OF_NOBODY: usize = 3;
/// Hours after which a picture that was put to no case is thrown away.
pub const STAGED_HOURS: i64 = 24;
/// Rectangles that can be blacked out on one picture.
pub const MOST_BLACK_OUTS: usize = 12;
/// Beyond so many metres from the case's place a picture is doubtful (拍拍图: the place is compared, nothing is blocked).
pub const FAR_M: f64 = 200.0;
/// A picture that says to be taken more hours before or after it came is doubtful.
pub const OFF_HOURS: i64 = 24;

/// What a picture belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A case.
    Case(CaseId),
    /// A wish.
    Wish(WishId),
}

/// What a picture of a case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 上报: what the reporter saw.
    Report,
    /// 办结: what the handler shows as the result.
    Done,
    /// 核实: what the checker shows from the place.
    Check,
}

impl Purpose {
    /// All purposes with their stored words, in the order of a case's life.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Report, "report"), (Self::Done, "done"), (Self::Check, "check")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(purpose, _)| *purpose == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(purpose, _)| purpose)
    }
}

/// When and where a picture was taken, as its sender says: shown and compared, never trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Capture {
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// Where.
    pub lon_lat: Option<LonLat>,
    /// How exact the place is meant, in metres.
    pub accuracy_m: Option<f32>,
    /// Whether the device says that its place is made up.
    pub is_mocked: bool,
}

impl Capture {
    /// Metres from a place.
    pub fn distance_m(&self, place: LonLat) -> Option<f64> {
        let taken = self.lon_lat?;
        let there = Frame { origin: place }.to_metre(taken);
        Some(there.x.hypot(there.y))
    }
}

/// Why somebody should look twice. A doubt is shown and blocks nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Taken further than [`FAR_M`] from the case's place.
    Far {
        /// Metres.
        distance_m: u32,
    },
    /// Says to be taken more than [`OFF_HOURS`] before it came, or after.
    OffTime {
        /// Whole hours before it came; negative for a time that had not come yet.
        hours: i64,
    },
    /// The device says that its place is made up.
    Mocked,
    /// It says no place.
    NoPlace,
}

/// What is doubtful about a picture that came at `now`, about a case at `place`.
pub fn doubts(capture: &Capture, place: Option<LonLat>, now: DateTime<Utc>) -> Vec<Doubt> {
    let distance_m = place.and_then(|place| capture.distance_m(place));
    let far = distance_m.filter(|distance_m| *distance_m > FAR_M);
    let ago = capture.at.map(|at| now.signed_duration_since(at));
    let off = ago.filter(|ago| ago.abs() > TimeDelta::hours(OFF_HOURS));
    [
        far.map(|distance_m| Doubt::Far { distance_m: distance_m.round() as u32 }),
        off.map(|ago| Doubt::OffTime { hours: ago.num_hours() }),
        capture.is_mocked.then_some(Doubt::Mocked),
        capture.lon_lat.is_none().then_some(Doubt::NoPlace),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A rectangle that is blacked out, in thousandths of the picture's width and height from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlackOut {
    /// From the left.
    pub x: u16,
    /// From above.
    pub y: u16,
    /// Across.
    pub w: u16,
    /// Down.
    pub h: u16,
}

impl BlackOut {
    /// A rectangle that covers something and lies on the picture; nothing otherwise.
    pub fn new_checked(x: u16, y: u16, w: u16, h: u16) -> Option<Self> {
        let is_inside = |from: u16, length: u16| length > 0 && from.checked_add(length).is_some_and(|to| to <= 1_000);
        (is_inside(x, w) && is_inside(y, h)).then_some(Self { x, y, w, h })
    }

    /// The four numbers as they are stored.
    pub fn numbers(self) -> [i16; 4] {
        [self.x, self.y, self.w, self.h].map(|number| number as i16)
    }

    /// Reads what is stored: four numbers for each, one after the other. Nothing when they make no sense.
    pub fn read_all(numbers: &[i16]) -> Option<Vec<Self>> {
        let four = |four: &[i16]| {
            let [x, y, w, h] =
                [four.first()?, four.get(1)?, four.get(2)?, four.get(3)?].map(|n| u16::try_from(*n).ok());
            Self::new_checked(x?, y?, w?, h?)
        };
        numbers.chunks(4).map(four).collect()
    }
}

/// A picture of a case as pages show it; the picture itself is fetched by its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// The picture.
    pub id: MediaId,
    /// What it is for.
    pub purpose: Purpose,
    /// The event of the case that it came with.
    pub version: i32,
    /// What its sender says about it.
    pub capture: Capture,
    /// Metres from the case's place, where both are known.
    pub distance_m: Option<u32>,
    /// What is doubtful about it.
    pub doubts: Vec<Doubt>,
    /// Pixels across and down.
    pub size: (i32, i32),
    /// When it came.
    pub uploaded_at: DateTime<Utc>,
    /// Who sent it, in Chinese and English: a post, not a name.
    pub by: (String, String),
    /// Whether there is a version that residents may see.
    pub is_released: bool,
    /// What is blacked out on that version.
    pub black_outs: Vec<BlackOut>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLACE: LonLat = LonLat { lon: 71.4, lat: 51.1 };

    fn now() -> DateTime<Utc> {
        "2026-11-22T02:00:00Z".parse().unwrap()
    }

    fn north(metres: f64) -> LonLat {
        Frame { origin: PLACE }.to_lon_lat(crate::geo::Metre { x: 0.0, y: metres })
    }

    #[test]
    fn a_picture_from_the_place_just_now_is_beyond_doubt() {
        let capture = Capture { at: Some(now()), lon_lat: Some(north(199.0)), ..Capture::default() };

        assert_eq!(doubts(&capture, Some(PLACE), now()), []);
        assert_eq!(doubts(&capture, None, now()), [], "a case without a place can't be far away");
    }

    #[test]
    fn each_doubt_is_told_with_its_measure() {
        let hours = |hours| Some(now() - TimeDelta::hours(hours));
        let of = |capture: Capture| doubts(&capture, Some(PLACE), now());
        let here = Capture { lon_lat: Some(PLACE), ..Capture::default() };

        assert_eq!(of(Capture { lon_lat: Some(north(201.0)), ..here }), [Doubt::Far { distance_m: 201 }]);
        assert_eq!(of(Capture { at: hours(24), ..here }), []);
        assert_eq!(of(Capture { at: hours(25), ..here }), [Doubt::OffTime { hours: 25 }]);
        assert_eq!(of(Capture { at: hours(-25), ..here }), [Doubt::OffTime { hours: -25 }]);
        assert_eq!(of(Capture { is_mocked: true, ..here }), [Doubt::Mocked]);
        assert_eq!(of(Capture::default()), [Doubt::NoPlace]);
        let all = Capture { at: hours(48), lon_lat: Some(north(5_000.0)), accuracy_m: Some(9_000.0), is_mocked: true };
        assert_eq!(of(all).len(), 3, "what the sender claims about its exactness excuses nothing");
    }

    #[test]
    fn purposes_survive_their_words() {
        for (purpose, slug) in Purpose::ALL {
            assert_eq!(Purpose::from_slug(slug), Some(purpose));
        }
        assert_eq!(Purpose::from_slug("before"), None);
    }

    proptest! {
        #[test]
        fn a_rectangle_that_is_taken_lies_on_the_picture_and_is_read_back(
            x in 0..1_100_u16, y in 0..1_100_u16, w in 0..1_100_u16, h in 0..1_100_u16,
        ) {
            let fits = |from: u16, length: u16| length > 0 && u32::from(from) + u32::from(length) <= 1_000;
            let kept = BlackOut::new_checked(x, y, w, h);

            prop_assert_eq!(kept.is_some(), fits(x, w) && fits(y, h));
            let read = kept.and_then(|kept| BlackOut::read_all(&kept.numbers()));
            prop_assert_eq!(read, kept.map(|kept| vec![kept]));
        }

        #[test]
        fn whatever_is_claimed_about_a_picture_is_answered(
            lon in -180.0..180.0_f64, lat in -90.0..90.0_f64, s in -4_000_000_000_i64..4_000_000_000, is_mocked: bool,
        ) {
            let capture = Capture {
                at: DateTime::from_timestamp(s, 0),
                lon_lat: LonLat::new_checked(lon, lat),
                accuracy_m: None,
                is_mocked,
            };

            prop_assert_eq!(doubts(&capture, Some(PLACE), now()).contains(&Doubt::Mocked), is_mocked);
        }
    }
}
