//! Base data beyond people: entered, found, rung, closed; and who may not.

use std::ops::ControlFlow;

use domain::actor::Role;
use domain::geo::LonLat;
use domain::register::{Class, Draft};
use domain::search::Target;
use service::search::{Scope, find};
use service::{ServiceError, register, rotation};
use store::testing::{grid_of, now};

use crate::house::House;

fn draft(house: &House) -> Draft {
    Draft {
        kind: "organisation.school".to_owned(),
        name: " 阳光小学 ".to_owned(),
        building: Some(house.seat(0).building),
        position: LonLat::new_checked(71.4, 51.1),
        contact: "王老师".to_owned(),
        phone: "16000000123".parse().ok(),
        unit_in_charge: "教育局".to_owned(),
        from_on: Some("2020-09-01".parse().unwrap()),
        parent: None,
    }
}

#[tokio::test]
async fn an_entry_is_added_found_by_name_and_initials_changed_rung_and_closed() {
    let house = House::new().await;
    let worker = house.worker().await;
    let entry = register::add(&house.s, &worker, worker.area, draft(&house)).await.unwrap();

    let scope = Scope { area: worker.area, near: None, limit: 10 };
    for text in ["阳光小", "小学", "ygxx"] {
        let hits = find(&house.s, &worker, text, scope).await.unwrap();
        assert!(
            hits.iter().any(|hit| hit.target == Target::Entry(entry, Some(house.seat(0).building))),
            "{text}: {hits:?}"
        );
    }
    let schools = register::list(&house.s, &worker, worker.area, Some(Class::Organisation)).await.unwrap();
    let objects = register::list(&house.s, &worker, worker.area, Some(Class::Object)).await.unwrap();
    assert_eq!((schools.entries.len(), objects.entries.len()), (1, 0));
    assert_eq!(schools.entries[0].name, "阳光小学");
    assert_eq!(register::dial(&house.s, &worker, entry).await.unwrap().reveal(), "16000000123");

    let (name, contact) = ("星光小学".to_owned(), "李老师".to_owned());
    let moved = Draft { phone: None, name, contact, ..draft(&house) };
    register::change(&house.s, &worker, entry, 1, moved.clone()).await.unwrap();
    let stale = register::change(&house.s, &worker, entry, 1, moved).await;
    let file = register::view(&house.s, &worker, entry).await.unwrap();
    assert!(matches!(stale, Err(ServiceError::Conflict)), "{stale:?}");
    assert_eq!((file.row.contact.as_str(), file.row.revision), ("李老师", 2));
    assert!(file.row.phone.is_some(), "no number typed keeps the old one");
    assert_eq!(find(&house.s, &worker, "阳光小", scope).await.unwrap(), [], "by its old name it is not found any more");
    for text in ["星光", "光小", "小学", "xg", "星光小学"] {
        assert_eq!(find(&house.s, &worker, text, scope).await.unwrap().len(), 1, "{text}");
    }

    register::close(&house.s, &worker, entry, 2, now().date_naive()).await.unwrap();
    let twice = register::close(&house.s, &worker, entry, 3, now().date_naive()).await;
    assert!(matches!(twice, Err(ServiceError::Conflict)), "{twice:?}");
    assert!(register::view(&house.s, &worker, entry).await.unwrap().offer.is_none(), "what is closed is not changed");
    assert_eq!(find(&house.s, &worker, "星光小学", scope).await.unwrap(), []);
    let audited = house.db.audited().await;
    for action in ["add_entry", "dial_entry", "change_entry", "view_entry", "close_entry"] {
        assert!(audited.iter().any(|found| found == action), "{action}: {audited:?}");
    }
}

#[tokio::test]
async fn an_entry_needs_a_place_a_known_class_and_a_post_that_keeps_files_there() {
    let house = House::new().await;
    let community = house.db.actor(Role::Community, grid_of(1, 1, 1).parent().unwrap(), 120).await;
    let nowhere = Draft { building: None, ..draft(&house) };
    let unknown = Draft { kind: "organisation.nothing".to_owned(), ..draft(&house) };

    let field = |done: Result<_, ServiceError>| match done {
        Err(ServiceError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(register::add(&house.s, &community, community.area, nowhere.clone()).await), "building");
    assert_eq!(field(register::add(&house.s, &community, community.area, unknown).await), "kind");
    let lamp = register::add(&house.s, &community, grid_of(1, 1, 2), nowhere).await.unwrap();
    assert_eq!(register::view(&house.s, &community, lamp).await.unwrap().row.area, grid_of(1, 1, 2));

    let by_city = register::add(&house.s, &house.centre().await, community.area, draft(&house)).await;
    let stranger = house.stranger().await;
    let by_stranger = register::view(&house.s, &stranger, lamp).await;
    let into_others = register::add(&house.s, &stranger, grid_of(2, 1, 1), draft(&house)).await;
    assert!(matches!(by_city, Err(ServiceError::Forbidden)), "{by_city:?}");
    assert!(matches!(by_stranger, Err(ServiceError::NotFound)), "{by_stranger:?}");
    assert!(matches!(into_others, Err(ServiceError::NotFound)), "the building is another grid's: {into_others:?}");
}

#[tokio::test]
async fn a_contacts_telephone_survives_a_change_of_the_key() {
    let house = House::new().await;
    let worker = house.worker().await;
    let entry = register::add(&house.s, &worker, worker.area, draft(&house)).await.unwrap();

    rotation::rotate(&house.s, 10, &mut |_, _| ControlFlow::Continue(())).await.unwrap();

    assert_eq!(register::dial(&house.s, &worker, entry).await.unwrap().reveal(), "16000000123");
    let dump = house.db.dump().await;
    assert!(dump.contains("王老师") && !dump.contains("16000000123"));
}
