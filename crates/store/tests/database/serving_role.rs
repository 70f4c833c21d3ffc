//! The role that the process connects as: its policies cost little, and it is refused if they don't bind it.

use sqlx::{AssertSqlSafe, Connection};
use store::StoreError;
use store::testing::TestDb;

use crate::row_level_security::{act, locked_tables, peopled};

#[tokio::test]
async fn the_policy_is_asked_once_per_statement_and_the_area_index_is_used() {
    let (db, first, _) = peopled().await;
    let mut app = db.app_connection().await;

    for table in locked_tables(&db).await {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &first).await;
        sqlx::query("set local enable_seqscan = off").execute(&mut *tx).await.unwrap();
        let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("explain select area from {table}")))
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        let plan = plan.join("\n");
        assert!(plan.contains("InitPlan") && !plan.contains("SubPlan"), "{table}:\n{plan}");
        let is_small = ["outbox", "visit"].contains(&table.as_str());
        // Who is found comes before where they live: the area stands second in that index.
        let index = if table == "search_token" { "search_token_pkey".to_owned() } else { format!("{table}_area") };
        assert!(is_small || plan.contains(&index), "{table}:\n{plan}");
    }
}

#[tokio::test]
async fn a_role_that_row_level_security_does_not_bind_is_refused() {
    let db = TestDb::new().await;
    let owner = db.owner_options();
    let system = "gezhi_system";

    let refused = store::Store::open_with(owner, 1, store::testing::keyring()).await;

    assert!(matches!(refused, Err(StoreError::UnsafeRole { .. })), "{refused:?}");
    let mut app = db.app_connection().await;
    let inherits: bool = sqlx::query_scalar("select pg_has_role(current_user, $1, 'usage')")
        .bind(system)
        .fetch_one(&mut app)
        .await
        .unwrap();
    assert!(!inherits);
}
