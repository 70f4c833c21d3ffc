//! Kept queues: whoever keeps one sees it, and nobody else, not even a colleague at the same desk.

use domain::actor::Role;
use domain::case::Queue;
use sqlx::{Connection, Row};

use crate::row_level_security::{act, peopled};

#[tokio::test]
async fn a_kept_queue_is_its_keepers_alone() {
    let (db, first, _) = peopled().await;
    let colleague = db.actor(Role::GridWorker, first.area, 5).await;
    let department = db.actor(Role::Department, first.area.path()[0], 6).await;
    for (actor, name) in [(&first, "超时"), (&department, "本部门")] {
        let mut tx = db.store.begin(actor).await.unwrap();
        let kept = store::case::keep(&mut tx, actor, name, &Queue::default(), store::testing::now()).await.unwrap();
        assert!(kept, "{:?}", actor.role);
        tx.commit().await.unwrap();
    }
    let mut app = db.app_connection().await;

    for (actor, expected) in [(&first, 1), (&department, 1), (&colleague, 0)] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        let seen = sqlx::query("select id from kept_queue").fetch_all(&mut *tx).await.unwrap();
        assert_eq!(seen.len(), expected, "{:?}", actor.role);
        assert!(seen.iter().all(|row| row.get::<i64, _>(0) > 0));
        let foreign = sqlx::query("update kept_queue set name = 'x'").execute(&mut *tx).await.unwrap();
        assert_eq!(foreign.rows_affected(), expected as u64);
    }
}
