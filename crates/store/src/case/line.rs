//! Cases as cards and exports list them, with the lights of their history.

use domain::area::AreaRange;
use domain::case::{CaseLine, CaseMoment};
use domain::id::{CaseId, DwellingId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// What all lines select; `$filter` follows the `where`.
macro_rules! lines_sql {
    ($filter:literal) => {
        concat!(
            "select
                c.id,
                c.dwelling_id,
                c.title,
                c.light,
                c.version,
                c.reported_at,
                c.changed_at,
                coalesce(
                    nullif(concat_ws(' ', e.name, b.number || '-' || d.unit || '-' || d.shown), ''),
                    nullif(c.place, ''),
                    a.name,
                    ''
                ) as place
            from case_file c
            left join area a on a.area = c.area
            left join dwelling d on d.id = c.dwelling_id
            left join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            where ",
            $filter
        )
    };
}

/// One case with its history.
pub async fn line(tx: &mut Tx, case: CaseId) -> Result<Option<CaseLine>, StoreError> {
    let rows = sqlx::query(lines_sql!("c.id = $1")).bind(case.number()).fetch_all(tx.db()).await?;
    Ok(with_history(tx, rows).await?.pop())
}

/// All cases about a household, open ones first, then the latest.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId) -> Result<Vec<CaseLine>, StoreError> {
    let rows = sqlx::query(lines_sql!("c.dwelling_id = $1 order by c.light = 4, c.changed_at desc, c.id limit 50"))
        .bind(dwelling.number())
        .fetch_all(tx.db())
        .await?;
    with_history(tx, rows).await
}

/// Open cases of a scope, red before yellow before blue, then the longest waiting.
pub async fn open(tx: &mut Tx, scope: AreaRange, limit: i64) -> Result<Vec<CaseLine>, StoreError> {
    let rows = sqlx::query(lines_sql!(
        "c.area >= $1 and c.area < $2 and c.light < 4 order by c.light, c.changed_at, c.id limit $3"
    ))
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    with_history(tx, rows).await
}

async fn with_history(tx: &mut Tx, rows: Vec<PgRow>) -> Result<Vec<CaseLine>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut lines = rows.iter().map(line_row).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<i64> = lines.iter().map(|line| line.case.number()).collect();
    let events = sqlx::query(
        // Case by case: for all at once the planner reads a whole area's events, because it takes the policy's unknown range
        // for a narrow one.
        "select v.case_id, v.light, v.at, coalesce(p.title_zh, '') as title
        from unnest($1::int8[]) as c (id)
        cross join lateral (
            select e.*
            from case_event e
            where e.case_id = c.id
            order by e.version
            limit 1000
        ) v
        left join post p on p.id = v.post_id
        order by v.case_id, v.version",
    )
    .bind(&ids)
    .fetch_all(tx.db())
    .await?;
    for event in &events {
        let case: i64 = event.try_get("case_id")?;
        let moment = CaseMoment {
            light: row::light(event, "light")?,
            at: row::instant(event, "at")?,
            by: event.try_get("title")?,
        };
        if let Some(index) = ids.iter().position(|id| *id == case) {
            lines[index].history.push(moment);
        }
    }
    Ok(lines)
}

fn line_row(row: &PgRow) -> Result<CaseLine, StoreError> {
    Ok(CaseLine {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        dwelling: dwelling(row)?,
        place: row.try_get("place")?,
        title: row.try_get("title")?,
        light: row::light(row, "light")?,
        version: row.try_get("version")?,
        reported_at: row::instant(row, "reported_at")?,
        changed_at: row::instant(row, "changed_at")?,
        history: Vec::new(),
    })
}

fn dwelling(row: &PgRow) -> Result<Option<DwellingId>, StoreError> {
    row.try_get::<Option<i64>, _>("dwelling_id")?
        .map(|id| row::parse(id, DwellingId::new_checked, "case_file.dwelling_id"))
        .transpose()
}
