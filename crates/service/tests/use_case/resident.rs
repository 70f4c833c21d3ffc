//! People of a household: masked on the card, in full for a reason, counted and written down.

use domain::id::ResidentId;
use domain::person::Reason;
use service::{ServiceError, household, resident};
use store::testing::{Seat, county};

use crate::house::House;

const NAME: &str = "欧阳试";
const ID_NUMBER: &str = "999999199001010016";
const PHONE: &str = "16000000016";
const NOTE: &str = "虚构：青霉素过敏";

/// The tests give every dwelling one resident with the dwelling's serial number.
fn resident_of(seat: Seat) -> ResidentId {
    ResidentId::new(county(), seat.dwelling.serial())
}

async fn lived_in() -> House {
    let house = House::new().await;
    house.db.add_residents().await;
    house
}

#[tokio::test]
async fn the_card_shows_people_masked_to_everybody_who_may_see_it() {
    let house = lived_in().await;
    let actors = [house.worker().await, house.centre().await];

    for actor in actors {
        let card = household::card(&house.s, &actor, house.seat(0).dwelling).await.unwrap();

        let wire = serde_json::to_string(&card).unwrap();
        assert_eq!(card.people[0].name, "欧**");
        assert_eq!(card.people[0].id_number.as_deref(), Some("999***********0016"));
        assert_eq!(card.people[0].phone.as_deref(), Some("160****0016"));
        assert!(card.people[0].has_medical_note);
        for hidden in [NAME, ID_NUMBER, PHONE, NOTE, "1990-01-01"] {
            assert!(!wire.contains(hidden), "{wire}");
        }
    }
}

#[tokio::test]
async fn a_person_in_full_leaves_a_row_that_says_why_and_holds_nothing_personal() {
    let house = lived_in().await;
    let worker = house.worker().await;

    let person = resident::unmask(&house.s, &worker, resident_of(house.seat(0)), Reason::Service).await.unwrap();

    assert_eq!((person.name.as_str(), person.id_number.as_deref()), (NAME, Some(ID_NUMBER)));
    assert_eq!((person.phone.as_deref(), person.medical_note.as_deref()), (Some(PHONE), Some(NOTE)));
    let rows = house.db.audit_rows("unmask_resident").await;
    let [row] = rows.as_slice() else { panic!("one look, one row: {rows:?}") };
    assert!(row.contains("service"), "{row}");
    for hidden in [NAME, ID_NUMBER, PHONE, NOTE] {
        assert!(!row.contains(hidden), "{row}");
    }
}

#[tokio::test]
async fn neither_a_stranger_nor_a_wall_screen_nor_an_office_without_files_sees_more_than_the_mask() {
    let house = lived_in().await;
    let resident = resident_of(house.seat(0));

    let stranger = resident::unmask(&house.s, &house.stranger().await, resident, Reason::Verify).await;
    let wall = resident::unmask(&house.s, &house.wall().await, resident, Reason::Verify).await;
    let centre = resident::unmask(&house.s, &house.centre().await, resident, Reason::Verify).await;

    assert!(matches!(stranger, Err(ServiceError::NotFound)), "{stranger:?}");
    assert!(matches!(wall, Err(ServiceError::NotFound)), "{wall:?}");
    assert!(matches!(centre, Err(ServiceError::Forbidden)), "{centre:?}");
    assert!(!house.db.audited().await.iter().any(|row| row.contains("unmask_resident")));
}

#[tokio::test]
async fn beyond_the_limit_of_an_hour_nobody_is_unmasked_even_when_asked_all_at_once() {
    let house = lived_in().await;
    let worker = house.worker().await;
    let resident = resident_of(house.seat(0));

    let asked = (0..65).map(|_| resident::unmask(&house.s, &worker, resident, Reason::Verify));
    let answers = futures_util::future::join_all(asked).await;

    let seen = answers.iter().filter(|answer| answer.is_ok()).count() as i64;
    assert_eq!(seen, 60);
    assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(ServiceError::TooMany))));
}
