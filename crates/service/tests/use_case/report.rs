//! Residents' reports: anybody's, once however often they are sent, at no door, and of others nothing but category, light and age.

use domain::actor::Actor;
use domain::area::Area;
use domain::case::{Desk, Ground, Kind, Light, Phase, Reporter};
use domain::gate::Form;
use domain::geo::{LonLat, Metre};
use domain::id::{BuildingId, CaseId, MediaId};
use domain::media::Capture;
use domain::operation::OperationId;
use service::case::Taken;
use service::report::{self, Next, Place, Sent};
use service::{ServiceError, case};
use store::testing::{county, grid_of};

use crate::gate::entered;
use crate::house::House;

const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x03\x08\0\0\0\0\x9c\x81\x81]\0\0\0\x0dIDATx\xdach\x98\xc0\0F\0\x0eI\x031(\0T\xc6\0\0\0\0IEND\xaeB`\x82";

fn sent(ground: Ground, number: u8, words: &str) -> Sent {
    Sent {
        operation: OperationId::new([number; 16]),
        ground,
        words: words.to_owned(),
        category: None,
        pictures: vec![],
        reporter: Reporter::default(),
    }
}

/// Sends it as a person without script does, from an address of its own.
async fn send(house: &House, sent: Sent) -> Result<CaseId, ServiceError> {
    let entered = entered(house, sent.operation).await;
    report::send(&house.s, sent, &entered).await
}

/// Somebody at the community accepts it: from then on strangers may know of it.
async fn accept(house: &House, community: &Actor, id: CaseId) {
    case::step(&house.s, community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
}

fn building(house: &House) -> BuildingId {
    house.seat(0).building
}

async fn form(house: &House, place: Place) -> report::Form {
    match report::next(&house.s, Some(place), Form::Report).await.unwrap() {
        Next::Form(form) => *form,
        other => panic!("no form: {other:?}"),
    }
}

/// A point in the first seat's building.
async fn point(house: &House) -> LonLat {
    let mut tx = house.s.store.begin_system().await.unwrap();
    let (x, y) = store::spot::of_building(&mut tx, building(house)).await.unwrap().unwrap().at_dm.unwrap();
    let frame = store::city::city(&mut tx, county()).await.unwrap().unwrap().frame();
    frame.to_lon_lat(Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 })
}

/// How many open cases strangers see at the first seat's building.
pub async fn shown_at(house: &House) -> usize {
    form(house, Place::Building(building(house))).await.met.len()
}

#[tokio::test]
async fn a_report_at_a_building_waits_red_at_its_community_and_the_words_choose_the_category() {
    let house = House::new().await;
    let community = house.community().await;

    let id = send(&house, sent(Ground::Building(building(&house)), 1, "楼门口的路灯不亮了")).await.unwrap();

    let sheet = case::sheet(&house.s, &community, id).await.unwrap();
    assert_eq!((sheet.line.phase.light(), sheet.line.phase), (Light::Red, Phase::Waiting { in_pool: false }));
    assert_eq!(sheet.line.holder, Desk::area(community.area));
    assert_eq!(sheet.line.category.unwrap().as_str(), "0102", "路灯");
    assert_eq!((sheet.dwelling, sheet.detail.as_str()), (None, "楼门口的路灯不亮了"), "no door is said");
    let receipt = case::receipt(&house.s, &case::link_code(&house.s, id)).await.unwrap().unwrap();
    assert_eq!(receipt.accept_due_at, sheet.times.holder_due_at);
    assert!(receipt.accept_due_at.is_some() && receipt.followed.due_at.is_some(), "residents hear until when");
}

#[tokio::test]
async fn a_report_comes_in_once_however_often_it_is_sent() {
    let house = House::new().await;
    let before = house.db.count("case_file").await;
    let again = || send(&house, sent(Ground::Building(building(&house)), 1, "下水道堵塞"));

    let (one, two, three) = tokio::join!(again(), again(), again());

    let one = one.unwrap();
    assert_eq!((one, one), (two.unwrap(), three.unwrap()));
    assert_eq!(house.db.count("case_file").await, before + 1);
    let other = send(&house, sent(Ground::Building(building(&house)), 2, "下水道堵塞")).await.unwrap();
    assert_ne!(other, one, "another number is another report");
}

#[tokio::test]
async fn every_kind_of_place_leads_to_the_community_of_the_ground() {
    let house = House::new().await;
    let community = house.community().await;
    let grounds =
        [Ground::Building(building(&house)), Ground::Point(point(&house).await), Ground::Area(community.area)];
    for (ground, number) in grounds.into_iter().zip(1..) {
        let id = send(&house, sent(ground, number, "垃圾没人清")).await.unwrap();

        let sheet = case::sheet(&house.s, &community, id).await.unwrap();
        assert_eq!(sheet.line.holder, Desk::area(community.area), "{ground:?}");
    }
}

#[tokio::test]
async fn a_door_another_city_and_nothing_said_are_refused() {
    let house = House::new().await;
    let before = house.db.count("case_file").await;
    let far = LonLat::new_checked(10.0, 10.0).unwrap();
    let elsewhere = Area::new_checked(110_101_000_000_000).unwrap();
    for ground in [
        Ground::Dwelling(house.seat(0).dwelling),
        Ground::Point(far),
        Ground::Area(elsewhere),
        Ground::Building(BuildingId::new(county(), 999_999)),
    ] {
        let refused = send(&house, sent(ground, 1, "x")).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{ground:?} {refused:?}");
    }
    for words in [" \n ", &*"字".repeat(501)] {
        let refused = send(&house, sent(Ground::Building(building(&house)), 1, words)).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "words", .. })), "{refused:?}");
    }
    assert_eq!(house.db.count("case_file").await, before);
}

#[tokio::test]
async fn a_photo_is_named_by_a_token_and_stands_with_its_report_only() {
    let house = House::new().await;
    let community = house.community().await;
    let operation = OperationId::new([7; 16]);
    let stage = || report::stage(&house.s, PNG.to_vec(), Capture::default(), operation);
    let (token, again) = (stage().await.unwrap(), stage().await.unwrap());
    let media: MediaId = report::picture_of(&house.s, &token).unwrap();

    assert_eq!(token, again, "sent twice, one picture");
    for forged in [media.to_string(), format!("{media}-0000000000000000"), String::new(), "x-y".to_owned()] {
        assert_eq!(report::picture_of(&house.s, &forged), None, "{forged}");
    }
    let staged = service::media::read(&house.s, &community, media, service::media::Size::Thumb).await;
    assert!(matches!(staged, Err(ServiceError::NotFound)), "nobody sees it before it is reported: {staged:?}");

    let with_photo = Sent { pictures: vec![media], ..sent(Ground::Building(building(&house)), 1, "") };
    let id = send(&house, with_photo.clone()).await.unwrap();
    let sheet = case::sheet(&house.s, &community, id).await.unwrap();
    assert_eq!(sheet.pictures.iter().map(|picture| picture.id).collect::<Vec<_>>(), [media]);
    assert_eq!(sheet.pictures[0].by, (String::new(), String::new()), "no post");
    service::media::read(&house.s, &community, media, service::media::Size::Thumb).await.unwrap();

    let stolen = Sent { operation: OperationId::new([2; 16]), ..with_photo };
    let refused = send(&house, stolen).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "picture", .. })), "{refused:?}");
}

#[tokio::test]
async fn a_place_shows_open_cases_by_category_light_and_age_and_nothing_of_households() {
    let house = House::new().await;
    house.db.add_residents().await;
    house.db.add_case(&house.seat(0), 700, Light::Red).await;
    let place = Place::Building(building(&house));
    assert_eq!(form(&house, place).await.met, [], "a household's case is nobody else's business");

    let words = "路灯不亮，我是张三 13900001111";
    let id = send(&house, sent(Ground::Building(building(&house)), 1, words)).await.unwrap();
    assert_eq!(form(&house, place).await.met, [], "nothing is public before somebody looked at it");
    assert!(matches!(report::join(&house.s, id).await, Err(ServiceError::NotFound)));
    accept(&house, &house.community().await, id).await;

    let shown = form(&house, place).await;
    assert_eq!(shown.met.iter().map(|met| (met.case, met.light)).collect::<Vec<_>>(), [(id, Light::Yellow)]);
    let text = format!("{shown:?}");
    assert!(!text.contains("张三") && !text.contains("13900001111"), "no words: {text}");
    let near = form(&house, Place::Point(point(&house).await)).await;
    assert_eq!(near.met.len(), 1, "a point beside it knows too");
    let far = form(&house, Place::Somewhere(grid_of(2, 1, 1))).await;
    assert_eq!(far.met, []);
}

#[tokio::test]
async fn joining_stands_on_the_timeline_changes_no_light_and_has_an_end() {
    let house = House::new().await;
    let (community, worker) = (house.community().await, house.worker().await);
    let id = send(&house, sent(Ground::Building(building(&house)), 1, "路灯不亮")).await.unwrap();

    accept(&house, &community, id).await;

    report::join(&house.s, id).await.unwrap();

    let sheet = case::sheet(&house.s, &community, id).await.unwrap();
    assert_eq!((sheet.line.phase.light(), sheet.line.version), (Light::Yellow, 3));
    assert!(sheet.entries.last().unwrap().is_join);
    for _ in 1..60 {
        report::join(&house.s, id).await.unwrap();
    }
    assert!(matches!(report::join(&house.s, id).await, Err(ServiceError::TooMany)), "a desk has to read it");

    let household = house.db.add_case(&house.seat(0), 701, Light::Red).await;
    assert!(matches!(report::join(&house.s, household).await, Err(ServiceError::NotFound)));
    let own = case::report(&house.s, &worker, crate::case::report_of(&house, 9)).await.unwrap();
    assert!(matches!(report::join(&house.s, own).await, Err(ServiceError::NotFound)), "at a door");
}

#[tokio::test]
async fn who_left_a_number_is_seen_by_intake_masked_and_by_no_public_page() {
    let house = House::new().await;
    let community = house.community().await;
    let reporter = Reporter { name: "张三丰".parse().ok(), phone: "13812341234".parse().ok(), is_intake_only: true };
    let named = Sent { reporter, ..sent(Ground::Building(building(&house)), 1, "路灯不亮") };

    let id = send(&house, named).await.unwrap();

    let seen = service::reporter::of_case(&house.s, &community, id).await.unwrap().unwrap();
    assert_eq!((seen.name.as_deref(), seen.phone.as_deref()), (Some("张**"), Some("138****1234")));
    let receipt = case::receipt(&house.s, &case::link_code(&house.s, id)).await.unwrap();
    let shown = format!("{receipt:?}{:?}", form(&house, Place::Building(building(&house))).await);
    assert!(!shown.contains("三丰") && !shown.contains("1234123"), "{shown}");
    let nobody = send(&house, sent(Ground::Building(building(&house)), 2, "路灯不亮")).await.unwrap();
    assert_eq!(service::reporter::of_case(&house.s, &community, nobody).await.unwrap(), None);
}

#[tokio::test]
async fn the_steps_lead_from_the_city_to_a_building() {
    let house = House::new().await;

    let Next::Areas(path, streets) = report::next(&house.s, None, Form::Report).await.unwrap() else {
        panic!("streets first")
    };
    assert_eq!((path.len(), streets.is_empty()), (1, false));
    let Next::Areas(_, communities) =
        report::next(&house.s, Some(Place::In(streets[0].0)), Form::Report).await.unwrap()
    else {
        panic!("then communities")
    };
    let Next::Buildings(path, lines) =
        report::next(&house.s, Some(Place::In(communities[0].0)), Form::Report).await.unwrap()
    else {
        panic!("then buildings")
    };
    assert_eq!(path.last(), Some(&communities[0]));
    let shown = form(&house, Place::Building(lines[0].building)).await;
    assert_eq!(shown.ground, Ground::Building(lines[0].building));
    assert!(!shown.place.is_empty() && !shown.categories.is_empty());
}
