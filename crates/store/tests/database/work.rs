//! Row-level security of known works: public ones are everybody's, the others stay with who works inside their area or above.

use std::collections::BTreeSet;

use domain::actor::{Actor, Role};
use domain::area::Area;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use store::testing::{TestDb, county, grid_of};

use crate::row_level_security::act;

/// A city with a public and an internal work of a grid in either street, and an internal one of the first street. Returns the
/// community of the first grid.
async fn city() -> (TestDb, Actor) {
    let db = TestDb::with_city().await;
    let by = db.actor(Role::Community, grid_of(1, 1, 1).path()[2], 1).await;
    let mut owner = db.owner_connection().await;
    let works = [
        (1, grid_of(1, 1, 1), true),
        (2, grid_of(1, 1, 1), false),
        (3, grid_of(2, 1, 1), true),
        (4, grid_of(2, 1, 1), false),
        (5, grid_of(1, 1, 1).path()[1], false),
    ];
    for (id, area, is_public) in works {
        sqlx::query(
            "insert into work (id, area, title, starts_on, is_public, account_id, post_id, posted_at, changed_at)
            values ($1, $2, 'x', '2026-11-01', $3, $4, $5, now(), now())",
        )
        .bind(i64::from(id))
        .bind(area.code())
        .bind(is_public)
        .bind(by.account.number())
        .bind(by.post.number())
        .execute(&mut owner)
        .await
        .unwrap();
    }
    (db, by)
}

async fn seen(connection: &mut PgConnection) -> BTreeSet<i64> {
    let rows = sqlx::query("select id from work").fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn without_a_session_and_on_a_wall_only_public_works_are_seen() {
    let (db, _) = city().await;
    let wall = db.actor(Role::Wall, Area::city(county()), 9).await;
    let mut app = db.app_connection().await;

    assert_eq!(seen(&mut app).await, BTreeSet::from([1, 3]));
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &wall).await;
    assert_eq!(seen(&mut tx).await, BTreeSet::from([1, 3]));
}

#[tokio::test]
async fn internal_works_are_seen_inside_their_area_and_above_it() {
    let (db, _) = city().await;
    let path = grid_of(1, 1, 1).path();
    let mut app = db.app_connection().await;

    for (serial, role, area, expected) in [
        (11, Role::GridWorker, path[3], BTreeSet::from([1, 2, 3, 5])),
        (12, Role::GridWorker, grid_of(1, 1, 2), BTreeSet::from([1, 3, 5])),
        (13, Role::Street, grid_of(2, 1, 1).path()[1], BTreeSet::from([1, 3, 4])),
        (14, Role::Department, path[0], BTreeSet::from([1, 2, 3, 4, 5])),
    ] {
        let actor = db.actor(role, area, serial).await;
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &actor).await;
        assert_eq!(seen(&mut tx).await, expected, "{role:?} of {area}");
    }
}

#[tokio::test]
async fn only_desks_and_departments_write_and_only_into_their_own_area() {
    let (db, community) = city().await;
    let worker = db.actor(Role::GridWorker, grid_of(1, 1, 1), 11).await;
    let supervision = db.actor(Role::Supervision, Area::city(county()), 12).await;
    let mut app = db.app_connection().await;
    let insert = |area: Area| {
        format!(
            "insert into work (id, area, title, starts_on, is_public, account_id, post_id, posted_at, changed_at)
            select 99, {}, 'x', '2026-11-01', true, account_id, post_id, now(), now() from work limit 1",
            area.code()
        )
    };

    for (actor, area, may) in [
        (&community, grid_of(1, 1, 1), true),
        (&community, grid_of(2, 1, 1), false),
        (&community, grid_of(1, 1, 1).path()[1], false),
        (&worker, grid_of(1, 1, 1), false),
        (&supervision, grid_of(1, 1, 1), false),
    ] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        let done = sqlx::query(AssertSqlSafe(insert(area))).execute(&mut *tx).await;
        assert_eq!(done.is_ok(), may, "{:?} into {area}", actor.role);
    }
    for (actor, changes) in [(&community, 2), (&worker, 0), (&supervision, 0)] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        let done = sqlx::query("update work set title = 'y'").execute(&mut *tx).await.unwrap();
        assert_eq!(done.rows_affected(), changes, "{:?}", actor.role);
    }
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &community).await;
    let carried = format!("update work set area = {} where id = 1", grid_of(2, 1, 1).code());
    assert!(sqlx::query(AssertSqlSafe(carried)).execute(&mut *tx).await.is_err(), "nobody carries one elsewhere");
}
