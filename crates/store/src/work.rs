//! Known works: what is planned or being done, where, by whom and until when.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::AreaRange;
use domain::category::CategoryCode;
use domain::id::{BuildingId, UnitId, WorkId};
use domain::spot::Spot;
use domain::work::{Draft, Ended, Ending, LARGEST_RADIUS_M, State, Work};
use serde_json::Value;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row, spot};

/// Works of one list.
const LIST_LIMIT: i64 = 300;
/// Works that a report is compared with.
const NEAR_LIMIT: i64 = 200;

/// Which works of an area are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that are not over.
    #[default]
    Open,
    /// All of them.
    All,
    /// Those in one state.
    In(State),
}

impl Which {
    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::All => "all",
            Self::In(state) => state.slug(),
        }
    }
}

/// What all works select; `$filter` follows the `where`.
macro_rules! works_sql {
    ($filter:literal) => {
        concat!(
            "select
                w.id, w.area, w.building_id, coalesce(w.x_dm, b.x_dm) as x_dm, coalesce(w.y_dm, b.y_dm) as y_dm, w.radius_m,
                w.place, w.category, w.title, w.reason, w.unit_id, w.starts_on, w.ends_on, w.is_public, w.posted_at,
                w.revision, w.ended_as, w.ended_on, w.outcome, w.is_synthetic,
                coalesce(u.name_zh, p.title_zh) as by_zh, coalesce(nullif(u.name_en, ''), u.name_zh, p.title_en) as by_en,
                coalesce((
                    select string_agg(a.name, ' ' order by a.level)
                    from area a
                    where a.area in (w.area, w.area - w.area % 1000, w.area - w.area % 1000000)
                        and (a.level > 1 or a.area = w.area)
                ), '') as area_name
            from work w
            join post p on p.id = w.post_id
            left join unit u on u.id = w.unit_id
            left join building b on b.id = w.building_id
            where ",
            $filter
        )
    };
}

/// Posts a work.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    draft: &Draft,
    at: DateTime<Utc>,
    is_synthetic: bool,
) -> Result<WorkId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('work_serial')").fetch_one(tx.db()).await?;
    let work = WorkId::new(draft.area.county(), serial.unsigned_abs());
    sqlx::query(
        "insert into work
            (id, area, building_id, radius_m, place, category, title, reason, unit_id, starts_on, ends_on, is_public,
            account_id, post_id, posted_at, changed_at, is_synthetic)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16)",
    )
    .bind(work.number())
    .bind(draft.area.code())
    .bind(draft.building.map(BuildingId::number))
    .bind(draft.radius_m.map(|radius| radius as i16))
    .bind(&draft.place)
    .bind(draft.category.as_ref().map(CategoryCode::as_str))
    .bind(&draft.title)
    .bind(&draft.reason)
    .bind(draft.unit.map(UnitId::number))
    .bind(draft.starts_on)
    .bind(draft.ends_on)
    .bind(draft.is_public)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .bind(is_synthetic)
    .execute(tx.db())
    .await?;
    Ok(work)
}

/// Says anew what a work is, as long as it is at this revision and not over. False otherwise.
pub async fn change(
    tx: &mut Tx,
    (work, revision): (WorkId, i64),
    draft: &Draft,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update work
        set area = $3, building_id = $4, radius_m = $5, place = $6, category = $7, title = $8, reason = $9, unit_id = $10,
            starts_on = $11, ends_on = $12, is_public = $13, changed_at = $14, revision = revision + 1
        where id = $1
            and revision = $2
            and ended_as is null",
    )
    .bind(work.number())
    .bind(revision)
    .bind(draft.area.code())
    .bind(draft.building.map(BuildingId::number))
    .bind(draft.radius_m.map(|radius| radius as i16))
    .bind(&draft.place)
    .bind(draft.category.as_ref().map(CategoryCode::as_str))
    .bind(&draft.title)
    .bind(&draft.reason)
    .bind(draft.unit.map(UnitId::number))
    .bind(draft.starts_on)
    .bind(draft.ends_on)
    .bind(draft.is_public)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a work, as long as it is at this revision and not over. False otherwise.
pub async fn end(
    tx: &mut Tx,
    (work, revision): (WorkId, i64),
    ended: &Ended,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update work
        set ended_as = $3, ended_on = $4, outcome = $5, changed_at = $6, revision = revision + 1
        where id = $1
            and revision = $2
            and ended_as is null",
    )
    .bind(work.number())
    .bind(revision)
    .bind(ended.how.slug())
    .bind(ended.on)
    .bind(&ended.outcome)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what the session did with a work of its area onto the audit trail. Departments,
/// which see no trail, can do so this way only.
pub async fn audit(
    tx: &mut Tx,
    work: WorkId,
    action: &'static str,
    detail: &Value,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("select audit_work($1, $2, $3, $4)")
        .bind(at)
        .bind(work.number())
        .bind(action)
        .bind(detail)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// One work.
pub async fn one(tx: &mut Tx, work: WorkId) -> Result<Option<Work>, StoreError> {
    let found = sqlx::query(works_sql!("w.id = $1")).bind(work.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(read).transpose()
}

/// The works of an area and of what holds it: those that are not over first, then the latest.
pub async fn list(tx: &mut Tx, range: AreaRange, which: Which, today: NaiveDate) -> Result<Vec<Work>, StoreError> {
    let rows = sqlx::query(works_sql!(
        "w.area_end > $1
            and w.area < $2
            and case $3
                when 'all' then true
                when 'open' then w.ended_as is null
                when 'planned' then w.ended_as is null and w.starts_on > $4
                when 'running' then w.ended_as is null and w.starts_on <= $4
                else w.ended_as = $3
            end
        order by w.ended_on desc nulls first, w.starts_on desc, w.id
        limit $5"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(which.word())
    .bind(today)
    .bind(LIST_LIMIT)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(read).collect()
}

/// The public works of a city that are not over, by area.
pub async fn public(tx: &mut Tx, city: AreaRange) -> Result<Vec<Work>, StoreError> {
    let rows = sqlx::query(works_sql!(
        "w.is_public
            and w.ended_as is null
            and w.area >= $1
            and w.area < $2
        order by w.area, w.starts_on, w.id
        limit $3"
    ))
    .bind(city.lo)
    .bind(city.hi)
    .bind(LIST_LIMIT)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(read).collect()
}

/// The works that are not over and may be about a place: those of its area and of what holds it, and those that could reach it
/// from across a border. [`Work::covers`] says which really do.
pub async fn around(tx: &mut Tx, spot: &Spot) -> Result<Vec<Work>, StoreError> {
    let (range, reach) = (spot.area.range(), i32::from(LARGEST_RADIUS_M) * 10);
    let (x, y) = spot.at_dm.unzip();
    let rows = sqlx::query(works_sql!(
        "w.ended_as is null
            and (
                (w.area_end > $1 and w.area < $2)
                or w.building_id = $3
                or (
                    coalesce(w.x_dm, b.x_dm) between $4 - $6 and $4 + $6
                    and coalesce(w.y_dm, b.y_dm) between $5 - $6 and $5 + $6
                )
            )
        order by w.starts_on desc, w.id
        limit $7"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(spot.building.map(BuildingId::number))
    .bind(x)
    .bind(y)
    .bind(reach)
    .bind(NEAR_LIMIT)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &PgRow) -> Result<Work, StoreError> {
    let spot = spot::spot(row)?;
    let unit: Option<i64> = row.try_get("unit_id")?;
    let category: Option<&str> = row.try_get("category")?;
    let radius: Option<i16> = row.try_get("radius_m")?;
    let draft = Draft {
        area: spot.area,
        building: spot.building,
        radius_m: radius.map(i16::unsigned_abs),
        place: row.try_get("place")?,
        category: category.map(|code| row::parse(code, CategoryCode::new, "work.category")).transpose()?,
        title: row.try_get("title")?,
        reason: row.try_get("reason")?,
        unit: unit.map(|id| row::parse(id, UnitId::new_checked, "work.unit_id")).transpose()?,
        starts_on: row.try_get("starts_on")?,
        ends_on: row::date(row, "ends_on")?,
        is_public: row.try_get("is_public")?,
    };
    Ok(Work {
        work: row::parse(row.try_get("id")?, WorkId::new_checked, "work.id")?,
        spot,
        draft,
        area_name: row.try_get("area_name")?,
        by: (row.try_get("by_zh")?, row.try_get("by_en")?),
        posted_at: row::instant(row, "posted_at")?,
        revision: row.try_get("revision")?,
        ended: ended(row)?,
        is_synthetic: row.try_get("is_synthetic")?,
    })
}

fn ended(row: &PgRow) -> Result<Option<Ended>, StoreError> {
    let how: Option<&str> = row.try_get("ended_as")?;
    let Some(how) = how else { return Ok(None) };
    let how = row::parse(how, Ending::from_slug, "work.ended_as")?;
    Ok(Some(Ended { how, on: row.try_get("ended_on")?, outcome: row.try_get("outcome")? }))
}
