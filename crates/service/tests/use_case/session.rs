//! Sessions and demo posts.

use std::ops::ControlFlow;

use crate::house::House;
use domain::actor::Role;
use domain::area::Area;
use service::import::{OPENSTREETMAP, import_city};
use service::{ServiceError, session};
use store::testing::{block_city, other_county};

#[tokio::test]
async fn a_first_visit_gets_the_widest_demo_post_and_a_token_that_works_again() {
    let house = House::new().await;
    let _worker = house.worker().await;
    let centre = house.centre().await;

    let (actor, token) = session::demo_actor(&house.s, None, None).await.unwrap();
    let token = token.unwrap();
    let (again, no_token) = session::demo_actor(&house.s, Some(&token), None).await.unwrap();

    assert_eq!((actor.post, actor.role), (centre.post, Role::City));
    assert_eq!(again, actor);
    assert_eq!(no_token, None);
    assert_ne!(actor.session_key.to_vec(), token.as_bytes(), "the token is not what is stored");
}

#[tokio::test]
async fn a_visitor_switches_between_demo_posts_in_the_same_session() {
    let house = House::new().await;
    let (worker, _centre) = (house.worker().await, house.centre().await);
    let (_, token) = session::demo_actor(&house.s, None, None).await.unwrap();
    let token = token.unwrap();

    let acting = session::act_as(&house.s, &token, worker.post).await.unwrap();

    assert_eq!((acting.role, acting.area, acting.account), (Role::GridWorker, worker.area, worker.account));
    assert_eq!(session::actor(&house.s, &token).await.unwrap(), Some(acting));
}

#[tokio::test]
async fn a_made_up_or_ended_token_is_nobody() {
    let house = House::new().await;
    let centre = house.centre().await;
    let (_, token) = session::demo_actor(&house.s, None, None).await.unwrap();
    let token = token.unwrap();

    session::end(&house.s, &token).await.unwrap();

    assert_eq!(session::actor(&house.s, &token).await.unwrap(), None);
    assert_eq!(session::actor(&house.s, "no such token").await.unwrap(), None);
    assert!(matches!(session::act_as(&house.s, &token, centre.post).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn without_demo_posts_nobody_is_let_in() {
    let house = House::new().await;

    let refused = session::demo_actor(&house.s, None, None).await;

    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
}

/// The small city, in another county.
fn own_city() -> cityplan::CityPlan {
    let moved = |area: Area| {
        let steps = area.path().into_iter().skip(1).map(Area::number);
        steps.fold(Area::city(other_county()), |area, number| area.child(number as u16).unwrap())
    };
    let mut plan = block_city();
    for area in &mut plan.areas {
        area.area = moved(area.area);
    }
    for estate in &mut plan.estates {
        estate.community = moved(estate.community);
    }
    for place in plan.buildings.iter_mut().filter_map(|building| building.place.as_mut()) {
        place.grid = moved(place.grid);
    }
    plan
}

#[tokio::test]
async fn an_imported_city_opens_at_once_and_goes_before_the_demo_city() {
    let house = House::new().await;
    house.centre().await;
    let (_, demo_token) = session::demo_actor(&house.s, None, None).await.unwrap();
    let parameter = cityplan::Parameter::whole(other_county());

    import_city(&house.s, &own_city(), &parameter, OPENSTREETMAP, &mut |_, _, _| ControlFlow::Continue(()))
        .await
        .unwrap();
    let (actor, token) = session::demo_actor(&house.s, demo_token.as_deref(), None).await.unwrap();

    assert_eq!((actor.role, actor.area), (Role::City, Area::city(other_county())));
    assert!(token.is_some(), "the session of the demo city does not lead into another one");
    let city = service::map::city(&house.s, &actor).await.unwrap();
    assert_eq!(city.scope, Area::city(other_county()));
}
