//! Households and residents for a city of dwellings: synthetic, plausible in the sum, marked as made up.
//!
//! The shares are set so that a dwelling holds 2.58 people on average: Longjing's 60,000 residents in about 23,200
//! dwellings, Penglai's million in about 390,000.

use chrono::{Datelike, Days, NaiveDate};
use domain::area::Area;
use domain::cell::{Badge, Label};
use domain::household::Occupancy;
use domain::id::DwellingId;
use domain::person::Sex;

use super::dice::Dice;
use super::identity;

/// A dwelling to be lived in.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its grid.
    pub area: Area,
}

/// A household that was made up.
#[derive(Clone, Debug, PartialEq)]
pub struct Household {
    /// Its dwelling.
    pub dwelling: DwellingId,
    /// Its grid.
    pub area: Area,
    /// How the dwelling is used.
    pub occupancy: Occupancy,
    /// Bit `code − 1` is set when the label with that code applies.
    pub label_bits: i32,
    /// The day the file was last verified.
    pub verified_on: Option<NaiveDate>,
    /// The people in it; their household's head first.
    pub residents: Vec<Resident>,
}

impl Household {
    /// The badge of its most important label: care before elder before any other, as the store has it for real households.
    pub fn badge(&self, labels: &[Label]) -> Badge {
        let has = |label: &&Label| self.label_bits >> (label.code.0 - 1) & 1 == 1;
        let importance = |badge: &Badge| match badge {
            Badge::Care => 3,
            Badge::Elder => 2,
            Badge::Other => 1,
            Badge::None => 0,
        };
        labels.iter().filter(has).map(|label| label.badge).max_by_key(importance).unwrap_or_default()
    }
}

/// A person who doesn't exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Resident {
    /// Full name.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Birthday.
    pub born_on: NaiveDate,
    /// Relation to the head of the household, as stored: head, spouse, child or parent.
    pub relation: &'static str,
    /// An ID number that can't belong to anyone.
    pub id_number: String,
}

/// The codes of the dictionary that the seed sets (see [`domain::dictionary::default_labels`]).
mod code {
    pub const VACANT: u8 = 1;
    pub const ELDER: u8 = 2;
    pub const AT_WORK: u8 = 3;
    pub const TENANT: u8 = 4;
    pub const PUPIL: u8 = 5;
    pub const PARTY: u8 = 6;
    pub const DOG: u8 = 7;
    pub const ALONE: u8 = 11;
    pub const EMPTY_NEST: u8 = 12;
    pub const ALLOWANCE: u8 = 13;
    pub const DISABLED: u8 = 14;
    pub const ILL: u8 = 15;
    pub const LEFT_BEHIND: u8 = 16;
    pub const VETERAN: u8 = 17;
}

/// The share of each kind of household: weight and shape.
const SHAPES: [(u32, Shape); 7] = [
    (8, Shape::Single),
    (6, Shape::ElderAlone),
    (9, Shape::Couple),
    (11, Shape::ElderCouple),
    (33, Shape::WithChild),
    (15, Shape::WithTwoChildren),
    (18, Shape::ThreeGenerations),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Single,
    ElderAlone,
    Couple,
    ElderCouple,
    WithChild,
    WithTwoChildren,
    ThreeGenerations,
}

/// Makes the household behind one door, always the same for the same seed, door and day.
pub fn household(seed: u64, seat: Seat, today: NaiveDate) -> Household {
    let mut dice = Dice::new(seed, seat.dwelling.number() as u64);
    let occupancy = dice.weighted(&[
        (69, Occupancy::Owner),
        (18, Occupancy::Rented),
        (2, Occupancy::ToLet),
        (8, Occupancy::Vacant),
        (1, Occupancy::Other),
        (2, Occupancy::Unknown),
    ]);
    let lived_in = matches!(occupancy, Occupancy::Owner | Occupancy::Rented);
    let shape = dice.weighted(&SHAPES);
    let residents = if lived_in { people(&mut dice, shape, today) } else { Vec::new() };
    let label_bits = labels(&mut dice, occupancy, &residents, shape, today);
    let verified_on = verified(&mut dice, occupancy, today);
    Household { dwelling: seat.dwelling, area: seat.area, occupancy, label_bits, verified_on, residents }
}

/// Most files are fresh, some are old: freshness is what the lens is for.
fn verified(dice: &mut Dice, occupancy: Occupancy, today: NaiveDate) -> Option<NaiveDate> {
    if occupancy == Occupancy::Unknown {
        return None;
    }
    let days = match dice.weighted(&[(38, 0), (30, 1), (17, 2), (10, 3), (5, 4)]) {
        0 => dice.between(0, 30),
        1 => dice.between(31, 90),
        2 => dice.between(91, 180),
        3 => dice.between(181, 365),
        _ => dice.between(366, 900),
    };
    today.checked_sub_days(Days::new(days as u64))
}

fn people(dice: &mut Dice, shape: Shape, today: NaiveDate) -> Vec<Resident> {
    let family = identity::family_name(dice);
    let head_sex = if dice.chance(0.7) { Sex::Male } else { Sex::Female };
    let spouse_sex = if head_sex == Sex::Male { Sex::Female } else { Sex::Male };
    let elder_age = dice.between(65, 88);
    let adult_age = dice.between(27, 57);
    let mut home = Home { dice, today, family, residents: Vec::new() };
    match shape {
        Shape::Single => home.add("head", head_sex, adult_age),
        Shape::ElderAlone => home.add("head", head_sex, elder_age),
        Shape::Couple | Shape::WithChild | Shape::WithTwoChildren | Shape::ThreeGenerations => {
            home.add("head", head_sex, adult_age);
            home.add("spouse", spouse_sex, adult_age - 2);
        }
        Shape::ElderCouple => {
            home.add("head", head_sex, elder_age);
            home.add("spouse", spouse_sex, elder_age - 1);
        }
    }
    let children = match shape {
        Shape::WithChild | Shape::ThreeGenerations => 1,
        Shape::WithTwoChildren => 2,
        _ => 0,
    };
    for _ in 0..children {
        home.add_child(adult_age);
    }
    if shape == Shape::ThreeGenerations {
        home.add("parent", Sex::Female, adult_age + 26);
        if home.dice.chance(0.6) {
            home.add("parent", Sex::Male, adult_age + 27);
        }
    }
    home.residents
}

/// A household being filled.
struct Home<'a> {
    dice: &'a mut Dice,
    today: NaiveDate,
    family: &'static str,
    residents: Vec<Resident>,
}

impl Home<'_> {
    fn add(&mut self, relation: &'static str, sex: Sex, age_years: i64) {
        let days = age_years.max(0) as u64 * 365 + u64::from(self.dice.below(365));
        let born_on = self.today.checked_sub_days(Days::new(days)).unwrap_or(self.today);
        let blood = relation != "spouse" && !(relation == "parent" && sex == Sex::Female);
        let family = if blood { self.family } else { identity::family_name(self.dice) };
        let name = format!("{family}{}", identity::given_name(self.dice, sex));
        let id_number = identity::id_number(born_on, sex, self.dice.below(500));
        self.residents.push(Resident { name, sex, born_on, relation, id_number });
    }

    fn add_child(&mut self, parent_age: i64) {
        let sex = if self.dice.chance(0.5) { Sex::Male } else { Sex::Female };
        let oldest = (parent_age - 23).clamp(0, 24);
        let age = self.dice.between(0, oldest);
        self.add("child", sex, age);
    }
}

fn labels(dice: &mut Dice, occupancy: Occupancy, residents: &[Resident], shape: Shape, today: NaiveDate) -> i32 {
    let ages: Vec<i32> = residents.iter().map(|resident| today.year() - resident.born_on.year()).collect();
    let mut bits = 0;
    let mut set = |code: u8, applies: bool| bits |= i32::from(applies) << (code - 1);
    set(code::VACANT, matches!(occupancy, Occupancy::Vacant | Occupancy::ToLet));
    if residents.is_empty() {
        return bits;
    }
    let elders = ages.iter().filter(|age| **age >= 65).count();
    set(code::ELDER, elders > 0);
    set(code::AT_WORK, elders == 0 && dice.chance(0.55));
    set(code::TENANT, occupancy == Occupancy::Rented);
    set(code::PUPIL, ages.iter().any(|age| (6..=18).contains(age)) && dice.chance(0.7));
    set(code::PARTY, dice.chance(0.07));
    set(code::DOG, dice.chance(0.06));
    set(code::ALONE, shape == Shape::ElderAlone);
    set(code::EMPTY_NEST, shape == Shape::ElderCouple && dice.chance(0.5));
    set(code::ALLOWANCE, dice.chance(0.015));
    set(code::DISABLED, dice.chance(0.02));
    set(code::ILL, dice.chance(if elders > 0 { 0.03 } else { 0.006 }));
    set(code::LEFT_BEHIND, ages.iter().any(|age| *age < 16) && dice.chance(0.01));
    set(code::VETERAN, dice.chance(0.02));
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::area::County;

    fn households(count: u64) -> Vec<Household> {
        let county = County::new_checked(990_001).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        (0..count)
            .map(|n| household(1, Seat { dwelling: DwellingId::new(county, n), area: Area::city(county) }, today))
            .collect()
    }

    #[test]
    fn a_dwelling_holds_two_and_a_half_people_on_average() {
        let homes = households(20_000);

        let people: usize = homes.iter().map(|home| home.residents.len()).sum();

        let mean = people as f64 / homes.len() as f64;
        assert!((2.5..2.66).contains(&mean), "{mean}");
    }

    #[test]
    fn nobody_lives_behind_an_empty_door_and_everybody_has_a_head() {
        for home in households(2_000) {
            let lived_in = matches!(home.occupancy, Occupancy::Owner | Occupancy::Rented);
            assert_eq!(lived_in, !home.residents.is_empty());
            assert!(home.residents.iter().skip(1).all(|resident| resident.relation != "head"));
            assert!(home.residents.iter().all(|resident| resident.id_number.starts_with("99")));
        }
    }

    #[test]
    fn a_badge_is_of_the_most_important_label() {
        let labels = domain::dictionary::default_labels();
        let badge = |codes: &[u8]| {
            let mut home = households(1).remove(0);
            home.label_bits = codes.iter().map(|code| 1 << (code - 1)).sum();
            home.badge(&labels)
        };

        assert_eq!(badge(&[code::ELDER, code::DOG, code::ALONE]), Badge::Care);
        assert_eq!(badge(&[code::TENANT, code::ELDER]), Badge::Elder);
        assert_eq!(badge(&[code::TENANT]), Badge::Other);
        assert_eq!(badge(&[]), Badge::None);
    }

    #[test]
    fn the_same_seed_makes_the_same_people() {
        assert_eq!(households(50), households(50));
    }
}
