//! Sowing anew: what was made up goes away, whatever was done with it meanwhile.

use domain::area::Area;
use sqlx::Row;
use store::testing::county;

use crate::row_level_security::peopled;

#[tokio::test]
async fn made_up_people_go_away_with_their_certificates_and_memberships() {
    let (db, first, _) = peopled().await;
    let mut owner = db.owner_connection().await;
    let organisation = i64::from(county().code()) * 1_000_000_000_000 + 900;
    sqlx::query(
        "insert into register_entry (id, area, kind, name, initials, contact, unit_in_charge, account_id, written_at,
            is_synthetic)
        values ($1, $2, 'organisation.party_branch', '示例党支部', 'x', '', '', $3, now(), true)",
    )
    .bind(organisation)
    .bind(first.area.code())
    .bind(first.account.number())
    .execute(&mut owner)
    .await
    .unwrap();
    sqlx::query("update resident set is_synthetic = true, party_organisation = $1")
        .bind(organisation)
        .execute(&mut owner)
        .await
        .unwrap();
    let papers: i64 = sqlx::query_scalar("select count(*) from certificate").fetch_one(&mut owner).await.unwrap();
    assert!(papers > 0);

    let mut tx = db.store.begin_system().await.unwrap();
    store::seed::clear(&mut tx, Area::city(county()).range()).await.unwrap();
    tx.commit().await.unwrap();

    let left = sqlx::query(
        "select (select count(*) from resident) as people, (select count(*) from certificate) as papers,
            (select count(*) from register_entry where is_synthetic) as entries",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    let left: [i64; 3] = ["people", "papers", "entries"].map(|column| left.get(column));
    assert_eq!(left, [0, 0, 0]);
}
