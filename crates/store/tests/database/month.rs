//! Monthly reports behind the second lock: a worker sees the own ones from when they are shown, an office those of its area; nobody
//! writes any but the system.

use domain::actor::{Actor, Role};
use sqlx::{Connection, PgConnection};
use store::testing::{TestDb, grid_of};

use crate::row_level_security::act;

/// Reports of three workers and two grids: shown and draft.
async fn with_reports() -> (TestDb, Actor, Actor, Actor) {
    let db = TestDb::with_city().await;
    let (grid, far) = (grid_of(1, 1, 1), grid_of(2, 1, 1));
    let worker = db.actor(Role::GridWorker, grid, 1).await;
    let beside = db.actor(Role::GridWorker, grid, 2).await;
    let stranger = db.actor(Role::GridWorker, far, 3).await;
    let mut owner = db.owner_connection().await;
    for (id, actor, month, state) in [
        (1_i64, &worker, "2026-10-01", "agreed"),
        (2, &worker, "2026-11-01", "draft"),
        (3, &beside, "2026-10-01", "agreed"),
        (4, &stranger, "2026-10-01", "agreed"),
    ] {
        sqlx::query(
            "insert into month_report (id, area, account_id, month, state, formula, tallies, records, counted_at)
            values ($1, $2, $3, $4::date, $5, 1, '[]', '{}', now())",
        )
        .bind(id)
        .bind(actor.area.code())
        .bind(actor.account.number())
        .bind(month)
        .bind(state)
        .execute(&mut owner)
        .await
        .unwrap();
        sqlx::query(
            "insert into month_objection (report_id, area, account_id, words, made_at) values ($1, $2, $3, 'x', now())",
        )
        .bind(id)
        .bind(actor.area.code())
        .bind(actor.account.number())
        .execute(&mut owner)
        .await
        .unwrap();
    }
    (db, worker, beside, stranger)
}

async fn ids(connection: &mut PgConnection, sql: &'static str) -> Vec<i64> {
    sqlx::query_scalar(sql).fetch_all(connection).await.unwrap()
}

async fn seen(db: &TestDb, actor: &Actor) -> (Vec<i64>, Vec<i64>) {
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, actor).await;
    let reports = ids(&mut tx, "select id from month_report order by id").await;
    let objections = ids(&mut tx, "select report_id from month_objection order by report_id").await;
    (reports, objections)
}

#[tokio::test]
async fn a_worker_sees_the_own_reports_alone_and_no_draft() {
    let (db, worker, beside, stranger) = with_reports().await;

    assert_eq!(seen(&db, &worker).await, (vec![1], vec![1, 2]));
    assert_eq!(seen(&db, &beside).await, (vec![3], vec![3]));
    assert_eq!(seen(&db, &stranger).await, (vec![4], vec![4]));
}

#[tokio::test]
async fn offices_see_those_of_their_area_and_nobody_else_sees_any() {
    let (db, worker, ..) = with_reports().await;
    let community = worker.area.parent().unwrap();
    let (city, street) = (community.path()[0], community.path()[1]);

    assert_eq!(seen(&db, &db.actor(Role::Community, community, 10).await).await.0, [1, 2, 3]);
    assert_eq!(seen(&db, &db.actor(Role::Street, street, 11).await).await.0, [1, 2, 3]);
    assert_eq!(seen(&db, &db.actor(Role::City, city, 12).await).await.0, [1, 2, 3, 4]);
    let none = (Vec::new(), Vec::new());
    for (role, serial) in [(Role::GridLeader, 13), (Role::Department, 14), (Role::Supervision, 15), (Role::Wall, 16)] {
        assert_eq!(seen(&db, &db.actor(role, city, serial).await).await, none, "{role:?}");
    }
}

#[tokio::test]
async fn no_session_writes_a_report_by_itself() {
    let (db, worker, ..) = with_reports().await;
    let city = worker.area.path()[0];
    for actor in [worker, db.actor(Role::City, city, 12).await] {
        for statement in [
            "update month_report set tallies = '[]'",
            "update month_objection set answer = 'x'",
            "delete from month_report",
            "insert into month_objection (report_id, area, account_id, words, made_at) values (1, 1, 1, 'x', now())",
        ] {
            let mut app = db.app_connection().await;
            let mut tx = app.begin().await.unwrap();
            act(&mut tx, &actor).await;
            assert!(sqlx::query(statement).execute(&mut *tx).await.is_err(), "{:?}: {statement}", actor.role);
        }
    }
}
