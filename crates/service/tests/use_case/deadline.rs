//! The working calendar and the deadlines: who keeps them, what is refused, and what they come to.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{Actor, Role};
use domain::calendar::ServiceHours;
use domain::clock::zone;
use domain::deadline::{Asked, Clock, Clockwork, Condition, Origin, Preset, Rule, Span, SpanUnit, Urgency};
use service::{ServiceError, calendar, deadline, setting};

use crate::house::House;

async fn admin(house: &House) -> Actor {
    house.db.actor(Role::SystemAdmin, House::root(), 110).await
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(zone()).unwrap().to_utc()
}

fn due(clockwork: &Clockwork, clock: Clock, from: &str) -> String {
    let asked = Asked { clock, category: None, tier: None, urgency: Urgency::Ordinary, several_units: false };
    clockwork.due(&asked, at(from)).with_timezone(&zone()).format("%Y-%m-%d %H:%M").to_string()
}

fn rule(slug: &str, amount: u16) -> Rule {
    Rule {
        condition: Condition::from_slug(slug).unwrap(),
        span: Span::new(amount, SpanUnit::WorkingDays, true).unwrap(),
        may_pause: true,
        origin: Origin::BuiltIn,
    }
}

#[tokio::test]
async fn the_published_years_are_there_and_the_next_one_is_missed() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let found = calendar::list(&house.s, &admin).await.unwrap();

    // Days off and worked weekends of the three notices; the latter are what weekdays get wrong.
    for (year, off, worked) in [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)] {
        let days: Vec<_> = found.calendar.exceptions(year).collect();
        assert_eq!(days.iter().filter(|day| !day.is_work).count(), off, "{year}");
        assert_eq!(days.iter().filter(|day| day.is_work).count(), worked, "{year}");
        assert!(found.calendar.knows(year));
    }
    assert!(found.calendar.is_work(on("2025-09-28")), "a Sunday, worked for the National Day");
    assert!(!found.calendar.is_work(on("2024-02-16")) && found.calendar.is_work(on("2024-02-18")));
    assert_eq!(found.calendar.name(on("2026-10-01")), Some("国庆节"));
    assert_eq!(found.missing_year, Some(2027), "it is November 2026 in the tests");
    assert_eq!(calendar::missing_year_warning(&house.s, &admin).await.unwrap(), Some(2027));
    let worker = house.worker().await;
    assert_eq!(calendar::missing_year_warning(&house.s, &worker).await.unwrap(), None);

    calendar::set(&house.s, &admin, (on("2027-10-01"), Some(on("2027-10-07"))), false, "国庆节").await.unwrap();
    assert_eq!(calendar::missing_year_warning(&house.s, &admin).await.unwrap(), None);
}

#[tokio::test]
async fn a_day_off_moves_what_is_due_and_a_day_that_is_cleared_moves_it_back() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let handle = async || {
        let clockwork = deadline::rules(&house.s, &admin).await.unwrap();
        due(&clockwork, Clock::Handle, "2026-09-01 10:00")
    };
    assert_eq!(handle().await, "2026-09-04 10:00");

    // The autonomous prefecture's day: no notice of the State Council has it.
    let day = on("2026-09-03");
    calendar::set(&house.s, &admin, (day, None), false, "自治州成立日").await.unwrap();
    assert_eq!(handle().await, "2026-09-07 10:00");
    calendar::set(&house.s, &admin, (on("2026-09-05"), None), true, "调休").await.unwrap();
    assert_eq!(handle().await, "2026-09-05 10:00", "a Saturday that is worked");
    calendar::clear(&house.s, &admin, day).await.unwrap();
    assert_eq!(handle().await, "2026-09-04 10:00");
    assert!(matches!(calendar::clear(&house.s, &admin, day).await, Err(ServiceError::NotFound)));

    calendar::set_hours(&house.s, &admin, "11:00-12:00".parse().unwrap()).await.unwrap();
    assert_eq!(handle().await, "2026-09-04 11:00", "ten is before the opening now");
    assert_eq!(house.db.audit_rows("change_calendar").await.len(), 4);
}

#[tokio::test]
async fn days_in_the_wrong_order_or_without_a_name_are_refused() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let set = async |from: &str, until: Option<&str>, name: &str| match calendar::set(
        &house.s,
        &admin,
        (on(from), until.map(on)),
        false,
        name,
    )
    .await
    {
        Err(ServiceError::Invalid { field, .. }) => Some(field),
        other => other.map(|()| None).unwrap(),
    };

    assert_eq!(set("2027-02-05", Some("2027-02-04"), "春节").await, Some("until"));
    assert_eq!(set("2027-02-05", Some("2027-03-08"), "春节").await, Some("until"), "32 days");
    assert_eq!(set("2027-02-05", None, " ").await, Some("day_name"));
    assert_eq!(set("1999-12-31", None, "元旦").await, Some("on"));
    assert_eq!(set("2027-02-05", Some("2027-03-07"), "春节").await, None);
}

#[tokio::test]
async fn a_citys_rule_replaces_the_built_in_one_until_it_is_removed() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let own = rule("handle:-:-:-:-", 5);

    deadline::set_rule(&house.s, &admin, own.clone()).await.unwrap();
    deadline::set_rule(&house.s, &admin, rule("handle:-:-:-:-", 4)).await.unwrap();
    let clockwork = deadline::rules(&house.s, &admin).await.unwrap();
    assert_eq!(due(&clockwork, Clock::Handle, "2026-03-02 10:00"), "2026-03-06 10:00");
    let found: Vec<_> = clockwork.rules.all().iter().filter(|rule| rule.condition == own.condition).collect();
    assert_eq!((found.len(), found[0].origin), (1, Origin::City));

    deadline::remove_rule(&house.s, &admin, &own.condition).await.unwrap();
    let clockwork = deadline::rules(&house.s, &admin).await.unwrap();
    assert_eq!(due(&clockwork, Clock::Handle, "2026-03-02 10:00"), "2026-03-05 10:00");
    let again = deadline::remove_rule(&house.s, &admin, &own.condition).await;
    assert!(matches!(again, Err(ServiceError::NotFound)));
    assert_eq!(house.db.audit_rows("change_deadline").await.len(), 3);
}

#[tokio::test]
async fn a_preset_replaces_the_rules_of_its_clocks_and_no_others() {
    let house = House::new().await;
    let admin = admin(&house).await;
    deadline::set_rule(&house.s, &admin, rule("handle:0203:street:urgent:1", 9)).await.unwrap();
    deadline::set_rule(&house.s, &admin, rule("check:-:-:-:-", 9)).await.unwrap();

    for (preset, _) in Preset::ALL {
        deadline::take_preset(&house.s, &admin, preset).await.unwrap();
        let clockwork = deadline::rules(&house.s, &admin).await.unwrap();
        for rule in preset.rules() {
            assert!(clockwork.rules.all().contains(&rule), "{preset:?} {rule:?}");
        }
    }
    let clockwork = deadline::rules(&house.s, &admin).await.unwrap();
    let of_city: Vec<_> = clockwork.rules.all().iter().filter(|rule| rule.origin == Origin::City).collect();
    assert_eq!(of_city.len(), 1, "{of_city:?}");
    assert_eq!(of_city[0].condition.clock, Clock::Check);
    // The hotline was taken after Yubei.
    assert_eq!(due(&clockwork, Clock::Business, "2026-03-02 10:00"), "2026-03-09 10:00");
}

#[tokio::test]
async fn the_system_administrator_keeps_them_and_nobody_else() {
    let house = House::new().await;
    let day = (on("2027-01-01"), None);
    for (serial, (role, slug)) in Role::ALL.into_iter().enumerate().filter(|(_, (role, _))| *role != Role::SystemAdmin)
    {
        let area = if role == Role::GridWorker { store::testing::grid_of(1, 1, 1) } else { House::root() };
        let actor = house.db.actor(role, area, 300 + serial as u64).await;
        let handle = rule("handle:-:-:-:-", 1);
        let refusals = [
            calendar::list(&house.s, &actor).await.err(),
            calendar::set(&house.s, &actor, day, false, "元旦").await.err(),
            calendar::clear(&house.s, &actor, on("2026-01-01")).await.err(),
            calendar::set_hours(&house.s, &actor, ServiceHours::default()).await.err(),
            deadline::rules(&house.s, &actor).await.err(),
            deadline::remove_rule(&house.s, &actor, &handle.condition).await.err(),
            deadline::set_rule(&house.s, &actor, handle).await.err(),
            deadline::take_preset(&house.s, &actor, Preset::Yubei).await.err(),
        ];
        for refusal in refusals {
            let is_administrator = role.is_administrator();
            let fits = match refusal {
                Some(ServiceError::Forbidden) => is_administrator,
                Some(ServiceError::NotFound) => !is_administrator,
                _ => false,
            };
            assert!(fits, "{slug}: {refusal:?}");
        }
    }
}

#[tokio::test]
async fn idle_lights_are_spoken_about_when_the_settings_say() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let security = house.db.actor(Role::SecurityAdmin, House::root(), 111).await;
    let number = domain::setting::Number::IdleRemindDays;
    setting::set_number(&house.s, &security, number, 3).await.unwrap();

    let clockwork = deadline::rules(&house.s, &admin).await.unwrap();
    assert_eq!(clockwork.idle(at("2026-03-02 10:00"), at("2026-03-05 09:59")), None);
    assert!(clockwork.idle(at("2026-03-02 10:00"), at("2026-03-05 10:00")).is_some());
}
