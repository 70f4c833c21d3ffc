//! The search box.

use crate::house::{House, service_at};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::search::{Hit, Target};
use service::search::Scope;
use service::{ServiceError, question, search};
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

/// The small city with a 欧阳试 behind every door, all with the same made-up number.
async fn peopled() -> House {
    let house = House::new().await;
    house.db.add_residents().await;
    house
}

#[tokio::test]
async fn a_person_is_masked_unless_the_whole_name_was_typed() {
    let house = peopled().await;
    let centre = house.centre().await;

    for (text, name) in
        [("欧阳试", "欧阳试"), ("欧阳", "欧**"), ("试", "欧**"), ("oys", "欧**"), ("ouyang", "欧**"), ("0016", "欧**")]
    {
        assert_eq!(titles(&house, &centre, text).await.first().map(String::as_str), Some(name), "{text}");
    }
}

#[tokio::test]
async fn a_door_leads_to_its_people_and_a_person_to_the_door() {
    let house = peopled().await;
    let centre = house.centre().await;

    let door = search::find(&house.s, &centre, "阳光花园1-1-101", within(House::root())).await.unwrap();
    let (Target::Dwelling(dwelling, _), Target::Person(_, home, _)) = (door[0].target, door[1].target) else {
        panic!("{door:?}")
    };
    assert_eq!(home, dwelling);
    assert_eq!(door[1].age_years, Some(36));
    let named = search::find(&house.s, &centre, "欧阳 1-1-101", within(House::root())).await.unwrap();
    assert!(named.iter().all(|hit| matches!(hit.target, Target::Person(..))), "{named:?}");
    assert_eq!(named.iter().filter(|hit| hit.place.starts_with("阳光花园 1-1-101")).count(), 1, "{named:?}");
    let at = search::find(&house.s, &centre, "欧阳 和平里", within(House::root())).await.unwrap();
    assert!(at.len() == 3 && at.iter().all(|hit| hit.place.starts_with("和平里")), "{at:?}");
}

#[tokio::test]
async fn who_is_near_comes_first() {
    let house = peopled().await;
    let centre = house.centre().await;
    let scope = Scope { near: Some(grid_of(2, 1, 1)), ..within(House::root()) };

    let hits = search::find(&house.s, &centre, "欧阳试", scope).await.unwrap();

    assert_eq!(hits.len(), 20);
    assert!(hits[..8].iter().all(|hit| hit.place.starts_with("新村")), "{hits:?}");
}

#[tokio::test]
async fn people_outside_the_scope_and_people_for_a_wall_are_not_found() {
    let house = peopled().await;
    let stranger = house.stranger().await;
    let wall = house.db.actor(Role::Wall, House::root(), 105).await;

    let own = search::find(&house.s, &stranger, "欧阳试", within(stranger.area)).await.unwrap();
    assert_eq!(own.len(), 8);
    for text in ["欧阳试", "oys", "0016", "阳光花园1-1-101", "欧阳 和平里"] {
        let seen = search::find(&house.s, &wall, text, within(House::root())).await.unwrap();
        assert!(
            seen.iter().all(|hit| !matches!(hit.target, Target::Person(..) | Target::Dwelling(..))),
            "{text}: {seen:?}"
        );
    }
}

#[tokio::test]
async fn a_text_is_read_back_by_the_session_that_asked_and_by_nobody_else() {
    let house = peopled().await;
    let (centre, worker) = (house.centre().await, house.worker().await);

    let id = question::keep(&house.s, &centre, " 欧阳试 ").await.unwrap();

    assert_eq!(question::read(&house.s, &centre, id).await.unwrap().as_deref(), Some("欧阳试"));
    assert_eq!(question::read(&house.s, &worker, id).await.unwrap(), None);
    let tomorrow = service_at(house.db.store.clone(), house.s.now() + chrono::Duration::days(1));
    assert_eq!(question::read(&tomorrow, &centre, id).await.unwrap(), None, "it is kept for a day");
}

#[tokio::test]
async fn a_session_keeps_the_newest_texts_and_the_sweep_takes_what_is_old_or_ended() {
    let house = peopled().await;
    let (centre, worker) = (house.centre().await, house.worker().await);
    for at in 0..60 {
        question::keep(&house.s, &centre, &format!("{at}")).await.unwrap();
    }
    let last = question::keep(&house.s, &worker, "x").await.unwrap();
    assert_eq!(house.db.count("question").await, 51);

    store::session::revoke(&house.db.store, centre.session_key).await.unwrap();
    let mut tx = house.db.store.begin_system().await.unwrap();
    let gone = store::question::sweep(&mut tx, house.s.now() - chrono::Duration::days(1)).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(gone, 50);
    assert_eq!(question::read(&house.s, &worker, last).await.unwrap().as_deref(), Some("x"));
}

#[tokio::test]
async fn a_look_for_people_is_written_down_without_what_was_typed() {
    let house = peopled().await;
    let centre = house.centre().await;

    for text in ["欧阳试", "0016", "阳光花园", "oys"] {
        search::find(&house.s, &centre, text, within(House::root())).await.unwrap();
    }

    let rows = house.db.audit_rows("search_people").await;
    assert_eq!(rows.len(), 4);
    assert!(rows[0].contains("\"\"hits\"\": 20") && rows[0].contains("name"), "{}", rows[0]);
    for row in rows {
        assert!(!row.contains('欧') && !row.contains("0016\"") && !row.contains("oys"), "{row}");
    }
}
