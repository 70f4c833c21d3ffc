//! Answer templates: each desk keeps its own, is offered them filled in, and nobody else sees or changes them.

use domain::actor::{Actor, Role};
use domain::answer::MOST;
use domain::case::Report;
use domain::category::CategoryCode;
use service::{ServiceError, answer};
use store::testing::now;

use crate::house::House;

const WORDS: &str = "您好，{编号}号事件（{地点}）已于{日期}办结。";

async fn kept(house: &House, actor: &Actor) -> Vec<(i64, String, i32)> {
    let found = answer::list(&house.s, actor).await.unwrap().templates;
    found.into_iter().map(|template| (template.id, template.draft.name, template.revision)).collect()
}

async fn write(house: &House, actor: &Actor, name: &str, category: Option<&str>) -> Result<(), ServiceError> {
    let category = category.map(|code| code.parse().unwrap());
    answer::write(&house.s, actor, None, (name, WORDS), category).await
}

#[tokio::test]
async fn a_template_is_filled_in_for_the_case_and_fits_its_category() {
    let house = House::new().await;
    let community = house.community().await;
    let report = Report { category: CategoryCode::new("0102"), ..crate::case::report_of(&house, 1) };
    let case = service::case::report(&house.s, &community, report).await.unwrap();
    write(&house, &community, "通用", None).await.unwrap();
    write(&house, &community, "本类", Some("0102")).await.unwrap();
    write(&house, &community, "他类", Some("0101")).await.unwrap();

    let offered = answer::for_case(&house.s, &community, case).await.unwrap();

    assert_eq!(offered.iter().map(|answer| answer.name.as_str()).collect::<Vec<_>>(), ["本类", "通用"]);
    let day = domain::clock::civil_date(now()).to_string();
    assert!(offered[0].text.contains(&case.to_string()) && offered[0].text.contains(&day), "{}", offered[0].text);
    assert!(!offered[0].text.contains('{'), "{}", offered[0].text);
    let leader = house.db.actor(Role::GridLeader, community.area, 320).await;
    assert_eq!(answer::for_case(&house.s, &leader, case).await.unwrap(), [], "who has no desk keeps none");
    let stranger = house.stranger().await;
    assert!(matches!(answer::for_case(&house.s, &stranger, case).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn a_desk_sees_and_changes_its_own_and_no_other_desks() {
    let house = House::new().await;
    let (department, other, community) =
        (house.department(1).await, house.department(2).await, house.community().await);
    write(&house, &department, "已修复", None).await.unwrap();
    let own = kept(&house, &department).await;
    let (id, _, revision) = own[0].clone();

    for stranger in [&other, &community] {
        assert_eq!(kept(&house, stranger).await, []);
        let removed = answer::remove(&house.s, stranger, id).await;
        assert!(matches!(removed, Err(ServiceError::NotFound)));
        let changed = answer::write(&house.s, stranger, Some((id, revision)), ("x", "y"), None).await;
        assert!(matches!(changed, Err(ServiceError::Conflict)));
    }
    assert_eq!(kept(&house, &department).await, own);
    answer::write(&house.s, &department, Some((id, revision)), ("修好了", "y"), None).await.unwrap();
    let stale = answer::write(&house.s, &department, Some((id, revision)), ("又一个", "y"), None).await;
    assert!(matches!(stale, Err(ServiceError::Conflict)));
    assert!(matches!(
        write(&house, &department, "修好了", None).await,
        Err(ServiceError::Invalid { field: "name", .. })
    ));
    answer::remove(&house.s, &department, id).await.unwrap();
    assert_eq!(kept(&house, &department).await, []);
    let trail = house.db.count("audit").await;
    assert!(trail >= 3, "a department leaves its rows on the trail as well: {trail}");
    let supervision = house.db.actor(Role::Supervision, House::root(), 321).await;
    assert!(matches!(answer::list(&house.s, &supervision).await, Err(ServiceError::Forbidden)));
    assert!(matches!(answer::list(&house.s, &house.wall().await).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn a_desk_keeps_two_hundred_and_no_more_and_only_words() {
    let house = House::new().await;
    let community = house.community().await;
    for at in 0..MOST {
        write(&house, &community, &format!("第{at}个"), None).await.unwrap();
    }

    assert!(matches!(write(&house, &community, "还有", None).await, Err(ServiceError::Invalid { field: "name", .. })));
    let wordless = answer::write(&house.s, &community, None, ("a", " "), None).await;
    assert!(matches!(wordless, Err(ServiceError::Invalid { field: "body", .. })));
    let unknown = write(&house, &community, "类别", Some("9999")).await;
    assert!(matches!(unknown, Err(ServiceError::Invalid { field: "category", .. })));
    assert_eq!(kept(&house, &community).await.len(), MOST);
}
