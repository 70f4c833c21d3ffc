//! Queues: lists and counts of cases out of the same question.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::AreaRange;
use domain::case::{Axis, CategoryCount, Counts, Desk, Light, QueueLine};
use domain::category::CategoryCode;
use domain::deadline::Urgency;
use domain::id::CaseId;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Postgres, Row};

use super::before;
use crate::{StoreError, Tx, row};

/// The question of a queue.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Whose cases.
    pub axis: Axis,
    /// The desk that asks; 0 for none.
    pub desk: Option<Desk>,
    /// The area that is looked at.
    pub range: AreaRange,
    /// What is said to be done and waits for who asks.
    pub awaits: Awaits,
    /// Only this light; open ones when nothing is said.
    pub light: Option<Light>,
    /// Only late ones.
    pub late_only: bool,
    /// Only those under supervision.
    pub supervised_only: bool,
    /// Only this category.
    pub category: Option<CategoryCode>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What of the cases that are said to be done waits for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaits {
    /// Nothing.
    Nothing,
    /// Those that nobody looked at on site.
    Check,
    /// Those that were looked at, for the street.
    Evaluation,
}

/// What tells a case from others.
pub(crate) const COLUMNS: &str = "
    c.id, c.title, c.phase, c.in_pool, c.paused_at, c.asked, c.asked_days, c.is_checked, c.finished_by, c.merged_into,
    c.category, c.urgency, c.holder, c.is_supervised, c.is_inquired, c.alarm, c.needs_help,
    c.is_suspect and c.phase = 'waiting' as is_suspect, c.version, c.reported_at, c.holder_since,
    c.holder_due_at,
    coalesce(k.name_zh, '') as category_zh,
    coalesce(k.name_en, '') as category_en,
    coalesce(nullif(concat_ws(' ', e.name, b.number || '-' || d.unit || '-' || d.shown), ''), nullif(c.place, ''), a.name, '') as place,
    coalesce(ha.name, hu.name_zh, '') as holder_zh,
    coalesce(ha.name, nullif(hu.name_en, ''), hu.name_zh, '') as holder_en";

/// What the names of a case `c` come from.
pub(crate) const NAMES: &str = "
    left join case_category k on k.code = c.category
    left join area a on a.area = c.area
    left join dwelling d on d.id = c.dwelling_id
    left join building b on b.id = d.building_id
    left join estate e on e.id = b.estate_id
    left join area ha on ha.area = c.holder
    left join unit hu on hu.id = c.holder";

/// Whose cases: $1 desk, $2 and $3 the area, $4 whether one checks, $5 whether one evaluates.
fn whose(axis: Axis) -> &'static str {
    match axis {
        Axis::Mine => {
            "c.area >= $2 and c.area < $3 and (
                (c.light <= 2 and c.holder = $1)
                or (c.light <= 2 and c.id in (select p.case_id from case_party p where p.desk = $1 and p.co_state in ('called', 'signed')))
                or (c.light = 3 and not c.is_checked and $4)
                or (c.light = 3 and c.is_checked and $5)
                or (c.light = 2 and c.asked is not null and c.sender = $1)
            )"
        }
        Axis::Sent => {
            "c.area >= $2 and c.area < $3
            and c.holder <> $1
            and c.id in (select p.case_id from case_party p where p.desk = $1)
            and $4 is not null and $5 is not null"
        }
        Axis::All => "c.area >= $2 and c.area < $3 and $1 is not null and $4 is not null and $5 is not null",
    }
}

/// What narrows a question: $6 now, $7 only late ones, $8 only supervised ones, $9 only this category. Late is whoever's time is over
/// while the clock runs. What was not asked for names no column, so that a plan that is made once needs none.
fn narrow(asking: &Asking) -> String {
    let late = if asking.late_only {
        "c.light < 4 and c.paused_at is null and c.holder_due_at < $6 and $7"
    } else {
        "$6 is not null and not $7"
    };
    let supervised = if asking.supervised_only { "c.is_supervised and $8" } else { "not $8" };
    let category = if asking.category.is_some() { "c.category = $9" } else { "$9::text is null" };
    format!("and {late} and {supervised} and {category}")
}

fn bound(statement: String, asking: &Asking) -> Query<'_, Postgres, PgArguments> {
    sqlx::query(AssertSqlSafe(statement))
        .bind(asking.desk.map_or(0, Desk::number))
        .bind(asking.range.lo)
        .bind(asking.range.hi)
        .bind(asking.awaits == Awaits::Check)
        .bind(asking.awaits == Awaits::Evaluation)
        .bind(asking.now)
        .bind(asking.late_only)
        .bind(asking.supervised_only)
        .bind(asking.category.as_ref().map(CategoryCode::as_str))
}

fn through(asking: &Asking) -> String {
    asking.light.map_or("c.light < 4".to_owned(), |light| format!("c.light = {}", light.number()))
}

/// From here on an area has so many cases that they are read in the order in which they are shown: a street.
const WIDE: i64 = 1_000_000;

/// Leads the planner for the rest of the transaction. Of a policy's range it only knows that it is unknown, takes it for a few
/// cases, and would read all those of a city to sort out fifty. The index `case_file_queue` has them in order, and what is counted is
/// in `case_file_tally`. Whether it did is also a mark in the statement: a plan made this way is kept, and is no other's. What is
/// switched off counts as so dear that it would be compiled first.
async fn steer(tx: &mut Tx, asking: &Asking) -> Result<&'static str, StoreError> {
    let is_wide = asking.range.hi - asking.range.lo >= WIDE;
    let is_of_area = asking.axis == Axis::All && asking.desk.is_none_or(|desk| desk.as_area().is_some());
    // Those under supervision are few and have an index of their own.
    if !(is_wide && is_of_area && !asking.supervised_only && asking.light.is_none_or(Light::is_open)) {
        return Ok("");
    }
    sqlx::raw_sql(
        "set local enable_sort = off; set local enable_bitmapscan = off; set local max_parallel_workers_per_gather = 0;
        set local jit = off; set local plan_cache_mode = force_generic_plan",
    )
    .execute(tx.db())
    .await?;
    Ok("/* wide */")
}

/// The cases of a queue, the worst light first, then whose time is over soonest; and what [`counts`] says of the same question.
///
/// Which ones is found first, and what they are called only then: with eight joined tables planning took longer than finding. To be asked
/// last as well.
pub async fn page(tx: &mut Tx, asking: &Asking, skip: i64, limit: i64) -> Result<(Vec<QueueLine>, Counts), StoreError> {
    let wide = steer(tx, asking).await?;
    let cases = which(tx, asking, wide, skip, limit).await?;
    let counts = tally(tx, asking, wide).await?;
    Ok((named(tx, &cases).await?, counts))
}

async fn which(tx: &mut Tx, asking: &Asking, wide: &str, skip: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    let statement = format!(
        "{wide} select c.id
        from case_file c
        where {} and {} {}
        order by c.light, c.holder_due_at nulls last, c.reported_at, c.id
        limit $10 offset $11",
        whose(asking.axis),
        through(asking),
        narrow(asking),
    );
    let found = bound(statement, asking).bind(limit).bind(skip).fetch_all(tx.db()).await?;
    Ok(found.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

/// What a queue shows of these cases, in their order. Planned once a connection: that they are numbers is all that a plan needs.
async fn named(tx: &mut Tx, cases: &[i64]) -> Result<Vec<QueueLine>, StoreError> {
    let statement = format!(
        "select {COLUMNS}
        from unnest($1::int8[]) with ordinality o (id, place)
        join case_file c on c.id = o.id {NAMES}
        order by o.place"
    );
    let rows = sqlx::query(AssertSqlSafe(statement)).bind(cases).fetch_all(tx.db()).await?;
    rows.iter().map(line_row).collect()
}

/// How many cases of each light the same question has, whatever light is chosen. To be asked last in a transaction: it leads the planner
/// for the rest of it.
pub async fn counts(tx: &mut Tx, asking: &Asking) -> Result<Counts, StoreError> {
    let wide = steer(tx, asking).await?;
    tally(tx, asking, wide).await
}

async fn tally(tx: &mut Tx, asking: &Asking, wide: &str) -> Result<Counts, StoreError> {
    let is_narrow = asking.late_only || asking.category.is_some();
    if !wide.is_empty() && !is_narrow {
        return super::tally::sum(tx, asking.range, asking.now, wide).await;
    }
    let ended = asking.light.is_some_and(|light| !light.is_open());
    // Named one by one they are three ranges of `case_file_tally`; below four is what that index is said to hold.
    let lights = if ended { "true" } else { "c.light = any('{1,2,3}') and c.light < 4" };
    let statement = format!(
        "{wide} select
            c.light,
            count(*) as count,
            count(*) filter (where c.light < 4 and c.paused_at is null and c.holder_due_at < $6) as late,
            count(*) filter (where c.is_supervised) as supervised
        from case_file c
        where {} and {lights} {}
        group by c.light
        order by c.light",
        whose(asking.axis),
        narrow(asking),
    );
    super::tally::counted(&bound(statement, asking).fetch_all(tx.db()).await?)
}

/// How many cases of each category the list of the same question has, whatever category is chosen; the chosen one even without
/// any.
pub async fn category_counts(tx: &mut Tx, asking: &Asking) -> Result<Vec<CategoryCount>, StoreError> {
    let all = Asking { category: None, ..asking.clone() };
    let statement = format!(
        "select k.code, k.name_zh, k.name_en, coalesce(n.count, 0) as count
        from case_category k
        left join (
            select c.category, count(*) as count
            from case_file c
            where {} and {} {}
            group by c.category
        ) n on n.category = k.code
        where n.count > 0 or k.code = $10
        order by k.code",
        whose(asking.axis),
        through(asking),
        narrow(&all),
    );
    let chosen = asking.category.as_ref().map(CategoryCode::as_str);
    let rows = bound(statement, &all).bind(chosen).fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            let code: String = row.try_get("code")?;
            Ok(CategoryCount {
                code: row::parse(code.as_str(), CategoryCode::new, "case_category.code")?,
                names: (row.try_get("name_zh")?, row.try_get("name_en")?),
                count: row.try_get("count")?,
            })
        })
        .collect()
}

/// The cases that an account reported in an area, the latest first.
pub async fn reported_by(
    tx: &mut Tx,
    actor: &Actor,
    range: AreaRange,
    limit: i64,
) -> Result<Vec<QueueLine>, StoreError> {
    let statement = format!(
        "select {COLUMNS}
        from (
            select c.*
            from case_file c
            where c.reporter_id = $1 and c.area >= $2 and c.area < $3
            order by c.reported_at desc, c.id
            limit $4
        ) c {NAMES}
        order by c.reported_at desc, c.id"
    );
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(actor.account.number())
        .bind(range.lo)
        .bind(range.hi)
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(line_row).collect()
}

/// One case as a queue shows it.
pub async fn queue_line(tx: &mut Tx, case: CaseId) -> Result<Option<QueueLine>, StoreError> {
    let statement = format!("select {COLUMNS} from case_file c {NAMES} where c.id = $1");
    let found = sqlx::query(AssertSqlSafe(statement)).bind(case.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(line_row).transpose()
}

/// Reads [`COLUMNS`].
pub(crate) fn line_row(row: &PgRow) -> Result<QueueLine, StoreError> {
    Ok(QueueLine {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        title: row.try_get("title")?,
        place: row.try_get("place")?,
        phase: before::phase(row)?,
        category: before::category(row)?,
        category_name: (row.try_get("category_zh")?, row.try_get("category_en")?),
        urgency: row::parse(row.try_get("urgency")?, Urgency::from_slug, "case_file.urgency")?,
        holder: row::parse(row.try_get("holder")?, Desk::new_checked, "case_file.holder")?,
        holder_name: (row.try_get("holder_zh")?, row.try_get("holder_en")?),
        is_supervised: row.try_get("is_supervised")?,
        is_inquired: row.try_get("is_inquired")?,
        alarm: before::alarm(row)?,
        needs_help: row.try_get("needs_help")?,
        is_suspect: row.try_get("is_suspect")?,
        version: row.try_get("version")?,
        reported_at: row.try_get("reported_at")?,
        holder_since: row.try_get("holder_since")?,
        holder_due_at: row.try_get("holder_due_at")?,
    })
}
