//! Row-level security of spot-checks alone: queries without a `where`, as everybody, before and after a round is over.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::sample::{Seed, Stratum};
use domain::spot_check::{Finding, Found, Hint, KeyField, Mode};
use sqlx::{AssertSqlSafe, Connection, Row};
use store::spot_check::{Answered, NewRound, NewTask};
use store::testing::{TestDb, county, grid_of, now};
use vault::Nonces;

use crate::row_level_security::act;

const TABLES: [&str; 5] = ["spot_round", "spot_stratum", "spot_task", "spot_try", "spot_hint"];

/// How many rows of each table a query without a `where` gives.
async fn seen(db: &TestDb, actor: &Actor) -> [i64; 5] {
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, actor).await;
    let mut counts = [0; 5];
    for (count, table) in counts.iter_mut().zip(TABLES) {
        let row =
            sqlx::query(AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut *tx).await.unwrap();
        *count = row.get(0);
    }
    // The seed is no account's at any time: there is no policy that could be got wrong.
    let seed = sqlx::query("select seed from spot_seed").execute(&mut *tx).await;
    assert!(seed.unwrap_err().to_string().contains("permission denied"));
    counts
}

/// A round over two grids of two streets; a household of each was asked by the other street's office.
async fn round(db: &TestDb, centre: &Actor, streets: &[Actor; 2]) -> i64 {
    let grids = [grid_of(1, 1, 1), grid_of(2, 1, 1)];
    let mut tx = db.store.begin_system().await.unwrap();
    let seed = Seed::new([7; 32]);
    let day = now().date_naive();
    let new = NewRound {
        area: centre.area,
        month_on: "2026-11-01".parse().unwrap(),
        until_on: day,
        seed,
        list_hash: &seed.commitment(),
    };
    let round = store::spot_check::add_round(&mut tx, centre, &new, now()).await.unwrap().unwrap();
    let seats = db.seats().await;
    for (grid, inspector) in grids.iter().zip(streets.iter().rev()) {
        let dwelling = seats.iter().find(|seat| seat.area == *grid).unwrap().dwelling;
        let stratum = Stratum { area: *grid, households: 9, eligible: vec![dwelling], size: 1 };
        store::spot_check::add_strata(&mut tx, round, &[(stratum, Some(inspector.post))]).await.unwrap();
        let task = NewTask { area: *grid, dwelling, place: 1, inspector: (inspector.post, inspector.area) };
        store::spot_check::add_tasks(&mut tx, round, day, &[task]).await.unwrap();
        let line = store::spot_check::tasks(&mut tx, inspector.post).await.unwrap().remove(0);
        let open = store::spot_check::lock(&mut tx, inspector.post, line.id).await.unwrap().unwrap();
        let made = store::spot_check::TryMade { mode: Mode::Visit, at: now(), is_last: false };
        store::spot_check::add_try(&mut tx, inspector, &open, made).await.unwrap();
        let finding = Finding {
            fields: KeyField::ALL.map(|field| (field, Found::Wrong)),
            filled: 1,
            required: 5,
            matching: 0,
            verified: 5,
        };
        let hints = [Hint { field: KeyField::Name, found: Found::Wrong, said: "李四".to_owned() }];
        let answered = Answered { mode: Mode::Visit, at: now(), finding: &finding, satisfaction: None, hints: &hints };
        let by = (inspector, &mut Nonces::new([inspector.post.serial() as u8; 32]));
        store::spot_check::answer(&mut tx, by, &open, answered).await.unwrap();
    }
    tx.commit().await.unwrap();
    round
}

#[tokio::test]
async fn an_open_round_shows_inspectors_their_own_tasks_and_whose_work_is_checked_nothing() {
    let db = TestDb::with_city().await;
    let city = Area::city(county());
    let centre = db.actor(Role::City, city, 1).await;
    let streets = [
        db.actor(Role::Street, grid_of(1, 1, 1).path()[1], 2).await,
        db.actor(Role::Street, grid_of(2, 1, 1).path()[1], 3).await,
    ];
    let others = [
        db.actor(Role::GridWorker, grid_of(1, 1, 1), 4).await,
        db.actor(Role::GridLeader, grid_of(1, 1, 1), 5).await,
        db.actor(Role::Community, grid_of(1, 1, 1).path()[2], 6).await,
    ];
    let supervision = db.actor(Role::Supervision, city, 7).await;
    let strangers = [
        db.actor(Role::Department, city, 8).await,
        db.actor(Role::Wall, city, 9).await,
        db.actor(Role::SystemAdmin, city, 10).await,
        db.actor(Role::AuditAdmin, city, 11).await,
    ];
    let id = round(&db, &centre, &streets).await;

    for actor in [&centre, &supervision] {
        assert_eq!(seen(&db, actor).await, [1, 2, 2, 2, 0], "{:?}: not what was said", actor.role);
    }
    for actor in &streets {
        assert_eq!(seen(&db, actor).await, [0, 0, 1, 1, 0], "one's own task alone");
    }
    for actor in others.iter().chain(&strangers) {
        assert_eq!(seen(&db, actor).await, [0; 5], "{:?}", actor.role);
    }

    let mut tx = db.store.begin_system().await.unwrap();
    assert!(store::spot_check::close(&mut tx, &centre, id, &[None; 3], now()).await.unwrap());
    tx.commit().await.unwrap();

    for actor in &others {
        assert_eq!(seen(&db, actor).await, [1, 1, 1, 0, 1], "{:?}: the own area's", actor.role);
    }
    assert_eq!(seen(&db, &centre).await, [1, 2, 2, 2, 2]);
    assert_eq!(seen(&db, &supervision).await, [1, 2, 2, 2, 0], "sees no people, and not what they said");
    for actor in &strangers {
        assert_eq!(seen(&db, actor).await, [0; 5], "{:?}", actor.role);
    }
}

#[tokio::test]
async fn no_session_writes_a_round_and_nobody_is_sent_to_the_own_street() {
    let db = TestDb::with_city().await;
    let centre = db.actor(Role::City, Area::city(county()), 1).await;
    let streets = [
        db.actor(Role::Street, grid_of(1, 1, 1).path()[1], 2).await,
        db.actor(Role::Street, grid_of(2, 1, 1).path()[1], 3).await,
    ];
    round(&db, &centre, &streets).await;

    for table in TABLES.into_iter().chain(["spot_seed"]) {
        let mut app = db.app_connection().await;
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &centre).await;
        let done = sqlx::query(AssertSqlSafe(format!("delete from {table}"))).execute(&mut *tx).await;
        assert!(done.unwrap_err().to_string().contains("permission denied"), "{table}");
    }
    let mut owner = db.owner_connection().await;
    let own = sqlx::query("update spot_task set inspector_area = area - area % 1000000").execute(&mut owner).await;
    // The owner is bound by the policies as well and changes nothing; the system is stopped by the table itself.
    assert_eq!(own.map(|done| done.rows_affected()).unwrap_or_default(), 0);
    let mut tx = db.store.begin_system().await.unwrap();
    let refused = tx.send("update spot_task set inspector_area = area - area % 1000000".to_owned()).await;
    assert!(format!("{:?}", refused.unwrap_err()).contains("spot_task_inspector_is_of_another_street"));
    let mut tx = db.store.begin_system().await.unwrap();
    let another = tx
        .send("update spot_round set is_closed = true, closed_at = made_at, closed_by = account_id, closed_post = post_id, figure = '[]', seed = repeat('0', 64)".to_owned())
        .await;
    assert!(format!("{:?}", another.unwrap_err()).contains("spot_round_seed_is_what_was_committed"));
}
