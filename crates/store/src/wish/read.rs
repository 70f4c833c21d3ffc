//! One wish as it is kept.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::Area;
use domain::id::{AccountId, BuildingId, CaseId, UnitId, WishId};
use domain::operation::OperationId;
use domain::wish::{Kind, Origin, Repeat, Standing, State, Verdict};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub struct WishRow {
    /// Its number.
    pub wish: WishId,
    /// Its grid, or the area that was named.
    pub area: Area,
    /// Its building.
    pub building: Option<BuildingId>,
    /// Decimetres east and north of the city's origin.
    pub at_dm: Option<(i32, i32)>,
    /// From whom it came.
    pub origin: Origin,
    /// Counts the steps.
    pub version: i32,
    /// How it stands.
    pub standing: Standing,
    /// In one line; empty before it is published.
    pub title: String,
    /// What is to be done; empty before it is published.
    pub content: String,
    /// Where to meet, in words.
    pub place: String,
    /// When it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// How many are needed.
    pub slots: u8,
    /// Tools that are needed.
    pub tools: Vec<String>,
    /// What to mind.
    pub safety: String,
    /// How often it comes again.
    pub repeat: Option<Repeat>,
    /// The first of those that come again.
    pub series: Option<WishId>,
    /// The unit that it is offered to first.
    pub unit: Option<UnitId>,
    /// How many wish for it too.
    pub supporters: i32,
    /// Whether it looked like a machine's.
    pub is_held: bool,
    /// Who wrote it down; nobody for a resident.
    pub proposed_by: Option<AccountId>,
    /// When it came.
    pub proposed_at: DateTime<Utc>,
    /// By when the community answers.
    pub promised_on: NaiveDate,
    /// When it came onto the board.
    pub published_at: Option<DateTime<Utc>>,
    /// When somebody said that it is done.
    pub done_at: Option<DateTime<Utc>>,
    /// When the community saw that it is.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When nothing more comes of it.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the last step was taken.
    pub changed_at: DateTime<Utc>,
    /// Whether it may stand on the wall.
    pub may_show: bool,
    /// The resident's words for that wall.
    pub thanks: String,
}

macro_rules! wish_sql {
    ($rest:literal) => {
        concat!(
            "select w.id, w.area, w.building_id, w.x_dm, w.y_dm, w.origin, w.version, w.state, w.rework_count, w.kind, w.title,
                w.content, w.place, w.starts_at, w.ends_at, w.slots, w.tools, w.safety, w.repeat, w.series, w.unit_id, w.supporters,
                w.is_held, w.proposed_by, w.proposed_at, w.promised_on, w.published_at, w.done_at, w.confirmed_at, w.closed_at,
                w.changed_at, w.verdict, w.may_show, w.thanks, w.merged_into, w.case_id,
                exists (select 1 from wish_claim c where c.wish_id = w.id and c.state in ('held', 'served')) as is_claimed
            from wish w ",
            $rest
        )
    };
}
pub(super) use wish_sql;

/// One wish, as far as this transaction may see.
pub async fn read(tx: &mut Tx, wish: WishId) -> Result<Option<WishRow>, StoreError> {
    let found = sqlx::query(wish_sql!("where w.id = $1")).bind(wish.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(wish_row).transpose()
}

/// The same, and nobody else changes it until the transaction ends.
pub async fn lock(tx: &mut Tx, wish: WishId) -> Result<Option<WishRow>, StoreError> {
    let held =
        sqlx::query("select 1 from wish where id = $1 for update").bind(wish.number()).fetch_optional(tx.db()).await?;
    // Read after the lock is held, or it would be as it was before it.
    if held.is_some() { read(tx, wish).await } else { Ok(None) }
}

/// The wish that came of an operation before.
pub async fn by_operation(tx: &mut Tx, operation: OperationId) -> Result<Option<WishId>, StoreError> {
    let found: Option<i64> = sqlx::query_scalar("select id from wish where operation = $1::text::uuid")
        .bind(operation.to_string())
        .fetch_optional(tx.db())
        .await?;
    found.map(|id| row::parse(id, WishId::new_checked, "wish.id")).transpose()
}

/// Wishes that were confirmed before an instant and are judged by nobody.
pub async fn due_to_archive(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<Vec<WishId>, StoreError> {
    ids(sqlx::query_scalar(
        "select id from wish where state = 'confirmed' and confirmed_at < $1 order by confirmed_at, id limit $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(tx.db())
    .await?)
}

/// Published wishes whose time passed before an instant and that nobody holds a place in.
pub async fn due_to_lapse(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<Vec<WishId>, StoreError> {
    ids(sqlx::query_scalar(
        "select w.id from wish w
        where w.state = 'published' and w.ends_at < $1
            and not exists (select 1 from wish_claim c where c.wish_id = w.id and c.state in ('held', 'served'))
        order by w.ends_at, w.id
        limit $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(tx.db())
    .await?)
}

/// The last wish of each series that comes again and whose time has begun.
pub async fn due_to_repeat(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<WishId>, StoreError> {
    ids(sqlx::query_scalar(
        "select w.id from wish w
        where w.repeat is not null and w.starts_at <= $1 and w.state not in ('proposed', 'declined', 'withdrawn', 'merged', 'converted')
            and not exists (
                select 1 from wish n where n.series = coalesce(w.series, w.id) and n.starts_at > w.starts_at
            )
        order by w.starts_at, w.id
        limit $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(tx.db())
    .await?)
}

fn ids(found: Vec<i64>) -> Result<Vec<WishId>, StoreError> {
    found.into_iter().map(|id| row::parse(id, WishId::new_checked, "wish.id")).collect()
}

pub(super) fn wish_row(row: &PgRow) -> Result<WishRow, StoreError> {
    let (x_dm, y_dm): (Option<i32>, Option<i32>) = (row.try_get("x_dm")?, row.try_get("y_dm")?);
    let building: Option<i64> = row.try_get("building_id")?;
    let series: Option<i64> = row.try_get("series")?;
    let unit: Option<i64> = row.try_get("unit_id")?;
    let account: Option<i64> = row.try_get("proposed_by")?;
    let repeat: Option<&str> = row.try_get("repeat")?;
    Ok(WishRow {
        wish: row::parse(row.try_get("id")?, WishId::new_checked, "wish.id")?,
        area: row::area(row, "area")?,
        building: building.map(|id| row::parse(id, BuildingId::new_checked, "wish.building_id")).transpose()?,
        at_dm: x_dm.zip(y_dm),
        origin: row::parse(row.try_get::<&str, _>("origin")?, Origin::from_slug, "wish.origin")?,
        version: row.try_get("version")?,
        standing: standing(row)?,
        title: row.try_get("title")?,
        content: row.try_get("content")?,
        place: row.try_get("place")?,
        starts_at: row.try_get("starts_at")?,
        ends_at: row.try_get("ends_at")?,
        slots: row::parse(row.try_get::<i16, _>("slots")?, |slots| u8::try_from(slots).ok(), "wish.slots")?,
        tools: row.try_get("tools")?,
        safety: row.try_get("safety")?,
        repeat: repeat.map(|slug| row::parse(slug, Repeat::from_slug, "wish.repeat")).transpose()?,
        series: series.map(|id| row::parse(id, WishId::new_checked, "wish.series")).transpose()?,
        unit: unit.map(|id| row::parse(id, UnitId::new_checked, "wish.unit_id")).transpose()?,
        supporters: row.try_get("supporters")?,
        is_held: row.try_get("is_held")?,
        proposed_by: account.map(|id| row::parse(id, AccountId::new_checked, "wish.proposed_by")).transpose()?,
        proposed_at: row::instant(row, "proposed_at")?,
        promised_on: row.try_get("promised_on")?,
        published_at: row.try_get("published_at")?,
        done_at: row.try_get("done_at")?,
        confirmed_at: row.try_get("confirmed_at")?,
        closed_at: row.try_get("closed_at")?,
        changed_at: row::instant(row, "changed_at")?,
        may_show: row.try_get("may_show")?,
        thanks: row.try_get("thanks")?,
    })
}

fn standing(row: &PgRow) -> Result<Standing, StoreError> {
    Ok(Standing {
        state: state(row)?,
        kind: row::parse(row.try_get::<&str, _>("kind")?, Kind::from_slug, "wish.kind")?,
        is_claimed: row.try_get("is_claimed")?,
        rework_count: u8::try_from(row.try_get::<i16, _>("rework_count")?).unwrap_or(u8::MAX),
    })
}

/// Reads the columns `state`, `verdict`, `merged_into` and `case_id`.
pub(crate) fn state(row: &PgRow) -> Result<State, StoreError> {
    let (into, case): (Option<i64>, Option<i64>) = (row.try_get("merged_into")?, row.try_get("case_id")?);
    let verdict: Option<&str> = row.try_get("verdict")?;
    Ok(match row.try_get::<&str, _>("state")? {
        "proposed" => State::Proposed,
        "published" => State::Published,
        "done" => State::Done,
        "confirmed" => State::Confirmed,
        "archived" => {
            State::Archived(verdict.map(|slug| row::parse(slug, Verdict::from_slug, "wish.verdict")).transpose()?)
        }
        "declined" => State::Declined,
        "withdrawn" => State::Withdrawn,
        "lapsed" => State::Lapsed,
        "merged" => State::Merged(row::parse(into.unwrap_or(0), WishId::new_checked, "wish.merged_into")?),
        "converted" => State::Converted(row::parse(case.unwrap_or(0), CaseId::new_checked, "wish.case_id")?),
        _ => return Err(StoreError::Unreadable { column: "wish.state" }),
    })
}
