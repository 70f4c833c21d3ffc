//! Buildings that go to another grid take along everything that says where something is now.
//!
//! Visits are history here, unlike in an import, which only learns of a change and does not make it.

use domain::area::Area;
use sqlx::{AssertSqlSafe, Row};

use crate::import::follow::{BY_DOOR, BY_PERSON, OF_CASE};
use crate::{StoreError, Tx};

/// Tables whose rows keep the area that they were written in.
const HISTORY: [&str; 1] = ["visit"];

/// The open cases follow their door; finished ones are history.
const OPEN_CASE: &str = " and k.light < 4";

/// Moves buildings and all behind their doors. Returns how many dwellings went.
pub(super) async fn buildings(tx: &mut Tx, buildings: &[i64], into: Area) -> Result<i64, StoreError> {
    sqlx::query("update building set area = $2 where id = any($1)")
        .bind(buildings)
        .bind(into.code())
        .execute(tx.db())
        .await?;
    let doors = sqlx::query("update dwelling set area = $2 where building_id = any($1) returning id")
        .bind(buildings)
        .bind(into.code())
        .fetch_all(tx.db())
        .await?;
    let doors: Vec<i64> = doors.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
    sqlx::query("update household set area = $2 where id = any($1)")
        .bind(&doors)
        .bind(into.code())
        .execute(tx.db())
        .await?;
    for (table, tie) in BY_DOOR.into_iter().filter(|(table, _)| !HISTORY.contains(table)) {
        let more = if table == "case_file" { OPEN_CASE } else { "" };
        follow(tx, table, "dwelling", &format!("{tie}{more}"), &doors).await?;
    }
    desks(tx).await?;
    let cases = format!("(select id, area, dwelling_id from case_file where dwelling_id = any($1)) w where {OF_CASE}");
    let pictures = format!("update media k set area = w.area from {cases} and k.area <> w.area");
    sqlx::query(AssertSqlSafe(pictures)).bind(&doors).execute(tx.db()).await?;
    follow(tx, "place_note", "building", "w.id = k.place_id and k.place <> 'dwelling'", buildings).await?;
    follow(tx, "register_entry", "building", "w.id = k.building_id", buildings).await?;
    follow(tx, "work", "building", "w.id = k.building_id", buildings).await?;
    people(tx, &doors).await?;
    Ok(doors.len() as i64)
}

/// An open case that lies with a grid's worker goes to the worker of the grid that it lies in now.
async fn desks(tx: &mut Tx) -> Result<(), StoreError> {
    for statement in [
        "update case_file set holder = area
        where light < 4 and holder <> area and holder < 1000000000000000 and holder % 1000 <> 0 and area % 1000 <> 0",
        "update case_party p set area = c.area from case_file c where c.id = p.case_id and c.light < 4 and p.area <> c.area",
        "update case_reporter r set area = c.area from case_file c where c.id = r.case_id and r.area <> c.area",
    ] {
        sqlx::query(statement).execute(tx.db()).await?;
    }
    Ok(())
}

/// Of a grid that is merged away also goes what stands in no building.
pub(super) async fn open_ground(tx: &mut Tx, from: Area, into: Area) -> Result<(), StoreError> {
    for statement in [
        "update register_entry set area = $2 where area = $1",
        "update work set area = $2 where area = $1",
        "update case_file set area = $2 where area = $1 and light < 4",
    ] {
        sqlx::query(statement).bind(from.code()).bind(into.code()).execute(tx.db()).await?;
    }
    desks(tx).await
}

/// People follow their home: of several open stays the one where they really live.
async fn people(tx: &mut Tx, doors: &[i64]) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "with home as (
            select distinct on (s.resident_id) s.resident_id, s.area
            from stay s
            where s.to_on is null
                and s.resident_id in (select resident_id from stay where dwelling_id = any($1))
            order by s.resident_id, s.kind in ('both', 'actual') desc, s.id
        )
        update resident r
        set area = home.area
        from home
        where r.id = home.resident_id
            and r.area <> home.area
        returning r.id",
    )
    .bind(doors)
    .fetch_all(tx.db())
    .await?;
    let gone = departed(tx, doors).await?;
    let moved: Vec<i64> = rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
    let moved: Vec<i64> = moved.into_iter().chain(gone).collect();
    for (table, tie) in BY_PERSON {
        follow(tx, table, "resident", tie, &moved).await?;
    }
    sqlx::query(
        "update search_token t
        set area = r.area
        from resident r
        where r.id = any($1)
            and t.resident_id = r.id
            and t.area <> r.area",
    )
    .bind(&moved)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Whoever lives nowhere any more stays with the door that they left last. Returns whom that moved.
async fn departed(tx: &mut Tx, doors: &[i64]) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "with last as (
            select distinct on (s.resident_id) s.resident_id, s.area
            from stay s
            where s.resident_id in (select resident_id from stay where dwelling_id = any($1))
                and not exists (select 1 from stay o where o.resident_id = s.resident_id and o.to_on is null)
            order by s.resident_id, s.to_on desc, s.id desc
        )
        update resident r
        set area = last.area
        from last
        where r.id = last.resident_id
            and r.area <> last.area
        returning r.id",
    )
    .bind(doors)
    .fetch_all(tx.db())
    .await?;
    Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

async fn follow(tx: &mut Tx, table: &str, with: &str, tie: &str, ids: &[i64]) -> Result<(), StoreError> {
    let statement =
        format!("update {table} k set area = w.area from {with} w where w.id = any($1) and {tie} and k.area <> w.area");
    sqlx::query(AssertSqlSafe(statement)).bind(ids).execute(tx.db()).await?;
    Ok(())
}
