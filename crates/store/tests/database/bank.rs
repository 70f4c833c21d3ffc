//! The love bank behind the second lock: what was written stays, comes out even or not at all, and is seen by its volunteer and the
//! offices above.

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::bank::{AccountKind, Movement, Points, TransferKind};
use domain::id::{BankAccountId, BankTransferId};
use domain::operation::OperationId;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::bank::{self, NewTransfer};
use store::testing::{TestDb, county, grid_of, now};

use crate::row_level_security::act;

fn community(street: u16) -> Area {
    grid_of(street, 1, 1).parent().unwrap()
}

struct Bank {
    db: TestDb,
    volunteer: Actor,
    own: BankAccountId,
    issuer: BankAccountId,
}

/// A volunteer of the first street with two points, and one of the second street with three.
async fn with_points() -> Bank {
    let db = TestDb::with_city().await;
    let volunteer = db.actor(Role::Volunteer, community(1), 1).await;
    let far = db.actor(Role::Volunteer, community(2), 2).await;
    let (issuer, own) = credit(&db, &volunteer, 200, 1).await;
    credit(&db, &far, 300, 2).await;
    Bank { db, volunteer, own, issuer }
}

async fn credit(db: &TestDb, actor: &Actor, cents: i64, wish: i64) -> (BankAccountId, BankAccountId) {
    let mut tx = db.store.begin_system().await.unwrap();
    let issuer = bank::open_office(&mut tx, (AccountKind::Issuer, actor.area), now()).await.unwrap();
    let own = bank::open_own(&mut tx, (actor.account, actor.area), now()).await.unwrap();
    let (from, to) = bank::lock(&mut tx, (issuer, own)).await.unwrap().unwrap();
    let movement = |account, cents| Movement { account, points: Points::from_cents(cents) };
    let new = NewTransfer {
        operation: OperationId::new([wish as u8; 16]),
        kind: TransferKind::Credit,
        from: &from,
        to: &to,
        movements: [movement(issuer, -cents), movement(own, cents)],
        service: Some((wish, now().date_naive(), 120)),
        item: None,
        reverses: None,
        rule: 1,
        reason: None,
        at: now(),
    };
    bank::record(&mut tx, actor, &new).await.unwrap();
    tx.commit().await.unwrap();
    (issuer, own)
}

async fn count(connection: &mut PgConnection, table: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(connection).await.unwrap()
}

async fn seen(db: &TestDb, actor: &Actor) -> [i64; 3] {
    let mut app = db.app_connection().await;
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, actor).await;
    let mut counts = [0; 3];
    for (at, table) in ["bank_account", "bank_transfer", "bank_movement"].into_iter().enumerate() {
        counts[at] = count(&mut tx, table).await;
    }
    counts
}

#[tokio::test]
async fn a_volunteer_sees_the_own_account_and_offices_those_of_their_area() {
    let Bank { db, volunteer, .. } = with_points().await;
    let city = Area::city(county());

    assert_eq!(seen(&db, &volunteer).await, [1, 1, 1], "not even the issuer's side");
    for (role, area, serial, expected) in [
        (Role::Community, community(1), 10, [2, 1, 2]),
        (Role::Street, community(1).parent().unwrap(), 11, [2, 1, 2]),
        (Role::City, city, 12, [4, 2, 4]),
        (Role::Volunteer, community(1), 13, [0, 0, 0]),
    ] {
        let actor = db.actor(role, area, serial).await;
        assert_eq!(seen(&db, &actor).await, expected, "{role:?}");
    }
    let others = [
        Role::GridWorker,
        Role::GridLeader,
        Role::Department,
        Role::Supervision,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
        Role::Wall,
    ];
    for (at, role) in others.into_iter().enumerate() {
        let area = if role == Role::GridWorker { grid_of(1, 1, 1) } else { city };
        let actor = db.actor(role, area, 20 + at as u64).await;
        assert_eq!(seen(&db, &actor).await, [0, 0, 0], "{role:?}");
    }
}

#[tokio::test]
async fn another_post_of_the_same_login_is_no_volunteer() {
    let Bank { db, volunteer, .. } = with_points().await;
    let mut owner = db.owner_connection().await;
    sqlx::query("update post set role = 'audit_admin' where id = $1")
        .bind(volunteer.post.number())
        .execute(&mut owner)
        .await
        .unwrap();

    assert_eq!(seen(&db, &volunteer).await, [0, 0, 0]);
}

#[tokio::test]
async fn no_session_writes_by_itself() {
    let Bank { db, volunteer, own, issuer } = with_points().await;
    let centre = db.actor(Role::City, Area::city(county()), 12).await;
    let insert = format!("insert into bank_movement values (1, {}, 5)", own.number());
    for actor in [&volunteer, &centre] {
        for statement in [
            "update bank_account set balance_cents = 1000",
            "update bank_account set area = area",
            "delete from bank_account",
            "update bank_movement set cents = 1",
            "delete from bank_movement",
            "update bank_transfer set reason = 'x'",
            "delete from bank_transfer",
            "insert into bank_rule select * from bank_rule",
            "update bank_item set stock = 100",
            &insert,
        ] {
            let mut app = db.app_connection().await;
            let mut tx = app.begin().await.unwrap();
            act(&mut tx, actor).await;
            let error = sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut *tx).await.unwrap_err();
            assert!(error.to_string().contains("permission denied"), "{:?}: {statement}: {error}", actor.role);
        }
    }
    let kept: i64 = sqlx::query_scalar("select balance_cents from bank_account where id = $1")
        .bind(issuer.number())
        .fetch_one(&mut db.owner_connection().await)
        .await
        .unwrap();
    assert_eq!(kept, -200);
}

/// Statements that the serving role could send after it became the system.
#[tokio::test]
async fn not_even_the_system_changes_what_was_written_or_writes_half_a_transfer() {
    let Bank { db, own, issuer, .. } = with_points().await;
    let (own, issuer) = (own.number(), issuer.number());
    let made = |operation: &str, movements: &str| {
        format!(
            "with made as (
                insert into bank_transfer (id, operation, kind, from_account, to_account, rule_version, at)
                values (990001000000900000, decode(repeat('{operation}', 16), 'hex'), 'donate', {issuer}, {own}, 1, now())
                returning id
            )
            insert into bank_movement select id, account, cents from made cross join (values {movements}) as v (account, cents)"
        )
    };
    let refused = [
        ("permission denied", "update bank_movement set cents = 1".to_owned()),
        ("permission denied", "delete from bank_movement".to_owned()),
        ("permission denied", "update bank_transfer set reason = 'x'".to_owned()),
        ("permission denied", "delete from bank_transfer".to_owned()),
        ("permission denied", "truncate bank_movement".to_owned()),
        ("permission denied", "delete from bank_account".to_owned()),
        ("permission denied", "update bank_account set balance_cents = 0".to_owned()),
        (
            "permission denied",
            "insert into bank_account (id, kind, area, balance_cents, opened_at) values (1, 'pool', 990001001001000, 5, now())"
                .to_owned(),
        ),
        ("comes with its two movements", {
            format!(
                "insert into bank_transfer (id, operation, kind, from_account, to_account, rule_version, at)
                values (990001000000900000, decode(repeat('aa', 16), 'hex'), 'donate', {issuer}, {own}, 1, now())"
            )
        }),
        ("moves the same", made("aa", &format!("({issuer}::int8, -5::int8), ({own}, 6)"))),
        ("moves the same", made("aa", &format!("({issuer}::int8, 5::int8), ({own}, -5)"))),
        ("comes with its two movements", made("aa", &format!("({own}::int8, 0::int8)"))),
        (
            "moves the same",
            "insert into bank_movement select min(id), (select max(id) from bank_account), 0 from bank_transfer".to_owned(),
        ),
        ("duplicate key", {
            "insert into bank_movement select transfer_id, account_id, cents from bank_movement where cents > 0".to_owned()
        }),
        ("bank_account_balance_fits_its_kind", {
            let there = made("aa", &format!("({issuer}::int8, -201::int8), ({own}, 201)"));
            there.replacen(&format!("{issuer}, {own}, 1"), &format!("{own}, {issuer}, 1"), 1)
                .replacen(&format!("({issuer}::int8, -201::int8), ({own}, 201)"), &format!("({own}::int8, -201::int8), ({issuer}, 201)"), 1)
        }),
    ];
    for (why, statement) in refused {
        let mut app = db.app_connection().await;
        let mut tx = app.begin().await.unwrap();
        sqlx::query("set local role gezhi_system").execute(&mut *tx).await.unwrap();
        let error = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut *tx).await.unwrap_err();
        assert!(error.to_string().contains(why), "{why}: {statement}: {error}");
    }
    // The owner of the tables is refused by the triggers.
    let mut owner = db.owner_connection().await;
    for statement in [
        "update bank_movement set cents = 1",
        "delete from bank_movement",
        "truncate bank_movement cascade",
        "update bank_transfer set reason = 'x'",
        "delete from bank_transfer",
        "truncate bank_account cascade",
    ] {
        let error = sqlx::query(statement).execute(&mut owner).await.unwrap_err();
        assert!(error.to_string().contains("take it back by another transfer"), "{statement}: {error}");
    }
}

#[tokio::test]
async fn the_books_counted_anew_find_what_somebody_wrote_past_the_lock() {
    let Bank { db, own, .. } = with_points().await;
    let mut tx = db.store.begin_snapshot().await.unwrap();
    let found = bank::recount(&mut tx).await.unwrap();
    assert!(found.is_even(), "{found:?}");
    assert_eq!((found.accounts, found.transfers, found.movements), (4, 2, 4));
    tx.rollback().await.unwrap();
    let mut owner = db.owner_connection().await;
    sqlx::raw_sql(AssertSqlSafe(format!(
        "update bank_account set balance_cents = 700 where id = {};
        alter table bank_movement disable trigger user;
        update bank_movement set cents = 250 where cents = 300;",
        own.number()
    )))
    .execute(&mut owner)
    .await
    .unwrap();

    let mut tx = db.store.begin_snapshot().await.unwrap();
    let found = bank::recount(&mut tx).await.unwrap();

    assert!(!found.is_even());
    assert_eq!((found.sum, found.differences.len()), (Points::whole(5), 3), "two balances and a transfer: {found:?}");
    let balance = bank::Difference::Balance { account: own, kept: Points::whole(7), counted: Points::whole(2) };
    assert!(found.differences.contains(&balance), "{found:?}");
    let odd = |one: &bank::Difference| matches!(one, bank::Difference::Transfer { sum, .. } if *sum == Points::from_cents(-50));
    assert!(found.differences.iter().any(odd), "{found:?}");
}

#[tokio::test]
async fn a_transfer_is_read_as_it_was_written() {
    let Bank { db, volunteer, own, issuer } = with_points().await;
    let mut tx = db.store.begin(&volunteer).await.unwrap();
    let account = bank::of_owner(&mut tx, volunteer.account).await.unwrap().unwrap();
    assert_eq!((account.standing.account, account.standing.balance), (own, Points::whole(2)));
    let hour = chrono::TimeDelta::hours(1);
    let lines = bank::entries(&mut tx, own, (now() - hour, now() + hour), 10).await.unwrap();
    assert_eq!((lines.len(), lines[0].points, lines[0].service.unwrap().0), (1, Points::whole(2), 1));
    assert_eq!(bank::sum_before(&mut tx, own, now()).await.unwrap(), Points::NONE);
    assert_eq!(bank::find(&mut tx, issuer).await.unwrap(), None, "the second lock hides the other side");
    assert_eq!(bank::past(&mut tx, BankTransferId::new(county(), 999_999)).await.unwrap(), None);
}
