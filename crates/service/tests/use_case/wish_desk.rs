//! The community's desk for wishes: checked, published, confirmed, merged, turned into a case; and what residents see of it.

use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::{Ground, Note, Title};
use domain::gate::Form;
use domain::id::WishId;
use domain::media::Capture;
use domain::operation::OperationId;
use domain::wish::{Kind, Order, State, Verdict};
use service::wish::{self, Claimed, Confirmed, Contact, Desk, Proposal, Sent};
use service::{ServiceError, media};
use store::testing::county;

use crate::gate;
use crate::house::House;

const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x03\x08\0\0\0\0\x9c\x81\x81]\0\0\0\x0dIDATx\xdach\x98\xc0\0F\0\x0eI\x031(\0T\xc6\0\0\0\0IEND\xaeB`\x82";

fn sent(house: &House, number: u8, words: &str) -> Sent {
    Sent {
        operation: OperationId::new([number; 16]),
        ground: Ground::Building(house.seat(0).building),
        kind: Kind::Repair,
        words: words.to_owned(),
        contact: Contact {
            name: Some("朴大娘".parse().unwrap()),
            phone: Some("13804337788".parse().unwrap()),
            door: Some("3单元502".to_owned()),
        },
        pictures: vec![],
    }
}

async fn send(house: &House, sent: Sent) -> WishId {
    let entered = gate::entered_as(house, Form::Wish, sent.operation).await;
    wish::send(&house.s, sent, &entered).await.unwrap()
}

fn order(house: &House, kind: Kind) -> Order {
    let starts_at = house.s.now() + TimeDelta::days(1);
    Order {
        kind,
        title: Title::new("换一只厨房灯泡").unwrap(),
        content: "高处换灯泡，需要人字梯".to_owned(),
        place: "小区南门".to_owned(),
        starts_at,
        ends_at: starts_at + TimeDelta::hours(2),
        slots: 2,
        tools: vec!["人字梯".to_owned()],
        safety: "先断电".to_owned(),
        repeat: None,
    }
}

async fn volunteer(house: &House, serial: u64) -> Actor {
    house.db.actor(Role::Volunteer, Area::city(county()), serial).await
}

async fn version(house: &House, community: &Actor, wish: WishId) -> (WishId, i32) {
    (wish, wish::sheet(&house.s, community, wish).await.unwrap().wish.version)
}

#[tokio::test]
async fn a_wish_goes_from_the_resident_to_the_archive_and_everybody_sees_only_their_part() {
    let house = House::new().await;
    let (community, helper) = (house.community().await, volunteer(&house, 901).await);
    let id = send(&house, sent(&house, 1, "我是朴大娘，厨房灯泡坏了够不着")).await;
    let code = wish::link_code(&house.s, id);

    let page = wish::lists(&house.s, &community, community.area, Desk::Proposed, 0).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.wish.wish).collect::<Vec<_>>(), [id], "the desk has it at once");
    assert!(wish::one(&house.s, id).await.unwrap().is_none(), "nobody else has");

    wish::publish(&house.s, &community, (id, 1), order(&house, Kind::Repair)).await.unwrap();
    let public = wish::one(&house.s, id).await.unwrap().unwrap();
    let shown = format!("{public:?}");
    assert!(!shown.contains('朴') && !shown.contains("7788") && !shown.contains("502"), "needs, never identities");

    assert!(matches!(wish::claim(&house.s, &helper, id, (1, false), &[]).await.unwrap(), Claimed::In(_)));
    assert_eq!(wish::contact_of(&house.s, &helper, id).await.unwrap().door.as_deref(), Some("3单元502"));
    wish::finish(&house.s, &helper, id, "换好了").await.unwrap();
    assert!(
        matches!(wish::contact_of(&house.s, &helper, id).await, Err(ServiceError::NotFound)),
        "until it is done, and no longer"
    );

    let bare = Confirmed { minutes: 60, ..Confirmed::default() };
    let at = version(&house, &community, id).await;
    let refused = wish::confirm(&house.s, &community, at, bare.clone()).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "picture", .. })), "{refused:?}");
    let operation = OperationId::new([9; 16]);
    let picture = media::stage(&house.s, &community, PNG.to_vec(), Capture::default(), operation).await.unwrap();
    let seen = Confirmed { pictures: vec![picture], ..bare };
    wish::confirm(&house.s, &community, at, seen).await.unwrap();

    wish::judge(&house.s, &code, Verdict::Satisfied, "谢谢").await.unwrap();
    let followed = wish::follow(&house.s, &code).await.unwrap().unwrap();
    assert_eq!(followed.state, State::Archived(Some(Verdict::Satisfied)));
    let steps: Vec<&str> = followed.hops.iter().rev().map(|hop| hop.step.as_str()).collect();
    assert_eq!(steps, ["propose", "publish", "claim", "finish", "confirm", "judge"]);
    assert_eq!(wish::mine(&house.s, &helper, false).await.unwrap().minutes, 60);
    let totals = wish::board(&house.s, None, (None, false), 0).await.unwrap().totals;
    assert_eq!((totals.open, totals.fulfilled, totals.satisfied, totals.judged), (0, 1, 1, 1));
}

#[tokio::test]
async fn what_was_unmet_goes_back_to_the_desk_and_stands_first() {
    let house = House::new().await;
    let (community, helper) = (house.community().await, volunteer(&house, 902).await);
    let id = send(&house, sent(&house, 1, "想有人陪我说说话")).await;
    wish::publish(&house.s, &community, (id, 1), order(&house, Kind::Company)).await.unwrap();
    wish::claim(&house.s, &helper, id, (1, false), &[]).await.unwrap();
    wish::finish(&house.s, &community, id, "").await.unwrap();
    let seen = Confirmed { minutes: 30, ..Confirmed::default() };
    wish::confirm(&house.s, &community, version(&house, &community, id).await, seen).await.unwrap();

    wish::judge(&house.s, &wish::link_code(&house.s, id), Verdict::Unmet, "没有人来").await.unwrap();

    let page = wish::lists(&house.s, &community, community.area, Desk::Done, 0).await.unwrap();
    assert_eq!(page.rows.first().map(|row| (row.wish.wish, row.wish.standing.rework_count)), Some((id, 1)));
    let totals = wish::board(&house.s, None, (None, false), 0).await.unwrap().totals;
    assert_eq!((totals.satisfied, totals.judged), (0, 1), "silence and anger are no satisfaction");
}

#[tokio::test]
async fn a_wish_that_is_a_problem_becomes_a_case_and_its_link_leads_there() {
    let house = House::new().await;
    let community = house.community().await;
    let id = send(&house, sent(&house, 1, "楼门口的路灯不亮了")).await;

    let case = wish::convert(&house.s, &community, (id, 1)).await.unwrap();

    let sheet = service::case::sheet(&house.s, &community, case).await.unwrap();
    assert_eq!(sheet.detail, "楼门口的路灯不亮了");
    let followed = wish::follow(&house.s, &wish::link_code(&house.s, id)).await.unwrap().unwrap();
    assert_eq!(followed.state, State::Converted(case));
    assert_eq!(followed.case_code, Some(service::case::link_code(&house.s, case)));
    assert!(matches!(wish::convert(&house.s, &community, (id, 2)).await, Err(ServiceError::Conflict)), "once");
}

#[tokio::test]
async fn two_wishes_for_the_same_are_named_and_merged_with_their_supporters() {
    let house = House::new().await;
    let community = house.community().await;
    let first = send(&house, sent(&house, 1, "希望社区办一次反诈讲座，教老人识别诈骗电话")).await;
    let second = send(&house, sent(&house, 2, "希望社区办一次反诈讲座，让老人识别诈骗电话")).await;
    let alike = wish::sheet(&house.s, &community, second).await.unwrap().alike;
    assert_eq!(alike.iter().map(|(wish, _)| *wish).collect::<Vec<_>>(), [first]);

    wish::merge(&house.s, &community, (second, 1), first).await.unwrap();

    assert_eq!(wish::sheet(&house.s, &community, first).await.unwrap().wish.supporters, 1);
    let itself = wish::merge(&house.s, &community, (first, 1), first).await;
    assert!(matches!(itself, Err(ServiceError::Invalid { field: "into", .. })), "{itself:?}");
}

#[tokio::test]
async fn the_community_publishes_at_once_and_a_worker_only_writes_down() {
    let house = House::new().await;
    let (community, worker) = (house.community().await, house.worker().await);
    let own = Proposal { sent: sent(&house, 1, "理花坛"), is_own: true, order: Some(order(&house, Kind::Tidy)) };
    let told = Proposal { sent: sent(&house, 2, "想理发"), is_own: false, order: None };
    let proud = Proposal { sent: sent(&house, 3, "理花坛"), is_own: true, order: Some(order(&house, Kind::Tidy)) };

    let published = wish::propose(&house.s, &community, own.clone()).await.unwrap();
    let written = wish::propose(&house.s, &worker, told).await.unwrap();

    assert!(wish::one(&house.s, published).await.unwrap().is_some());
    assert_eq!(wish::propose(&house.s, &community, own).await.unwrap(), published, "sent twice it is one");
    assert!(wish::one(&house.s, written).await.unwrap().is_none());
    assert!(matches!(wish::propose(&house.s, &worker, proud).await, Err(ServiceError::Forbidden)));
    let reason = Note::new("不归这里").unwrap();
    assert!(matches!(wish::decline(&house.s, &worker, (written, 1), &reason).await, Err(ServiceError::Forbidden)));
}

#[tokio::test]
async fn an_order_that_lacks_something_names_it_and_nothing_changes() {
    let house = House::new().await;
    let community = house.community().await;
    let id = send(&house, sent(&house, 1, "修水龙头")).await;
    let whole = order(&house, Kind::Repair);
    let wrong = [
        (Order { content: String::new(), ..whole.clone() }, "content"),
        (Order { place: " ".to_owned(), ..whole.clone() }, "place"),
        (Order { ends_at: whole.starts_at, ..whole.clone() }, "starts_at"),
        (Order { slots: 0, ..whole.clone() }, "slots"),
        (Order { tools: vec![String::new()], ..whole.clone() }, "tools"),
        (Order { safety: String::new(), ..whole.clone() }, "safety"),
    ];
    for (order, name) in wrong {
        let refused = wish::publish(&house.s, &community, (id, 1), order).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field, .. }) if field == name), "{name}: {refused:?}");
    }
    assert_eq!(version(&house, &community, id).await, (id, 1));
    wish::publish(&house.s, &community, (id, 1), whole.clone()).await.unwrap();
    let late = wish::publish(&house.s, &community, (id, 1), whole).await;
    assert!(matches!(late, Err(ServiceError::Conflict)), "on the version that was seen");
}

#[tokio::test]
async fn a_wish_is_followed_by_number_and_tail_and_by_nothing_else() {
    let house = House::new().await;
    let id = send(&house, sent(&house, 1, "修水龙头")).await;
    let code = wish::link_code(&house.s, id);

    assert_eq!(wish::follow_by_tail(&house.s, id, "7788").await.unwrap(), Some(code.clone()));
    assert_eq!(wish::follow_by_tail(&house.s, id, "7789").await.unwrap(), None);
    assert!(wish::follow_by_tail(&house.s, id, "77 8").await.is_err());
    let mut forged = code.clone();
    forged.pop();
    assert!(wish::follow(&house.s, &forged).await.unwrap().is_none());

    wish::withdraw_by_link(&house.s, &code).await.unwrap();
    assert_eq!(wish::follow(&house.s, &code).await.unwrap().unwrap().state, State::Withdrawn);
    assert!(matches!(wish::withdraw_by_link(&house.s, &code).await, Err(ServiceError::Conflict)));
}
