//! Deadlines against the published values, computed by hand over real holidays, and their invariants.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Exception, ServiceHours, WorkCalendar};
use crate::category::CategoryCode;
use crate::clock::zone;

/// A civil time: `2026-02-13 16:00`.
fn at(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(zone()).unwrap().to_utc()
}

fn shown(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).format("%Y-%m-%d %H:%M").to_string()
}

/// The week of the National Day 2026: off from the first to the seventh, worked on Saturday the tenth.
fn calendar() -> WorkCalendar {
    let day = |day: u32, is_work| Exception {
        on: NaiveDate::from_ymd_opt(2026, 10, day).unwrap(),
        is_work,
        name: "国庆节".to_owned(),
    };
    WorkCalendar::new((1..=7).map(|number| day(number, false)).chain([day(10, true)]), ServiceHours::default())
}

fn asked(clock: Clock, urgency: Urgency, several_units: bool) -> Asked<'static> {
    Asked { clock, category: None, tier: None, urgency, several_units }
}

fn rule(slug: &str, amount: u16) -> Rule {
    Rule {
        condition: Condition::from_slug(slug).unwrap(),
        span: Span::new(amount, SpanUnit::Hours, false).unwrap(),
        may_pause: false,
        origin: Origin::City,
    }
}

#[test]
fn the_published_values_come_out_of_their_presets() {
    use Clock::{Answer, Arrive, Business, Contact, Handle, Whistle};
    use Urgency::{Emergency, Ordinary, Urgent};
    // Tuesday before the holidays, ten in the morning; and ten minutes before closing.
    let (ten, late) = ("2026-09-29 10:00", "2026-09-29 17:20");
    let table = [
        (Preset::Ulanqab, Answer, Ordinary, false, ten, "2026-09-29 10:15"),
        (Preset::Ulanqab, Answer, Ordinary, false, late, "2026-09-30 08:35"),
        (Preset::Ulanqab, Answer, Urgent, false, late, "2026-09-29 17:35"),
        (Preset::Ulanqab, Business, Ordinary, true, ten, "2026-10-02 10:00"),
        (Preset::Yubei, Handle, Ordinary, false, ten, "2026-10-09 10:00"),
        (Preset::Yubei, Business, Ordinary, true, ten, "2026-10-14 10:00"),
        (Preset::Yubei, Handle, Urgent, false, ten, "2026-09-30 10:00"),
        (Preset::Hotline, Business, Emergency, false, late, "2026-09-29 19:20"),
        (Preset::Hotline, Business, Urgent, true, late, "2026-09-30 17:20"),
        (Preset::Hotline, Business, Ordinary, false, ten, "2026-10-06 10:00"),
        (Preset::Hotline, Business, Ordinary, true, ten, "2026-10-14 10:00"),
        (Preset::Whistle, Whistle, Ordinary, false, late, "2026-09-30 09:20"),
        (Preset::Whistle, Whistle, Emergency, false, late, "2026-09-29 18:20"),
        (Preset::Whistle, Contact, Ordinary, false, late, "2026-09-30 17:20"),
        (Preset::Whistle, Arrive, Ordinary, false, ten, "2026-10-09 10:00"),
        (Preset::Whistle, Arrive, Ordinary, true, ten, "2026-10-12 10:00"),
        (Preset::Whistle, Arrive, Emergency, false, late, "2026-09-29 17:50"),
    ];
    for (preset, clock, urgency, several, from, expected) in table {
        let rules = Rules::new(preset.rules());
        let found = due(&rules, &calendar(), &asked(clock, urgency, several), at(from));
        assert_eq!(shown(found), expected, "{preset:?} {clock:?} {urgency:?} {several} from {from}");
    }
}

#[test]
fn every_clock_has_an_answer_before_a_city_says_anything() {
    let rules = Rules::default();
    for (clock, slug) in Clock::ALL {
        for (urgency, _) in Urgency::ALL {
            let found = rules.find(&asked(clock, urgency, false));
            assert_eq!((found.condition.clock, found.origin), (clock, Origin::BuiltIn), "{slug}");
        }
        assert!(rules.all().iter().any(|rule| rule.condition == Condition::any(clock)), "{slug} has none for any case");
    }
}

#[test]
fn the_most_special_rule_wins_and_danger_goes_before_everything() {
    let own = [
        rule("handle:-:-:-:-", 1),
        rule("handle:-:street:-:-", 2),
        rule("handle:-:-:-:1", 3),
        rule("handle:02:-:-:-", 4),
        rule("handle:0203:-:-:-", 5),
        rule("handle:0203:street:-:-", 6),
        rule("handle:-:-:emergency:-", 7),
        rule("handle:0203:-:emergency:-", 8),
    ];
    let rules = Rules::new(own);
    let (lamp, other, foreign) = ("0203", "0207", "0303");
    let table = [
        (None, None, Urgency::Ordinary, false, 1),
        (None, Some(Tier::Street), Urgency::Ordinary, false, 2),
        (None, Some(Tier::Street), Urgency::Ordinary, true, 3),
        (Some(foreign), None, Urgency::Ordinary, false, 1),
        (Some(other), Some(Tier::Street), Urgency::Ordinary, true, 4),
        (Some(lamp), None, Urgency::Ordinary, true, 5),
        (Some(lamp), Some(Tier::Street), Urgency::Ordinary, false, 6),
        (Some(other), Some(Tier::Street), Urgency::Emergency, true, 7),
        (Some(lamp), Some(Tier::Street), Urgency::Emergency, true, 8),
    ];
    for (code, tier, urgency, several_units, expected) in table {
        let code = code.and_then(CategoryCode::new);
        let asked = Asked { clock: Clock::Handle, category: code.as_ref(), tier, urgency, several_units };
        assert_eq!(rules.find(&asked).span.amount(), expected, "{asked:?}");
    }
}

#[test]
fn a_condition_is_read_as_it_is_written_and_nothing_else_is() {
    for slug in ["business:-:-:-:-", "handle:0203:street:urgent:1", "accept:02:department:ordinary:0"] {
        assert_eq!(Condition::from_slug(slug).unwrap().slug(), slug);
    }
    for wrong in ["", "handle", "handle:2:-:-:-", "nothing:-:-:-:-", "handle:-:-:-:2", "handle:-:-:-:-:-"] {
        assert_eq!(Condition::from_slug(wrong), None, "{wrong}");
    }
}

#[test]
fn a_pause_pushes_the_due_time_as_far_as_the_clock_would_have_run() {
    let calendar = calendar();
    let working = Span::new(3, SpanUnit::WorkingDays, false).unwrap();
    let around = Span::new(72, SpanUnit::Hours, false).unwrap();
    let days = Span::new(7, SpanUnit::Days, true).unwrap();
    let table = [
        // A day's service long; over the holidays nothing would have run.
        (working, "2026-10-09 10:00", "2026-09-29 11:00", "2026-09-30 11:00", "2026-10-10 10:00"),
        (working, "2026-10-09 10:00", "2026-09-30 17:30", "2026-10-08 08:30", "2026-10-09 10:00"),
        (around, "2026-10-02 10:00", "2026-09-30 17:30", "2026-10-01 17:30", "2026-10-03 10:00"),
        (days, "2026-10-09 10:00", "2026-09-30 10:00", "2026-10-02 10:00", "2026-10-12 08:30"),
        // At the due instant itself nobody is late yet; a minute later it was missed before it stood still.
        (around, "2026-10-02 10:00", "2026-10-02 10:00", "2026-10-05 10:00", "2026-10-05 10:00"),
        (around, "2026-10-02 10:00", "2026-10-02 10:01", "2026-10-05 10:00", "2026-10-02 10:00"),
    ];
    for (span, due, paused, resumed, expected) in table {
        let found = span.resume(at(due), (at(paused), at(resumed)), &calendar);
        assert_eq!(shown(found), expected, "{span:?} paused {paused} to {resumed}");
    }
}

#[test]
fn what_is_late_and_what_is_soon() {
    let table = [
        // Seven days: a fifth is 33 hours and 36 minutes.
        ("2026-10-01 10:00", "2026-10-08 10:00", "2026-10-07 00:24", Pace::OnTime),
        ("2026-10-01 10:00", "2026-10-08 10:00", "2026-10-07 00:25", Pace::Soon),
        ("2026-10-01 10:00", "2026-10-08 10:00", "2026-10-08 10:00", Pace::Soon),
        ("2026-10-01 10:00", "2026-10-08 10:00", "2026-10-08 10:01", Pace::Late),
        // Eight hours: two.
        ("2026-10-01 10:00", "2026-10-01 18:00", "2026-10-01 16:00", Pace::OnTime),
        ("2026-10-01 10:00", "2026-10-01 18:00", "2026-10-01 16:01", Pace::Soon),
        // A quarter of an hour: half of it.
        ("2026-10-01 10:00", "2026-10-01 10:15", "2026-10-01 10:07", Pace::OnTime),
        ("2026-10-01 10:00", "2026-10-01 10:15", "2026-10-01 10:08", Pace::Soon),
    ];
    for (start, due, now, expected) in table {
        assert_eq!(pace(at(start), at(due), at(now), false), expected, "{now} of {due}");
        assert_eq!(pace(at(start), at(due), at(now), true), Pace::Paused);
    }
}

#[test]
fn a_light_that_nobody_moves_is_spoken_about_after_two_working_days_and_asked_about_after_four() {
    let (since, days) = (at("2026-09-29 15:00"), IdleDays { remind: 2, inquire: 4, supervise: 6 });
    let table = [
        ("2026-09-30 15:00", None),
        // The holidays don't count.
        ("2026-10-07 15:00", None),
        ("2026-10-08 14:59", None),
        ("2026-10-08 15:00", Some(Alarm::Remind)),
        ("2026-10-10 14:59", Some(Alarm::Remind)),
        ("2026-10-10 15:00", Some(Alarm::Inquire)),
        ("2026-10-12 15:00", Some(Alarm::Inquire)),
        ("2026-11-10 15:00", Some(Alarm::Supervise)),
    ];
    for (now, expected) in table {
        assert_eq!(idle(since, at(now), &calendar(), days), expected, "{now}");
    }
}

fn any_span() -> impl Strategy<Value = Span> {
    (1u16..200, 0usize..4, any::<bool>())
        .prop_map(|(amount, unit, service)| Span::new(amount, SpanUnit::ALL[unit].0, service).unwrap())
}

#[test]
fn two_pauses_that_meet_at_the_due_opening_are_one() {
    let span = Span::new(1, SpanUnit::WorkingDays, true).unwrap();
    let from = at("2026-09-20 00:00") + TimeDelta::seconds(149_400);
    let due = span.after(from, &calendar());
    let paused = from + TimeDelta::seconds(99_389);
    let (middle, end) = (paused + TimeDelta::seconds(41_011), paused + TimeDelta::seconds(41_012));

    let first = span.resume(due, (paused, middle), &calendar());

    assert_eq!((middle, first), (due, due), "the first pause ends when the case is due, at an opening");
    assert_eq!(span.resume(first, (middle, end), &calendar()), span.resume(due, (paused, end), &calendar()));
}

proptest! {
    #[test]
    fn a_holder_never_has_longer_than_the_whole_case(hour in 0i64..24 * 60, several: bool, urgency in 0usize..3, set in 0usize..5) {
        let from = at("2026-09-01 00:00") + TimeDelta::hours(hour);
        let urgency = Urgency::ALL[urgency].0;
        let rules = Preset::ALL.get(set).map_or_else(Rules::default, |(preset, _)| Rules::new(preset.rules()));
        let due = |clock| due(&rules, &calendar(), &asked(clock, urgency, several), from);
        prop_assert!(due(Clock::Handle) <= due(Clock::Business));
        prop_assert!(due(Clock::Answer) > from && due(Clock::Handle) > from);
    }

    #[test]
    fn a_pause_never_makes_anything_due_sooner_and_two_pauses_are_one(
        span in any_span(), begin in 0i64..1_000_000, lengths in prop::array::uniform3(0i64..400_000),
    ) {
        let calendar = calendar();
        let from = at("2026-09-20 00:00") + TimeDelta::seconds(begin);
        let due = span.after(from, &calendar);
        let paused = (from + TimeDelta::seconds(lengths[0])).min(due - TimeDelta::seconds(1));
        let middle = paused + TimeDelta::seconds(lengths[1]);
        let end = middle + TimeDelta::seconds(lengths[2]);
        let whole = span.resume(due, (paused, end), &calendar);
        prop_assert!(whole >= due);
        prop_assert_eq!(span.resume(due, (paused, paused), &calendar), due);
        prop_assert!(whole >= span.resume(due, (paused, middle), &calendar));
        // Moved to an opening in between, calendar days in service hours may end later than in one stretch.
        if !(span.unit() == SpanUnit::Days && span.in_service_hours()) {
            let first = span.resume(due, (paused, middle), &calendar);
            prop_assert_eq!(span.resume(first, (middle, end), &calendar), whole);
        }
    }
}
