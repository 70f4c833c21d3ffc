//! Drawing a round, and closing it. In transactions of the system, but for the proof that anybody may look at.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::id::{DwellingId, PostId};
use domain::sample::weighted::Estimate;
use domain::sample::{Seed, Stratum};
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::types::Json;

use crate::{StoreError, Tx, row};

/// A grid that a round may draw from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The grid.
    pub area: Area,
    /// Households that may be lived in.
    pub households: u32,
    /// Those that were neither checked since an instant nor wait to be.
    pub eligible: Vec<DwellingId>,
}

/// The grids of a range with what can be drawn: whoever may be lived in, as notices choose them, and was not checked since an
/// instant.
pub async fn sources(tx: &mut Tx, range: AreaRange, since: DateTime<Utc>) -> Result<Vec<Source>, StoreError> {
    let rows = sqlx::query(
        "select h.area, count(*)::int4 as households,
            coalesce(
                array_agg(h.id order by h.id) filter (
                    where not exists (
                        select 1
                        from spot_task t
                        where t.dwelling_id = h.id and (t.state = 'open' or t.answered_at >= $3)
                    )
                ),
                '{}'
            ) as eligible
        from household h
        where h.area >= $1
            and h.area < $2
            and h.cell is not null
            and not (h.occupancy in (3, 4) and h.residents = 0)
        group by h.area
        order by h.area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(since)
    .fetch_all(tx.db())
    .await?;
    let source = |row: &PgRow| {
        Ok(Source {
            area: row::area(row, "area")?,
            households: row::parse(row.try_get::<i32, _>("households")?, |count| u32::try_from(count).ok(), "count")?,
            eligible: dwellings(row)?,
        })
    };
    rows.iter().map(source).collect()
}

fn dwellings(row: &PgRow) -> Result<Vec<DwellingId>, StoreError> {
    let ids: Vec<i64> = row.try_get("eligible")?;
    ids.into_iter().map(|id| row::parse(id, DwellingId::new_checked, "spot_stratum.eligible")).collect()
}

/// The posts of streets whose term runs, with their streets: whoever may be sent as an inspector.
pub async fn inspectors(tx: &mut Tx, range: AreaRange, now: DateTime<Utc>) -> Result<Vec<(PostId, Area)>, StoreError> {
    let rows = sqlx::query(
        "select p.id, p.area
        from post p
        join account a on a.id = p.account_id
        where p.role = 'street'
            and p.area >= $1
            and p.area < $2
            and p.from_at <= $3
            and (p.to_at is null or p.to_at > $3)
            and a.disabled_at is null
        order by p.id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(now)
    .fetch_all(tx.db())
    .await?;
    let inspector =
        |row: &PgRow| Ok((row::parse(row.try_get("id")?, PostId::new_checked, "post.id")?, row::area(row, "area")?));
    rows.iter().map(inspector).collect()
}

/// A round to be drawn.
#[derive(Clone, Debug)]
pub struct NewRound<'a> {
    /// The city.
    pub area: Area,
    /// The first day of its month.
    pub month_on: NaiveDate,
    /// Until when inspectors ask.
    pub until_on: NaiveDate,
    /// What decides the order.
    pub seed: Seed,
    /// SHA-256 of the list.
    pub list_hash: &'a str,
}

/// Adds a round, and keeps its seed where no account reads it; nothing while another one is open.
pub async fn add_round(
    tx: &mut Tx,
    actor: &Actor,
    new: &NewRound<'_>,
    at: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let added: Option<i64> = sqlx::query_scalar(
        "insert into spot_round (area, month_on, until_on, made_at, account_id, post_id, commitment, list_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (area) where not is_closed do nothing
        returning id",
    )
    .bind(new.area.code())
    .bind(new.month_on)
    .bind(new.until_on)
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(new.seed.commitment())
    .bind(new.list_hash)
    .fetch_optional(tx.db())
    .await?;
    if let Some(id) = added {
        sqlx::query("insert into spot_seed (round_id, seed) values ($1, $2)")
            .bind(id)
            .bind(new.seed.to_string())
            .execute(tx.db())
            .await?;
    }
    Ok(added)
}

/// Keeps what a round was drawn from, with who asks in each grid.
pub async fn add_strata(tx: &mut Tx, round: i64, strata: &[(Stratum, Option<PostId>)]) -> Result<(), StoreError> {
    for (stratum, inspector) in strata {
        let ids: Vec<i64> = stratum.eligible.iter().map(|dwelling| dwelling.number()).collect();
        sqlx::query(
            "insert into spot_stratum (round_id, area, households, size, eligible, inspector_post)
            values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(round)
        .bind(stratum.area.code())
        .bind(stratum.households as i32)
        .bind(stratum.size as i32)
        .bind(ids)
        .bind(inspector.map(PostId::number))
        .execute(tx.db())
        .await?;
    }
    Ok(())
}

/// A household to be asked.
#[derive(Clone, Copy, Debug)]
pub struct NewTask {
    /// Its grid.
    pub area: Area,
    /// The household.
    pub dwelling: DwellingId,
    /// Its place on the grid's list, from 1.
    pub place: u32,
    /// Who asks, and for which street that post is.
    pub inspector: (PostId, Area),
}

/// Adds the households that a round asks.
pub async fn add_tasks(tx: &mut Tx, round: i64, until_on: NaiveDate, tasks: &[NewTask]) -> Result<(), StoreError> {
    let column = |read: fn(&NewTask) -> i64| tasks.iter().map(read).collect::<Vec<i64>>();
    sqlx::query(
        "insert into spot_task (round_id, until_on, area, dwelling_id, place, inspector_post, inspector_area)
        select $1, $2, t.area, t.dwelling_id, t.place, t.inspector_post, t.inspector_area
        from unnest($3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[])
            as t (area, dwelling_id, place, inspector_post, inspector_area)",
    )
    .bind(round)
    .bind(until_on)
    .bind(column(|task| task.area.code()))
    .bind(column(|task| task.dwelling.number()))
    .bind(column(|task| i64::from(task.place)))
    .bind(column(|task| task.inspector.0.number()))
    .bind(column(|task| task.inspector.1.code()))
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The seed of an open round. For the system: whoever knows it knows who is asked next.
pub async fn seed(tx: &mut Tx, round: i64) -> Result<Option<Seed>, StoreError> {
    let text: Option<String> = sqlx::query_scalar("select seed from spot_seed where round_id = $1")
        .bind(round)
        .fetch_optional(tx.db())
        .await?;
    text.map(|text| row::parse(text, |text| text.parse().ok(), "spot_seed.seed")).transpose()
}

/// What a round was drawn from, as far as the viewer's area reaches.
pub async fn strata(tx: &mut Tx, round: i64) -> Result<Vec<Stratum>, StoreError> {
    let rows =
        sqlx::query("select area, households, size, eligible from spot_stratum where round_id = $1 order by area")
            .bind(round)
            .fetch_all(tx.db())
            .await?;
    let stratum = |row: &PgRow| {
        Ok(Stratum {
            area: row::area(row, "area")?,
            households: row.try_get::<i32, _>("households")?.unsigned_abs(),
            size: row.try_get::<i32, _>("size")?.unsigned_abs(),
            eligible: dwellings(row)?,
        })
    };
    rows.iter().map(stratum).collect()
}

/// The ordered list of a grid of an open round, and how many of it were asked. Whoever else moves on in that grid waits.
pub async fn ordered(tx: &mut Tx, round: i64, area: Area) -> Result<Option<(Vec<DwellingId>, u32)>, StoreError> {
    let found = sqlx::query("select eligible from spot_stratum where round_id = $1 and area = $2 for update")
        .bind(round)
        .bind(area.code())
        .fetch_optional(tx.db())
        .await?;
    let (Some(found), Some(seed)) = (found, seed(tx, round).await?) else { return Ok(None) };
    let asked: i32 =
        sqlx::query_scalar("select coalesce(max(place), 0) from spot_task where round_id = $1 and area = $2")
            .bind(round)
            .bind(area.code())
            .fetch_one(tx.db())
            .await?;
    Ok(Some((seed.order(&dwellings(&found)?), asked.unsigned_abs())))
}

/// Closes a round: tells its seed and its figures, and drops what was not asked. `false` when it is not open.
pub async fn close(
    tx: &mut Tx,
    actor: &Actor,
    round: i64,
    figure: &[Option<Estimate>; 3],
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update spot_round r
        set is_closed = true, closed_at = $2, closed_by = $3, closed_post = $4, seed = s.seed, figure = $5
        from spot_seed s
        where r.id = $1 and s.round_id = r.id and not r.is_closed",
    )
    .bind(round)
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(Json(figure))
    .execute(tx.db())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    for statement in [
        "update spot_task set state = 'dropped' where round_id = $1 and state = 'open'",
        "update spot_task set is_closed = true where round_id = $1",
        "update spot_stratum set is_closed = true where round_id = $1",
        "update spot_hint h set is_closed = true from spot_task t where t.id = h.task_id and t.round_id = $1",
        "delete from spot_seed where round_id = $1",
    ] {
        sqlx::query(statement).bind(round).execute(tx.db()).await?;
    }
    Ok(true)
}
