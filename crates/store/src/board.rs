//! The citywide board: counts and list out of the one function of the database that shows all communities' cases without any text.
//!
//! `board_case` asks by itself who looks and whether the city wants it. Not here: what somebody's own range shows ([`crate::case`]).

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange};
use domain::board::{BoardLine, Tally};
use domain::case::{Light, Source};
use domain::category::CategoryCode;
use domain::id::CaseId;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Postgres, Row};

use crate::{StoreError, Tx, row};

/// What the board is asked about, whatever light is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The area.
    pub range: AreaRange,
    /// Now.
    pub now: DateTime<Utc>,
    /// Only what is about this.
    pub category: Option<&'a CategoryCode>,
}

/// The cases of the board. $1 and $2 the area, $3 now, $4 a category or nothing. Late as queues have it ([`crate::case::lines`]).
const BOARD: &str = "
    select
        b.*,
        b.light < 4 and not b.is_paused and coalesce(b.holder_due_at < $3, false) as is_late
    from board_case($1, $2, $3) b
    where ($4::text is null or b.category = $4)";

fn bound<'q>(statement: String, asking: &Asking<'_>) -> Query<'q, Postgres, PgArguments> {
    sqlx::query(AssertSqlSafe(statement))
        .bind(asking.range.lo)
        .bind(asking.range.hi)
        .bind(asking.now)
        .bind(asking.category.map(|code| code.as_str().to_owned()))
}

/// How many cases of each light every community has, each with its street, by code. Communities without any are left out.
pub async fn tallies(tx: &mut Tx, asking: &Asking<'_>) -> Result<Vec<((Area, String), Tally)>, StoreError> {
    let statement = format!(
        "with b as ({BOARD})
        select
            a.area,
            a.name,
            o.area as street,
            o.name as street_name,
            count(*) filter (where b.light = 1) as red,
            count(*) filter (where b.light = 2) as yellow,
            count(*) filter (where b.light = 3) as blue,
            count(*) filter (where b.light = 4) as green,
            count(*) filter (where b.is_late) as late
        from b
        join area a on a.area = b.community
        join area o on o.area = a.area - a.area % 1000000
        group by a.area, a.name, o.area, o.name
        order by a.area"
    );
    let rows = bound(statement, asking).fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            let lights = [row.try_get("red")?, row.try_get("yellow")?, row.try_get("blue")?, row.try_get("green")?];
            let street = (row::area(row, "street")?, row.try_get("street_name")?);
            let (area, name) = (row::area(row, "area")?, row.try_get("name")?);
            Ok((street, Tally { area, name, lights, late: row.try_get("late")? }))
        })
        .collect()
}

/// Some of the cases: the worst light first, then whose time is over soonest.
pub async fn lines(
    tx: &mut Tx,
    asking: &Asking<'_>,
    light: Option<Light>,
    (skip, limit): (i64, i64),
) -> Result<Vec<BoardLine>, StoreError> {
    let statement = format!(
        "with b as ({BOARD})
        select
            b.*,
            concat_ws(' ', o.name, a.name) as area_name,
            coalesce(k.name_zh, '') as category_zh,
            coalesce(k.name_en, '') as category_en,
            coalesce(ha.name, hu.name_zh, '') as holder_zh,
            coalesce(ha.name, nullif(hu.name_en, ''), hu.name_zh, '') as holder_en
        from (
            select *
            from b
            where ($5::int2 is null or b.light = $5)
            order by b.light, b.holder_due_at nulls last, b.reported_at, b.id
            limit $6 offset $7
        ) b
        left join case_category k on k.code = b.category
        left join area a on a.area = b.community
        left join area o on o.area = a.area - a.area % 1000000 and o.area <> a.area
        left join area ha on ha.area = b.holder
        left join unit hu on hu.id = b.holder
        order by b.light, b.holder_due_at nulls last, b.reported_at, b.id"
    );
    let rows =
        bound(statement, asking).bind(light.map(Light::number)).bind(limit).bind(skip).fetch_all(tx.db()).await?;
    rows.iter().map(line_row).collect()
}

fn line_row(row: &PgRow) -> Result<BoardLine, StoreError> {
    Ok(BoardLine {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        area: row::area(row, "community")?,
        area_name: row.try_get("area_name")?,
        light: row::light(row, "light")?,
        category_name: (row.try_get("category_zh")?, row.try_get("category_en")?),
        source: row::parse(row.try_get::<&str, _>("source")?, Source::from_slug, "case_file.source")?,
        holder_name: (row.try_get("holder_zh")?, row.try_get("holder_en")?),
        is_paused: row.try_get("is_paused")?,
        is_late: row.try_get("is_late")?,
        reported_at: row::instant(row, "reported_at")?,
        business_due_at: row.try_get("business_due_at")?,
        holder_since: row::instant(row, "holder_since")?,
        holder_due_at: row.try_get("holder_due_at")?,
    })
}
