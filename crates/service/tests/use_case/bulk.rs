//! Labels on many households at once, and kept filters.

use domain::actor::Role;
use domain::area::Area;
use domain::cell::LabelCode;
use domain::filter::Filter;
use service::bulk::{self, Target};
use service::{ServiceError, dictionary, filter, household, saved};
use store::testing::grid_of;

use crate::house::House;

const DOG: LabelCode = LabelCode(7);

fn asked(text: &str) -> Filter {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_label_goes_on_all_that_fit_and_off_again_when_undone() {
    let house = House::new().await;
    let worker = house.worker().await;
    let with = async |text: &str| filter::count(&house.s, &worker, worker.area, &asked(text)).await.unwrap().households;
    let target = Target::Filter(worker.area, asked("label:2"));
    let (elders, others) = (with("label:2").await, with("label:3").await);

    // Code 3 is on half of them already: those stay as they are when it is undone.
    let id = bulk::label(&house.s, &worker, &target, (LabelCode(3), true), elders as usize).await.unwrap();
    let done = bulk::done(&house.s, &worker, id).await.unwrap();
    assert_eq!(with("label:3").await, elders);
    assert_eq!((done.changed as i64, done.may_undo), (elders - others, true));
    let rows = house.db.audit_rows("set_label").await;
    assert_eq!(rows.len(), done.changed, "every household has its row on the trail");
    assert_eq!(house.db.count("outbox").await, done.changed as i64, "and one for the open maps");

    bulk::undo(&house.s, &worker, id).await.unwrap();
    assert_eq!((with("label:3").await, with("label:2").await), (others, elders));
    let again = bulk::undo(&house.s, &worker, id).await;
    assert!(matches!(again, Err(ServiceError::Conflict)), "{again:?}");
}

#[tokio::test]
async fn doors_are_labelled_only_when_all_are_ones_own_and_as_many_as_were_confirmed() {
    let house = House::new().await;
    let worker = house.worker().await;
    let own = vec![house.seat(0).dwelling, house.seat(1).dwelling];
    let foreign = house.seats.iter().find(|seat| seat.area == grid_of(2, 1, 1)).unwrap().dwelling;
    let put = async |doors: Vec<_>, label, expected| {
        bulk::label(&house.s, &worker, &Target::Doors(doors), (label, true), expected).await
    };

    let mixed = put(vec![own[0], foreign], DOG, 2).await;
    let more = put(own.clone(), DOG, 3).await;
    let nobody = put(Vec::new(), DOG, 0).await;
    let unknown = put(own.clone(), LabelCode(30), 2).await;
    let street = house.db.actor(Role::Street, worker.area.path()[1], 301).await;
    let by_street = bulk::label(&house.s, &street, &Target::Doors(own.clone()), (DOG, true), 2).await;

    assert!(matches!(mixed, Err(ServiceError::NotFound)), "{mixed:?}");
    assert!(matches!(more, Err(ServiceError::Conflict)), "{more:?}");
    assert!(matches!(nobody, Err(ServiceError::Invalid { field: "households", .. })), "{nobody:?}");
    assert!(matches!(unknown, Err(ServiceError::Invalid { field: "label", .. })), "{unknown:?}");
    assert!(matches!(by_street, Err(ServiceError::Forbidden)), "{by_street:?}");
    assert_eq!(house.db.count("outbox").await, 0, "what is refused changes nothing");
    // A door that is named twice is one.
    assert!(put(vec![own[0], own[1], own[0]], DOG, 2).await.is_ok());
}

#[tokio::test]
async fn nobody_undoes_what_somebody_else_did() {
    let house = House::new().await;
    let worker = house.worker().await;
    let community = house.db.actor(Role::Community, worker.area.path()[2], 302).await;
    let target = Target::Doors(vec![house.seat(0).dwelling]);
    let id = bulk::label(&house.s, &worker, &target, (DOG, true), 1).await.unwrap();

    let by_community = bulk::undo(&house.s, &community, id).await;
    let by_stranger = bulk::done(&house.s, &house.stranger().await, id).await;

    assert!(matches!(by_community, Err(ServiceError::Forbidden)), "{by_community:?}");
    assert!(matches!(by_stranger, Err(ServiceError::NotFound)), "{by_stranger:?}");
}

#[tokio::test]
async fn a_kept_filter_is_ones_own_until_it_is_shared_with_those_inside_its_area() {
    let house = House::new().await;
    let (worker, stranger) = (house.worker().await, house.stranger().await);
    let community: Area = worker.area.path()[2];
    let community = house.db.actor(Role::Community, community, 303).await;
    let question = asked("label:11~age:80-");
    let keep = async |name: &str, shared: bool| {
        saved::save(&house.s, &community, (community.area, &question), name, shared).await
    };

    keep("高龄独居", true).await.unwrap();
    keep("自己看", false).await.unwrap();
    let twice = keep("自己看", true).await;
    let nameless = keep("  ", false).await;
    let foreign = saved::save(&house.s, &worker, (community.area, &question), "外面", false).await;

    assert!(matches!(twice, Err(ServiceError::Invalid { field: "name", .. })), "{twice:?}");
    assert!(matches!(nameless, Err(ServiceError::Invalid { field: "name", .. })), "{nameless:?}");
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "{foreign:?}");
    let names = async |actor| -> Vec<String> {
        saved::list(&house.s, actor).await.unwrap().into_iter().map(|saved| saved.name).collect()
    };
    assert_eq!(names(&community).await.len(), 2);
    assert_eq!(names(&worker).await, ["高龄独居"]);
    assert_eq!(names(&stranger).await, [""; 0]);

    let shared = saved::list(&house.s, &worker).await.unwrap().remove(0);
    assert!(shared.filter == question && !shared.is_own);
    let removed = saved::remove(&house.s, &worker, shared.id).await;
    assert!(matches!(removed, Err(ServiceError::NotFound)), "{removed:?}");
    saved::remove(&house.s, &community, shared.id).await.unwrap();
    assert_eq!(names(&worker).await, [""; 0]);
}

#[tokio::test]
async fn a_retired_label_stays_where_it_is_comes_off_and_goes_on_nowhere_until_it_is_offered_again() {
    let house = House::new().await;
    let (worker, admin) = (house.worker().await, house.db.actor(Role::SystemAdmin, House::root(), 302).await);
    let door = house.seat(0).dwelling;
    let other = house.seat(1).dwelling;
    let set = async |dwelling, on| {
        let card = household::card(&house.s, &worker, dwelling).await.unwrap();
        household::set_label(&house.s, &worker, dwelling, DOG, on, card.revision).await
    };
    for dwelling in [door, other] {
        set(dwelling, false).await.unwrap();
    }
    set(door, true).await.unwrap();

    dictionary::set_label_offered(&house.s, &admin, DOG.0, false).await.unwrap();
    let by_worker = dictionary::set_label_offered(&house.s, &worker, DOG.0, true).await;
    let kept = household::card(&house.s, &worker, door).await.unwrap();
    let found = filter::count(&house.s, &worker, worker.area, &asked("label:7")).await.unwrap();
    let one = set(other, true).await;
    let many = bulk::label(&house.s, &worker, &Target::Doors(vec![other]), (DOG, true), 1).await;
    assert!(matches!(by_worker, Err(ServiceError::NotFound | ServiceError::Forbidden)), "{by_worker:?}");
    assert!(kept.labels.contains(&DOG) && found.households > 0, "what is marked stays readable and is found");
    assert!(matches!(one, Err(ServiceError::Invalid { field: "label", .. })), "{one:?}");
    assert!(matches!(many, Err(ServiceError::Invalid { field: "label", .. })), "{many:?}");

    assert!(!set(door, false).await.unwrap().labels.contains(&DOG), "it comes off");
    assert!(set(door, true).await.is_err());
    dictionary::set_label_offered(&house.s, &admin, DOG.0, true).await.unwrap();
    assert!(set(door, true).await.unwrap().labels.contains(&DOG));
    assert_eq!(house.db.audit_rows("change_dictionary").await.len(), 2);
    let key_group = dictionary::set_label_offered(&house.s, &admin, 11, false).await;
    assert!(matches!(key_group, Err(ServiceError::NotFound)), "{key_group:?}");
}
