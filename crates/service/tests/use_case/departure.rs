//! Somebody moves in where the old grid's stay is out of reach: that grid is told, and nothing more passes between the two.

use domain::actor::{Actor, Role};
use domain::file::Method;
use domain::id::{DwellingId, ResidentId};
use domain::person::Relation;
use domain::stay::{EndReason, StayKind};
use service::stay::{MoveIn, Who, move_in};
use service::{ServiceError, departure, home, household};
use store::testing::{county, grid_of};

use crate::house::House;

/// A number that nobody else in the house has.
const NUMBER: &str = "990001199001010021";

struct Move {
    house: House,
    old: Actor,
    new: Actor,
    from: DwellingId,
    to: DwellingId,
    mover: ResidentId,
}

/// A person with a number of their own lives and is registered in the first grid; each grid has a worker.
async fn prepared() -> Move {
    let house = House::new().await;
    house.db.add_residents().await;
    house.db.take_numbers().await;
    let (old, new) = (house.worker().await, house.stranger().await);
    let door = |actor: &Actor| house.seats.iter().find(|seat| seat.area == actor.area).unwrap().dwelling;
    let (from, to) = (door(&old), door(&new));
    let mover = ResidentId::new(county(), from.serial());
    house.db.set_id_number(mover, NUMBER).await;
    Move { house, old, new, from, to, mover }
}

impl Move {
    /// The new grid enters the person from the document.
    async fn arrive(&self, number: &str, kind: StayKind) -> ResidentId {
        let typed = [("name", "赵迁"), ("id_number", number)];
        let typed = typed.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
        let new = MoveIn {
            who: Who::New { typed, is_checked: true, is_other: false },
            kind,
            relation: Relation::Other,
            from_on: Some("2026-11-20".parse().unwrap()),
            method: Method::Document,
        };
        let revision = household::card(&self.house.s, &self.new, self.to).await.unwrap().revision;
        move_in(&self.house.s, &self.new, self.to, revision, new).await.unwrap()
    }

    async fn told(&self, actor: &Actor) -> Vec<departure::DepartureRow> {
        departure::list(&self.house.s, actor).await.unwrap().open
    }
}

#[tokio::test]
async fn the_old_grid_is_told_and_ends_the_stay_in_its_own_trail() {
    let moved = prepared().await;
    let (s, old) = (&moved.house.s, &moved.old);
    let community = moved.house.db.actor(Role::Community, grid_of(1, 1, 1).parent().unwrap(), 120).await;
    let street = moved.house.db.actor(Role::Street, grid_of(1, 1, 1).parent().unwrap().parent().unwrap(), 121).await;

    moved.arrive(NUMBER, StayKind::Both).await;

    let told = moved.told(old).await;
    assert_eq!((told.len(), departure::waiting(s, old).await.unwrap()), (1, 1));
    assert_eq!(
        (told[0].stay.dwelling, told[0].stay.resident, told[0].elsewhere),
        (moved.from, moved.mover, StayKind::Both)
    );
    assert_eq!(moved.told(&moved.new).await, [], "the new grid is told nothing");
    assert_eq!(moved.told(&community).await.len(), 1);
    let before = home::view(s, old, moved.from).await.unwrap();
    assert_eq!(before.card.residents, 1, "nothing ends before the grid says so");
    let foreign = departure::decide(s, &moved.new, told[0].id, true).await;
    let above = departure::decide(s, &street, told[0].id, true).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)), "{foreign:?}");
    assert!(matches!(above, Err(ServiceError::Forbidden)), "{above:?}");

    departure::decide(s, old, told[0].id, true).await.unwrap();

    let after = home::view(s, old, moved.from).await.unwrap();
    assert_eq!(after.card.residents, 0);
    let stay = after.past.iter().find(|line| line.stay.id == told[0].stay.id).unwrap();
    assert_eq!((stay.stay.to_on, stay.stay.end_reason), (Some("2026-11-20".parse().unwrap()), Some(EndReason::Moved)));
    assert_eq!(departure::waiting(s, old).await.unwrap(), 0);
    let again = departure::decide(s, old, told[0].id, true).await;
    assert!(matches!(again, Err(ServiceError::NotFound)), "{again:?}");
    let trail = moved.house.db.audit_rows("end_departed").await;
    assert_eq!(trail.len(), 1);
}

#[tokio::test]
async fn what_the_new_stay_does_not_say_is_left_of_the_old_one() {
    let moved = prepared().await;

    moved.arrive(NUMBER, StayKind::Actual).await;
    let told = moved.told(&moved.old).await;
    departure::decide(&moved.house.s, &moved.old, told[0].id, true).await.unwrap();

    let after = home::view(&moved.house.s, &moved.old, moved.from).await.unwrap();
    let open: Vec<_> = after.others.iter().filter(|line| line.stay.is_open()).collect();
    assert_eq!((after.card.residents, open.len(), open[0].stay.kind), (0, 1, StayKind::Registered), "人户分离");
}

#[tokio::test]
async fn a_number_of_somebody_else_puts_nobody_out_of_their_home() {
    let moved = prepared().await;

    moved.arrive(NUMBER, StayKind::Both).await;
    let told = moved.told(&moved.old).await;
    departure::decide(&moved.house.s, &moved.old, told[0].id, false).await.unwrap();

    let after = home::view(&moved.house.s, &moved.old, moved.from).await.unwrap();
    assert_eq!((after.card.residents, moved.told(&moved.old).await.len()), (1, 0));
    assert_eq!(moved.house.db.audit_rows("keep_departed").await.len(), 1);
}

#[tokio::test]
async fn nobody_is_told_of_a_stranger_and_the_function_trusts_no_caller() {
    let moved = prepared().await;
    let (house, old, new) = (&moved.house, &moved.old, &moved.new);
    moved.arrive("990001199001010048", StayKind::Both).await;
    assert_eq!(moved.told(old).await, []);

    // Whoever has the connection of the serving role names people and doors out of reach, or has no session at all.
    let sibling = ResidentId::new(county(), moved.to.serial());
    for (actor, mover, door) in [(new, moved.mover, moved.from), (new, moved.mover, moved.to), (old, sibling, moved.to)]
    {
        let mut tx = house.db.store.begin(actor).await.unwrap();
        store::departure::tell(&mut tx, &[(mover, door)]).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = house.db.store.begin_session(&[9; 32]).await.unwrap();
    store::departure::tell(&mut tx, &[(moved.mover, moved.from)]).await.unwrap();
    tx.commit().await.unwrap();
    let wall = house.db.actor(Role::Wall, House::root(), 130).await;
    let mut tx = house.db.store.begin(&wall).await.unwrap();
    store::departure::tell(&mut tx, &[(moved.mover, moved.from)]).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(house.db.count("departure").await, 0);
}
