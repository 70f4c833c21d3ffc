//! Root causes: cases that may recur, tasks that were found, and who takes and closes them.
//!
//! Not here: what recurs (`domain::recurrence`).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange, County};
use domain::category::CategoryCode;
use domain::clock::civil_date;
use domain::id::CaseId;
use domain::recurrence::{Incident, RootCause, State};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// Tasks on one page.
const LINES: i64 = 200;

/// The cases of a city since a moment that may recur, with the areas that they lie in: their place and category are known, they were not
/// refused, withdrawn or merged, and no closed task answered for them. As the system.
pub async fn incidents(tx: &mut Tx, county: County, since: DateTime<Utc>) -> Result<Vec<(Incident, Area)>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select c.id, c.area, c.category, c.reported_at, coalesce(c.x_dm, b.x_dm) as x_dm, coalesce(c.y_dm, b.y_dm) as y_dm
        from case_file c
        left join dwelling d on d.id = c.dwelling_id
        left join building b on b.id = d.building_id
        where c.area >= $1
            and c.area < $2
            and c.reported_at >= $3
            and c.light <> 5
            and c.category is not null
            and coalesce(c.x_dm, b.x_dm) is not null
            and c.id <> all (array(
                select unnest(r.cases) from root_cause r where r.closed_at >= $3 and r.area >= $1 and r.area < $2
            ))
        order by c.id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(since)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let incident = Incident {
                case: case(row.try_get("id")?)?,
                category: category(row)?,
                at_dm: (row.try_get("x_dm")?, row.try_get("y_dm")?),
                reported_at: row.try_get("reported_at")?,
            };
            Ok((incident, row::area(row, "area")?))
        })
        .collect()
}

fn case(id: i64) -> Result<CaseId, StoreError> {
    row::parse(id, CaseId::new_checked, "root_cause.cases")
}

fn category(row: &PgRow) -> Result<CategoryCode, StoreError> {
    row::parse(row.try_get::<&str, _>("category")?, CategoryCode::new, "root_cause.category")
}

/// The open tasks of a city with their cases. As the system.
pub async fn open(tx: &mut Tx, county: County) -> Result<Vec<(i64, Vec<CaseId>)>, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select id, cases from root_cause where area >= $1 and area < $2 and closed_at is null order by id for update",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let cases: Vec<i64> = row.try_get("cases")?;
            Ok((row.try_get("id")?, cases.into_iter().map(case).collect::<Result<_, _>>()?))
        })
        .collect()
}

fn numbers(cases: &[CaseId]) -> Vec<i64> {
    cases.iter().map(|case| case.number()).collect()
}

/// Adds a task. As the system.
pub async fn add(
    tx: &mut Tx,
    area: Area,
    category: &CategoryCode,
    cases: &[CaseId],
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let row =
        sqlx::query("insert into root_cause (area, category, cases, found_at) values ($1, $2, $3, $4) returning id")
            .bind(area.code())
            .bind(category.as_str())
            .bind(numbers(cases))
            .bind(at)
            .fetch_one(tx.db())
            .await?;
    Ok(row.try_get("id")?)
}

/// Adds cases to an open task, which then lies in the smallest area that holds all of them. As the system.
pub async fn grow(tx: &mut Tx, id: i64, area: Area, cases: &[CaseId]) -> Result<(), StoreError> {
    sqlx::query("update root_cause set area = $2, cases = $3, revision = revision + 1 where id = $1")
        .bind(id)
        .bind(area.code())
        .bind(numbers(cases))
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The areas that cases lie in. As the system.
pub async fn areas(tx: &mut Tx, cases: &[CaseId]) -> Result<Vec<Area>, StoreError> {
    let rows = sqlx::query("select distinct area from case_file where id = any($1)")
        .bind(numbers(cases))
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| row::area(row, "area")).collect()
}

/// The tasks of an area in a state, or all that are open; the latest first.
pub async fn list(tx: &mut Tx, range: AreaRange, state: Option<State>) -> Result<Vec<RootCause>, StoreError> {
    let rows = sqlx::query(
        "select r.*, coalesce(a.name, '') as area_name, k.name_zh, k.name_en, p.title_zh, p.title_en
        from root_cause r
        join case_category k on k.code = r.category
        left join area a on a.area = r.area
        left join post p on p.id = r.taken_post
        where r.area >= $1
            and r.area < $2
            and case
                when $3 = 'closed' then r.closed_at is not null
                when $3 = 'taken' then r.closed_at is null and r.taken_at is not null
                when $3 = 'found' then r.closed_at is null and r.taken_at is null
                else r.closed_at is null
            end
        order by r.found_at desc, r.id desc
        limit $4",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(state.map_or("open", State::slug))
    .bind(LINES)
    .fetch_all(tx.db())
    .await?;
    let mut found = rows.iter().map(root_cause).collect::<Result<Vec<_>, _>>()?;
    let titles = titles(tx, &rows).await?;
    for one in &mut found {
        for (case, title) in &mut one.cases {
            if let Some(known) = titles.get(case) {
                title.clone_from(known);
            }
        }
        one.cases.sort_unstable_by_key(|(case, _)| std::cmp::Reverse(*case));
    }
    Ok(found)
}

fn root_cause(row: &PgRow) -> Result<RootCause, StoreError> {
    let (taken, closed): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) =
        (row.try_get("taken_at")?, row.try_get("closed_at")?);
    let by: Option<(String, String)> = match row.try_get::<Option<String>, _>("title_zh")? {
        Some(zh) => Some((zh, row.try_get("title_en")?)),
        None => None,
    };
    let cases: Vec<i64> = row.try_get("cases")?;
    Ok(RootCause {
        id: row.try_get("id")?,
        area: row::area(row, "area")?,
        area_name: row.try_get("area_name")?,
        category: category(row)?,
        category_name: (row.try_get("name_zh")?, row.try_get("name_en")?),
        found_on: civil_date(row.try_get("found_at")?),
        revision: row.try_get("revision")?,
        state: match (taken, closed) {
            (_, Some(_)) => State::Closed,
            (Some(_), None) => State::Taken,
            (None, None) => State::Found,
        },
        taken_by: by,
        outcome: row.try_get("outcome")?,
        cases: cases.into_iter().map(|id| Ok((case(id)?, String::new()))).collect::<Result<_, StoreError>>()?,
    })
}

async fn titles(tx: &mut Tx, rows: &[PgRow]) -> Result<BTreeMap<CaseId, String>, StoreError> {
    let mut ids: Vec<i64> = Vec::new();
    for row in rows {
        ids.extend(row.try_get::<Vec<i64>, _>("cases")?);
    }
    let rows = sqlx::query("select id, title from case_file where id = any($1)").bind(ids).fetch_all(tx.db()).await?;
    rows.iter().map(|row| Ok((case(row.try_get("id")?)?, row.try_get("title")?))).collect()
}

/// Where a task lies, if the session may know.
pub async fn area(tx: &mut Tx, id: i64) -> Result<Option<Area>, StoreError> {
    let found = sqlx::query("select area from root_cause where id = $1").bind(id).fetch_optional(tx.db()).await?;
    found.as_ref().map(|row| row::area(row, "area")).transpose()
}

/// Takes an open task; false when somebody changed it meanwhile.
pub async fn take(
    tx: &mut Tx,
    actor: &Actor,
    (id, revision): (i64, i64),
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update root_cause
        set taken_by = $3, taken_post = $4, taken_at = $5, revision = revision + 1
        where id = $1 and revision = $2 and closed_at is null",
    )
    .bind(id)
    .bind(revision)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes an open task with words; false when somebody changed it meanwhile.
pub async fn close(
    tx: &mut Tx,
    actor: &Actor,
    (id, revision): (i64, i64),
    outcome: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update root_cause
        set closed_by = $3, closed_post = $4, closed_at = $5, outcome = $6, revision = revision + 1
        where id = $1 and revision = $2 and closed_at is null",
    )
    .bind(id)
    .bind(revision)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .bind(outcome)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}
