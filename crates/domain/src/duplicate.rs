//! Whether two reports may be about the same thing: the likeness that intake shows as a hint. People decide.
//!
//! Not here: which reports are compared (`store` finds those nearby), nor what merging does to a case.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::category::CategoryCode;
use crate::spot::Spot;

/// Reports further apart in time are about different things.
pub const WITHIN_DAYS: i64 = 14;
/// The least likeness that is worth a hint, per mille.
pub const WORTH_A_HINT: u16 = 450;

/// What the place, the words, the category and the time can add, per mille; all four together are 1,000.
const PLACE: u32 = 400;
const WORDS: u32 = 300;
const CATEGORY: u32 = 200;
const TIME: u32 = 100;

/// What is compared of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is about.
    pub category: CategoryCode,
    /// Metres within which reports of its category may be about the same thing.
    pub radius_m: u16,
    /// Where.
    pub spot: Spot,
    /// What was said.
    pub text: String,
    /// When.
    pub reported_at: DateTime<Utc>,
}

/// A ground of likeness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Both are at one building.
    SameBuilding,
    /// They lie so many metres apart.
    Near {
        /// The metres.
        metres: u16,
    },
    /// Not only the group but the category is the same.
    SameCategory,
    /// The words are alike.
    Words {
        /// How much, in per cent.
        percent: u16,
    },
    /// They were reported within a day of each other.
    Recent,
}

/// How alike two reports are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// 0 to 1,000; a report is 1,000 like itself.
    pub per_mille: u16,
    /// Why, weightiest first.
    pub because: Vec<Because>,
}

/// How alike two reports are; nothing when they can't be about the same thing: another group of categories, more than
/// [`WITHIN_DAYS`] apart, or neither at one building nor within the smaller of the two radii.
pub fn score(a: &Report, b: &Report) -> Option<Likeness> {
    let apart = (a.reported_at - b.reported_at).abs();
    if a.category.group() != b.category.group() || apart > TimeDelta::days(WITHIN_DAYS) {
        return None;
    }
    let (place, because_place) = place(a, b)?;
    let words = alike(&a.text, &b.text);
    let is_same = a.category == b.category;
    let minutes = apart.num_minutes().unsigned_abs() as u32;
    let most = WITHIN_DAYS as u32 * 24 * 60;
    let time = TIME * (most - minutes.min(most)) / most;
    let per_mille = place + words * WORDS / 1_000 + if is_same { CATEGORY } else { 0 } + time;

    let mut because = vec![because_place];
    if words >= 300 {
        because.push(Because::Words { percent: (words / 10) as u16 });
    }
    if is_same {
        because.push(Because::SameCategory);
    }
    if apart <= TimeDelta::days(1) {
        because.push(Because::Recent);
    }
    Some(Likeness { per_mille: per_mille as u16, because })
}

/// What the places add: all of it at one building, less the farther apart two points are.
fn place(a: &Report, b: &Report) -> Option<(u32, Because)> {
    if a.spot.shares_building(&b.spot) {
        return Some((PLACE, Because::SameBuilding));
    }
    let (metres, radius) = (a.spot.metres_to(&b.spot)?, u32::from(a.radius_m.min(b.radius_m)));
    if metres > radius {
        return None;
    }
    let lost = (PLACE / 2 * metres).checked_div(radius).unwrap_or(0);
    Some((PLACE - lost, Because::Near { metres: metres as u16 }))
}

/// How alike two texts are, per mille: the Dice coefficient of their pairs of letters, which needs no words and so suits
/// Chinese and Latin alike. Spaces, signs and capitals don't count.
pub fn alike(a: &str, b: &str) -> u32 {
    let (left, right) = (pairs(a), pairs(b));
    let total: u32 = left.values().sum::<u32>() + right.values().sum::<u32>();
    let shared: u32 = left.iter().map(|(pair, count)| (*count).min(right.get(pair).copied().unwrap_or(0))).sum();
    // Two texts without a letter are alike in saying nothing.
    (2_000 * shared).checked_div(total).unwrap_or(1_000)
}

/// Each pair of neighbouring letters with how often it occurs; of a single letter the letter.
fn pairs(text: &str) -> HashMap<(char, char), u32> {
    let letters: Vec<char> = text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut counts = HashMap::new();
    if let [only] = letters[..] {
        counts.insert((only, only), 1);
    }
    for pair in letters.windows(2) {
        *counts.entry((pair[0], pair[1])).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::{Area, County};
    use crate::id::BuildingId;
    use proptest::prelude::*;

    fn county() -> County {
        County::new_checked(990_001).unwrap()
    }

    fn report(code: &str, text: &str, at_dm: (i32, i32), hours: i64) -> Report {
        Report {
            category: CategoryCode::new(code).unwrap(),
            radius_m: 25,
            spot: Spot { at_dm: Some(at_dm), ..Spot::somewhere(Area::city(county())) },
            text: text.to_owned(),
            reported_at: DateTime::from_timestamp(1_795_000_000 + hours * 3_600, 0).unwrap(),
        }
    }

    #[test]
    fn the_same_lamp_told_twice_is_worth_a_hint_and_another_street_or_matter_is_none() {
        let first = report("0102", "3号楼门口路灯不亮", (0, 0), 0);

        let again = score(&first, &report("0102", "三号楼前的路灯不亮了", (80, 60), 5)).unwrap();

        assert!(again.per_mille >= WORTH_A_HINT, "{again:?}");
        assert_eq!(again.because[0], Because::Near { metres: 10 });
        assert!(again.because.contains(&Because::SameCategory) && again.because.contains(&Because::Recent));
        assert_eq!(score(&first, &report("0102", "路灯不亮", (2_600, 0), 0)), None, "260 m away");
        assert_eq!(score(&first, &report("1101", "路灯不亮", (0, 0), 0)), None, "another group");
        assert_eq!(score(&first, &report("0102", "路灯不亮", (0, 0), 24 * 15)), None, "another fortnight");
    }

    #[test]
    fn at_one_building_the_distance_does_not_count() {
        let at = |x| {
            let mut report = report("0502", "电梯停运", (x, 0), 0);
            report.spot.building = Some(BuildingId::new(county(), 7));
            report
        };

        let likeness = score(&at(0), &at(900)).unwrap();

        assert_eq!((likeness.per_mille, likeness.because[0]), (1_000, Because::SameBuilding));
    }

    #[test]
    fn words_are_compared_by_pairs_of_letters() {
        assert_eq!(alike("路灯不亮", "路灯不亮！"), 1_000);
        assert_eq!(alike("Lamp out", "LAMP-OUT"), 1_000);
        assert_eq!(alike("路灯", "井盖"), 0);
        assert_eq!(alike("abcd", "bcde"), 666);
        assert_eq!((alike("", "！"), alike("", "灯"), alike("灯", "灯")), (1_000, 0, 1_000));
    }

    fn any_report() -> impl Strategy<Value = Report> {
        let place = (prop::option::of((-400i32..400, -400i32..400)), prop::option::of(1u64..3));
        let code = prop::sample::select(vec!["0102", "0103", "1101"]);
        (place, code, "[路灯不亮坏ab ]{0,8}", 0i64..500, 1u16..60).prop_map(
            |((at_dm, building), code, text, hours, radius_m)| {
                let mut report = report(code, &text, (0, 0), hours);
                report.spot.at_dm = at_dm;
                report.spot.building = building.map(|building| BuildingId::new(county(), building));
                Report { radius_m, ..report }
            },
        )
    }

    proptest! {
        #[test]
        fn likeness_is_mutual(a in any_report(), b in any_report()) {
            prop_assert_eq!(score(&a, &b), score(&b, &a));
        }

        #[test]
        fn a_report_with_a_place_is_most_like_itself(a in any_report(), b in any_report()) {
            let own = score(&a, &a);
            if a.spot.at_dm.is_some() || a.spot.building.is_some() {
                prop_assert_eq!(own.unwrap().per_mille, 1_000);
            } else {
                prop_assert_eq!(own, None);
            }
            prop_assert!(score(&a, &b).is_none_or(|likeness| likeness.per_mille <= 1_000));
        }

        #[test]
        fn nothing_beyond_the_smaller_radius_is_like_it_unless_at_the_same_building(a in any_report(), b in any_report()) {
            let far = a.spot.metres_to(&b.spot).is_none_or(|metres| metres > u32::from(a.radius_m.min(b.radius_m)));
            if far && !a.spot.shares_building(&b.spot) {
                prop_assert_eq!(score(&a, &b), None);
            }
        }

        #[test]
        fn words_of_any_script_are_mutual_and_bounded(a in ".{0,20}", b in ".{0,20}") {
            prop_assert_eq!(alike(&a, &b), alike(&b, &a));
            prop_assert!(alike(&a, &b) <= 1_000);
            prop_assert_eq!(alike(&a, &a), 1_000);
        }
    }
}
