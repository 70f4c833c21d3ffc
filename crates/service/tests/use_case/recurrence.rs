//! What happens again at one place becomes a task once, grows with what comes, and is taken and closed by a desk.

use domain::actor::Role;
use domain::case::{Ground, Kind, Report};
use domain::geo::{Frame, LonLat, Metre};
use domain::id::CaseId;
use domain::recurrence::State;
use service::ServiceError;
use service::case::Taken;
use service::recurrence::{close, find, list, take};

use crate::figure::{Crew, LAMP, after, report};
use crate::house::House;

/// A street lamp at a point so many metres from the origin.
async fn lamp(crew: &Crew, serial: u16, x: f64) -> CaseId {
    let origin = LonLat { lon: 71.4, lat: 51.1 };
    let ground = Ground::Point(Frame { origin }.to_lon_lat(Metre { x, y: 60.0 }));
    crew.report(Report { ground, ..report(&crew.house, serial, LAMP) }).await
}

async fn look(crew: &Crew, hours: i64) {
    let s = after(&crew.house, hours);
    let mut tx = s.store.begin_system().await.unwrap();
    find(&s, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn tasks(crew: &Crew, state: Option<State>) -> Vec<(i64, i64, Vec<CaseId>)> {
    let found = list(&crew.house.s, &crew.community, crew.community.area, state).await.unwrap();
    let cases = |cases: Vec<(CaseId, String)>| {
        let mut cases: Vec<_> = cases.into_iter().map(|(case, _)| case).collect();
        cases.sort_unstable();
        cases
    };
    found.tasks.into_iter().map(|task| (task.id, task.revision, cases(task.cases))).collect()
}

#[tokio::test]
async fn three_lamps_make_one_task_that_grows_and_is_closed_with_words() {
    let crew = Crew::new().await;
    let mut lamps = vec![lamp(&crew, 1, 20.0).await, lamp(&crew, 2, 60.0).await];
    let withdrawn = lamp(&crew, 3, 40.0).await;
    crew.step(&crew.worker, withdrawn, (1, 0), Taken::plain(Kind::Withdraw)).await;
    look(&crew, 1).await;
    assert_eq!(tasks(&crew, None).await, [], "two are no recurrence, and what was withdrawn does not count");

    lamps.push(lamp(&crew, 4, 100.0).await);
    look(&crew, 1).await;
    look(&crew, 2).await;
    let found = tasks(&crew, Some(State::Found)).await;
    assert_eq!(found.iter().map(|(.., cases)| cases.clone()).collect::<Vec<_>>(), [lamps.clone()]);

    lamps.push(lamp(&crew, 5, 180.0).await);
    look(&crew, 3).await;
    let grown = tasks(&crew, None).await;
    assert_eq!((grown.len(), &grown[0].2, grown[0].1), (1, &lamps, found[0].1 + 1));

    let (id, revision, _) = grown[0];
    let s = &crew.house.s;
    let stale = take(s, &crew.community, (id, revision - 1)).await;
    take(s, &crew.community, (id, revision)).await.unwrap();
    let wordless = close(s, &crew.street, (id, revision + 1), " ").await;
    close(s, &crew.street, (id, revision + 1), "线路老化，已更换电缆").await.unwrap();
    let again = take(s, &crew.community, (id, revision + 2)).await;

    assert!(matches!(stale, Err(ServiceError::Conflict)), "{stale:?}");
    assert!(matches!(wordless, Err(ServiceError::Invalid { field: "outcome", .. })), "{wordless:?}");
    assert!(matches!(again, Err(ServiceError::Conflict)), "{again:?}");
    assert_eq!((tasks(&crew, None).await.len(), tasks(&crew, Some(State::Closed)).await.len()), (0, 1));
    let written = house_trail(&crew).await;
    assert_eq!(written, ["find_root_cause", "take_root_cause", "close_root_cause"]);

    lamp(&crew, 6, 70.0).await;
    look(&crew, 4).await;
    assert_eq!(tasks(&crew, None).await, [], "what a closed task answered for is not counted again");
}

async fn house_trail(crew: &Crew) -> Vec<String> {
    let trail = crew.house.db.audited().await;
    trail.into_iter().filter(|action| action.ends_with("root_cause")).collect()
}

#[tokio::test]
async fn desks_keep_the_tasks_of_their_area_and_others_only_what_their_role_lets_them() {
    let crew = Crew::new().await;
    for serial in 1..=3 {
        lamp(&crew, serial, 50.0).await;
    }
    look(&crew, 1).await;
    let (id, revision, _) = tasks(&crew, None).await.remove(0);
    let house = &crew.house;
    let supervision = house.db.actor(Role::Supervision, House::root(), 111).await;
    let (department, stranger) = (house.department(1).await, house.stranger().await);
    let foreign = house.db.actor(Role::Community, stranger.area.parent().unwrap(), 112).await;

    let seen = list(&house.s, &supervision, House::root(), None).await.unwrap();
    assert_eq!((seen.tasks.len(), seen.may_keep), (1, false));
    let watched = take(&house.s, &supervision, (id, revision)).await;
    let walked = take(&house.s, &crew.worker, (id, revision)).await;
    let handed = take(&house.s, &department, (id, revision)).await;
    let elsewhere = take(&house.s, &foreign, (id, revision)).await;

    assert!(matches!(watched, Err(ServiceError::Forbidden)), "{watched:?}");
    assert!(matches!(walked, Err(ServiceError::Forbidden)), "{walked:?}");
    assert!(matches!(handed, Err(ServiceError::NotFound)), "{handed:?}");
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "{elsewhere:?}");
}
