//! The index of people: written with them, made anew beside them.

use std::ops::ControlFlow;

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::id::ResidentId;
use domain::search::probe::Question;
use domain::search::token::Findable;
use sqlx::Row;
use store::search::index::{self, Entry};
use store::search::{people, reindex};
use store::testing::{TestDb, county, grid_of, keyring};

async fn centre(db: &TestDb) -> Actor {
    db.actor(Role::City, Area::city(county()), 9).await
}

async fn found(db: &TestDb, centre: &Actor, text: &str) -> usize {
    let mut tx = db.store.begin(centre).await.unwrap();
    let question = Question::read(text, &tx.key());
    people(&mut tx, &question, &[centre.area.range()], 20).await.unwrap().len()
}

async fn rows(db: &TestDb) -> Vec<(i64, i64, i64)> {
    let mut owner = db.owner_connection().await;
    let rows = sqlx::query("select token, area, resident_id from search_token order by 1, 2, 3")
        .fetch_all(&mut owner)
        .await
        .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

async fn locks(db: &TestDb) -> Vec<String> {
    let mut owner = db.owner_connection().await;
    let statement = "select concat_ws(' ', policyname, permissive, roles::text, cmd, qual, with_check) from pg_policies
        where tablename = 'search_token'
        union all
        select concat_ws(' ', grantee, privilege_type) from information_schema.role_table_grants
        where table_name = 'search_token'
        union all
        select concat_ws(' ', conname, pg_get_constraintdef(oid)) from pg_constraint
        where conrelid = 'search_token'::regclass
        union all
        select concat_ws(' ', objsubid, description) from pg_description where objoid = 'search_token'::regclass
        union all
        select concat_ws(' ', relrowsecurity, relforcerowsecurity) from pg_class where oid = 'search_token'::regclass
        order by 1";
    sqlx::query_scalar(statement).fetch_all(&mut owner).await.unwrap()
}

#[tokio::test]
async fn a_person_is_found_as_they_are_called_now_and_where_they_live_now() {
    let db = TestDb::with_city().await;
    db.add_residents().await;
    let centre = centre(&db).await;
    let resident = ResidentId::new_checked(db.seats().await[0].dwelling.number()).unwrap();
    let before = Entry {
        resident,
        area: grid_of(1, 1, 1),
        findable: Findable { name: "欧阳试", phones: &["16000000016"], id_number: Some("999999199001010016") },
    };
    let after = Entry {
        area: grid_of(2, 1, 1),
        findable: Findable { name: "单小明", phones: &["13800138000"], ..Findable::default() },
        ..before
    };

    let mut tx = db.store.begin_system().await.unwrap();
    index::change(&mut tx, before, after).await.unwrap();
    tx.commit().await.unwrap();

    for text in ["单小明", "sxm", "8000", "13800138000", "小明"] {
        assert_eq!(found(&db, &centre, text).await, 1, "{text}");
    }
    assert_eq!(
        rows(&db).await.iter().filter(|row| row.2 == resident.number() && row.1 != grid_of(2, 1, 1).code()).count(),
        0
    );

    let mut tx = db.store.begin_system().await.unwrap();
    index::remove(&mut tx, after).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&db, &centre, "单小明").await, 0);
    assert_eq!(rows(&db).await.iter().filter(|row| row.2 == resident.number()).count(), 0);
}

#[tokio::test]
async fn a_new_index_is_the_old_one_with_the_same_locks() {
    let db = TestDb::with_city().await;
    db.add_residents().await;
    let centre = centre(&db).await;
    let (old_rows, old_locks) = (rows(&db).await, locks(&db).await);

    let done = reindex(&db.owner_url(), &keyring(), &mut |_, _| ControlFlow::Continue(())).await.unwrap().unwrap();

    assert_eq!(done.tokens, old_rows.len() as u64);
    assert_eq!(rows(&db).await, old_rows);
    assert_eq!(locks(&db).await, old_locks);
    assert_eq!(found(&db, &centre, "欧阳").await, 20);
}

#[tokio::test]
async fn a_stopped_reindex_leaves_the_old_index() {
    let db = TestDb::with_city().await;
    db.add_residents().await;
    let old = rows(&db).await;

    let stopped = reindex(&db.owner_url(), &keyring(), &mut |_, _| ControlFlow::Break(())).await.unwrap();

    assert_eq!(stopped, None);
    assert_eq!(rows(&db).await, old);
}

#[tokio::test]
async fn a_reindex_forgets_who_is_gone() {
    let db = TestDb::with_city().await;
    db.add_residents().await;
    let mut owner = db.owner_connection().await;
    sqlx::query("delete from resident").execute(&mut owner).await.unwrap();

    reindex(&db.owner_url(), &keyring(), &mut |_, _| ControlFlow::Continue(())).await.unwrap();

    assert_eq!(rows(&db).await, []);
}
