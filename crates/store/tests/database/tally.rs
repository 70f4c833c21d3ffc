//! The sums of lights against the cases themselves, whatever happens to them, and who may see them.

use std::collections::BTreeSet;

use chrono::Duration;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::{Axis, Count, Counts, Light};
use sqlx::{Connection, PgConnection, Row};
use store::case::{Asking, Awaits, counts, fold_tallies};
use store::testing::{TestDb, county, grid_of, now};

use crate::row_level_security::act;

/// What can happen to cases; the remainders spread it over them differently in each round `$1`.
const HAPPENINGS: [&str; 6] = [
    "update case_file set
        light = 1 + (id + $1) % 5,
        phase = (array['waiting', 'working', 'done', 'closed', 'refused'])[1 + (id + $1) % 5],
        paused_at = case when (id + $1) % 5 = 1 then paused_at end
    where id % 3 = $1 % 3 and $2 is not null",
    "update case_file set holder_due_at = $2 + make_interval(hours => ((id * 7 + $1 * 13) % 97 - 48)::int4) where id % 2 = $1 % 2",
    "update case_file set paused_at = case when (id + $1) % 3 = 0 then $2 - interval '1 hour' end
    where id % 5 <> $1 % 5 and phase = 'working'",
    "update case_file set is_supervised = (id + $1) % 4 = 0 where $2 is not null",
    "with moved as (select id, lead(area) over (order by id) as area from case_file where id % 4 = $1 % 4 and $2 is not null)
    update case_file c set area = m.area from moved m where m.id = c.id and m.area is not null",
    "update case_file set holder_due_at = case when (id + $1) % 3 = 0 then $2 + make_interval(mins => (id % 5 - 2)::int4) end",
];

fn question(area: Area) -> Asking {
    Asking {
        axis: Axis::All,
        desk: None,
        range: area.range(),
        awaits: Awaits::Nothing,
        light: None,
        late_only: false,
        supervised_only: false,
        category: None,
        now: now(),
    }
}

async fn kept(db: &TestDb, actor: &Actor, area: Area) -> Counts {
    let mut tx = db.store.begin(actor).await.unwrap();
    counts(&mut tx, &question(area)).await.unwrap()
}

/// The definition: a light is late while its holder's clock runs and its time is over.
async fn counted(owner: &mut PgConnection, area: Area) -> Counts {
    let rows = sqlx::query(
        "select light, count(*), count(*) filter (where paused_at is null and holder_due_at < $3), count(*) filter (where is_supervised)
        from case_file where area >= $1 and area < $2 and light < 4 group by light order by light",
    )
    .bind(area.range().lo)
    .bind(area.range().hi)
    .bind(now())
    .fetch_all(owner)
    .await
    .unwrap();
    let light = |row: &sqlx::postgres::PgRow| Light::from_number(row.get(0)).unwrap();
    Counts {
        lights: rows.iter().map(|row| Count { light: light(row), count: row.get(1), late: row.get(2) }).collect(),
        supervised: rows.iter().map(|row| row.get::<i64, _>(3)).sum(),
    }
}

/// A city with cases all over it.
async fn city() -> (TestDb, Actor) {
    let db = TestDb::with_city().await;
    db.fill_households().await;
    let seats = db.seats().await;
    for (seat, serial) in seats.iter().step_by(seats.len().div_ceil(60)).zip(1..=60) {
        db.add_case(seat, serial, [Light::Red, Light::Yellow, Light::Blue, Light::Green][serial as usize % 4]).await;
    }
    let centre = db.actor(Role::City, Area::city(county()), 9).await;
    (db, centre)
}

#[tokio::test]
async fn whatever_happens_to_cases_their_lights_add_up_to_what_counting_says() {
    let (db, centre) = city().await;
    let streets = [grid_of(1, 1, 1).path()[1], grid_of(2, 1, 1).path()[1]];
    let mut seen = BTreeSet::new();
    let mut owner = db.owner_connection().await;

    for round in 0..36_i64 {
        sqlx::query(HAPPENINGS[round as usize * 5 % HAPPENINGS.len()])
            .bind(round)
            .bind(now())
            .execute(&mut owner)
            .await
            .unwrap();
        if round % 4 == 3 {
            let mut tx = db.store.begin_system().await.unwrap();
            fold_tallies(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
        }
        for area in [Area::city(county()), streets[0], streets[1]] {
            let counted = counted(&mut owner, area).await;
            assert_eq!(kept(&db, &centre, area).await, counted, "{area:?} in round {round}");
            seen.insert(format!("{counted:?}"));
        }
    }
    assert!(seen.len() > 20, "the rounds differ: {}", seen.len());
}

#[tokio::test]
async fn what_is_undone_was_never_added_and_what_ends_is_taken_away() {
    let (db, centre) = city().await;
    let area = Area::city(county());
    let before = kept(&db, &centre, area).await;

    let mut owner = db.owner_connection().await;
    let mut undone = owner.begin().await.unwrap();
    sqlx::query("update case_file set light = 4, phase = 'closed'").execute(&mut *undone).await.unwrap();
    undone.rollback().await.unwrap();
    assert_eq!(kept(&db, &centre, area).await, before);

    sqlx::query("update case_file set light = 4, phase = 'closed', changed_at = $1")
        .bind(now() + Duration::hours(1))
        .execute(&mut owner)
        .await
        .unwrap();
    assert_eq!(kept(&db, &centre, area).await, Counts::default());
    let mut tx = db.store.begin_system().await.unwrap();
    fold_tallies(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.count("light_tally").await, 0, "nothing is left of what cancels out");
}

#[tokio::test]
async fn sums_are_seen_by_who_sees_the_cases_of_the_whole_street() {
    let (db, centre) = city().await;
    let street = db.actor(Role::Street, grid_of(1, 1, 1).path()[1], 8).await;
    let worker = db.actor(Role::GridWorker, grid_of(1, 1, 1), 7).await;
    let auditor = db.actor(Role::AuditAdmin, Area::city(county()), 6).await;
    let mut app = db.app_connection().await;

    for (actor, streets) in [(&centre, 2), (&street, 1), (&worker, 0), (&auditor, 0)] {
        let mut tx = app.begin().await.unwrap();
        act(&mut tx, actor).await;
        let seen: i64 =
            sqlx::query_scalar("select count(distinct street) from light_tally").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, streets, "{:?}", actor.role);
    }
    let seen: i64 = sqlx::query_scalar("select count(*) from light_tally").fetch_one(&mut app).await.unwrap();
    assert_eq!(seen, 0, "without a session");
}
