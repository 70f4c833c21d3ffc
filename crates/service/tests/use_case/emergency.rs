//! The emergency mode: declared with reason, area and a short term by those who answer for it; what it unlocks ends with it; every use
//! is on the trail.

use chrono::TimeDelta;
use domain::area::Area;
use domain::emergency::{State, Unlock};
use domain::operation::OperationId;
use domain::visit::ProofDemand;
use domain::watch_list::WatchOutcome;
use service::emergency::{self, Wish};
use service::watch_list::{self, Check, Draft};
use service::{Service, ServiceError, trail};
use store::testing::{grid_of, now};

use crate::house::{House, service_at};

const ALL: [Unlock; 3] = [Unlock::DutyTrack, Unlock::CheckPoint, Unlock::WatchProof];

fn wish(area: Area) -> Wish<'static> {
    Wish { area, reason: "flood at the river", unlocks: &ALL, hours: 72 }
}

fn hours(house: &House, hours: i64) -> Service {
    service_at(house.db.store.clone(), now() + TimeDelta::hours(hours))
}

async fn is_unlocked(s: &Service, area: Area) -> bool {
    let mut tx = s.store.begin_system().await.unwrap();
    emergency::unlocking(&mut tx, Unlock::DutyTrack, area, s.now()).await.unwrap().is_some()
}

#[tokio::test]
async fn an_emergency_unlocks_in_its_area_until_its_time_is_over() {
    let house = House::new().await;
    let street = house.street().await;
    let (grid, other) = (grid_of(1, 1, 1), grid_of(2, 1, 1));

    emergency::declare(&house.s, &street, &wish(street.area)).await.unwrap();

    assert!(is_unlocked(&house.s, grid).await);
    assert!(!is_unlocked(&house.s, other).await, "not beside it");
    assert!(!is_unlocked(&house.s, House::root()).await, "nor above it");
    assert!(is_unlocked(&hours(&house, 71), grid).await);
    assert!(!is_unlocked(&hours(&house, 72), grid).await, "it ends by itself");
    let worker = house.worker().await;
    assert_eq!(emergency::here(&house.s, &worker).await.unwrap().len(), 1);
    assert!(emergency::here(&house.s, &house.stranger().await).await.unwrap().is_empty());
    assert!(emergency::here(&house.s, &house.wall().await).await.unwrap().is_empty());
}

#[tokio::test]
async fn it_is_renewed_and_lifted_and_each_is_on_the_trail() {
    let house = House::new().await;
    let street = house.street().await;
    let grid = grid_of(1, 1, 1);
    let id = emergency::declare(&house.s, &street, &wish(street.area)).await.unwrap();

    let late = hours(&house, 70);
    emergency::renew(&late, &street, (id, 1), 24).await.unwrap();
    assert!(
        matches!(emergency::renew(&late, &street, (id, 1), 24).await, Err(ServiceError::Conflict)),
        "seen too late"
    );
    assert!(is_unlocked(&hours(&house, 90), grid).await);
    emergency::lift(&hours(&house, 80), &street, (id, 2)).await.unwrap();
    assert!(!is_unlocked(&hours(&house, 80), grid).await);
    let found = emergency::overview(&hours(&house, 81), &house.worker().await).await.unwrap();
    assert!(matches!(found.emergencies[0].state(found.now), State::Lifted { .. }) && found.areas.is_empty());
    assert_eq!(found.emergencies[0].unlocks, ALL, "what it unlocked stays on record");
    for action in ["declare_emergency", "renew_emergency", "lift_emergency"] {
        assert_eq!(house.db.audit_rows(action).await.len(), 1, "{action}");
    }
    let over = emergency::renew(&hours(&house, 81), &street, (id, 3), 24).await;
    assert!(matches!(over, Err(ServiceError::Conflict)), "{over:?}");
}

#[tokio::test]
async fn only_street_and_city_declare_one_and_never_for_long_or_for_nothing() {
    let house = House::new().await;
    let (street, community) = (house.street().await, house.community().await);
    for actor in [house.worker().await, community.clone(), house.department(1).await] {
        let refused = emergency::declare(&house.s, &actor, &wish(actor.area)).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden)), "{:?}", actor.role);
    }
    let beside = emergency::declare(&house.s, &street, &wish(grid_of(2, 1, 1).path()[1])).await;
    assert!(matches!(beside, Err(ServiceError::NotFound)), "{beside:?}");
    let long = Wish { hours: 73, ..wish(street.area) };
    let nothing = Wish { unlocks: &[], ..wish(street.area) };
    let silent = Wish { reason: " ", ..wish(street.area) };
    for (wrong, field) in [(long, "hours"), (nothing, "unlock"), (silent, "reason")] {
        let refused = emergency::declare(&house.s, &street, &wrong).await;
        assert!(matches!(&refused, Err(ServiceError::Invalid { field: found, .. }) if *found == field), "{refused:?}");
    }
    let id = emergency::declare(&house.s, &house.centre().await, &wish(House::root())).await.unwrap();
    let lifted = emergency::lift(&house.s, &street, (id, 1)).await;
    assert!(matches!(lifted, Err(ServiceError::Forbidden)), "a wider area's is not the street's to end");
}

#[tokio::test]
async fn a_check_of_a_watch_list_needs_a_position_only_in_an_emergency() {
    let house = House::new().await;
    let (worker, community, street) = (house.worker().await, house.community().await, house.street().await);
    let home = house.seat(0).dwelling;
    let draft = Draft {
        area: community.area,
        name: "home isolation".to_owned(),
        reason: "as asked by the street".to_owned(),
        from_on: house.s.today(),
        until_on: house.s.today() + TimeDelta::days(9),
        dwellings: vec![home],
        filter: None,
    };
    let list = watch_list::make(&house.s, &community, &draft).await.unwrap();
    let check = |number: u8| Check {
        operation: OperationId::new([number; 16]),
        list,
        dwelling: home,
        outcome: WatchOutcome::Well,
        made_at: now(),
        position: None,
        note: None,
    };
    watch_list::check(&house.s, &worker, &check(1), ProofDemand::default()).await.unwrap();
    emergency::declare(&house.s, &street, &wish(street.area)).await.unwrap();

    let refused = watch_list::check(&house.s, &worker, &check(2), ProofDemand::default()).await;

    assert!(matches!(refused, Err(ServiceError::Invalid { field: "position", .. })), "{refused:?}");
    assert!(house.db.audit_rows("use_emergency").await.is_empty());
    let position = domain::visit::VisitPosition::new_checked(71.4, 51.1, Some(8.0));
    let proved = Check { position, ..check(3) };
    watch_list::check(&house.s, &worker, &proved, ProofDemand::default()).await.unwrap();
    assert_eq!(house.db.audit_rows("use_emergency").await.len(), 1, "its use is on the trail");
}

#[tokio::test]
async fn a_duty_track_begins_only_where_an_emergency_unlocked_it_and_that_is_on_the_trail() {
    let house = House::new().await;
    let (worker, stranger, street) = (house.worker().await, house.stranger().await, house.street().await);
    assert!(matches!(trail::begin_duty(&house.s, &worker).await, Err(ServiceError::Forbidden)));
    emergency::declare(&house.s, &street, &wish(street.area)).await.unwrap();

    trail::begin_duty(&house.s, &worker).await.unwrap();

    assert!(matches!(trail::begin_duty(&house.s, &stranger).await, Err(ServiceError::Forbidden)), "not beside it");
    assert_eq!(house.db.audit_rows("use_emergency").await.len(), 1);
    let over = hours(&house, 73);
    assert!(matches!(trail::begin_duty(&over, &worker).await, Err(ServiceError::Forbidden)), "it ended");
}
