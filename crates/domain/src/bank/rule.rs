//! What an hour of help is worth: the city's rules, in versions that hold from a day on.

use chrono::NaiveDate;

use super::{LONGEST_REASON, Points};

/// A version of a city's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The version, from 1.
    pub version: i32,
    /// The first day that it holds for.
    pub from_on: NaiveDate,
    /// What an hour is worth.
    pub hourly: Points,
    /// The longest time that counts of one activity.
    pub activity_minutes: u32,
    /// Time counts in whole steps of so many minutes; what is left over does not.
    pub step_minutes: u32,
    /// The most that an account of a volunteer may hold.
    pub balance_most: Points,
    /// What has to be there before anything is redeemed.
    pub redeem_from: Points,
    /// What changed and why.
    pub note: String,
}

/// What a rule makes of an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// The time that counts.
    pub minutes: u32,
    /// What it is worth, as far as the account has room.
    pub points: Points,
}

impl Rule {
    /// What every city begins with: an hour is a point (Guangzhou, Hailin), an activity counts two hours at most (Hailin), in half
    /// hours; an account holds 1,500 points at most and redeems from 100 (Guangzhou).
    pub fn first() -> Self {
        Self {
            version: 1,
            from_on: NaiveDate::MIN,
            hourly: Points::whole(1),
            activity_minutes: 120,
            step_minutes: 30,
            balance_most: Points::whole(1_500),
            redeem_from: Points::whole(100),
            note: String::new(),
        }
    }

    /// The first of its fields that can't be used, by its name in forms.
    pub fn fault(&self) -> Option<&'static str> {
        let signs = self.note.chars().count();
        let checks = [
            ("hourly", (1..=Points::whole(100).cents()).contains(&self.hourly.cents())),
            ("activity_minutes", (1..=24 * 60).contains(&self.activity_minutes)),
            ("step_minutes", (1..=60).contains(&self.step_minutes) && self.step_minutes <= self.activity_minutes),
            ("balance_most", (1..=Points::whole(100_000).cents()).contains(&self.balance_most.cents())),
            ("redeem_from", (0..=self.balance_most.cents()).contains(&self.redeem_from.cents())),
            ("note", (1..=LONGEST_REASON).contains(&signs)),
        ];
        checks.into_iter().find(|(_, fits)| !fits).map(|(field, _)| field)
    }

    /// What an activity of so many minutes brings to an account that holds so much already.
    pub fn served(&self, minutes: u32, balance: Points) -> Served {
        let capped = minutes.min(self.activity_minutes);
        let minutes = capped - capped % self.step_minutes.max(1);
        let worth = i64::from(minutes).saturating_mul(self.hourly.cents()) / 60;
        let room = (self.balance_most - balance).cents().max(0);
        Served { minutes, points: Points::from_cents(worth.min(room)) }
    }

    /// The version that holds on a day, of all that a city made; the first one when none does.
    pub fn on_day(versions: &[Self], day: NaiveDate) -> Self {
        let holding = versions.iter().filter(|one| one.from_on <= day);
        holding.max_by_key(|one| (one.from_on, one.version)).cloned().unwrap_or_else(Self::first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_hour_is_a_point_and_what_is_left_of_a_half_hour_is_nothing() {
        let rule = Rule::first();
        for (minutes, cents) in [(0, 0), (29, 0), (30, 50), (59, 50), (60, 100), (119, 150), (120, 200), (600, 200)] {
            assert_eq!(rule.served(minutes, Points::NONE).points, Points::from_cents(cents), "{minutes}");
        }
        let nearly_full = Points::from_cents(149_930);
        assert_eq!(rule.served(120, nearly_full), Served { minutes: 120, points: Points::from_cents(70) });
        assert_eq!(
            rule.served(120, Points::whole(1_600)).points,
            Points::NONE,
            "of an account from before a smaller cap"
        );
    }

    #[test]
    fn the_latest_version_that_holds_on_a_day_is_its_own() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let version = |version, from: &str| Rule { version, from_on: day(from), ..Rule::first() };
        let all = [version(2, "2026-03-01"), version(3, "2026-06-15"), version(4, "2026-03-01")];
        let on = |text| Rule::on_day(&all, day(text)).version;
        assert_eq!([on("2026-02-28"), on("2026-03-01"), on("2026-06-14"), on("2026-06-15")], [1, 4, 4, 3]);
    }

    #[test]
    fn a_rule_that_makes_no_sense_names_its_field() {
        let rule = Rule { note: "x".to_owned(), ..Rule::first() };
        assert_eq!(rule.fault(), None);
        let faults = [
            Rule { hourly: Points::NONE, ..rule.clone() },
            Rule { activity_minutes: 0, ..rule.clone() },
            Rule { step_minutes: 0, ..rule.clone() },
            Rule { step_minutes: 45, activity_minutes: 30, ..rule.clone() },
            Rule { balance_most: Points::NONE, ..rule.clone() },
            Rule { redeem_from: Points::whole(1_501), ..rule.clone() },
            Rule { note: String::new(), ..rule },
        ];
        let fields: Vec<_> = faults.iter().filter_map(Rule::fault).collect();
        let expected =
            ["hourly", "activity_minutes", "step_minutes", "step_minutes", "balance_most", "redeem_from", "note"];
        assert_eq!(fields, expected);
    }

    proptest! {
        #[test]
        fn no_activity_brings_more_than_its_cap_or_its_room(minutes in 0..100_000_u32, cents in 0..200_000_i64) {
            let (rule, balance) = (Rule::first(), Points::from_cents(cents));
            let served = rule.served(minutes, balance);
            prop_assert!(served.points >= Points::NONE && served.points <= Points::whole(2));
            prop_assert!(balance + served.points <= rule.balance_most.max(balance));
            prop_assert!(served.minutes <= minutes && served.minutes.is_multiple_of(30));
        }
    }
}
