//! The command screen: its figures are those of the lists, and nothing on a wall tells of anybody.

use chrono::{Duration, TimeDelta};
use domain::actor::Role;
use domain::area::Area;
use domain::case::{Axis, Light, Queue};
use domain::geo::LonLat;
use domain::id::CaseId;
use domain::patrol::Fix;
use futures_util::StreamExt;
use service::live::LiveEvent;
use service::{ServiceError, case, screen};
use store::testing::{county, grid_of, now};

use crate::house::House;

async fn some_cases(house: &House) {
    let lights = [Light::Red, Light::Red, Light::Yellow, Light::Blue, Light::Green, Light::Grey];
    for (at, light) in lights.into_iter().enumerate() {
        house.db.add_case(&house.seat(at), 10 + at as u64, light).await;
    }
}

#[tokio::test]
async fn the_figures_of_the_screen_are_those_of_the_lists() {
    let house = House::new().await;
    some_cases(&house).await;
    let (worker, street, centre) = (house.worker().await, house.street().await, house.centre().await);
    let supervision = house.db.actor(Role::Supervision, House::root(), 304).await;

    for who in [&worker, &street, &centre, &supervision] {
        let board = screen::board(&house.s, who, who.area, None).await.unwrap();
        let all = Queue { axis: Axis::All, area: Some(who.area), ..Queue::default() };
        let (lines, counts) = case::queue(&house.s, who, all).await.unwrap();

        assert_eq!(board.counts, counts, "{:?}", who.role);
        let waiting = lines.iter().filter(|line| line.phase.light() != Light::Blue).count();
        assert_eq!(board.waiting.len(), waiting, "{:?}", who.role);
        assert!(board.sees_cases);
    }
    let wall = house.wall().await;
    let on_wall = screen::board(&house.s, &wall, House::root(), None).await.unwrap();
    let here = screen::board(&house.s, &centre, House::root(), None).await.unwrap();
    assert_eq!((on_wall.counts, on_wall.closed_today), (here.counts, here.closed_today));
    assert!(!on_wall.sees_cases && !on_wall.sees_people);
}

#[tokio::test]
async fn the_hours_of_today_are_the_last_of_the_days_and_the_light_that_is_closed_today() {
    let house = House::new().await;
    some_cases(&house).await;
    let (worker, centre, wall) = (house.worker().await, house.centre().await, house.wall().await);
    case::report(&house.s, &worker, crate::case::report_of(&house, 1)).await.unwrap();
    house.db.date_case(CaseId::new(county(), 14), now()).await;

    let tally = screen::tally(&house.s, &centre, House::root()).await.unwrap();
    let board = screen::board(&house.s, &centre, House::root(), None).await.unwrap();

    assert_eq!((tally.hours.len(), tally.days.len()), (24, 14));
    let today = tally.days.last().unwrap();
    let sum = |of: fn(&domain::screen::HourFlow) -> i64| tally.hours.iter().map(of).sum::<i64>();
    assert_eq!((sum(|hour| hour.opened), sum(|hour| hour.closed)), (today.opened, today.closed));
    assert_eq!((today.opened, today.closed, board.closed_today), (1, 1, 1));
    assert_eq!(tally.categories.iter().map(|group| group.reported).sum::<i64>(), 6, "grey ones are nobody's");
    assert_eq!(screen::tally(&house.s, &wall, House::root()).await.unwrap(), tally);
}

#[tokio::test]
async fn the_longest_waiting_comes_first_and_the_list_is_short() {
    let house = House::new().await;
    for at in 0..12 {
        house.db.add_case(&house.seat(at), 10 + at as u64, Light::Red).await;
    }
    let long_ago = now() - TimeDelta::days(9);
    house.db.date_case(CaseId::new(county(), 17), long_ago).await;

    let board = screen::board(&house.s, &house.centre().await, House::root(), None).await.unwrap();

    assert_eq!((board.waiting.len(), board.waiting[0].case.serial()), (10, 17));
    assert_eq!(board.waiting[0].since, long_ago);
}

#[tokio::test]
async fn the_way_round_is_the_area_and_what_lies_in_it_also_from_within() {
    let house = House::new().await;
    let centre = house.centre().await;
    let street = grid_of(1, 1, 1).path()[1];

    let board = screen::board(&house.s, &centre, House::root(), None).await.unwrap();
    let within = screen::board(&house.s, &centre, street, Some(House::root())).await.unwrap();

    assert!(board.round.len() >= 3 && board.round[0].0 == House::root());
    assert!(board.round[1..].iter().all(|(area, _)| area.parent() == Some(House::root())));
    assert_eq!(within.round, board.round);
    assert_eq!(within.path.iter().map(|(area, _)| *area).collect::<Vec<_>>(), [House::root(), street]);
}

#[tokio::test]
async fn nobody_has_a_screen_of_another_area_or_of_none_and_some_have_no_screen() {
    let house = House::new().await;
    let elsewhere = grid_of(2, 1, 1);
    let (worker, street) = (house.worker().await, house.street().await);
    let community_wall = house.db.actor(Role::Wall, grid_of(1, 1, 1).path()[2], 305).await;
    for (who, area, round) in [
        (&worker, elsewhere, None),
        (&street, House::root(), None),
        (&street, street.area, Some(House::root())),
        (&community_wall, elsewhere, None),
        (&community_wall, House::root(), None),
        (&community_wall, grid_of(1, 1, 77), None),
    ] {
        let board = screen::board(&house.s, who, area, round).await;
        assert!(matches!(board, Err(ServiceError::NotFound)), "{:?} {area}", who.role);
    }
    assert!(screen::board(&house.s, &community_wall, grid_of(1, 1, 1), None).await.is_ok());
    for (role, serial) in [(Role::SystemAdmin, 301), (Role::AuditAdmin, 302)] {
        let who = house.db.actor(role, House::root(), serial).await;
        assert!(matches!(screen::board(&house.s, &who, who.area, None).await, Err(ServiceError::NotFound)), "{role:?}");
    }
    let department = house.department(3).await;
    assert!(screen::board(&house.s, &department, department.area, None).await.is_err());
}

#[tokio::test]
async fn the_database_itself_counts_for_a_wall_in_its_own_area_only() {
    let house = House::new().await;
    let own: Area = grid_of(1, 1, 1).path()[2];
    let wall = house.db.actor(Role::Wall, own, 305).await;
    let centre = house.centre().await;

    for (who, area, theirs) in [(&wall, own, true), (&wall, House::root(), false), (&centre, own, false)] {
        let tx = house.db.store.begin_duty(who, store::Duty::Screen, &[area]).await.unwrap();
        assert_eq!(tx.is_some(), theirs, "{:?} {area}", who.role);
    }
}

#[tokio::test]
async fn nothing_that_a_wall_is_told_is_of_anybody() {
    let house = House::new().await;
    let seat = house.seat(0);
    house.db.add_case(&seat, 10, Light::Red).await;
    house.db.actor(Role::Community, seat.area.path()[2], 999).await;
    let canary = house.db.add_canary(&seat, 0).await;
    let wall = house.wall().await;

    let board = screen::board(&house.s, &wall, House::root(), None).await.unwrap();
    let tower = screen::tower(&house.s, &wall, seat.building).await.unwrap();
    let beacons = service::map::beacons(&house.s, &wall, House::root()).await.unwrap();
    let tally = screen::tally(&house.s, &wall, House::root()).await.unwrap();
    let told = format!("{board:?} {tally:?} {tower:?} {beacons:?}");

    assert_eq!((board.waiting.len(), beacons.len()), (1, 1));
    for sign in canary.signs().into_iter().chain([seat.dwelling.to_string(), seat.area.to_string()]) {
        assert!(!told.contains(&sign), "{sign} in {told}");
    }
    assert_eq!((beacons[0].cell, beacons[0].area), (None, seat.area.path()[2]));
    assert!(board.patrols.last.is_empty());
}

#[tokio::test]
async fn patrols_of_today_are_counted_and_named_by_their_posts() {
    let house = House::new().await;
    let (worker, centre, wall) = (house.worker().await, house.centre().await, house.wall().await);
    let fixes = [40, 30]
        .map(|minutes| Fix { position: LonLat { lon: 71.4, lat: 51.1 }, at: now() - Duration::minutes(minutes) });
    house.db.add_track(&house.seat(0), worker.account, &fixes).await;

    let patrols = screen::board(&house.s, &centre, House::root(), None).await.unwrap().patrols;
    let on_wall = screen::board(&house.s, &wall, House::root(), None).await.unwrap().patrols;

    assert_eq!((patrols.out, patrols.on_the_way, patrols.last.len()), (1, 0, 1));
    assert_eq!((patrols.last[0].worker, &*patrols.last[0].title), (worker.account, "岗位101"));
    assert_eq!((on_wall.out, on_wall.last.len()), (1, 0));
}

#[tokio::test]
async fn a_wall_hears_that_its_totals_changed_and_nothing_of_what_did() {
    let house = House::new().await;
    let wall = house.wall().await;
    let elsewhere = house.db.actor(Role::Wall, grid_of(2, 1, 1).path()[2], 306).await;
    let sequencer = tokio::spawn(service::live::run_sequencer(house.s.clone(), std::future::pending::<()>()));
    let mut heard = Box::pin(service::live::subscribe(&house.s, &wall, None).await.unwrap());
    let mut deaf = Box::pin(service::live::subscribe(&house.s, &elsewhere, None).await.unwrap());
    assert!(matches!(heard.next().await, Some(LiveEvent::Hello { .. })));
    assert!(matches!(deaf.next().await, Some(LiveEvent::Hello { .. })));

    let worker = house.worker().await;
    case::report(&house.s, &worker, crate::case::report_of(&house, 1)).await.unwrap();

    let event = tokio::time::timeout(std::time::Duration::from_secs(20), heard.next()).await.unwrap();
    let Some(LiveEvent::Frame(frame)) = event else { panic!("{event:?}") };
    assert!(frame.cells.is_empty() && frame.beacons.is_empty());
    let nothing = tokio::time::timeout(std::time::Duration::from_millis(500), deaf.next()).await;
    assert!(nothing.is_err(), "{nothing:?}");
    sequencer.abort();
}

#[tokio::test]
async fn a_wall_that_was_away_hears_that_its_totals_changed_and_another_does_not() {
    let house = House::new().await;
    let wall = house.wall().await;
    let elsewhere = house.db.actor(Role::Wall, grid_of(2, 1, 1).path()[2], 306).await;
    let sequencer = tokio::spawn(service::live::run_sequencer(house.s.clone(), std::future::pending::<()>()));
    let worker = house.worker().await;
    let mut there = Box::pin(service::live::subscribe(&house.s, &worker, None).await.unwrap());
    case::report(&house.s, &worker, crate::case::report_of(&house, 1)).await.unwrap();
    for _hello_and_frame in 0..2 {
        tokio::time::timeout(std::time::Duration::from_secs(20), there.next()).await.unwrap().unwrap();
    }

    let mut heard = Box::pin(service::live::subscribe(&house.s, &wall, Some(0)).await.unwrap());
    let mut deaf = Box::pin(service::live::subscribe(&house.s, &elsewhere, Some(0)).await.unwrap());

    assert!(matches!(heard.next().await, Some(LiveEvent::Hello { seq: 0 })));
    assert!(matches!(deaf.next().await, Some(LiveEvent::Hello { seq: 0 })));
    let event = tokio::time::timeout(std::time::Duration::from_secs(20), heard.next()).await.unwrap();
    assert!(matches!(event, Some(LiveEvent::Frame(_))), "{event:?}");
    let nothing = tokio::time::timeout(std::time::Duration::from_millis(500), deaf.next()).await;
    assert!(nothing.is_err(), "{nothing:?}");
    sequencer.abort();
}
