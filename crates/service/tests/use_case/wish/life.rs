//! What becomes of a wish: judged, left to silence, lapsed, and coming again.

use chrono::TimeDelta;
use domain::wish::{ClaimState, Kind, Repeat, State, Verdict};
use service::wish::{self, Confirmed};
use store::testing::now;

use crate::house::{House, service_at};

impl House {
    /// A wish that somebody served for 90 minutes and the community confirmed.
    async fn confirmed(&self, nth: u8) -> (domain::id::WishId, domain::actor::Actor) {
        let wish = self.published(nth, Kind::Company, 2).await;
        let volunteer = self.volunteer(u64::from(nth)).await;
        wish::claim(&self.s, &volunteer, wish, (1, false), &[]).await.unwrap();
        wish::finish(&self.s, &volunteer, wish, "").await.unwrap();
        let version = self.wish_row(wish).await.version;
        let seen = Confirmed { minutes: 90, ..Confirmed::default() };
        let keeper = self.keeper(640 + u64::from(nth)).await;
        wish::confirm(&self.s, &keeper, (wish, version), seen).await.unwrap();
        (wish, volunteer)
    }
}

#[tokio::test]
async fn what_was_not_met_goes_back_to_the_community() {
    let house = House::new().await;
    let (wish, volunteer) = house.confirmed(1).await;
    let code = wish::link_code(&house.s, wish);

    wish::judge(&house.s, &code, Verdict::Unmet, "没有来").await.unwrap();

    let row = house.wish_row(wish).await;
    assert_eq!((row.standing.state, row.standing.rework_count), (State::Done, 1));
    let found = wish::mine(&house.s, &volunteer, false).await.unwrap();
    assert_eq!(found.claims[0].1.claim.state, ClaimState::Served { minutes: 90 });
    let served = wish::served(&house.s, &volunteer).await.unwrap();
    assert_eq!((served.own.times, served.own.minutes, served.unit), (1, 90, None));
}

#[tokio::test]
async fn silence_for_fourteen_days_archives_without_a_verdict() {
    let house = House::new().await;
    let (wish, _) = house.confirmed(1).await;

    wish::sweep(&service_at(house.db.store.clone(), now() + TimeDelta::days(14))).await.unwrap();
    assert_eq!(house.wish_row(wish).await.standing.state, State::Confirmed, "there is still time");
    let late = service_at(house.db.store.clone(), now() + TimeDelta::days(14) + TimeDelta::minutes(1));
    wish::sweep(&late).await.unwrap();

    let row = house.wish_row(wish).await;
    assert_eq!(row.standing.state, State::Archived(None));
    assert_eq!(row.closed_at, Some(late.now()));
}

#[tokio::test]
async fn what_nobody_came_for_lapses_and_what_somebody_holds_does_not() {
    let house = House::new().await;
    let (alone, held) = (house.published(1, Kind::Tidy, 1).await, house.published(2, Kind::Tidy, 1).await);
    wish::claim(&house.s, &house.volunteer(1).await, held, (1, false), &[]).await.unwrap();

    let count = wish::sweep(&service_at(house.db.store.clone(), now() + TimeDelta::hours(27))).await.unwrap();

    assert_eq!(count, 1);
    assert_eq!(house.wish_row(alone).await.standing.state, State::Lapsed);
    assert_eq!(house.wish_row(held).await.standing.state, State::Published);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_again_comes_once_however_often_and_by_how_many_it_is_swept() {
    let house = House::new().await;
    let first = house.published_again(1, Kind::Activity, (10, Some(Repeat::Weekly))).await;
    let later = service_at(house.db.store.clone(), now() + TimeDelta::hours(25));

    let (one, other) = tokio::join!(wish::sweep(&later), wish::sweep(&later));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    assert_eq!(wish::sweep(&later).await.unwrap(), 0);

    assert_eq!(house.db.count("wish").await, 2);
    let volunteer = house.volunteer(1).await;
    let found = wish::offers(&later, &volunteer, None, None, 0).await.unwrap();
    let next = found.rows.iter().find(|row| row.wish.wish != first).unwrap();
    let row = house.wish_row(next.wish.wish).await;
    assert_eq!((row.series, row.starts_at), (Some(first), Some(now() + TimeDelta::hours(24) + TimeDelta::days(7))));
    assert_eq!(row.slots, 10);
}
