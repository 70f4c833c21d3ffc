//! A thousand tamperings with timelines, each found; the untouched accepted.

use domain::case::{Kind, Step};
use domain::id::CaseId;
use service::case::{self, Taken, verify, verify_all};

use super::{report_of, words};
use crate::house::House;

/// Chance for the test, always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// What somebody with the owner's password does to one entry of a timeline of `length` entries; nothing when it comes to nothing.
fn tampering(dice: &mut Dice, case: CaseId, length: usize) -> String {
    let at = 1 + dice.below(length);
    let entry = format!("where case_id = {case} and version = {at}");
    let seconds = 1 + dice.below(100_000);
    match dice.below(10) {
        0 => format!("update case_event set note = note || 'x{seconds}' {entry}"),
        1 => format!("update case_event set at = at + interval '{seconds} microseconds' {entry}"),
        2 => format!("update case_event set at = at - interval '{seconds} seconds' {entry}"),
        3 => format!("update case_event set light = light % 5 + 1 {entry}"),
        4 => format!("update case_event set step = step || '_x' {entry}"),
        5 => format!("update case_event set account_id = null, post_id = null {entry}"),
        6 => format!("update case_event set to_desk = coalesce(to_desk, 0) + 1 {entry}"),
        7 => format!("delete from case_event {entry}"),
        8 => format!("update case_event set link = sha256(link) {entry}"),
        _ => format!(
            "insert into case_event (case_id, version, area, step, light, at, link)
            select case_id, version + 1, area, step, light, at, link from case_event where case_id = {case}
            order by version desc limit 1"
        ),
    }
}

#[tokio::test]
async fn a_thousand_tamperings_are_found_and_the_untouched_is_accepted() {
    let house = House::new().await;
    let (worker, community) = (house.worker().await, house.community().await);
    let mut cases = Vec::new();
    for serial in 1..=6 {
        let id = case::report(&house.s, &worker, report_of(&house, serial)).await.unwrap();
        case::step(&house.s, &community, id, 1, Taken::plain(Kind::Accept)).await.unwrap();
        for more in 0..i32::from(serial) {
            let remark = words(Step::Plain(Kind::Remark), &format!("第{more}次"));
            case::step(&house.s, &community, id, 2 + more, remark).await.unwrap();
        }
        cases.push((id, 2 + usize::from(serial)));
    }
    assert_eq!(verify_all(&house.s).await.unwrap(), (6, Vec::new()));

    let mut dice = Dice(4);
    let mut tx = house.db.owner_tx().await;
    tx.mark().await.unwrap();
    for round in 0..1_000 {
        let (id, length) = cases[dice.below(cases.len())];
        let tampering = tampering(&mut dice, id, length);
        assert_eq!(tx.send(tampering.clone()).await.unwrap(), 1, "{tampering}");
        let found = verify(&mut tx, house.db.store.keyring()).await.unwrap();
        assert_eq!(found.iter().map(|fault| fault.case).collect::<Vec<_>>(), [id], "round {round}: {tampering}");
        tx.return_to_mark().await.unwrap();
    }

    assert_eq!(verify(&mut tx, house.db.store.keyring()).await.unwrap(), []);
}
