//! Party organisations by row-level security alone: a grid knows those of its own community and no other entry above it.

use domain::actor::Role;
use sqlx::Connection;
use store::testing::grid_of;

use crate::row_level_security::{act, peopled};

#[tokio::test]
async fn a_grid_sees_the_organisations_of_its_community_and_writes_none() {
    let (db, first, second) = peopled().await;
    let (community, grid) = (first.area.parent().unwrap(), first.area);
    let of_other = second.area.parent().unwrap();
    let serial = community.county().code();
    for (at, area, kind) in [
        (1, community, "organisation.party_committee"),
        (2, grid, "organisation.party_branch"),
        (3, grid_of(1, 1, 2), "organisation.party_branch"),
        (4, community, "organisation.shop"),
        (5, of_other, "organisation.party_committee"),
        (6, community.parent().unwrap(), "organisation.party_committee"),
    ] {
        sqlx::query(
            "insert into register_entry (id, area, kind, name, initials, contact, unit_in_charge, account_id, written_at)
            values ($1, $2, $3, 'x', 'x', '', '', $4, now())",
        )
        .bind(i64::from(serial) * 1_000_000_000_000 + 900 + at)
        .bind(area.code())
        .bind(kind)
        .bind(first.account.number())
        .execute(&mut db.owner_connection().await)
        .await
        .unwrap();
    }
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &first).await;

    let seen: Vec<i64> =
        sqlx::query_scalar("select id % 1000 - 900 from register_entry where id % 1000 > 900 order by 1")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    let changed = sqlx::query("update register_entry set name = 'y' where area = $1")
        .bind(community.code())
        .execute(&mut *tx)
        .await
        .unwrap();

    assert_eq!(seen, [1, 2]);
    assert_eq!(changed.rows_affected(), 0);
    drop(tx);
    let wall = db.actor(Role::Wall, community, 79).await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &wall).await;
    let on_wall: i64 = sqlx::query_scalar("select count(*) from register_entry").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(on_wall, 0);
}
