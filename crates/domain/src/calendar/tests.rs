//! The working calendar against tables computed by hand, and its invariants.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::clock::{civil_date, zone};

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A civil time: `2026-02-13 16:00`.
fn at(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(zone()).unwrap().to_utc()
}

fn shown(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).format("%Y-%m-%d %H:%M").to_string()
}

/// 2026 around the Spring Festival and the National Day, as the State Council's notice has it.
fn calendar() -> WorkCalendar {
    let range = |from: &str, days: u64, name: &'static str| {
        let from = on(from);
        (0..days).map(move |day| Exception { on: from + Days::new(day), is_work: false, name: name.to_owned() })
    };
    let worked = ["2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"];
    let worked = worked.map(|day| Exception { on: on(day), is_work: true, name: "调休".to_owned() });
    let exceptions = range("2026-02-15", 9, "春节").chain(range("2026-10-01", 7, "国庆节")).chain(worked);
    WorkCalendar::new(exceptions, ServiceHours::default())
}

#[test]
fn working_days_are_those_of_the_notice_and_not_of_the_week() {
    let calendar = calendar();
    let table = [
        // An ordinary week, and over a weekend.
        ("2026-03-03 10:00", 1, "2026-03-04 10:00"),
        ("2026-03-06 10:00", 1, "2026-03-09 10:00"),
        // The Saturday before the festival is worked; then nine days are not.
        ("2026-02-13 16:00", 1, "2026-02-14 16:00"),
        ("2026-02-13 16:00", 2, "2026-02-24 16:00"),
        ("2026-02-13 16:00", 3, "2026-02-25 16:00"),
        ("2026-02-27 09:00", 1, "2026-02-28 09:00"),
        ("2026-09-30 09:00", 1, "2026-10-08 09:00"),
        ("2026-09-30 09:00", 3, "2026-10-10 09:00"),
        // Outside service hours: from the next opening on. Closing time is outside, opening time is inside.
        ("2026-03-03 20:00", 1, "2026-03-05 08:30"),
        ("2026-03-03 06:00", 1, "2026-03-04 08:30"),
        ("2026-03-03 08:30", 1, "2026-03-04 08:30"),
        ("2026-03-03 17:30", 1, "2026-03-05 08:30"),
        ("2026-03-03 17:29", 1, "2026-03-04 17:29"),
        ("2026-02-18 12:00", 3, "2026-02-27 08:30"),
        // 23:59 here is the day before in Greenwich, and 00:01 two hours' worth of another date.
        ("2026-03-02 23:59", 1, "2026-03-04 08:30"),
        ("2026-03-03 00:01", 1, "2026-03-04 08:30"),
    ];
    for (from, days, expected) in table {
        assert_eq!(shown(calendar.add_working_days(at(from), days)), expected, "{from} and {days}");
    }
}

#[test]
fn service_minutes_stand_still_at_night_and_on_holidays() {
    let calendar = calendar();
    let table = [
        ("2026-03-03 10:00", 15, "2026-03-03 10:15"),
        ("2026-03-03 17:20", 15, "2026-03-04 08:35"),
        ("2026-03-03 17:15", 15, "2026-03-03 17:30"),
        ("2026-03-03 23:00", 15, "2026-03-04 08:45"),
        ("2026-02-14 17:25", 15, "2026-02-24 08:40"),
        ("2026-03-03 10:00", 540, "2026-03-04 10:00"),
    ];
    for (from, minutes, expected) in table {
        let due = calendar.add_service(at(from), TimeDelta::minutes(minutes));
        assert_eq!(shown(due), expected, "{from} and {minutes}");
        assert_eq!(calendar.elapsed(at(from), due), TimeDelta::minutes(minutes), "{from}");
    }
    assert_eq!(shown(add_hours(at("2026-02-13 16:00"), 72)), "2026-02-16 16:00");
    assert_eq!(shown(add_days(at("2026-02-13 16:00"), 7)), "2026-02-20 16:00");
}

#[test]
fn the_next_years_notice_is_missed_from_november_on() {
    let calendar = calendar();

    assert_eq!(calendar.missing_year(on("2026-10-31")), None);
    assert_eq!(calendar.missing_year(on("2026-11-01")), Some(2027));
    assert_eq!(calendar.missing_year(on("2027-01-02")), Some(2027));
    let mut own_holiday_only = calendar.clone();
    own_holiday_only.exceptions.insert(on("2027-09-03"), (false, "自治州成立日".to_owned()));
    assert_eq!(own_holiday_only.missing_year(on("2027-01-02")), Some(2027), "one day is no notice");
}

#[test]
fn service_hours_are_two_times_of_one_day_in_order() {
    assert_eq!("08:30-17:30".parse(), Ok(ServiceHours::default()));
    assert_eq!("00:00-24:00".parse::<ServiceHours>().unwrap().length(), TimeDelta::hours(24));
    for wrong in ["", "08:30", "17:30-08:30", "08:30-08:30", "08:30-24:01", "8-17", "25:00-26:00", "08:60-09:00"] {
        assert_eq!(wrong.parse::<ServiceHours>(), Err(InvalidHours), "{wrong}");
    }
}

prop_compose! {
    /// Any instant of 2026, to the second.
    fn instant()(second in 0i64..365 * 86_400) -> DateTime<Utc> {
        at("2026-01-01 00:00") + TimeDelta::seconds(second)
    }
}

prop_compose! {
    /// A calendar with any exceptions within the year and any hours.
    fn any_calendar()(
        days in prop::collection::vec((0u64..365, any::<bool>()), 0..60),
        opens in 0u16..1439,
        length in 1u16..1440,
    ) -> WorkCalendar {
        let first = on("2026-01-01");
        let days = days.into_iter().map(|(day, is_work)| {
            Exception { on: first + Days::new(day), is_work, name: String::new() }
        });
        WorkCalendar::new(days, ServiceHours::new(opens, (opens + length).min(1440)).unwrap())
    }
}

proptest! {
    #[test]
    fn nothing_is_due_before_it_begins(calendar in any_calendar(), from in instant(), days in 0u16..40, s in 0i64..400_000) {
        prop_assert!(calendar.add_working_days(from, days) >= from);
        prop_assert!(calendar.add_service(from, TimeDelta::seconds(s)) >= from);
        prop_assert!(calendar.into_service(from) >= from);
    }

    #[test]
    fn more_time_and_a_later_start_are_never_due_sooner(
        calendar in any_calendar(), from in instant(), later in 0i64..1_000_000, days in 0u16..30, s in 1i64..200_000, more in 0u16..9,
    ) {
        let after = from + TimeDelta::seconds(later);
        let (time, longer) = (TimeDelta::seconds(s), TimeDelta::seconds(s + i64::from(more) * 1000));
        prop_assert!(calendar.add_service(from, time) <= calendar.add_service(from, longer));
        prop_assert!(calendar.add_service(from, time) <= calendar.add_service(after, time));
        prop_assert!(calendar.add_working_days(from, days) <= calendar.add_working_days(from, days + more));
        // No days are due at once, which a start at night is not.
        prop_assert!(calendar.add_working_days(from, days + 1) <= calendar.add_working_days(after, days + 1));
    }

    #[test]
    fn time_that_counts_adds_up(calendar in any_calendar(), from in instant(), a in 0i64..200_000, b in 0i64..200_000) {
        let (a, b) = (TimeDelta::seconds(a), TimeDelta::seconds(b));
        let due = calendar.add_service(from, a + b);
        prop_assert_eq!(due, calendar.add_service(calendar.add_service(from, a), b));
        prop_assert_eq!(calendar.elapsed(from, due), a + b);
    }

    #[test]
    fn a_due_time_is_within_service_and_only_worked_days_were_counted(
        calendar in any_calendar(), from in instant(), days in 1u16..30,
    ) {
        let (begin, due) = (calendar.into_service(from), calendar.add_working_days(from, days));
        prop_assert!(calendar.is_work(civil_date(due)));
        prop_assert_eq!(calendar.into_service(due), due);
        let worked = civil_date(begin).iter_days().take_while(|day| *day < civil_date(due));
        prop_assert_eq!(worked.filter(|day| calendar.is_work(*day)).count(), usize::from(days));
        prop_assert_eq!(calendar.elapsed(from, due), calendar.hours().length() * i32::from(days));
    }

    #[test]
    fn without_exceptions_the_weekend_is_off(from in instant()) {
        let due = WorkCalendar::default().add_working_days(from, 1);
        prop_assert!(civil_date(due).weekday().num_days_from_monday() < 5);
    }
}
