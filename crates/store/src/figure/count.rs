//! Counting: rates, ages of lights, what came and went.

use chrono::NaiveDate;
use domain::figure::{By, CategoryCount, Definition, Figure, Flow, Lit, LitCount, Rate, Side};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Postgres, Row};

use super::condition::{DAYS_LIT, key, side};
use super::{Asking, FACTS};
use crate::{StoreError, Tx, row};

pub(super) fn bound<'q>(statement: String, asking: &Asking) -> Query<'q, Postgres, PgArguments> {
    let range = asking.scope.range();
    sqlx::query(AssertSqlSafe(statement))
        .bind(range.lo)
        .bind(range.hi)
        .bind(asking.from)
        .bind(asking.until)
        .bind(asking.now)
}

/// All figures by something, by row and then in their order. Rows in which nothing counts are left out.
pub async fn rates(tx: &mut Tx, asking: &Asking, by: By) -> Result<Vec<Rate>, StoreError> {
    let counts = Figure::ALL.iter().enumerate().map(|(at, figure)| {
        format!(
            "select
                {at} as at, {} as key, count(*) filter (where {}) as part, count(*) as whole
            from f
            where {}
            group by 2",
            key(*figure, by, asking.scope),
            side(*figure, Side::Part),
            side(*figure, Side::Whole)
        )
    });
    let counts = counts.collect::<Vec<_>>().join(" union all ");
    let statement = format!(
        "with f as ({FACTS}), counted as ({counts})
        select
            k.at, k.key, k.part, k.whole,
            coalesce(a.name, u.name_zh, g.name_zh, '') as name_zh,
            coalesce(a.name, nullif(u.name_en, ''), u.name_zh, g.name_en, '') as name_en
        from counted k
        left join area a on a.area = case when k.key ~ '^[0-9]{{15}}$' then k.key::int8 end
        left join unit u on u.id = case when k.key ~ '^[0-9]{{18}}$' then k.key::int8 end
        left join case_group g on g.code = k.key
        order by k.key, k.at"
    );
    bound(statement, asking).fetch_all(tx.db()).await?.iter().map(rate_row).collect()
}

fn rate_row(row: &PgRow) -> Result<Rate, StoreError> {
    let at: i32 = row.try_get("at")?;
    let figure = usize::try_from(at).ok().and_then(|at| Figure::ALL.get(at));
    Ok(Rate {
        key: row.try_get("key")?,
        name: (row.try_get("name_zh")?, row.try_get("name_en")?),
        figure: *figure.ok_or(StoreError::Unreadable { column: "counted.at" })?,
        part: row.try_get("part")?,
        whole: row.try_get("whole")?,
    })
}

/// How many red and yellow lights have been lit for how long; every light and span, also with nothing.
pub async fn lit(tx: &mut Tx, asking: &Asking) -> Result<Vec<LitCount>, StoreError> {
    let statement = format!(
        "with f as ({FACTS})
        select f.light, {DAYS_LIT} as days, count(*) as count
        from f
        where f.light in (1, 2)
        group by 1, 2"
    );
    let rows = bound(statement, asking).fetch_all(tx.db()).await?;
    let mut found = Vec::new();
    for light in [domain::case::Light::Red, domain::case::Light::Yellow] {
        for (lit, _) in Lit::ALL {
            found.push(LitCount { light, lit, count: 0 });
        }
    }
    for row in &rows {
        let (light, days): (_, i64) = (row::light(row, "light")?, row.try_get("days")?);
        let holds = |lit: Lit| {
            let (from, below) = lit.days();
            days >= i64::from(from) && below.is_none_or(|below| days < i64::from(below))
        };
        if let Some(one) = found.iter_mut().find(|one| one.light == light && holds(one.lit)) {
            one.count += row.try_get::<i64, _>("count")?;
        }
    }
    Ok(found)
}

/// What came in and what was closed on each day of the period; every day, also with nothing.
pub async fn flow(tx: &mut Tx, asking: &Asking) -> Result<Vec<Flow>, StoreError> {
    let day = |instant: &str| format!("({instant} at time zone 'Asia/Shanghai')::date");
    let statement = format!(
        "with f as ({FACTS}), moved as (
            select {} as day, 1 as opened, 0 as closed from f where f.reported_at >= f.from_at and f.is_handled
            union all
            select {}, 0, 1 from f where f.is_closed and f.closed_at >= f.from_at
        )
        select s.day::date as day, coalesce(sum(m.opened), 0)::int8 as opened, coalesce(sum(m.closed), 0)::int8 as closed
        from generate_series({}, {}, interval '1 day') as s (day)
        left join moved m on m.day = s.day::date
        group by s.day
        order by s.day",
        day("f.reported_at"),
        day("f.closed_at"),
        day("$3"),
        day("($4 - interval '1 microsecond')"),
    );
    let rows = bound(statement, asking).fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            Ok(Flow {
                on: row.try_get::<NaiveDate, _>("day")?,
                opened: row.try_get("opened")?,
                closed: row.try_get("closed")?,
            })
        })
        .collect()
}

/// How many cases of each group of categories were reported in the period, the most first.
pub async fn by_category(tx: &mut Tx, asking: &Asking) -> Result<Vec<CategoryCount>, StoreError> {
    let (key, whole) = (key(Figure::Registered, By::Category, asking.scope), side(Figure::Registered, Side::Whole));
    let statement = format!(
        "with f as ({FACTS}), counted as (
            select {key} as key, count(*) as reported, count(*) filter (where f.light < 4) as open
            from f
            where {whole}
            group by 1
        )
        select k.*, coalesce(g.name_zh, '') as name_zh, coalesce(g.name_en, '') as name_en
        from counted k
        left join case_group g on g.code = k.key
        order by k.reported desc, k.key"
    );
    let rows = bound(statement, asking).fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            Ok(CategoryCount {
                group: row.try_get("key")?,
                name: (row.try_get("name_zh")?, row.try_get("name_en")?),
                reported: row.try_get("reported")?,
                open: row.try_get("open")?,
            })
        })
        .collect()
}

/// The versions that hold now, in the order of the figures.
pub async fn definitions(tx: &mut Tx) -> Result<Vec<Definition>, StoreError> {
    let rows = sqlx::query(
        "select distinct on (slug) slug, version, valid_from, note
        from figure_definition
        order by slug, version desc",
    )
    .fetch_all(tx.db())
    .await?;
    let mut found = Vec::new();
    for row in &rows {
        found.push(Definition {
            figure: row::parse(row.try_get::<&str, _>("slug")?, Figure::from_slug, "figure_definition.slug")?,
            version: row.try_get("version")?,
            valid_from: row.try_get("valid_from")?,
            note: row.try_get("note")?,
        });
    }
    found.sort_by_key(|definition| definition.figure);
    Ok(found)
}
