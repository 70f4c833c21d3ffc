//! What the function behind the citywide board hands out: no word of a case, to nobody of another city, and nothing while it is off.

use domain::actor::{Actor, Role};
use domain::area::Area;
use sqlx::Connection;
use store::testing::{county, moved_city, other_county};

use crate::row_level_security::{act, peopled};

/// What a canary says in every text of a case.
const CANARY: &str = "王小明13800000000";

async fn seen(db: &store::testing::TestDb, actor: &Actor) -> String {
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, actor).await;
    sqlx::query_scalar("select coalesce(string_agg(b::text, ' '), '') from board_case(0, 999999999999999, now()) b")
        .fetch_one(&mut *tx)
        .await
        .unwrap()
}

async fn set(db: &store::testing::TestDb, county: domain::area::County, by: &Actor, value: &str) {
    let mut tx = db.store.begin_system().await.unwrap();
    store::setting::write(&mut tx, county, ("citywide_board", value), by.account, store::testing::now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_board_of_a_city_tells_of_all_its_cases_and_of_nobody() {
    let (db, first, second) = peopled().await;
    db.import(&moved_city(other_county())).await;
    let foreign = db.actor(Role::City, Area::city(other_county()), 90).await;
    let (wall, auditor) = (
        db.actor(Role::Wall, Area::city(county()), 91).await,
        db.actor(Role::AuditAdmin, Area::city(county()), 92).await,
    );
    sqlx::query("update case_file set title = $1, detail = $1, place = $1, milestones = jsonb_build_array($1)")
        .bind(CANARY)
        .execute(&mut db.owner_connection().await)
        .await
        .unwrap();

    assert_eq!(seen(&db, &first).await, "", "off as a city comes");
    set(&db, county(), &first, "on").await;
    set(&db, other_county(), &foreign, "on").await;
    for actor in [&first, &second] {
        let told = seen(&db, actor).await;
        assert_eq!(told.split(") (").count(), 2, "both grids' cases: {told}");
        assert!(!told.contains(CANARY), "{told}");
    }
    for actor in [&foreign, &wall, &auditor] {
        assert_eq!(seen(&db, actor).await, "", "{:?}", actor.role);
    }
    set(&db, county(), &first, "off").await;
    assert_eq!(seen(&db, &first).await, "");
}
