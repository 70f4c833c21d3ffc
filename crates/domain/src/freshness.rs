//! How long a verification holds, and what a household's file amounts to: completeness and freshness.
//!
//! One definition for the card, the household's row, the area page and the seed.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::file::Group;

/// A telephone number holds half a year (field.md section 6 row 3, after Longjing's "有时改了号码、换了住户").
pub const CONTACT_DAYS: u64 = 180;
/// What a tenant's file says about living there holds a quarter (field.md section 6 row 3).
pub const TENANT_DAYS: u64 = 90;
/// Care for an elder is looked after every month (field.md section 6 row 3; Longjing visits elders twice a month).
pub const ELDER_DAYS: u64 = 30;
/// Anything else holds a year: the yearly round of all doors.
pub const OTHER_DAYS: u64 = 365;
/// From this age on somebody is an elder 老人, in full years (Law on the Protection of the Elderly counts from 60; the
/// product's labels and care rounds count from 65, as the seed data do).
pub const ELDER_YEARS: u32 = 65;

/// What about a person decides how long a verification holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits {
    /// Rents the home.
    pub is_tenant: bool,
    /// Is an elder.
    pub is_elder: bool,
}

/// How many days a verification of a group holds.
pub fn decay_days(group: Group, traits: Traits) -> u64 {
    match group {
        Group::Contact => CONTACT_DAYS,
        Group::Residence if traits.is_tenant => TENANT_DAYS,
        Group::Care if traits.is_elder => ELDER_DAYS,
        _ => OTHER_DAYS,
    }
}

/// The last day on which a verification of that day holds.
pub fn fresh_until(group: Group, traits: Traits, verified_on: NaiveDate) -> NaiveDate {
    verified_on.checked_add_days(Days::new(decay_days(group, traits))).unwrap_or(NaiveDate::MAX)
}

/// One person of a household, as far as completeness and freshness go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonState {
    /// Required fields that are filled.
    pub filled: u16,
    /// Required fields.
    pub required: u16,
    /// What decides how long verifications hold.
    pub traits: Traits,
    /// The last verification of groups that were verified apart from the whole file.
    pub verified: Vec<(Group, NaiveDate)>,
}

/// What a household's file amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Required fields that are filled.
    pub filled: u16,
    /// Required fields.
    pub required: u16,
    /// The day since which every group was verified; none when one never was.
    pub verified_on: Option<NaiveDate>,
    /// The last day on which every group is fresh; none when one was never verified.
    pub fresh_until: Option<NaiveDate>,
}

/// When a group was last verified: by itself or with the whole file, whichever is later.
pub fn verified_on(group: Group, own: &[(Group, NaiveDate)], whole: Option<NaiveDate>) -> Option<NaiveDate> {
    own.iter().filter(|(known, _)| *known == group).map(|(_, day)| *day).max().max(whole)
}

/// Sums a household up. `whole` is the day since which the whole file was known to be verified, `dwelling` the last
/// verification of the dwelling's own group.
pub fn sum_up(whole: Option<NaiveDate>, dwelling: Option<NaiveDate>, people: &[PersonState]) -> FileState {
    let own = dwelling.map(|day| (Group::Dwelling, day));
    let of_dwelling = verified_on(Group::Dwelling, own.as_slice(), whole);
    let mut all = vec![(Group::Dwelling, Traits::default(), of_dwelling)];
    for person in people {
        for group in Group::OF_PERSON {
            all.push((group, person.traits, verified_on(group, &person.verified, whole)));
        }
    }
    let days: Option<Vec<_>> = all.into_iter().map(|(group, traits, day)| Some((group, traits, day?))).collect();
    let days = days.unwrap_or_default();
    FileState {
        filled: people.iter().map(|person| person.filled).sum(),
        required: people.iter().map(|person| person.required).sum(),
        verified_on: days.iter().map(|(.., day)| *day).min(),
        fresh_until: days.iter().map(|(group, traits, day)| fresh_until(*group, *traits, *day)).min(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_elders_care_goes_stale_first_then_a_tenants_stay_then_a_telephone() {
        let plain = Traits::default();
        let elder = Traits { is_elder: true, ..plain };
        let tenant = Traits { is_tenant: true, ..plain };

        assert_eq!(decay_days(Group::Care, elder), 30);
        assert_eq!(decay_days(Group::Residence, tenant), 90);
        assert_eq!(decay_days(Group::Contact, plain), 180);
        assert_eq!([decay_days(Group::Care, plain), decay_days(Group::Residence, elder)], [365; 2]);
    }

    #[test]
    fn one_group_that_was_never_verified_makes_the_file_stale() {
        let person = PersonState { verified: vec![(Group::Contact, day("2026-11-01"))], ..PersonState::default() };

        let state = sum_up(None, Some(day("2026-11-01")), &[person]);

        assert_eq!((state.verified_on, state.fresh_until), (None, None));
    }

    #[test]
    fn when_every_group_was_verified_anew_the_whole_file_is_as_new_as_the_oldest_of_them() {
        let days = ["2026-11-05", "2026-11-04", "2026-11-03", "2026-11-02", "2026-11-06"];
        let verified = Group::OF_PERSON.into_iter().zip(days.map(day)).collect();
        let person = PersonState { verified, filled: 3, required: 6, ..PersonState::default() };

        let state = sum_up(Some(day("2020-01-01")), Some(day("2026-11-07")), &[person]);

        assert_eq!(state.verified_on, Some(day("2026-11-02")));
        assert_eq!((state.filled, state.required), (3, 6));
    }

    proptest! {
        #[test]
        fn a_later_verification_never_makes_a_file_staler(
            whole in 0i64..1000, group in 0usize..5, later in 0i64..1000, is_elder: bool, is_tenant: bool,
        ) {
            let start = day("2020-01-01");
            let at = |days| start + chrono::TimeDelta::days(days);
            let traits = Traits { is_tenant, is_elder };
            let before = PersonState { traits, ..PersonState::default() };
            let verified = vec![(Group::OF_PERSON[group], at(later))];
            let after = PersonState { verified, ..before.clone() };
            let (before, after) =
                (sum_up(Some(at(whole)), None, &[before]), sum_up(Some(at(whole)), None, &[after]));
            prop_assert!(after.fresh_until >= before.fresh_until && after.verified_on >= before.verified_on);
        }
    }
}
