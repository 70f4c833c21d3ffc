//! How a resident is reached: who holds a place learns it, until it is done, and every look is on record.

use domain::actor::Role;
use domain::wish::{ClaimState, Kind, State};
use service::ServiceError;
use service::wish::{self, contact_of};
use store::testing::grid_of;

use super::PHONE;
use crate::house::House;

#[tokio::test]
async fn who_holds_a_place_is_told_how_to_reach_the_resident_until_it_is_done() {
    let house = House::new().await;
    let wish = house.published(1, Kind::Company, 1).await;
    let (holder, waiter, other) = (house.volunteer(1).await, house.volunteer(2).await, house.volunteer(3).await);
    wish::claim(&house.s, &holder, wish, (1, false), &[]).await.unwrap();
    wish::claim(&house.s, &waiter, wish, (1, true), &[]).await.unwrap();

    for looks in 1..=2 {
        let found = contact_of(&house.s, &holder, wish).await.unwrap();
        assert_eq!(found.phone.unwrap().reveal(), PHONE);
        assert_eq!(house.db.audit_rows("wish_contact").await.len(), looks, "each look is on the trail");
    }
    for actor in [&waiter, &other] {
        let refused = contact_of(&house.s, actor, wish).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    }
    let stranger = house.db.actor(Role::Volunteer, grid_of(2, 1, 1), 590).await;
    assert!(matches!(contact_of(&house.s, &stranger, wish).await, Err(ServiceError::NotFound)));
    assert_eq!(house.db.audit_rows("wish_contact").await.len(), 2, "who saw nothing leaves no trace");
    let task = wish::task(&house.s, &other, wish).await.unwrap();
    assert_eq!(task.place, None);
    assert_ne!(task.wish.place, "社区门口", "roughly is enough for who does not come");
    assert_eq!(wish::task(&house.s, &holder, wish).await.unwrap().place.unwrap(), "社区门口");

    wish::finish(&house.s, &holder, wish, "聊了一下午").await.unwrap();

    let over = contact_of(&house.s, &holder, wish).await;
    assert!(matches!(over, Err(ServiceError::NotFound)), "{over:?}");
    contact_of(&house.s, &house.community().await, wish).await.unwrap();
}

#[tokio::test]
async fn a_volunteers_own_session_reads_no_contact_and_no_claim_but_its_own() {
    let house = House::new().await;
    let wish = house.published(1, Kind::Company, 2).await;
    let (one, two) = (house.volunteer(1).await, house.volunteer(2).await);
    wish::claim(&house.s, &one, wish, (1, false), &[]).await.unwrap();
    wish::claim(&house.s, &two, wish, (1, false), &[]).await.unwrap();

    let mut tx = house.db.store.begin(&one).await.unwrap();
    assert!(store::wish::read(&mut tx, wish).await.unwrap().is_some(), "the board is public");
    assert_eq!(store::wish::contact(&mut tx, wish).await.unwrap(), None);
    assert_eq!(store::wish::words(&mut tx, wish).await.unwrap(), None);
    assert!(store::wish::events(&mut tx, wish).await.unwrap().is_empty());
    let row = store::wish::read(&mut tx, wish).await.unwrap().unwrap();
    let seen: Vec<_> = store::wish::roll(&mut tx, &row).await.unwrap().claims.iter().map(|one| one.account).collect();
    assert_eq!(seen, [one.account]);
}

#[tokio::test]
async fn who_did_not_come_is_struck_off_by_a_witness_and_the_next_moves_up() {
    let house = House::new().await;
    let wish = house.published(1, Kind::Tidy, 1).await;
    let (first, next) = (house.volunteer(1).await, house.volunteer(2).await);
    wish::claim(&house.s, &first, wish, (1, false), &[]).await.unwrap();
    wish::claim(&house.s, &next, wish, (1, true), &[]).await.unwrap();
    let community = house.community().await;
    let version = house.wish_row(wish).await.version;

    let by_volunteer = wish::no_show(&house.s, &next, (wish, version), first.account).await;
    assert!(by_volunteer.is_err(), "nobody strikes off who stands before them");
    wish::no_show(&house.s, &community, (wish, version), first.account).await.unwrap();

    let own = |task: wish::Task| task.own.map(|own| own.claim.state);
    assert_eq!(own(wish::task(&house.s, &first, wish).await.unwrap()), Some(ClaimState::NoShow));
    assert_eq!(own(wish::task(&house.s, &next, wish).await.unwrap()), Some(ClaimState::Held));
    assert_eq!(house.db.audit_rows("wish_no_show").await.len(), 1);
    assert_eq!(house.wish_row(wish).await.standing.state, State::Published);
}

#[tokio::test]
async fn who_fits_a_wish_is_named_with_reasons_and_what_one_says_of_oneself_is_ones_own() {
    use domain::wish::{FreeTimes, Part, WEEK};
    use service::wish::Reason;

    let house = House::new().await;
    let wish = house.published(1, Kind::Tidy, 2).await;
    let community = house.community().await;
    let home = community.area;
    let all_week = WEEK
        .into_iter()
        .fold(FreeTimes::default(), |free, day| Part::ALL.into_iter().fold(free, |free, part| free.with(day, part)));
    let mut actors = Vec::new();
    for serial in 1..=3 {
        actors.push(house.db.actor(Role::Volunteer, home, 560 + serial).await);
    }
    wish::describe(&house.s, &actors[0], &[Kind::Study], FreeTimes::default()).await.unwrap();
    wish::describe(&house.s, &actors[1], &[Kind::Tidy], FreeTimes::default()).await.unwrap();
    wish::describe(&house.s, &actors[2], &[Kind::Tidy, Kind::Care], all_week).await.unwrap();

    let found = wish::matching(&house.s, &community, wish).await.unwrap();

    let named: Vec<_> = found.iter().map(|one| (one.account, one.reasons.as_slice())).collect();
    assert_eq!(
        named,
        [
            (actors[2].account, [Reason::Skill, Reason::Free, Reason::Minutes(0)].as_slice()),
            (actors[1].account, [Reason::Skill, Reason::Minutes(0)].as_slice()),
            (actors[0].account, [Reason::Minutes(0)].as_slice()),
        ]
    );
    wish::claim(&house.s, &actors[2], wish, (1, false), &[]).await.unwrap();
    assert_eq!(wish::matching(&house.s, &community, wish).await.unwrap().len(), 2, "who claimed it is not asked");
    assert!(wish::matching(&house.s, &actors[1], wish).await.is_err());
    assert_eq!(wish::profile(&house.s, &actors[2]).await.unwrap().skills, [Kind::Tidy, Kind::Care]);

    let mut tx = house.db.store.begin(&actors[0]).await.unwrap();
    assert!(store::wish::profile(&mut tx, actors[0].account).await.unwrap().is_some());
    assert_eq!(store::wish::profile(&mut tx, actors[1].account).await.unwrap(), None, "another's is not read");
}
