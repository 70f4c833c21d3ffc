//! Numbering the outbox: no late commit slips behind a reader.

use std::time::Duration;

use domain::actor::Role;
use domain::area::Area;
use store::outbox::{self, Change};
use store::testing::{TestDb, county, now};
use store::{Store, sequencer};

const TERM: Duration = Duration::from_secs(10);

async fn lead(store: &Store, holder: &str) -> bool {
    let mut tx = store.begin_system().await.unwrap();
    let leads = sequencer::lease(&mut tx, holder, TERM).await.unwrap();
    tx.commit().await.unwrap();
    leads
}

async fn number(store: &Store, holder: &str) -> u64 {
    let mut tx = store.begin_system().await.unwrap();
    let done = sequencer::number(&mut tx, holder, 100).await.unwrap();
    tx.commit().await.unwrap();
    done
}

async fn after(store: &Store, seq: i64) -> outbox::Changes {
    let mut tx = store.begin_system().await.unwrap();
    outbox::after(&mut tx, seq, i64::MAX, 100).await.unwrap()
}

#[tokio::test]
async fn a_change_that_commits_late_gets_a_later_number_and_is_read() {
    let db = TestDb::with_city().await;
    let actor = db.actor(Role::City, Area::city(county()), 1).await;
    let seats = db.seats().await;
    assert!(lead(&db.store, "a").await);
    let mut slow = db.store.begin(&actor).await.unwrap();
    outbox::put(&mut slow, seats[0].area, Change::Household(seats[0].dwelling), now()).await.unwrap();
    for seat in &seats[1..4] {
        let mut quick = db.store.begin(&actor).await.unwrap();
        outbox::put(&mut quick, seat.area, Change::Household(seat.dwelling), now()).await.unwrap();
        quick.commit().await.unwrap();
    }
    assert_eq!(number(&db.store, "a").await, 3);
    let read = after(&db.store, 0).await;
    assert_eq!((read.last_seq, read.rows), (Some(3), 3));

    slow.commit().await.unwrap();

    assert_eq!(number(&db.store, "a").await, 1);
    let late = after(&db.store, 3).await;
    assert_eq!(late.last_seq, Some(4));
    assert_eq!(late.dwellings.into_iter().collect::<Vec<_>>(), [seats[0].dwelling.number()]);
}

#[tokio::test]
async fn only_the_holder_of_the_lease_gives_numbers() {
    let db = TestDb::with_city().await;
    let actor = db.actor(Role::City, Area::city(county()), 1).await;
    let seats = db.seats().await;
    let mut tx = db.store.begin(&actor).await.unwrap();
    outbox::put(&mut tx, seats[0].area, Change::Household(seats[0].dwelling), now()).await.unwrap();
    tx.commit().await.unwrap();

    assert!(lead(&db.store, "a").await);
    assert!(!lead(&db.store, "b").await);
    assert_eq!(number(&db.store, "b").await, 0);
    assert_eq!(number(&db.store, "a").await, 1);

    let mut tx = db.store.begin_system().await.unwrap();
    sequencer::release(&mut tx, "a").await.unwrap();
    tx.commit().await.unwrap();
    assert!(lead(&db.store, "b").await);
}

#[tokio::test]
async fn numbers_have_no_gaps_when_many_write_and_two_would_lead() {
    let db = TestDb::with_city().await;
    let actor = db.actor(Role::City, Area::city(county()), 1).await;
    let seats = db.seats().await;
    assert!(lead(&db.store, "a").await);
    let mut writers = Vec::new();
    for chunk in seats.chunks(20).map(<[_]>::to_vec) {
        let (store, actor) = (db.open_again().await, actor.clone());
        writers.push(tokio::spawn(async move {
            for seat in chunk {
                let mut tx = store.begin(&actor).await.unwrap();
                outbox::put(&mut tx, seat.area, Change::Household(seat.dwelling), now()).await.unwrap();
                tokio::time::sleep(Duration::from_millis(seat.cell as u64 % 7)).await;
                tx.commit().await.unwrap();
            }
        }));
    }
    let mut seen = 0;
    let mut read = 0;
    while read < seats.len() {
        number(&db.store, "a").await;
        let changes = after(&db.store, seen).await;
        let last = changes.last_seq.unwrap_or(seen);
        assert_eq!(last - seen, changes.rows as i64, "numbers follow each other");
        seen = last;
        read += changes.rows;
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(seen, seats.len() as i64);
}

#[tokio::test]
async fn pruned_numbers_are_known_to_be_gone() {
    let db = TestDb::with_city().await;
    let actor = db.actor(Role::City, Area::city(county()), 1).await;
    let seats = db.seats().await;
    for seat in &seats[..5] {
        let mut tx = db.store.begin(&actor).await.unwrap();
        outbox::put(&mut tx, seat.area, Change::Household(seat.dwelling), now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert!(lead(&db.store, "a").await);
    assert_eq!(number(&db.store, "a").await, 5);

    let mut tx = db.store.begin_system().await.unwrap();
    assert_eq!(sequencer::prune(&mut tx, 2).await.unwrap(), 3);

    assert_eq!(outbox::kept(&mut tx).await.unwrap(), (3, 5));
}
