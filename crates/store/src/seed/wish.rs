//! Made-up wishes with their timelines and claims: arrays of objects in, one statement a table.

use domain::area::AreaRange;
use serde_json::Value;
use sqlx::Row;

use crate::{StoreError, Tx};

/// A building that a made-up wish may be at.
#[derive(Clone, Copy, Debug)]
pub struct SpotRow {
    /// The building.
    pub building: i64,
    /// Its grid.
    pub area: i64,
    /// Decimetres east of the origin.
    pub x_dm: i32,
    /// Decimetres north of the origin.
    pub y_dm: i32,
}

/// Some buildings of each community, by community.
pub async fn wish_spots(tx: &mut Tx, city: AreaRange, each: i64) -> Result<Vec<SpotRow>, StoreError> {
    let rows = sqlx::query(
        "select id, area, x_dm, y_dm
        from (
            select id, area, x_dm, y_dm, row_number() over (partition by area - area % 1000 order by id) as at
            from building
            where area >= $1 and area < $2 and area % 1000 <> 0
        ) b
        where at <= $3
        order by area - area % 1000, id",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(each)
    .fetch_all(tx.db())
    .await?;
    let spot = |row: &sqlx::postgres::PgRow| {
        Ok(SpotRow {
            building: row.try_get("id")?,
            area: row.try_get("area")?,
            x_dm: row.try_get("x_dm")?,
            y_dm: row.try_get("y_dm")?,
        })
    };
    rows.iter().map(spot).collect()
}

/// The next numbers of wishes and of claims.
pub async fn wish_serials(tx: &mut Tx, wishes: i64, claims: i64) -> Result<(Vec<i64>, Vec<i64>), StoreError> {
    let wishes = sqlx::query_scalar("select nextval('wish_serial') from generate_series(1, $1)").bind(wishes);
    let wishes = wishes.fetch_all(tx.db()).await?;
    let claims = sqlx::query_scalar("select nextval('wish_claim_serial') from generate_series(1, $1)").bind(claims);
    Ok((wishes, claims.fetch_all(tx.db()).await?))
}

/// A made-up case of each community, that a wish may have become.
pub async fn cases_of_communities(tx: &mut Tx, city: AreaRange) -> Result<Vec<(i64, i64)>, StoreError> {
    let rows = sqlx::query(
        "select area - area % 1000 as community, min(id) as id
        from case_file
        where is_synthetic and area >= $1 and area < $2
        group by 1",
    )
    .bind(city.lo)
    .bind(city.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row.try_get("community")?, row.try_get("id")?))).collect()
}

/// Writes wishes, then entries of their timelines, then claims; each an array of objects named like the columns.
pub async fn write_wishes(tx: &mut Tx, wishes: &Value, events: &Value, claims: &Value) -> Result<(), StoreError> {
    sqlx::query(
        "insert into wish
            (id, area, building_id, x_dm, y_dm, origin, state, version, rework_count, kind, title, content, place, starts_at,
            ends_at, slots, tools, safety, repeat, unit_id, supporters, is_held, operation, proposed_at, promised_on,
            published_at, done_at, confirmed_at, closed_at, changed_at, verdict, may_show, thanks, merged_into, case_id,
            is_synthetic)
        select
            t.id, t.area, t.building_id, t.x_dm, t.y_dm, t.origin, t.state, t.version, t.rework_count, t.kind, t.title,
            t.content, t.place, t.starts_at, t.ends_at, t.slots,
            array(select jsonb_array_elements_text(t.tools)), t.safety, t.repeat, t.unit_id, t.supporters, t.is_held,
            gen_random_uuid(), t.proposed_at, t.promised_on, t.published_at, t.done_at, t.confirmed_at, t.closed_at,
            t.changed_at, t.verdict, t.may_show, t.thanks, t.merged_into, t.case_id, true
        from jsonb_to_recordset($1::text::jsonb) as t (
            id int8, area int8, building_id int8, x_dm int4, y_dm int4, origin text, state text, version int4,
            rework_count int2, kind text, title text, content text, place text, starts_at timestamptz, ends_at timestamptz,
            slots int2, tools jsonb, safety text, repeat text, unit_id int8, supporters int4, is_held bool,
            proposed_at timestamptz, promised_on date, published_at timestamptz, done_at timestamptz,
            confirmed_at timestamptz, closed_at timestamptz, changed_at timestamptz, verdict text, may_show bool,
            thanks text, merged_into int8, case_id int8
        )",
    )
    .bind(wishes.to_string())
    .execute(tx.db())
    .await?;
    sqlx::query(
        "insert into wish_event
            (wish_id, version, area, step, state, at, account_id, post_id, unit_id, note, is_note_public)
        select t.wish_id, t.version, t.area, t.step, t.state, t.at, t.account_id, t.post_id, t.unit_id, t.note, t.is_note_public
        from jsonb_to_recordset($1::text::jsonb) as t (
            wish_id int8, version int4, area int8, step text, state text, at timestamptz, account_id int8, post_id int8,
            unit_id int8, note text, is_note_public bool
        )",
    )
    .bind(events.to_string())
    .execute(tx.db())
    .await?;
    sqlx::query(
        "insert into wish_claim
            (id, wish_id, area, account_id, post_id, unit_id, seats, tools, state, minutes, claimed_at, changed_at)
        select t.id, t.wish_id, t.area, t.account_id, t.account_id, t.unit_id, t.seats,
            array(select jsonb_array_elements_text(t.tools)), t.state, t.minutes, t.claimed_at, t.changed_at
        from jsonb_to_recordset($1::text::jsonb) as t (
            id int8, wish_id int8, area int8, account_id int8, unit_id int8, seats int2, tools jsonb, state text, minutes int2,
            claimed_at timestamptz, changed_at timestamptz
        )",
    )
    .bind(claims.to_string())
    .execute(tx.db())
    .await?;
    Ok(())
}
