//! A thousand tamperings with timelines, each found; the untouched accepted.

use domain::case::{Kind, Step};
use service::case::{self, Taken, verify, verify_all};
use store::testing::{TAMPERINGS, tampering};

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
        let version = 1 + dice.below(length);
        let tampering = tampering(id, version, dice.below(TAMPERINGS), 1 + dice.below(100_000));
        assert_eq!(tx.send(tampering.clone()).await.unwrap(), 1, "{tampering}");
        let found = verify(&mut tx, house.db.store.keyring()).await.unwrap();
        assert_eq!(found.iter().map(|fault| fault.case).collect::<Vec<_>>(), [id], "round {round}: {tampering}");
        tx.return_to_mark().await.unwrap();
    }

    assert_eq!(verify(&mut tx, house.db.store.keyring()).await.unwrap(), []);
}
