//! Row-level security alone: what the serving role sees when a query forgets every `where`.

use std::collections::BTreeSet;

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::Light;
use domain::geo::LonLat;
use domain::patrol::Fix;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use store::outbox::{self, Change};
use store::testing::{TestDb, county, grid_of, now};
use store::{audit, session};

/// Tables with nothing personal in them. A new table is either named here or locked.
const OPEN_TABLES: &[&str] = &[
    "_sqlx_migrations",
    "area",
    "area_change",
    "audit_head",
    "audit_link",
    "audit_pending",
    "bank_item",
    "bank_rule",
    "building",
    "bulletin",
    "case_category",
    "case_group",
    "category_owner",
    "certificate_serial",
    "city",
    "deadline_rule",
    "dictionary",
    "dwelling",
    "emergency",
    "estate",
    "estate_note",
    "figure_definition",
    "label",
    "land",
    "media_object",
    "month_formula",
    "place",
    "post",
    "road",
    "scene",
    "sequencer",
    "setting",
    "trail_mode",
    "unit",
    "unit_grid",
    "visit_rule",
    // Marks that name nobody; the serving role has no right on them.
    "wish_support",
    "work_calendar",
];

/// Tables about staff: locked by who asks instead of by area. Each has a test of its own below.
const STAFF_TABLES: &[&str] = &[
    "account",
    "answer_template",
    "api_client",
    // By whose account it is: see `bank`.
    "bank_account",
    "bank_movement",
    "bank_transfer",
    "credential",
    "export_template",
    "field_operation",
    // The system's alone.
    "gate_entry",
    "kept_queue",
    "month_objection",
    "month_report",
    "oidc_attempt",
    "oidc_subject",
    "patrol_duty",
    "question",
    "saved_filter",
    "session",
    "totp",
    "totp_recovery",
    "trail_batch",
    "trail_fix",
    "wall_token",
    "webhook",
    "webhook_delivery",
    // One's own, and what keepers of wishes see: see the use cases of wishes.
    "volunteer_profile",
    // By who asks, and by whether the round is over: see `spot_check`.
    "spot_hint",
    "spot_round",
    "spot_seed",
    "spot_stratum",
    "spot_task",
    "spot_try",
];

/// Locked by area, and not personal: works are public where their rows say so, sums of lights are those of a whole street. Each has
/// tests of its own in [`crate::work`] and [`crate::tally`].
const SHARED_TABLES: [&str; 2] = ["light_tally", "work"];

/// A city in which every locked table has rows of two grids. Returns the workers of both grids.
pub async fn peopled() -> (TestDb, Actor, Actor) {
    let db = TestDb::with_city().await;
    db.fill_households().await;
    db.add_residents().await;
    let seats = db.seats().await;
    sqlx::query(
        "insert into roster_entry (id, area, kind, name, from_on)
        select area, area, 'doctor', '示例医生', '2020-01-01' from dwelling group by area",
    )
    .execute(&mut db.owner_connection().await)
    .await
    .unwrap();
    let mut actors = Vec::new();
    for (grid, serial) in [(grid_of(1, 1, 1), 1), (grid_of(2, 1, 1), 2)] {
        let actor = db.actor(Role::GridWorker, grid, serial).await;
        let seat = seats.iter().find(|seat| seat.area == grid).unwrap();
        db.add_case(seat, serial, Light::Red).await;
        db.add_track(seat, actor.account, &[Fix { position: LonLat { lon: 71.4, lat: 51.1 }, at: now() }]).await;
        db.add_documents(seat, &actor).await;
        db.add_patrol(&actor).await;
        let mut tx = db.store.begin(&actor).await.unwrap();
        let record = audit::Record::Household(seat.dwelling);
        audit::write(&mut tx, &actor, now(), grid, "view_card", record, None).await.unwrap();
        outbox::put(&mut tx, grid, Change::Household(seat.dwelling), now()).await.unwrap();
        tx.commit().await.unwrap();
        actors.push(actor);
    }
    // Those who stand on it were trained.
    sqlx::query(
        "insert into training (area, entry_id, on_date, topic, minutes, account_id, post_id, written_at)
        select e.area, e.id, '2026-01-02', 'x', 60, p.account_id, p.id, now()
        from roster_entry e
        cross join (select id, account_id from post limit 1) p",
    )
    .execute(&mut db.owner_connection().await)
    .await
    .unwrap();
    add_wishes(&db).await;
    let second = actors.pop().unwrap();
    (db, actors.pop().unwrap(), second)
}

/// A wish in every grid that nobody published yet, and somebody who served it.
async fn add_wishes(db: &TestDb) {
    let volunteer = db.actor(Role::Volunteer, Area::city(county()), 770).await;
    let mut owner = db.owner_connection().await;
    for statement in [
        "insert into wish (id, area, origin, state, kind, operation, proposed_at, promised_on, changed_at)
        select area, area, 'resident', 'proposed', 'tidy', gen_random_uuid(), now(), current_date, now()
        from dwelling
        group by area",
        "insert into wish_contact (wish_id, area, words, written_at) select id, area, 'x', now() from wish",
        "insert into wish_event (wish_id, version, area, step, state, at)
        select id, 1, area, 'propose', 'proposed', now()
        from wish",
    ] {
        sqlx::query(statement).execute(&mut owner).await.unwrap();
    }
    sqlx::query(
        "insert into wish_claim (id, wish_id, area, account_id, post_id, seats, state, claimed_at, changed_at)
        select id, id, area, $1, $2, 1, 'held', now(), now()
        from wish",
    )
    .bind(volunteer.account.number())
    .bind(volunteer.post.number())
    .execute(&mut owner)
    .await
    .unwrap();
}

pub async fn locked_tables(db: &TestDb) -> Vec<String> {
    let mut owner = db.owner_connection().await;
    sqlx::query_scalar(
        "select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity and relforcerowsecurity
            and relname <> all ($1)
        order by relname",
    )
    .bind([STAFF_TABLES, &SHARED_TABLES].concat())
    .fetch_all(&mut owner)
    .await
    .unwrap()
}

async fn areas_seen(connection: &mut PgConnection, table: &str) -> BTreeSet<i64> {
    let rows = sqlx::query(AssertSqlSafe(format!("select area from {table}"))).fetch_all(connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

pub async fn act(connection: &mut PgConnection, actor: &Actor) {
    sqlx::query("select set_config('gezhi.session', encode($1, 'hex'), true)")
        .bind(&actor.session_key[..])
        .execute(connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn every_table_is_either_public_or_locked() {
    let db = TestDb::new().await;
    let mut owner = db.owner_connection().await;

    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();

    let locked = locked_tables(&db).await;
    for table in &tables {
        let lists = [OPEN_TABLES, STAFF_TABLES, &SHARED_TABLES].map(|list| list.contains(&table.as_str()));
        let places = lists.into_iter().chain([locked.contains(table)]);
        assert_eq!(places.filter(|place| *place).count(), 1, "{table}");
    }
}

#[tokio::test]
async fn the_audit_administrator_sees_the_trail_and_no_file() {
    let (db, ..) = peopled().await;
    let auditor = db.actor(Role::AuditAdmin, Area::city(county()), 78).await;
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &auditor).await;

    for table in locked_tables(&db).await {
        let seen = areas_seen(&mut tx, &table).await;
        assert_eq!(!seen.is_empty(), table == "audit", "{table}: {seen:?}");
    }
}

#[tokio::test]
async fn without_a_session_nobody_sees_a_personal_row() {
    let (db, ..) = peopled().await;
    let mut app = db.app_connection().await;

    for table in locked_tables(&db).await {
        assert_eq!(areas_seen(&mut app, &table).await, BTreeSet::new(), "{table}");
        assert!(db.count(&table).await >= 2, "{table} has rows to leak");
    }
    let sessions = sqlx::query("select key from session").fetch_all(&mut app).await.unwrap();
    assert!(sessions.is_empty());
}

#[tokio::test]
async fn a_query_without_where_sees_the_posts_own_area_and_no_other() {
    let (db, first, second) = peopled().await;
    let city = db.actor(Role::City, Area::city(county()), 9).await;
    let mut app = db.app_connection().await;

    for table in locked_tables(&db).await {
        for actor in [&first, &second] {
            let mut tx = app.begin().await.unwrap();
            act(&mut tx, actor).await;
            assert_eq!(areas_seen(&mut tx, &table).await, BTreeSet::from([actor.area.code()]), "{table}");
        }
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &city).await;
        assert!(areas_seen(&mut tx, &table).await.len() >= 2, "{table}");
    }
}

#[tokio::test]
async fn what_is_kept_is_seen_by_its_keeper_and_when_shared_by_who_works_inside_its_area() {
    let (db, first, second) = peopled().await;
    let colleague = db.actor(Role::GridWorker, first.area, 5).await;
    let city = db.actor(Role::City, Area::city(county()), 9).await;
    let wall = db.actor(Role::Wall, first.area, 10).await;
    let mut app = db.app_connection().await;
    let own = BTreeSet::from([first.area.code()]);

    for (actor, expected) in
        [(&first, own.clone()), (&colleague, own), (&city, BTreeSet::new()), (&wall, BTreeSet::new())]
    {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        for table in ["saved_filter", "export_template"] {
            assert_eq!(areas_seen(&mut tx, table).await, expected, "{table} {:?}", actor.role);
        }
    }
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &second).await;
    for statement in
        ["delete from saved_filter", "update export_template set is_shared = false", "delete from export_template"]
    {
        let removed = sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await.unwrap();
        assert_eq!(removed.rows_affected(), 1, "one's own and no other: {statement}");
    }
}

#[tokio::test]
async fn a_session_setting_ends_with_its_transaction() {
    let (db, first, _) = peopled().await;
    let mut app = db.app_connection().await;

    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &first).await;
    tx.commit().await.unwrap();

    assert_eq!(areas_seen(&mut app, "household").await, BTreeSet::new());
}

#[tokio::test]
async fn a_wall_screen_sees_no_single_record() {
    let (db, ..) = peopled().await;
    let wall = db.actor(Role::Wall, Area::city(county()), 9).await;
    let mut app = db.app_connection().await;

    for table in locked_tables(&db).await {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &wall).await;
        assert_eq!(areas_seen(&mut tx, &table).await, BTreeSet::new(), "{table}");
    }
}

#[tokio::test]
async fn a_revoked_or_expired_session_sees_nothing() {
    let (db, first, second) = peopled().await;
    session::revoke(&db.store, first.session_key).await.unwrap();
    let mut owner = db.owner_connection().await;
    sqlx::query("update session set expires_at = now() - interval '1 second' where key = $1")
        .bind(&second.session_key[..])
        .execute(&mut owner)
        .await
        .unwrap();
    let mut app = db.app_connection().await;

    for actor in [&first, &second] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        assert_eq!(areas_seen(&mut tx, "household").await, BTreeSet::new());
    }
    assert_eq!(session::acting(&db.store, first.session_key).await.unwrap(), None);
    assert_eq!(session::acting(&db.store, second.session_key).await.unwrap(), None);
}

#[tokio::test]
async fn a_session_follows_its_post_to_another_area() {
    let (db, first, second) = peopled().await;
    let mut owner = db.owner_connection().await;
    sqlx::query("update post set area = $1 where id = $2")
        .bind(second.area.code())
        .bind(first.post.number())
        .execute(&mut owner)
        .await
        .unwrap();
    let mut app = db.app_connection().await;

    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &first).await;

    assert_eq!(areas_seen(&mut tx, "resident").await, BTreeSet::from([second.area.code()]));
}

#[tokio::test]
async fn nobody_writes_into_another_area_or_carries_a_record_there() {
    let (db, first, second) = peopled().await;
    let mut app = db.app_connection().await;
    let other = second.area.code();

    for statement in [
        format!(
            "insert into audit (at, account_id, post_id, area, action, record_kind, record_id) values (now(), 1, 1, {other}, 'x', 'case', 1)"
        ),
        format!("insert into outbox (area, topic, dwelling_id, created_at) values ({other}, 'household', 1, now())"),
        format!("update household set area = {other}"),
        format!("update case_file set area = {other}"),
    ] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &first).await;
        let error = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut *tx).await.unwrap_err();
        assert!(error.to_string().contains("row-level security"), "{statement}: {error}");
    }
}

#[tokio::test]
async fn the_trail_can_be_added_to_but_not_changed() {
    let (db, first, _) = peopled().await;
    let mut app = db.app_connection().await;

    for statement in [
        "update audit set action = 'x'",
        "delete from audit",
        "select 1 from audit_link",
        "insert into audit_link (community, number, audit_id, mac) values (1, 1, 1, '')",
        "update audit_head set number = 1",
        "delete from audit_pending",
        "delete from case_event",
        "update case_event set light = 4",
    ] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, &first).await;
        let error = sqlx::query(statement).execute(&mut *tx).await.unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{statement}: {error}");
    }
}
