//! Categories and the table of owners as the migrations leave them, and what counts in them.

use domain::category::{CategoryCode, default_categories, default_groups};
use domain::id::UnitId;
use domain::route::{Basis, Owned};
use domain::unit::Kind;
use sqlx::Connection;
use store::testing::{TestDb, county, grid_of, now};
use store::unit::Saying;
use store::{Tx, category, owner};

use crate::row_level_security::act;

#[tokio::test]
async fn a_fresh_database_has_the_categories_of_the_domain() {
    let db = TestDb::new().await;
    let mut tx = db.store.begin_public().await.unwrap();

    assert_eq!(category::groups(&mut tx).await.unwrap(), default_groups());
    assert_eq!(category::all(&mut tx).await.unwrap(), default_categories());
}

fn code(text: &str) -> CategoryCode {
    CategoryCode::new(text).unwrap()
}

async fn unit(tx: &mut Tx, name_zh: &str) -> UnitId {
    let unit = store::unit::lock(tx, county()).await.unwrap();
    let saying = Saying { kind: Kind::Department, name_zh, name_en: "" };
    let city = grid_of(1, 1, 1).path()[0];
    store::unit::add(tx, unit, None, city, saying, now().date_naive()).await.unwrap();
    unit
}

#[tokio::test]
async fn a_hand_over_and_a_return_count_in_the_narrowest_row_that_names_the_unit() {
    let db = TestDb::with_city().await;
    let grid = grid_of(1, 1, 1);
    let mut tx = db.store.begin_system().await.unwrap();
    let (lamps, others) = (unit(&mut tx, "照明所").await, unit(&mut tx, "别的").await);
    for (owned, area) in [("00", 0), ("01", 0), ("01", 1), ("0102", 0)] {
        let owned = Owned::new(owned).unwrap();
        assert!(owner::add(&mut tx, &owned, grid.path()[area], lamps, Basis::Owner).await.unwrap());
    }
    assert!(!owner::add(&mut tx, &Owned::new("01").unwrap(), grid.path()[0], lamps, Basis::Owner).await.unwrap());
    tx.commit().await.unwrap();

    let worker = db.actor(domain::actor::Role::GridWorker, grid, 1).await;
    let mut tx = db.store.begin(&worker).await.unwrap();
    for returned in [false, false, true] {
        assert!(owner::count(&mut tx, &code("0102"), grid, lamps, returned).await.unwrap());
    }
    assert!(owner::count(&mut tx, &code("0103"), grid, lamps, false).await.unwrap());
    assert!(!owner::count(&mut tx, &code("0102"), grid, others, false).await.unwrap(), "it is not in the table");
    let rows = owner::list(&mut tx, county(), now().date_naive()).await.unwrap();
    tx.commit().await.unwrap();

    let counted: Vec<_> =
        rows.iter().map(|row| (row.owner.owned.as_str(), row.owner.sent, row.owner.returned)).collect();
    assert_eq!(counted, [("00", 0, 0), ("01", 0, 0), ("01", 1, 0), ("0102", 2, 1)]);
}

#[tokio::test]
async fn the_serving_role_counts_and_changes_nothing_else_of_the_table() {
    let db = TestDb::with_city().await;
    let worker = db.actor(domain::actor::Role::GridWorker, grid_of(1, 1, 1), 1).await;
    let mut app = db.app_connection().await;

    for statement in [
        "update category_owner set unit_id = 1",
        "delete from category_owner",
        "insert into category_owner (code, area, unit_id, basis) values ('01', 1, 1, 'owner')",
        "update case_category set name_zh = 'x'",
        "insert into case_group (code, name_zh, name_en, kind) values ('99', 'x', 'x', 'event')",
    ] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &worker).await;
        let error = sqlx::query(statement).execute(&mut *tx).await.unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{statement}: {error}");
    }
}
