//! The search box.

use crate::house::House;
use domain::actor::Actor;
use domain::area::Area;
use domain::search::{Hit, Target};
use service::search::Scope;
use service::{ServiceError, search};
use store::testing::grid_of;

fn within(area: Area) -> Scope {
    Scope { area, near: None, limit: 20 }
}

async fn titles(house: &House, centre: &Actor, text: &str) -> Vec<String> {
    let hits: Vec<Hit> = search::find(&house.s, centre, text, within(House::root())).await.unwrap();
    hits.into_iter().map(|hit| hit.title).collect()
}

#[tokio::test]
async fn a_door_is_found_however_it_is_written() {
    let house = House::new().await;
    let centre = house.centre().await;

    for text in ["1-2-401", "1号楼2单元401室", "阳光花园 1-2-401", "12401", "Abay 1-2-401"] {
        assert_eq!(titles(&house, &centre, text).await.first().map(String::as_str), Some("阳光花园 1-2-401"), "{text}");
    }
}

#[tokio::test]
async fn words_narrow_a_door_down_to_their_estate() {
    let house = House::new().await;
    let centre = house.centre().await;

    assert_eq!(titles(&house, &centre, "1-1-101").await, ["阳光花园 1-1-101", "和平里 1-1-101"]);
    assert_eq!(titles(&house, &centre, "和平里1-1-101").await, ["和平里 1-1-101"]);
    assert_eq!(titles(&house, &centre, "新村1-1-101").await, Vec::<String>::new(), "the first floor there is a shop");
}

#[tokio::test]
async fn estates_streets_and_areas_are_found_by_their_words() {
    let house = House::new().await;
    let centre = house.centre().await;

    let estate = search::find(&house.s, &centre, "阳光", within(House::root())).await.unwrap();
    assert!(matches!(estate[0].target, Target::Estate(..)), "{estate:?}");
    let street = search::find(&house.s, &centre, "abay", within(House::root())).await.unwrap();
    assert_eq!(street.len(), 5);
    let area = search::find(&house.s, &centre, "第2号", within(House::root())).await.unwrap();
    assert!(area.iter().any(|hit| hit.target == Target::Area(grid_of(1, 1, 2))), "{area:?}");
}

#[tokio::test]
async fn nothing_is_found_outside_the_scope() {
    let house = House::new().await;
    let stranger = house.stranger().await;

    let own = search::find(&house.s, &stranger, "1-1-301", within(stranger.area)).await.unwrap();
    let beyond = search::find(&house.s, &stranger, "1-1-301", within(House::root())).await;

    assert_eq!(own.len(), 1);
    assert!(matches!(beyond, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn nonsense_finds_nothing_and_breaks_nothing() {
    let house = House::new().await;
    let centre = house.centre().await;

    for text in ["", "   ", "%", "'; drop table area; --", "99999999999999999999", "-", "号楼", "\u{0}x"] {
        let found = search::find(&house.s, &centre, text, within(House::root())).await;
        assert!(found.as_ref().is_ok_and(Vec::is_empty), "{text:?}: {found:?}");
    }
}
