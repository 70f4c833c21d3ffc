//! Row-level security of answer templates: a query without a `where` sees those of the session's own desk.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::Desk;
use sqlx::Connection;
use store::testing::{TestDb, county, grid_of};

use crate::row_level_security::act;

async fn desks_seen(db: &TestDb, actor: &Actor) -> Vec<i64> {
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, actor).await;
    sqlx::query_scalar("select desk from answer_template order by desk").fetch_all(&mut *tx).await.unwrap()
}

#[tokio::test]
async fn a_desk_sees_its_own_templates_and_writes_no_other_desks() {
    let db = TestDb::with_city().await;
    let city = Area::city(county());
    let (worker, department) = (db.actor(Role::GridWorker, grid_of(1, 1, 1), 1).await, db.department(city, 2).await);
    let others = [
        db.actor(Role::GridLeader, grid_of(1, 1, 1), 3).await,
        db.actor(Role::Supervision, city, 4).await,
        db.actor(Role::Wall, city, 5).await,
        db.actor(Role::SystemAdmin, city, 6).await,
    ];
    for desk in [worker.desk.unwrap(), department.desk.unwrap()] {
        sqlx::query(
            "insert into answer_template (desk, name, body, account_id, post_id, changed_at) values ($1, 'a', 'b', $2, $3, now())",
        )
        .bind(desk.number())
        .bind(worker.account.number())
        .bind(worker.post.number())
        .execute(&mut db.owner_connection().await)
        .await
        .unwrap();
    }

    assert_eq!(desks_seen(&db, &worker).await, [worker.desk.unwrap().number()]);
    assert_eq!(desks_seen(&db, &department).await, [department.desk.unwrap().number()]);
    for other in &others {
        assert_eq!(desks_seen(&db, other).await, [0_i64; 0], "{:?}", other.role);
    }
    let mut app = db.app_connection().await;
    assert_eq!(sqlx::query("select id from answer_template").fetch_all(&mut app).await.unwrap().len(), 0);
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &worker).await;
    let removed = sqlx::query("delete from answer_template").execute(&mut *tx).await.unwrap();
    assert_eq!(removed.rows_affected(), 1, "one's own and no other");
    let foreign = sqlx::query(
        "insert into answer_template (desk, name, body, account_id, post_id, changed_at) values ($1, 'x', 'y', $2, $3, now())",
    )
    .bind(Desk::area(city).number())
    .bind(worker.account.number())
    .bind(worker.post.number())
    .execute(&mut *tx)
    .await;
    assert!(foreign.unwrap_err().to_string().contains("row-level security"));
}
