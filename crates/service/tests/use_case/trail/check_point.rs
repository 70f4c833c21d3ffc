//! Check-points, what makes them green, and the board of an area's patrols.

use chrono::{NaiveTime, TimeDelta};
use domain::actor::Actor;
use domain::clock::civil_date;
use domain::geo::Metre;
use domain::trail::{RADIUS_M, TrackMode, Way};
use service::check_point::{self, Site};
use service::{ServiceError, patrol_board, trail, visit};
use store::testing::{grid_of, now};

use super::{place, set, visited, walk};
use crate::house::{House, service_at};

async fn at_seat(house: &House, community: &Actor, seat: usize) -> domain::id::CheckPointId {
    let (frame, at) = place(house, seat).await;
    let site = Site::Position(frame.to_lon_lat(at));
    check_point::add(&house.s, community, community.area, ("燃气站", site, RADIUS_M)).await.unwrap()
}

async fn passed(house: &House, community: &Actor) -> Option<Way> {
    let today = civil_date(now());
    let found = check_point::list(&house.s, community, community.area, today).await.unwrap();
    found[0].passed.map(|passing| passing.way)
}

#[tokio::test]
async fn a_visit_next_to_a_check_point_passes_it_without_a_tap_as_long_as_it_is_on_record() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    at_seat(&house, &community, 0).await;
    assert_eq!(passed(&house, &community).await, None);

    let saved = visited(&house.s, &worker, &house, (0, now())).await;
    assert_eq!(passed(&house, &community).await, Some(Way::Visit));
    visit::withdraw(&house.s, &worker, saved).await.unwrap();

    assert_eq!(passed(&house, &community).await, None);
    assert_eq!(house.db.count("check_point_pass").await, 0);
}

#[tokio::test]
async fn one_tap_at_the_place_passes_it_elsewhere_it_does_not_and_it_can_be_taken_back() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let (point, (frame, at)) = (at_seat(&house, &community, 0).await, place(&house, 0).await);
    let far = frame.to_lon_lat(Metre { x: at.x + 500.0, y: at.y });

    let refused = check_point::tap(&house.s, &worker, point, Some((far, 10.0))).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "position", .. })), "{refused:?}");
    check_point::tap(&house.s, &worker, point, Some((frame.to_lon_lat(at), 10.0))).await.unwrap();
    assert_eq!(passed(&house, &community).await, Some(Way::Tap));
    check_point::untap(&house.s, &worker, point).await.unwrap();
    assert_eq!(passed(&house, &community).await, None);
    check_point::tap(&house.s, &worker, point, None).await.unwrap();

    assert_eq!(passed(&house, &community).await, Some(Way::Word));
    let stranger = check_point::tap(&house.s, &house.stranger().await, point, None).await;
    assert!(matches!(stranger, Err(ServiceError::NotFound)), "{stranger:?}");
}

#[tokio::test]
async fn a_fix_of_the_duty_track_passes_it_by_itself() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    set(&house, TrackMode::DutyTrack).await;
    let point = at_seat(&house, &community, 0).await;
    trail::begin_duty(&house.s, &worker).await.unwrap();
    let later = service_at(house.db.store.clone(), now() + TimeDelta::minutes(5));
    let fixes = walk(place(&house, 0).await, 2);

    let operation = domain::operation::OperationId::new([7; 16]);
    let taken = trail::ingest(&later, &worker, operation, fixes).await.unwrap();

    assert_eq!(taken.passed, [point]);
    assert_eq!(passed(&house, &community).await, Some(Way::Fix));
}

#[tokio::test]
async fn the_board_covers_each_grid_and_says_who_was_where() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    at_seat(&house, &community, 0).await;
    visited(&house.s, &worker, &house, (0, now())).await;
    let today = civil_date(now());
    let late = NaiveTime::from_hms_opt(23, 59, 0);

    let board = patrol_board::view(&house.s, &community, community.area, (today, late)).await.unwrap();
    let early = patrol_board::view(&house.s, &community, community.area, (today, Some(NaiveTime::MIN))).await.unwrap();

    let covered: Vec<_> = board.coverage.iter().map(|grid| (grid.area, grid.points, grid.passed)).collect();
    assert_eq!(covered, [(grid_of(1, 1, 1), 1, 1)]);
    let (_, places) = board.places.unwrap();
    let mut tx = house.s.store.begin_system().await.unwrap();
    let spot = store::spot::of_dwelling(&mut tx, house.seat(0).dwelling).await.unwrap().unwrap();
    assert_eq!(places[0].at.as_ref().map(|(_, building, _)| *building), spot.building);
    assert_eq!(early.places.unwrap().1[0].at, None);
    assert_eq!(house.db.audited().await.iter().filter(|action| *action == "view_track").count(), 2);
}

#[tokio::test]
async fn a_team_of_several_patrols_and_only_its_members_do() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let today = civil_date(now());
    let alone = patrol_board::add_team(&house.s, &community, community.area, ("红袖标", "赵大爷")).await;
    let team =
        patrol_board::add_team(&house.s, &community, community.area, ("红袖标", "赵大爷，钱大妈\n孙叔")).await.unwrap();

    let stranger = patrol_board::write_patrol(&house.s, &community, team, (today, "李四", "")).await;
    patrol_board::write_patrol(&house.s, &community, team, (today, "赵大爷、孙叔", "平安")).await.unwrap();
    let board = patrol_board::view(&house.s, &community, community.area, (today, None)).await.unwrap();
    let of_worker = patrol_board::end_team(&house.s, &worker, team).await;
    patrol_board::end_team(&house.s, &community, team).await.unwrap();

    assert!(matches!(alone, Err(ServiceError::Invalid { field: "members", .. })), "{alone:?}");
    assert!(matches!(stranger, Err(ServiceError::Invalid { field: "members", .. })), "{stranger:?}");
    assert_eq!((board.teams[0].members.len(), board.patrols[0].members.len()), (3, 2));
    assert!(matches!(of_worker, Err(ServiceError::NotFound)), "{of_worker:?}");
}
