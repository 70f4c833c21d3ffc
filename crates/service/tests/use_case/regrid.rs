//! Who may change grids, and what it leaves behind.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::id::BuildingId;
use domain::regrid::Regrid;
use service::regrid::{change, view};
use service::{ServiceError, household};
use store::testing::{county, grid_of};

use crate::house::House;

fn school() -> Vec<BuildingId> {
    vec![BuildingId::new(county(), 12)]
}

fn split() -> Regrid {
    Regrid::Split { from: grid_of(1, 1, 1), buildings: school(), name: Some("河东网格".to_owned()) }
}

#[tokio::test]
async fn a_community_splits_its_own_grid_and_the_old_worker_loses_the_part_that_left() {
    let house = House::new().await;
    let from = grid_of(1, 1, 1);
    let community = house.db.actor(Role::Community, from.parent().unwrap(), 700).await;
    let worker = house.db.actor(Role::GridWorker, from, 701).await;
    let seats = house.db.seats().await;
    let gone = seats.iter().find(|seat| seat.building == school()[0]).unwrap();
    let kept = seats.iter().find(|seat| seat.area == from && seat.building != school()[0]).unwrap();
    household::card(&house.s, &worker, gone.dwelling).await.unwrap();
    let file = view(&house.s, &community, from).await.unwrap();
    let [left, made] = file.effects(&split());

    let done = change(&house.s, &community, &split()).await.unwrap();

    assert_eq!((left.before.dwellings, left.after.dwellings, made.after.dwellings), (64, 24, 40));
    assert!(left.is_outside && made.is_outside, "a grid of this city has 300 to 400");
    assert_eq!(done.dwellings, 40);
    let refused = household::card(&house.s, &worker, gone.dwelling).await.unwrap_err();
    assert!(matches!(refused, ServiceError::NotFound), "{refused:?}");
    household::card(&house.s, &worker, kept.dwelling).await.unwrap();
    let after = view(&house.s, &community, done.into).await.unwrap();
    assert_eq!(after.path.last().unwrap().1, "河东网格");
    assert_eq!(after.changes.len(), 1);
    let again = change(&house.s, &community, &split()).await.unwrap_err();
    assert!(matches!(again, ServiceError::Conflict), "{again:?}");
}

#[tokio::test]
async fn only_whoever_has_all_grids_within_their_area_decides() {
    let house = House::new().await;
    let (own, other) = (grid_of(1, 1, 1), grid_of(2, 1, 1));
    let city = Area::city(county());
    let mut serial = 720;
    let mut actor = async |role: Role, area: Area| -> Actor {
        serial += 1;
        house.db.actor(role, area, serial).await
    };
    let street = other.parent().unwrap().parent().unwrap();
    for (role, area, is_known) in [
        (Role::GridWorker, own, true),
        (Role::GridLeader, own, true),
        (Role::GridWorker, grid_of(1, 1, 2), false),
        (Role::Community, other.parent().unwrap(), false),
        (Role::Street, street, false),
        (Role::City, city, false),
        (Role::Department, city, false),
        (Role::SystemAdmin, city, false),
        (Role::Wall, city, false),
    ] {
        let actor = actor(role, area).await;
        let errors =
            [change(&house.s, &actor, &split()).await.unwrap_err(), view(&house.s, &actor, own).await.unwrap_err()];
        for error in errors {
            let fits = if is_known {
                matches!(error, ServiceError::Forbidden)
            } else {
                matches!(error, ServiceError::NotFound)
            };
            assert!(fits, "{role:?} at {area}: {error:?}");
        }
    }
    let community = actor(Role::Community, own.parent().unwrap()).await;
    let foreign = Regrid::HandOver { from: own, into: other, buildings: school() };
    let error = change(&house.s, &community, &foreign).await.unwrap_err();
    assert!(matches!(error, ServiceError::NotFound), "{error:?}");
}

#[tokio::test]
async fn a_post_in_a_closed_grid_is_over_and_cannot_be_given_again() {
    let house = House::new().await;
    let (from, into) = (grid_of(1, 1, 2), grid_of(1, 1, 1));
    let street = house.db.actor(Role::Street, from.parent().unwrap().parent().unwrap(), 740).await;
    let worker = house.db.actor(Role::GridWorker, from, 741).await;
    let security = house.db.actor(Role::SecurityAdmin, Area::city(county()), 742).await;

    change(&house.s, &street, &Regrid::Merge { from, into }).await.unwrap();

    let mut tx = house.s.store.begin_system().await.unwrap();
    let terms = store::post::terms(&mut tx, worker.account).await.unwrap();
    assert!(terms.iter().all(|term| term.to_at.is_some()));
    drop(tx);
    let (account, role) = (worker.account, Role::GridWorker);
    let grant = service::account::Grant { account, role, area: from, unit: None, from_at: None, to_at: None };
    let error = service::account::give_post(&house.s, &security, &grant).await.unwrap_err();
    assert!(matches!(error, ServiceError::NotFound), "{error:?}");
}
