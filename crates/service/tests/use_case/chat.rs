//! 小区群转录: what a chat says becomes cases, once however often they are sent, without members' names, on the post's own ground.

use domain::actor::Actor;
use domain::case::{Ground, Light, Source};
use domain::category::CategoryCode;
use domain::chat::Lot;
use domain::id::CaseId;
use domain::operation::OperationId;
use service::chat::{self, Picked};
use service::{ServiceError, case};
use store::testing::grid_of;

use crate::house::House;

const TEXT: &str = "张三丰 10:30\n楼门口的路灯不亮了\n李四 10:31\n我们这也是 @张三丰\n王五 10:35\n谢谢\n";

fn number() -> OperationId {
    OperationId::new([9; 16])
}

fn picked(ground: Ground, messages: &[usize]) -> Picked {
    Picked { messages: messages.to_vec(), ground, category: None, pictures: Vec::new() }
}

async fn take(house: &House, actor: &Actor, picked: &Picked, keeps_names: bool) -> Result<CaseId, ServiceError> {
    chat::take_in(&house.s, actor, (TEXT, number()), picked, keeps_names).await
}

#[tokio::test]
async fn messages_are_split_and_what_they_may_mean_is_proposed() {
    let house = House::new().await;
    let worker = house.worker().await;
    let mut tx = house.s.store.begin(&worker).await.unwrap();
    let (_, door) = store::case::door(&mut tx, house.seat(0).dwelling).await.unwrap().unwrap();
    drop(tx);
    let text = format!("{TEXT}赵六 10:40\n{door} 没水\n");

    let read = chat::read(&house.s, &worker, &text).await.unwrap();

    assert_eq!(read.lines.len(), 4);
    let lots: Vec<Lot> = read.lines.iter().map(|line| line.lot).collect();
    assert_eq!(lots[..3], [Lot::New, Lot::Out, Lot::Out], "路灯 names a category");
    assert_eq!(read.lines[0].category.as_ref().map(CategoryCode::as_str), Some("0102"));
    assert_eq!(read.lines[1].words, "我们这也是 @住户A");
    assert_eq!(read.lines[2].member.as_deref(), Some("住户C"));
    let grounds: Vec<Ground> = read.lines[3].places.iter().map(|(ground, _)| *ground).collect();
    assert!(grounds.contains(&Ground::Dwelling(house.seat(0).dwelling)), "{door}: {:?}", read.lines[3].places);
}

#[tokio::test]
async fn a_case_has_the_words_without_the_names_and_comes_in_once() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let before = house.db.count("case_file").await;
    let one = picked(Ground::Building(house.seat(0).building), &[0, 1]);

    let id = take(&house, &worker, &one, false).await.unwrap();
    assert_eq!(take(&house, &worker, &one, false).await.unwrap(), id);

    assert_eq!(house.db.count("case_file").await, before + 1);
    let sheet = case::sheet(&house.s, &community, id).await.unwrap();
    assert_eq!((sheet.line.phase.light(), sheet.line.title.as_str()), (Light::Red, "楼门口的路灯不亮了"));
    assert_eq!(sheet.detail, "住户A 10:30：楼门口的路灯不亮了\n住户B 10:31：我们这也是 @住户A");
    assert!(house.db.dump().await.contains(Source::Chat.slug()));

    let other = take(&house, &worker, &picked(Ground::Area(worker.area), &[2]), true).await.unwrap();
    let sheet = case::sheet(&house.s, &community, other).await.unwrap();
    assert_eq!(sheet.detail, "王五 10:35：谢谢", "kept where it is wished");
}

#[tokio::test]
async fn another_posts_ground_and_messages_that_there_are_not_are_refused() {
    let house = House::new().await;
    let (worker, department) = (house.worker().await, house.department(1).await);
    let before = house.db.count("case_file").await;

    let far = take(&house, &worker, &picked(Ground::Area(grid_of(2, 1, 1)), &[0]), false).await;
    assert!(matches!(far, Err(ServiceError::NotFound)), "{far:?}");
    for messages in [&[][..], &[3], &[0, 9]] {
        let refused = take(&house, &worker, &picked(Ground::Area(worker.area), messages), false).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "chat", .. })), "{messages:?} {refused:?}");
    }
    assert!(chat::read(&house.s, &department, TEXT).await.is_err(), "a department reports nothing");
    for text in [" \n ", &*"张三 10:30\n灯\n".repeat(61), &*"长".repeat(20_001)] {
        let refused = chat::read(&house.s, &worker, text).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "chat", .. })));
    }
    assert_eq!(house.db.count("case_file").await, before);
}
