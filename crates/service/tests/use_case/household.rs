//! Cards, boards and labels.

use crate::house::House;
use domain::cell::{Badge, LabelCode, Lens};
use domain::id::DwellingId;
use service::{ServiceError, building, household};
use store::testing::county;

const ELDERS: LabelCode = LabelCode(2);
const ALONE: LabelCode = LabelCode(11);

#[tokio::test]
async fn a_card_names_the_address_and_the_doors_around_it() {
    let house = House::new().await;
    let worker = house.worker().await;
    // The slab has 2 units × 2 doors: column 1 of floor 3 is unit 1, door 2.
    let seat = *house.seats.iter().find(|seat| (seat.door.floor, seat.door.unit, seat.door.door) == (3, 1, 2)).unwrap();

    let card = household::card(&house.s, &worker, seat.dwelling).await.unwrap();

    assert_eq!(card.address.short(), "1-1-302");
    assert_eq!(card.address.areas.len(), 4);
    assert_eq!(card.address.estate.as_ref().unwrap().1, "阳光花园");
    assert_eq!(card.address.source.as_deref(), Some("Abay 11"));
    assert_eq!(card.cell, seat.cell);
    let around = card.neighbours;
    let shorts = [around.above, around.below, around.left, around.right].map(|side| side.unwrap().short);
    assert_eq!(shorts, ["1-1-402", "1-1-202", "1-1-301", "1-2-301"]);
    assert_eq!(house.db.audited().await, ["view_card"]);
}

#[tokio::test]
async fn the_board_the_card_and_the_cells_agree() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(0);

    let board = building::board(&house.s, &worker, seat.building, Lens::Occupancy, None).await.unwrap();

    assert_eq!((board.cells.len(), board.floors, board.units), (24, 6, 2));
    assert_eq!((board.cells[0].door.floor, board.cells[23].door.floor), (6, 1));
    for cell in &board.cells {
        let card = household::card(&house.s, &worker, cell.dwelling).await.unwrap();
        assert_eq!((card.cell, card.residents, &card.labels), (cell.cell, cell.residents, &cell.labels));
        assert_eq!(i16::from(cell.byte.fill()), card.occupancy.number());
    }
}

#[tokio::test]
async fn a_household_of_another_grid_is_not_found_and_leaves_no_trace() {
    let house = House::new().await;
    let stranger = house.stranger().await;
    let seat = house.seat(0);

    let card = household::card(&house.s, &stranger, seat.dwelling).await;
    let label = household::set_label(&house.s, &stranger, seat.dwelling, ELDERS, true, 1).await;
    let board = building::board(&house.s, &stranger, seat.building, Lens::Visit, None).await;

    assert!(matches!(card, Err(ServiceError::NotFound)), "{card:?}");
    assert!(matches!(label, Err(ServiceError::NotFound)), "{label:?}");
    assert!(matches!(board, Err(ServiceError::NotFound)), "{board:?}");
    assert_eq!((house.db.count("audit").await, house.db.count("outbox").await), (0, 0));
}

#[tokio::test]
async fn a_wall_screen_opens_no_card() {
    let house = House::new().await;
    let wall = house.wall().await;

    let card = household::card(&house.s, &wall, house.seat(0).dwelling).await;

    assert!(matches!(card, Err(ServiceError::NotFound)), "{card:?}");
}

#[tokio::test]
async fn the_command_centre_sees_a_card_but_changes_no_label() {
    let house = House::new().await;
    let centre = house.centre().await;
    let card = household::card(&house.s, &centre, house.seat(0).dwelling).await.unwrap();
    assert!(!card.may_edit);

    let changed = household::set_label(&house.s, &centre, card.dwelling, ELDERS, true, card.revision).await;

    assert!(matches!(changed, Err(ServiceError::Forbidden)), "{changed:?}");
}

#[tokio::test]
async fn a_label_is_set_with_its_audit_and_outbox_row_and_shows_on_the_board() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = *house.seats.iter().find(|seat| seat.dwelling.number() % 4 == 0 && seat.area == worker.area).unwrap();
    let before = household::card(&house.s, &worker, seat.dwelling).await.unwrap();
    assert_eq!(before.labels, []);

    let elder = household::set_label(&house.s, &worker, seat.dwelling, ELDERS, true, before.revision).await.unwrap();
    let both = household::set_label(&house.s, &worker, seat.dwelling, ALONE, true, elder.revision).await.unwrap();

    assert_eq!(both.labels, [ELDERS, ALONE]);
    let board = building::board(&house.s, &worker, seat.building, Lens::Label, None).await.unwrap();
    let cell = board.cells.iter().find(|cell| cell.dwelling == seat.dwelling).unwrap();
    // 老人 is the second everyday label: class 3. 独居老人 is a care group: it wins the badge.
    assert_eq!((cell.byte.fill(), cell.byte.badge()), (3, Badge::Care));
    assert_eq!(house.db.audited().await, ["view_card", "set_label", "set_label"]);
    assert_eq!(house.db.count("outbox").await, 2);

    let off = household::set_label(&house.s, &worker, seat.dwelling, ALONE, false, both.revision).await.unwrap();
    assert_eq!(off.labels, [ELDERS]);
}

#[tokio::test]
async fn a_change_that_saw_an_older_revision_is_a_conflict_and_changes_nothing() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(0);
    let card = household::card(&house.s, &worker, seat.dwelling).await.unwrap();
    household::set_label(&house.s, &worker, seat.dwelling, ELDERS, true, card.revision).await.unwrap();

    let late = household::set_label(&house.s, &worker, seat.dwelling, ALONE, true, card.revision).await;

    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    assert_eq!(house.db.count("outbox").await, 1);
}

#[tokio::test]
async fn a_label_that_the_city_does_not_have_is_refused() {
    let house = House::new().await;
    let worker = house.worker().await;

    for code in [0, 8, 30, 200] {
        let refused = household::set_label(&house.s, &worker, house.seat(0).dwelling, LabelCode(code), true, 1).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "label", .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn a_dwelling_that_never_was_is_not_found() {
    let house = House::new().await;
    let worker = house.worker().await;

    let card = household::card(&house.s, &worker, DwellingId::new(county(), 999_999)).await;

    assert!(matches!(card, Err(ServiceError::NotFound)), "{card:?}");
}
