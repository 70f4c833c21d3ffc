//! What a session sees and may change of accounts, second factors, wall screens and sessions: row-level security alone.

use domain::actor::Role;
use domain::area::Area;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::testing::other_county;

use crate::row_level_security::{act, peopled};

#[tokio::test]
async fn accounts_are_seen_with_a_session_of_their_city_and_passwords_never() {
    let (db, first, _) = peopled().await;
    let elsewhere = db.actor(Role::City, Area::city(other_county()), 77).await;
    let mut app = db.app_connection().await;
    let seen = async |app: &mut PgConnection| -> i64 {
        sqlx::query_scalar("select count(*) from account").fetch_one(app).await.unwrap()
    };

    assert_eq!(seen(&mut app).await, 0, "without a session");
    // The two workers, and the keeper in whose name the residents were entered.
    for (actor, expected) in [(&first, 3), (&elsewhere, 1)] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        assert_eq!(seen(&mut tx).await, expected, "{:?}", actor.area);
        let refused = sqlx::query("select * from credential").fetch_all(&mut *tx).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{refused}");
    }
}

#[tokio::test]
async fn second_factors_and_wall_tokens_are_seen_by_no_session() {
    let (db, first, _) = peopled().await;
    for table in [
        "api_client",
        "oidc_attempt",
        "oidc_subject",
        "totp",
        "totp_recovery",
        "wall_token",
        "webhook",
        "webhook_delivery",
    ] {
        let mut app = db.app_connection().await;
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &first).await;
        let asked = AssertSqlSafe(format!("select * from {table}"));
        let refused = sqlx::query(asked).fetch_all(&mut *tx).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{table}: {refused}");
    }
}

#[tokio::test]
async fn a_session_can_neither_make_another_nor_move_itself_to_another_post() {
    let (db, first, second) = peopled().await;
    let statements = [
        format!("update session set post_id = {}", second.post),
        "update session set area = 0, area_end = 9223372036854775807".to_owned(),
        "update session set absolute_until = now() + interval '1 year'".to_owned(),
        format!(
            "insert into session (key, account_id, post_id, area, area_end, may_see_people, expires_at)
            select sha256('x'), account_id, id, area, area_end, may_see_people, now() + interval '1 day' from post where id = {}",
            second.post
        ),
    ];
    for statement in statements {
        let mut app = db.app_connection().await;
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &first).await;
        let refused = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut *tx).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{statement}: {refused}");
    }
}
