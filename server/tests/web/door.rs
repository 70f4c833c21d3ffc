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

#[tokio::test]
async fn a_parted_flats_second_door_is_on_the_board_at_once_and_the_map_is_drawn_anew() {
    let house = House::new().await;
    let community = house.browser(Role::Community).await;
    let seat = house.seat(grid_of(1, 1, 1)).await;
    let (dwelling, page) = (seat.dwelling.to_string(), format!("/doors/{}", seat.dwelling));
    let add = |kind: &'static str, field: &'static str, value: &'static str| {
        [
            ("back", page.clone()),
            ("dwelling", dwelling.clone()),
            ("kind", kind.to_owned()),
            (field, value.to_owned()),
            ("at_once", "1".to_owned()),
        ]
    };
    let send = async |fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        community.post("/form/door", &fields).await
    };

    let forms = community.get(&page).await;
    let done = send(&add("add_door", "number", "109-1")).await;
    let twice = send(&add("add_door", "number", "109-1")).await;
    let none = send(&add("add_floor", "doors", "many")).await;
    let board = community.get(&format!("/buildings/{}", seat.building)).await;
    let old = community.get(&format!("/api/map/dwelling_at?scene_version=1&cell={}", seat.cell)).await;
    let city = community.get("/api/map/city").await;

    assert!(
        ["add_door", "add_column", "add_floor"].iter().all(|kind| forms.text.contains(&format!("value=\"{kind}\"")))
    );
    assert_eq!((done.status.as_u16(), twice.status.as_u16(), none.status.as_u16()), (303, 422, 422));
    assert!(twice.tags("details").iter().any(|tag| tag.contains("open")), "the refused form stays open");
    assert!(board.text.contains("109-1"));
    assert_eq!(old.status.as_u16(), 409, "whoever has the older scene is told to load it anew");
    assert!(city.text.contains("\"scene_version\":2"), "{}", city.text);
}
