//! What a duty leaves while it lasts: its worker's alone, whatever the query forgets.

use chrono::TimeDelta;
use domain::actor::Role;
use domain::area::Area;
use domain::clock::civil_date;
use domain::geo::LonLat;
use domain::operation::OperationId;
use domain::trail::RawFix;
use sqlx::{AssertSqlSafe, Connection, Row};
use store::testing::{TestDb, county, grid_of, now};
use store::trail::{self, OnDuty};

use crate::row_level_security::act;

const TABLES: [&str; 3] = ["patrol_duty", "trail_batch", "trail_fix"];

fn fix(seconds: i64) -> RawFix {
    let position = LonLat { lon: 129.432_137, lat: 42.773_617 };
    RawFix { position, at: now() + TimeDelta::seconds(seconds), accuracy_m: 4.5 }
}

#[tokio::test]
async fn fixes_batches_and_the_duty_are_seen_by_their_worker_alone() {
    let db = TestDb::with_city().await;
    let (worker, colleague) =
        (db.actor(Role::GridWorker, grid_of(1, 1, 1), 1).await, db.actor(Role::GridWorker, grid_of(1, 1, 1), 2).await);
    let centre = db.actor(Role::City, Area::city(county()), 3).await;
    let mut tx = db.store.begin_system().await.unwrap();
    trail::open_days(&mut tx, [civil_date(now())]).await.unwrap();
    trail::open_days(&mut tx, [civil_date(now())]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.store.begin(&worker).await.unwrap();
    let new = OnDuty { account: worker.account, area: worker.area, began_at: now() };
    trail::begin_duty(&mut tx, new).await.unwrap();
    assert!(trail::take_batch(&mut tx, OperationId::new([1; 16]), worker.account, 2).await.unwrap());
    assert!(!trail::take_batch(&mut tx, OperationId::new([1; 16]), worker.account, 2).await.unwrap());
    trail::put(&mut tx, worker.account, &[fix(0), fix(1)]).await.unwrap();
    let back = trail::unsealed(&mut tx, worker.account).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(back, [fix(0), fix(1)], "to the hundred-millionth of a degree");
    let mut app = db.app_connection().await;
    for table in TABLES {
        for (actor, expected) in [(&worker, true), (&colleague, false), (&centre, false)] {
            let mut tx = app.begin().await.unwrap();
            act(&mut tx, actor).await;
            let row =
                sqlx::query(AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut *tx).await.unwrap();
            assert_eq!(row.get::<i64, _>(0) > 0, expected, "{table} {:?}", actor.role);
        }
    }
    let mut tx = app.begin().await.unwrap();
    act(&mut tx, &colleague).await;
    let partition = format!("select 1 from trail_fix_{}", civil_date(now()).format("%Y%m%d"));
    let error = sqlx::query(AssertSqlSafe(partition)).execute(&mut *tx).await.unwrap_err();
    assert!(error.to_string().contains("permission denied"), "a partition is nobody's: {error}");
    let mut tx = db.store.begin(&colleague).await.unwrap();
    assert!(trail::put(&mut tx, worker.account, &[fix(2)]).await.is_err(), "nobody records for somebody else");
}

#[tokio::test]
async fn old_days_are_dropped_as_wholes() {
    let db = TestDb::with_city().await;
    let day = civil_date(now());
    let partitions = async || -> i64 {
        let mut owner = db.owner_connection().await;
        let count = "select count(*) from pg_inherits where inhparent = 'trail_fix'::regclass";
        sqlx::query_scalar(count).fetch_one(&mut owner).await.unwrap()
    };
    let mut tx = db.store.begin_system().await.unwrap();
    trail::open_days(&mut tx, day.iter_days().take(3)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(partitions().await, 3);

    let mut tx = db.store.begin_system().await.unwrap();
    trail::drop_before(&mut tx, day.succ_opt().unwrap()).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(partitions().await, 2);
}
