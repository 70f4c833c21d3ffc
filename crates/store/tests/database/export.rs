//! Exports by statements that no function of ours would send.

use domain::actor::Role;
use domain::area::Area;
use sqlx::{AssertSqlSafe, Connection};
use store::testing::county;

use crate::row_level_security::{act, peopled};

#[tokio::test]
async fn no_statement_asks_or_grants_an_export_in_somebody_elses_name() {
    let (db, first, second) = peopled().await;
    let superior = db.actor(Role::City, Area::city(county()), 9).await;
    let mut app = db.app_connection().await;
    let grant = |account: i64| {
        format!(
            "update export set state = 'granted', decided_account_id = {account}, decided_post_id = {}, decided_at = now(),
                decided_reason = '' where area = {}",
            superior.post.number(),
            first.area.code()
        )
    };
    let ask = format!(
        "insert into export (id, area, area_end, account_id, post_id, post_area, list, conditions, columns, is_masked,
            is_xlsx, asked_at, rows_shown, state, until_at)
        values (990001000000777777, {0}, {0} + 1, {1}, {2}, {0}, 'estates', '', '{{name}}', true, true, now(), 1, 'made', now())",
        first.area.code(),
        second.account.number(),
        second.post.number()
    );

    for (actor, statement, why) in [
        (&first, ask, "row-level security"),
        (&first, grant(first.account.number()), "export_second_person_is_another"),
        (&superior, grant(second.account.number()), "row-level security"),
        (&first, "update export set state = 'fetched'".to_owned(), "export_unmasked_has_a_second_person"),
        (&first, "update export set rows_shown = 9".to_owned(), "permission denied"),
    ] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        let error = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut *tx).await.unwrap_err();
        assert!(error.to_string().contains(why), "{statement}: {error}");
    }
}
