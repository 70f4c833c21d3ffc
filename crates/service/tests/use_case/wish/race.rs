//! Many come at once: nobody gets a place that is not there.

use domain::id::WishId;
use domain::wish::{Admission, ClaimState, Kind, Roll};
use service::ServiceError;
use service::wish::{self, Claimed};
use tokio::task::JoinSet;

use crate::house::House;

impl House {
    async fn roll(&self, wish: WishId) -> Roll {
        let row = self.wish_row(wish).await;
        let mut tx = self.db.store.begin_system().await.unwrap();
        store::wish::roll(&mut tx, &row).await.unwrap()
    }
}

fn of(roll: &Roll, state: ClaimState) -> Vec<domain::id::AccountId> {
    roll.claims.iter().filter(|claim| claim.state == state).map(|claim| claim.account).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_want_the_last_place_one_gets_it_and_the_other_is_told_of_another() {
    let house = House::new().await;
    let (wish, other) = (house.published(1, Kind::Company, 1).await, house.published(2, Kind::Tidy, 3).await);
    let (one, two) = (house.volunteer(1).await, house.volunteer(2).await);

    let (first, second) = tokio::join!(
        wish::claim(&house.s, &one, wish, (1, false), &[]),
        wish::claim(&house.s, &two, wish, (1, false), &[]),
    );

    let mut late = Vec::new();
    let mut held = 0;
    for claimed in [first.unwrap(), second.unwrap()] {
        match claimed {
            Claimed::In(Admission::Held) => held += 1,
            Claimed::Late(other) => late.push(other.unwrap().wish),
            claimed @ Claimed::In(_) => panic!("nobody asked to wait: {claimed:?}"),
        }
    }
    assert_eq!((held, late), (1, vec![other]));
    assert_eq!(house.roll(wish).await.taken(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_claimers_never_hold_more_than_five_places_and_who_waits_moves_up_in_order() {
    let house = House::new().await;
    let wish = house.published(1, Kind::Tidy, 5).await;
    let mut actors = Vec::new();
    for serial in 0..30 {
        actors.push(house.volunteer(serial).await);
    }

    let mut all = JoinSet::new();
    for (nth, actor) in actors.iter().cloned().enumerate() {
        let s = house.s.clone();
        all.spawn(async move {
            let claimed = wish::claim(&s, &actor, wish, (1, true), &["手套".to_owned(), "锤子".to_owned()]).await;
            assert!(matches!(claimed.unwrap(), Claimed::In(_)));
            let task = wish::task(&s, &actor, wish).await.unwrap();
            assert!(task.wish.taken <= 5, "{} of 5 places are taken", task.wish.taken);
            assert_eq!(task.own.unwrap().tools, ["手套"], "what the wish does not need is not listed");
            if nth % 3 == 0 {
                wish::leave(&s, &actor, wish).await.unwrap();
            }
            wish::task(&s, &actor, wish).await.unwrap().wish.taken
        });
    }
    while let Some(taken) = all.join_next().await {
        assert!(taken.unwrap() <= 5);
    }

    let roll = house.roll(wish).await;
    assert_eq!((roll.taken(), roll.claims.len()), (5, 20), "ten left");
    let states: Vec<ClaimState> = roll.claims.iter().map(|claim| claim.state).collect();
    let held = states.iter().take_while(|state| **state == ClaimState::Held).count();
    assert_eq!(held, 5, "the first of those who stayed hold the places: {states:?}");
    let next = of(&roll, ClaimState::Waiting)[0];
    let leaver = actors.iter().find(|actor| actor.account == roll.claims[2].account).unwrap();
    wish::leave(&house.s, leaver, wish).await.unwrap();
    assert!(of(&house.roll(wish).await, ClaimState::Held).contains(&next), "the first who waits moves up");
}

#[tokio::test]
async fn nobody_claims_twice_or_more_places_than_there_are() {
    let house = House::new().await;
    let wish = house.published(1, Kind::Tidy, 4).await;
    let one = house.volunteer(1).await;

    let many = wish::claim(&house.s, &one, wish, (5, false), &[]).await;
    assert!(matches!(many, Err(ServiceError::Invalid { field: "seats", .. })), "{many:?}");
    wish::claim(&house.s, &one, wish, (3, false), &[]).await.unwrap();
    let again = wish::claim(&house.s, &one, wish, (1, false), &[]).await;
    assert!(matches!(again, Err(ServiceError::Conflict)), "{again:?}");
    let offers = wish::offers(&house.s, &one, None, Some(Kind::Tidy), 0).await.unwrap();
    assert_eq!((offers.rows.len(), offers.rows[0].own), (1, Some(ClaimState::Held)));
    assert!(wish::offers(&house.s, &one, None, Some(Kind::Study), 0).await.unwrap().rows.is_empty());
}
