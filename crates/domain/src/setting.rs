//! What a city may set otherwise than it comes: names, bounds and defaults. Every setting here is read somewhere.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::account::{FAILURES_UNTIL_LOCK, LOCK, LockRule};
use crate::actor::Role;
use crate::calendar::ServiceHours;
use crate::deadline::IdleDays;

/// A setting that is a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// Minutes until a desk that is left alone is logged out.
    DeskIdleMinutes,
    /// Minutes until a phone that is left alone is logged out.
    PhoneIdleMinutes,
    /// Wrong passwords or codes in a row until an account is locked.
    LockAfter,
    /// Minutes for which it is locked then.
    LockMinutes,
    /// People of whom one account may see names and numbers in full within an hour.
    UnmaskHourly,
    /// Days for which ended sessions are kept.
    SessionDays,
    /// Working days for which a light may stay red or yellow until its holder is reminded.
    IdleRemindDays,
    /// Likewise until its holder is asked why.
    IdleInquireDays,
    /// Likewise until supervision takes it up, when its holder had no answer.
    IdleSuperviseDays,
    /// Days for which a worker sees the own monthly report and may object, before it can be published.
    MonthShownDays,
    /// Days for which workers' trails are kept.
    TrailDays,
    /// Leading zero bits that a browser works for before a form without account is taken in.
    GateWorkBits,
    /// Such forms of one address within an hour.
    GateAddressHourly,
    /// Such forms with one telephone number within a day.
    GatePhoneDaily,
    /// Texts of such forms that may be nearly the same within some days.
    GateCopies,
    /// Such forms that reach the desks within an hour although a program may have sent them.
    GateHeldHourly,
}

impl Number {
    /// Every one with its stored name, its least value, its default and its most.
    pub const ALL: [(Self, &'static str, [i32; 3]); 16] = [
        (Self::DeskIdleMinutes, "desk_idle_minutes", [5, 30, 240]),
        (Self::PhoneIdleMinutes, "phone_idle_minutes", [15, 720, 1440]),
        (Self::LockAfter, "lock_after", [3, FAILURES_UNTIL_LOCK, 10]),
        (Self::LockMinutes, "lock_minutes", [5, LOCK.num_minutes() as i32, 1440]),
        (Self::UnmaskHourly, "unmask_hourly", [1, 60, 500]),
        // Logs of six months are the law's least (Cybersecurity Law, art. 21).
        (Self::SessionDays, "session_days", [180, 180, 1095]),
        (Self::IdleRemindDays, "idle_remind_days", [1, 2, 30]),
        (Self::IdleInquireDays, "idle_inquire_days", [1, 4, 60]),
        (Self::IdleSuperviseDays, "idle_supervise_days", [1, 6, 90]),
        (Self::MonthShownDays, "month_shown_days", [3, 5, 30]),
        (Self::TrailDays, "trail_days", [7, 90, 180]),
        // Two to the fourteenth tries are a fifth of a second of an old telephone.
        (Self::GateWorkBits, "gate_work_bits", [8, 14, 20]),
        (Self::GateAddressHourly, "gate_address_hourly", [1, 4, 120]),
        (Self::GatePhoneDaily, "gate_phone_daily", [1, 5, 50]),
        (Self::GateCopies, "gate_copies", [1, 3, 50]),
        (Self::GateHeldHourly, "gate_held_hourly", [1, 6, 200]),
    ];

    /// Its row of the table.
    fn row(self) -> &'static (Self, &'static str, [i32; 3]) {
        Self::ALL.iter().find(|(number, ..)| *number == self).unwrap_or(&Self::ALL[0])
    }

    /// The stored name.
    pub fn slug(self) -> &'static str {
        self.row().1
    }

    /// Reads the stored name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == slug).map(|(number, ..)| *number)
    }

    /// The least and the most that it may be.
    pub fn bounds(self) -> (i32, i32) {
        let [least, _, most] = self.row().2;
        (least, most)
    }

    fn default(self) -> i32 {
        self.row().2[1]
    }
}

/// A setting that is on or off, and off as it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// 全市看板: whether everybody at work sees how the cases of all communities stand.
    CitywideBoard,
    /// 月报排序: whether monthly reports of an area are told apart by a measure, where their intervals do not overlap.
    MonthRanking,
}

impl Switch {
    /// Every one with its stored name.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::CitywideBoard, "citywide_board"), (Self::MonthRanking, "month_ranking")];

    /// The stored name.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(switch, _)| *switch == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(switch, _)| *switch)
    }

    /// The stored value.
    pub fn value(is_on: bool) -> &'static str {
        if is_on { "on" } else { "off" }
    }
}

/// The stored name of the roles that have to prove a second factor.
pub const TOTP_ROLES: &str = "totp_roles";

/// The stored name of the hours in which service is given on working days.
pub const SERVICE_HOURS: &str = "service_hours";

/// All settings of a city.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    numbers: BTreeMap<Number, i32>,
    on: BTreeSet<Switch>,
    totp_roles: Vec<Role>,
    service_hours: ServiceHours,
}

impl Settings {
    /// Takes the stored rows; what is unknown or out of bounds counts as not said.
    pub fn read(rows: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut settings = Self::default();
        for (name, value) in rows {
            if name == TOTP_ROLES {
                settings.totp_roles = value.split(',').filter_map(Role::from_slug).collect();
            } else if name == SERVICE_HOURS {
                settings.service_hours = value.parse().unwrap_or_default();
            } else if let Some(switch) = Switch::from_slug(&name) {
                if value == Switch::value(true) {
                    settings.on.insert(switch);
                }
            } else if let Some((number, value)) = Number::from_slug(&name).zip(value.parse().ok()) {
                let (least, most) = number.bounds();
                if (least..=most).contains(&value) {
                    settings.numbers.insert(number, value);
                }
            }
        }
        settings
    }

    /// A number, or its default.
    pub fn number(&self, number: Number) -> i32 {
        self.numbers.get(&number).copied().unwrap_or_else(|| number.default())
    }

    /// Whether something is on.
    pub fn is_on(&self, switch: Switch) -> bool {
        self.on.contains(&switch)
    }

    /// Whether accounts under a post of this role have to prove a second factor. A wall screen has nobody who could.
    pub fn demands_totp(&self, role: Role) -> bool {
        role != Role::Wall && self.totp_roles.contains(&role)
    }

    /// When service is given on working days.
    pub fn service_hours(&self) -> ServiceHours {
        self.service_hours
    }

    /// When a light that nobody moves is spoken about.
    pub fn idle_days(&self) -> IdleDays {
        let days = |number| u16::try_from(self.number(number)).unwrap_or(1);
        IdleDays {
            remind: days(Number::IdleRemindDays),
            inquire: days(Number::IdleInquireDays),
            supervise: days(Number::IdleSuperviseDays),
        }
    }

    /// When wrong passwords lock, and for how long.
    pub fn lock_rule(&self) -> LockRule {
        LockRule {
            after: self.number(Number::LockAfter),
            lasts: TimeDelta::minutes(self.number(Number::LockMinutes).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[(&str, &str)]) -> Settings {
        Settings::read(rows.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn what_is_not_said_or_makes_no_sense_is_the_default() {
        for (number, slug, [least, default, most]) in Number::ALL {
            assert!((least..=most).contains(&default), "{slug}");
            assert_eq!(read(&[]).number(number), default);
            assert_eq!(read(&[(slug, "x")]).number(number), default);
            assert_eq!(read(&[(slug, &(most + 1).to_string())]).number(number), default);
            assert_eq!(read(&[(slug, &least.to_string())]).number(number), least);
        }
    }

    #[test]
    fn hours_that_make_no_sense_are_the_usual_ones() {
        assert_eq!(read(&[(SERVICE_HOURS, "09:00-18:00")]).service_hours().to_string(), "09:00-18:00");
        assert_eq!(read(&[(SERVICE_HOURS, "18:00-09:00")]).service_hours(), ServiceHours::default());
        assert_eq!(read(&[]).idle_days(), IdleDays { remind: 2, inquire: 4, supervise: 6 });
    }

    #[test]
    fn a_switch_is_off_unless_it_was_put_on() {
        for (switch, slug) in Switch::ALL {
            assert_eq!(Switch::from_slug(slug), Some(switch));
            assert!(
                !read(&[]).is_on(switch)
                    && !read(&[(slug, "off")]).is_on(switch)
                    && !read(&[(slug, "1")]).is_on(switch)
            );
            assert!(read(&[(slug, Switch::value(true))]).is_on(switch));
        }
    }

    #[test]
    fn roles_are_told_to_prove_themselves_and_a_wall_never_is() {
        let settings = read(&[(TOTP_ROLES, "audit_admin,wall,nobody")]);

        assert!(settings.demands_totp(Role::AuditAdmin));
        assert!(!settings.demands_totp(Role::Wall) && !settings.demands_totp(Role::City));
    }
}
