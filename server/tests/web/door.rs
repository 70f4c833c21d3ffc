//! Changes of doors through the router: proposed by the worker, decided by the community, told to both.

use domain::actor::Role;
use store::testing::grid_of;

use crate::house::House;

#[tokio::test]
async fn a_number_is_proposed_on_one_page_and_confirmed_on_another() {
    let house = House::new().await;
    let (worker, community) = (house.browser(Role::GridWorker).await, house.browser(Role::Community).await);
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let (dwelling, page) = (seat.dwelling.to_string(), format!("/doors/{}", seat.dwelling));
    let fields = |number: &'static str| {
        [
            ("back", page.as_str()),
            ("dwelling", dwelling.as_str()),
            ("kind", "renumber"),
            ("number", number),
            ("note", "换牌"),
        ]
    };

    let nonsense = worker.post("/form/door", &fields("甲")).await;
    let proposed = worker.post("/form/door", &fields("301甲")).await;
    let again = worker.post("/form/door", &fields("301乙")).await;
    let waits = worker.get(&page).await;
    let sheet = community.get("/doors").await;
    let proposal =
        sheet.text.split("data-proposal=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let decide = [("back", "/doors"), ("proposal", proposal.as_str()), ("verdict", "confirm")];
    let own = worker.post("/form/door-decide", &decide).await;
    let confirmed = community.post("/form/door-decide", &decide).await;
    let late = community.post("/form/door-decide", &decide).await;
    let card = worker.get(&format!("/households/{}", seat.dwelling)).await;
    let told = worker.get("/doors").await;

    assert_eq!((nonsense.status.as_u16(), nonsense.text.contains("value=\"甲\"")), (422, true));
    assert_eq!((proposed.status.as_u16(), again.status.as_u16()), (303, 422));
    assert!(waits.text.contains("301甲") && waits.text.contains("/form/door-withdraw"));
    assert!(!waits.text.contains("/form/door-decide"), "a worker decides nothing");
    assert!(sheet.text.contains("换牌") && sheet.is_complete() && sheet.tags("script").is_empty());
    assert!(sheet.text.contains("（1）"), "the bar says how many wait");
    assert_eq!((own.status.as_u16(), confirmed.status.as_u16(), late.status.as_u16()), (422, 303, 422));
    assert!(card.text.contains("301甲") && card.text.contains("前为"));
    assert!(told.text.contains("data-state=\"confirmed\""));
}

#[tokio::test]
async fn a_door_with_people_is_not_removed_and_the_page_says_how_many_have_to_move() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let (dwelling, page) = (seat.dwelling.to_string(), format!("/doors/{}", seat.dwelling));

    let refused = community
        .post(
            "/form/door",
            &[
                ("back", page.as_str()),
                ("dwelling", dwelling.as_str()),
                ("kind", "remove"),
                ("removal", "demolished"),
                ("at_once", "1"),
            ],
        )
        .await;

    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text.contains("还有 1 人登记在这里") && !refused.text.contains("欧阳"));
}
