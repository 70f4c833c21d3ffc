//! Operations of phones: each is its account's alone, and what was received is never changed.

use chrono::TimeDelta;
use domain::operation::OperationId;
use domain::sync::{Kind, Moment, Sent};
use serde_json::json;
use sqlx::Connection;
use store::sync;
use store::testing::now;

use crate::row_level_security::{act, peopled};

fn sent() -> Sent {
    Sent { operation: OperationId::new([7; 16]), kind: Kind::Visit, moment: Moment::now(now()) }
}

#[tokio::test]
async fn an_operation_is_its_accounts_alone_and_is_forgotten_after_its_time() {
    let (db, first, second) = peopled().await;
    let mut tx = db.store.begin(&first).await.unwrap();
    assert!(sync::begin(&mut tx, first.account, &sent(), now()).await.unwrap().is_none());
    sync::finish(&mut tx, first.account, sent().operation, &json!({ "visit": 1 })).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = db.store.begin(&second).await.unwrap();
    assert_eq!(sync::known(&mut tx, first.account, sent().operation).await.unwrap(), None, "somebody else's");
    assert!(sync::begin(&mut tx, second.account, &sent(), now()).await.unwrap().is_none(), "numbers are one's own");
    drop(tx);
    let mut tx = db.store.begin(&first).await.unwrap();
    let known = sync::begin(&mut tx, first.account, &sent(), now()).await.unwrap().unwrap();
    assert_eq!((known.kind.as_str(), known.outcome), ("visit", json!({ "visit": 1 })));
    drop(tx);

    let mut app = db.app_connection().await;
    for statement in ["update field_operation set received_at = now()", "delete from field_operation"] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &first).await;
        let error = sqlx::query(statement).execute(&mut *tx).await.unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{statement}: {error}");
    }
    let mut tx = db.store.begin_system().await.unwrap();
    assert_eq!(sync::sweep(&mut tx, now()).await.unwrap(), 0);
    assert_eq!(sync::sweep(&mut tx, now() + TimeDelta::seconds(1)).await.unwrap(), 1);
}
