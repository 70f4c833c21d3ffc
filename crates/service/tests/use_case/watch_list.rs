//! Watch lists: made by offices for a reason and a while, checked every day, ended.

use chrono::{NaiveDate, TimeDelta};
use domain::actor::Actor;
use domain::cell::LabelCode;
use domain::filter::Filter;
use domain::id::DwellingId;
use domain::operation::OperationId;
use domain::visit::ProofDemand;
use domain::watch_list::WatchOutcome;
use service::ServiceError;
use service::watch_list::{self, Check, Draft};
use store::testing::now;

use crate::house::{House, service_at};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn draft(maker: &Actor, house: &House, dwellings: &[DwellingId]) -> Draft {
    let today = house.s.today();
    Draft {
        area: maker.area,
        name: "雪后独居老人".to_owned(),
        reason: "大雪封路".to_owned(),
        from_on: today,
        until_on: today + TimeDelta::days(6),
        filter: None,
        dwellings: dwellings.to_vec(),
    }
}

fn check(list: i64, dwelling: DwellingId, number: u8) -> Check {
    Check {
        operation: OperationId::new([number; 16]),
        list,
        dwelling,
        outcome: WatchOutcome::Well,
        made_at: now(),
        position: None,
        note: None,
    }
}

#[tokio::test]
async fn a_community_makes_a_list_and_its_worker_checks_each_household_once_a_day() {
    let house = House::new().await;
    let (community, worker) = (house.community().await, house.worker().await);
    let (one, two) = (house.seat(0).dwelling, house.seat(1).dwelling);
    let list = watch_list::make(&house.s, &community, &draft(&community, &house, &[one, two])).await.unwrap();
    let open =
        async |s| watch_list::today(s, &worker).await.unwrap().iter().filter(|item| item.check.is_none()).count();
    assert_eq!(open(&house.s).await, 2);

    let sent = async |check: &Check| watch_list::check(&house.s, &worker, check, ProofDemand::None).await;
    assert!(!sent(&check(list, one, 1)).await.unwrap());
    assert!(sent(&check(list, one, 1)).await.unwrap(), "the same tap again");

    assert_eq!((open(&house.s).await, house.db.count("watch_check").await), (1, 1));
    let tomorrow = service_at(house.db.store.clone(), now() + TimeDelta::days(1));
    assert_eq!(open(&tomorrow).await, 2, "every day anew");
    let found = watch_list::lists(&house.s, &community, community.area, false).await.unwrap();
    assert_eq!(found.lists.iter().map(|list| (list.checked, list.households)).collect::<Vec<_>>(), [(1, 2)]);
    let demanded = watch_list::check(&house.s, &worker, &check(list, two, 2), ProofDemand::Position).await;
    assert!(matches!(demanded, Err(ServiceError::Invalid { field: "position", .. })));
}

#[tokio::test]
async fn a_list_is_seen_and_checked_only_where_its_households_are() {
    let house = House::new().await;
    let (community, street, stranger) = (house.community().await, house.street().await, house.stranger().await);
    let home = house.seat(0).dwelling;
    let list = watch_list::make(&house.s, &community, &draft(&community, &house, &[home])).await.unwrap();

    assert!(watch_list::view(&house.s, &street, list, None).await.is_ok());
    assert!(matches!(watch_list::view(&house.s, &stranger, list, None).await, Err(ServiceError::NotFound)));
    let far = watch_list::check(&house.s, &stranger, &check(list, home, 1), ProofDemand::None).await;
    assert!(matches!(far, Err(ServiceError::NotFound)));
    let above = watch_list::check(&house.s, &street, &check(list, home, 1), ProofDemand::None).await;
    assert!(matches!(above, Err(ServiceError::Forbidden)), "a street does not go to doors");
    let worker = house.worker().await;
    assert!(matches!(watch_list::end(&house.s, &worker, list).await, Err(ServiceError::Forbidden)));
    watch_list::end(&house.s, &community, list).await.unwrap();
    assert!(matches!(watch_list::end(&house.s, &community, list).await, Err(ServiceError::Conflict)));
    let over = watch_list::check(&house.s, &worker, &check(list, home, 1), ProofDemand::None).await;
    assert!(matches!(over, Err(ServiceError::Conflict)));
    assert!(watch_list::today(&house.s, &worker).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_has_a_reason_an_end_and_households_of_its_makers_area() {
    let house = House::new().await;
    let (community, worker) = (house.community().await, house.worker().await);
    let home = house.seat(0).dwelling;
    let good = draft(&community, &house, &[home]);
    let field = async |draft: Draft| match watch_list::make(&house.s, &community, &draft).await {
        Err(ServiceError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };

    assert_eq!(field(Draft { reason: " ".to_owned(), ..good.clone() }).await, "reason");
    assert_eq!(field(Draft { until_on: day("2020-01-01"), ..good.clone() }).await, "until_on");
    assert_eq!(field(Draft { until_on: good.from_on + TimeDelta::days(61), ..good.clone() }).await, "until_on");
    assert_eq!(field(Draft { dwellings: Vec::new(), ..good.clone() }).await, "dwellings");
    let foreign = house.seats.iter().find(|seat| !community.area.contains(seat.area)).unwrap().dwelling;
    assert_eq!(field(Draft { dwellings: vec![home, foreign], ..good.clone() }).await, "dwellings");
    let below = watch_list::make(&house.s, &worker, &Draft { area: worker.area, ..good.clone() }).await;
    assert!(matches!(below, Err(ServiceError::Forbidden)));

    let by_label = Draft { filter: Some(Filter::with_label(LabelCode(11))), dwellings: Vec::new(), ..good };
    let list = watch_list::make(&house.s, &community, &by_label).await.unwrap();
    let found = watch_list::view(&house.s, &community, list, None).await.unwrap();
    assert!(found.items.len() > 1, "whoever has the label");
}
