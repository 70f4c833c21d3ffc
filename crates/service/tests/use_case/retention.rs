//! What goes when its time is over.

use chrono::TimeDelta;
use service::retention::sweep;

use crate::house::{House, service_at};

#[tokio::test]
async fn what_is_known_of_an_export_goes_after_its_term_and_the_trail_says_so() {
    let house = House::new().await;
    house.db.add_residents().await;
    let (worker, stranger) = (house.worker().await, house.stranger().await);
    for actor in [&worker, &stranger] {
        let seat = house.seats.iter().find(|seat| seat.area == actor.area).unwrap();
        house.db.add_documents(seat, actor).await;
    }
    let days = i64::from(domain::field::kept_days("export").unwrap());
    let run = async |days: i64| {
        let s = service_at(house.db.store.clone(), house.s.now() + TimeDelta::days(days));
        let mut tx = s.store.begin_system().await.unwrap();
        sweep(&s, &mut tx).await.unwrap();
        tx.commit().await.unwrap();
    };

    run(days).await;
    assert_eq!((days, house.db.count("export").await), (3 * 365, 2), "the last day is still theirs");
    run(days + 1).await;
    run(days + 1).await;

    assert_eq!(house.db.count("export").await, 0);
    assert_eq!(house.db.audit_rows("sweep_exports").await.len(), 2, "once for each area");
}
