//! Spot-checks: what they are drawn from, rounds, tasks of inspectors, and what came of them.
//!
//! Reading goes through the asking account's own transaction: row-level security hides an open round from those whose work is checked.
//! Writing is the system's alone, and so is what the answers are held against.

mod draw;
mod outcome;
mod task;

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, AreaRange};
use domain::sample::weighted::Estimate;
use domain::spot_check::Tally;
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::types::Json;

pub use self::draw::{
    NewRound, NewTask, Source, add_round, add_strata, add_tasks, close, inspectors, ordered, seed, sources, strata,
};
pub use self::outcome::{HintLine, HouseholdLine, hints, households};
pub(crate) use self::task::hint_place;
pub use self::task::{Answered, Open, TaskLine, TryMade, add_try, answer, lock, mark_dialled, on_file, task, tasks};
use crate::{StoreError, Tx, row};

/// A round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Its number.
    pub id: i64,
    /// The city.
    pub area: Area,
    /// The first day of its month.
    pub month_on: NaiveDate,
    /// Until when inspectors ask.
    pub until_on: NaiveDate,
    /// When it was drawn.
    pub made_at: DateTime<Utc>,
    /// By whom, as a post is called in Chinese and in English.
    pub by: (String, String),
    /// SHA-256 of the seed.
    pub commitment: String,
    /// SHA-256 of the list.
    pub list_hash: String,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The seed, when it is over.
    pub seed: Option<String>,
    /// The city's figures as they were published, in the order of [`domain::spot_check::Measure::ALL`].
    pub figure: Option<[Option<Estimate>; 3]>,
}

macro_rules! round_sql {
    ($filter:literal) => {
        concat!(
            "select r.id, r.area, r.month_on, r.until_on, r.made_at, r.commitment, r.list_hash, r.closed_at, r.seed, r.figure,
                p.title_zh, p.title_en
            from spot_round r
            join post p on p.id = r.post_id ",
            $filter
        )
    };
}

/// The rounds that the viewer may know of, the newest first.
pub async fn rounds(tx: &mut Tx, limit: i64) -> Result<Vec<Round>, StoreError> {
    let rows = sqlx::query(round_sql!("order by r.id desc limit $1")).bind(limit).fetch_all(tx.db()).await?;
    rows.iter().map(round_of).collect()
}

/// One round, if the viewer may know of it.
pub async fn round(tx: &mut Tx, id: i64) -> Result<Option<Round>, StoreError> {
    let found = sqlx::query(round_sql!("where r.id = $1")).bind(id).fetch_optional(tx.db()).await?;
    found.as_ref().map(round_of).transpose()
}

fn round_of(row: &PgRow) -> Result<Round, StoreError> {
    Ok(Round {
        id: row.try_get("id")?,
        area: row::area(row, "area")?,
        month_on: row.try_get("month_on")?,
        until_on: row.try_get("until_on")?,
        made_at: row::instant(row, "made_at")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        commitment: row.try_get("commitment")?,
        list_hash: row.try_get("list_hash")?,
        closed_at: row.try_get("closed_at")?,
        seed: row.try_get("seed")?,
        figure: row.try_get::<Option<Json<_>>, _>("figure")?.map(|figure| figure.0),
    })
}

/// What came of each grid of a round in a range: the one place where answers are counted.
pub async fn tallies(tx: &mut Tx, round: i64, range: AreaRange) -> Result<Vec<Tally>, StoreError> {
    let rows = sqlx::query(
        "select st.area,
            coalesce(
                (
                    select string_agg(a.name, ' ' order by a.level)
                    from area a
                    where a.area in (st.area, st.area - st.area % 1000)
                ),
                st.area::text
            ) as name,
            st.households, st.size,
            count(t.id) filter (where t.state = 'done') as done,
            count(t.id) filter (where t.state = 'open') as open,
            count(t.id) filter (where t.state = 'given_up') as given_up,
            count(t.id) filter (where t.filled = t.required) as complete,
            count(t.id) filter (where t.matching = t.verified) as accurate,
            count(t.id) filter (where t.satisfaction >= $4) as satisfied,
            count(t.id) filter (where t.satisfaction is not null) as rated,
            array[
                coalesce(sum(t.filled), 0), coalesce(sum(t.required), 0),
                coalesce(sum(t.matching), 0), coalesce(sum(t.verified), 0)
            ]::int8[] as fields
        from spot_stratum st
        left join spot_task t on t.round_id = st.round_id and t.area = st.area
        where st.round_id = $1 and st.area >= $2 and st.area < $3
        group by st.area, st.households, st.size
        order by st.area",
    )
    .bind(round)
    .bind(range.lo)
    .bind(range.hi)
    .bind(i16::from(domain::spot_check::SATISFIED_FROM))
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(tally).collect()
}

fn tally(row: &PgRow) -> Result<Tally, StoreError> {
    let many = |column: &'static str| -> Result<u32, StoreError> {
        row::parse(row.try_get::<i64, _>(column)?, |count| u32::try_from(count).ok(), column)
    };
    let few = |column: &'static str| -> Result<u32, StoreError> {
        row::parse(row.try_get::<i32, _>(column)?, |count| u32::try_from(count).ok(), column)
    };
    let fields: Vec<i64> = row.try_get("fields")?;
    let fields: Option<Vec<u32>> = fields.into_iter().map(|count| u32::try_from(count).ok()).collect();
    Ok(Tally {
        area: row::area(row, "area")?,
        name: row.try_get("name")?,
        households: few("households")?,
        size: few("size")?,
        done: many("done")?,
        open: many("open")?,
        given_up: many("given_up")?,
        complete: many("complete")?,
        accurate: many("accurate")?,
        satisfied: many("satisfied")?,
        rated: many("rated")?,
        fields: row::parse(fields, |fields| fields.and_then(|fields| fields.try_into().ok()), "spot_task.filled")?,
    })
}
