//! Filters: list, count, map and board agree; who may ask; and what posts without files are told.

use std::collections::BTreeSet;

use citypack::StatePack;
use domain::actor::Actor;
use domain::area::Area;
use domain::cell::Lens;
use domain::filter::Filter;
use service::filter::{Found, FoundHousehold, PAGE, look};
use service::{ServiceError, building, filter, map};
use store::testing::grid_of;

use crate::house::House;

fn asked(text: &str) -> Filter {
    text.parse().unwrap()
}

async fn lived_in() -> House {
    let house = House::new().await;
    house.db.add_residents().await;
    house
}

async fn households(house: &House, actor: &Actor, area: Area, text: &str) -> Vec<FoundHousehold> {
    let (mut all, mut page) = (Vec::new(), 0);
    loop {
        let look = look(&house.s, actor, area, &asked(text), page).await.unwrap();
        let Found::Households { count, households, .. } = look.found else { panic!("no households") };
        all.extend(households);
        page += 1;
        if i64::from(page * PAGE) >= count.households {
            assert_eq!(all.len() as i64, count.households, "{text}");
            return all;
        }
    }
}

#[tokio::test]
async fn list_count_map_and_board_name_the_same_households() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let area = worker.area;

    for text in ["label:11", "use:2,3", "seen:30", "fresh:no", "label:2~use:2", "sex:1~label:11", "age:36-36~label:2"] {
        let listed = households(&house, &worker, area, text).await;
        let count = filter::count(&house.s, &worker, area, &asked(text)).await.unwrap();
        let doors: BTreeSet<_> = listed.iter().map(|household| household.dwelling).collect();
        let cells: BTreeSet<u32> =
            house.seats.iter().filter(|seat| doors.contains(&seat.dwelling)).map(|seat| seat.cell).collect();
        let pack = map::filtered_pack(&house.s, &worker, Lens::Visit, area, &asked(text)).await.unwrap();
        let pack = StatePack::decode(&pack).unwrap();
        let places = pack.runs.iter().flat_map(|run| run.start..run.start + run.len);
        let drawn: BTreeSet<u32> =
            places.zip(&pack.bytes).filter(|(_, byte)| **byte != 0).map(|(cell, _)| cell).collect();
        let legend = map::filtered_legend(&house.s, &worker, Lens::Visit, area, &asked(text)).await.unwrap();
        let counted: i64 = legend.iter().map(|entry| entry.cells).sum();
        assert_eq!(counted, count.households, "the legend counts who fits and nobody else: {text}");
        let seat = house.seat(0);
        let board = building::board(&house.s, &worker, seat.building, Lens::Visit, Some(&asked(text))).await.unwrap();

        assert!(!doors.is_empty() && doors.len() < 64, "{text} tells nobody apart: {}", doors.len());
        assert_eq!((doors.len() as i64, &drawn), (count.households, &cells), "{text}");
        for cell in board.cells {
            assert_eq!(cell.byte.0 != 0, cells.contains(&cell.cell), "{text} {:?}", cell.door);
        }
    }
}

#[tokio::test]
async fn conditions_on_people_hold_for_one_person_and_names_stay_masked() {
    let house = lived_in().await;
    let worker = house.worker().await;

    let men = households(&house, &worker, worker.area, "sex:1~age:36-36~label:11").await;
    for none in ["sex:2", "age:37-", "age:-35", "skill:hair", "party:any", "match:02", "file:unchecked", "rel:landlord"]
    {
        assert!(households(&house, &worker, worker.area, none).await.is_empty(), "{none}");
    }

    let people: Vec<_> = men.iter().flat_map(|household| &household.people).collect();
    assert_eq!(people.len(), men.len());
    assert!(people.iter().all(|person| person.name == "欧**" && person.age_years == Some(36) && person.is_checked));
}

#[tokio::test]
async fn a_foreign_grid_does_not_exist_and_a_look_is_written_down_in_codes() {
    let house = lived_in().await;
    let worker = house.worker().await;

    let elsewhere = look(&house.s, &worker, grid_of(2, 1, 1), &asked("label:11"), 0).await;
    let above = filter::count(&house.s, &worker, House::root(), &asked("label:11")).await;
    look(&house.s, &worker, worker.area, &asked("label:11~sex:1"), 0).await.unwrap();

    assert!(matches!(elsewhere, Err(ServiceError::NotFound)));
    assert!(matches!(above, Err(ServiceError::NotFound)));
    let rows = house.db.audit_rows("filter_households").await;
    assert!(rows.len() == 1 && rows[0].contains("label:11~sex:1") && !rows[0].contains('欧'), "{rows:?}");
}

#[tokio::test]
async fn a_wall_screen_is_told_no_total_below_five_and_no_free_combination() {
    let house = lived_in().await;
    let (wall, centre) = (house.wall().await, house.centre().await);
    let all = households(&house, &centre, House::root(), "label:11").await;

    let told = look(&house.s, &wall, House::root(), &asked("label:11"), 0).await.unwrap();
    let combined = look(&house.s, &wall, House::root(), &asked("label:11~sex:1"), 0).await;
    let counted = filter::count(&house.s, &wall, House::root(), &asked("label:11")).await;

    let Found::Totals(lines) = told.found else { panic!("no totals") };
    for line in &lines {
        let own = all.iter().filter(|household| household.building == line.building).count() as i64;
        assert!(line.households == own && own >= 5, "{line:?}");
    }
    let big: BTreeSet<_> = all.iter().map(|household| household.building).collect();
    let big = big.iter().filter(|building| all.iter().filter(|one| one.building == **building).count() >= 5).count();
    assert_eq!(lines.len(), big);
    assert!(matches!(combined, Err(ServiceError::Forbidden)));
    assert!(matches!(counted, Err(ServiceError::NotFound)));
}
