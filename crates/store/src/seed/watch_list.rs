//! Made-up watch lists of a demo city, with their households and the checks of the last days.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::AreaRange;
use domain::cell::LabelCode;
use sqlx::Row;

use crate::{StoreError, Tx};

/// Lists, their households and checks, as columns.
#[derive(Debug, Default)]
pub struct WatchColumns {
    /// The lists.
    pub list: ListColumns,
    /// Lists of the households.
    pub item_list: Vec<i64>,
    /// The households.
    pub item_dwelling: Vec<i64>,
    /// Their grids.
    pub item_area: Vec<i64>,
    /// The checks.
    pub check: CheckColumns,
}

/// Lists, as columns.
#[derive(Debug, Default)]
pub struct ListColumns {
    /// Their numbers.
    pub id: Vec<i64>,
    /// Areas.
    pub area: Vec<i64>,
    /// What they are called.
    pub name: Vec<&'static str>,
    /// Why.
    pub reason: Vec<&'static str>,
    /// First days.
    pub from_on: Vec<NaiveDate>,
    /// Last days.
    pub until_on: Vec<NaiveDate>,
    /// Who made them.
    pub account: Vec<i64>,
    /// In which capacity.
    pub post: Vec<i64>,
}

/// Checks, as columns.
#[derive(Debug, Default)]
pub struct CheckColumns {
    /// Lists.
    pub list: Vec<i64>,
    /// Households.
    pub dwelling: Vec<i64>,
    /// Their grids.
    pub area: Vec<i64>,
    /// Civil days.
    pub day: Vec<NaiveDate>,
    /// Workers.
    pub account: Vec<i64>,
    /// When.
    pub at: Vec<DateTime<Utc>>,
    /// Outcomes, as stored.
    pub outcome: Vec<&'static str>,
}

/// Some households of each grid with one of these labels, at most so many a grid: which, and where.
pub async fn labelled(
    tx: &mut Tx,
    city: AreaRange,
    labels: &[LabelCode],
    most: i64,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let bits = labels.iter().fold(0i32, |bits, label| bits | 1 << (label.0 - 1));
    let rows = sqlx::query(
        "select id, area
        from (
            select h.id, h.area, row_number() over (partition by h.area order by h.id % 97, h.id) as at
            from household h
            join dwelling d on d.id = h.id
            where h.area >= $1 and h.area < $2 and h.label_bits & $3 <> 0 and d.closed_on is null
        ) found
        where at <= $4
        order by area, id",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(bits)
    .bind(most)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("area")?))).collect()
}

/// Numbers for so many lists.
pub async fn list_numbers(tx: &mut Tx, count: usize) -> Result<Vec<i64>, StoreError> {
    let asked = sqlx::query_scalar("select nextval('watch_list_serial') from generate_series(1, $1)");
    Ok(asked.bind(count as i32).fetch_all(tx.db()).await?)
}

/// Adds lists that were made at a time, marked as made up, with their households and checks.
pub async fn write_watch_lists(tx: &mut Tx, rows: &WatchColumns, made_at: DateTime<Utc>) -> Result<(), StoreError> {
    let list = &rows.list;
    sqlx::query(
        "insert into watch_list
            (id, area, name, reason, from_on, until_on, account_id, post_id, made_at, is_synthetic)
        select id, area, name, reason, from_on, until_on, account_id, post_id, $9, true
        from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::date[], $6::date[], $7::int8[], $8::int8[])
            as t (id, area, name, reason, from_on, until_on, account_id, post_id)",
    )
    .bind(&list.id)
    .bind(&list.area)
    .bind(&list.name)
    .bind(&list.reason)
    .bind(&list.from_on)
    .bind(&list.until_on)
    .bind(&list.account)
    .bind(&list.post)
    .bind(made_at)
    .execute(tx.db())
    .await?;
    sqlx::query(
        "insert into watch_item (watch_list_id, dwelling_id, area)
        select list, dwelling, area
        from unnest($1::int8[], $2::int8[], $3::int8[]) as t (list, dwelling, area)",
    )
    .bind(&rows.item_list)
    .bind(&rows.item_dwelling)
    .bind(&rows.item_area)
    .execute(tx.db())
    .await?;
    write_checks(tx, &rows.check).await
}

async fn write_checks(tx: &mut Tx, rows: &CheckColumns) -> Result<(), StoreError> {
    // Their senders' numbers follow from what they are about: nobody sent them.
    sqlx::query(
        "insert into watch_check
            (watch_list_id, dwelling_id, area, day, account_id, checked_at, outcome, operation)
        select list, dwelling, area, day, account_id, at, outcome,
            int8send(dwelling) || int4send(list::int4) || int4send(day - date '2000-01-01')
        from unnest($1::int8[], $2::int8[], $3::int8[], $4::date[], $5::int8[], $6::timestamptz[], $7::text[])
            as t (list, dwelling, area, day, account_id, at, outcome)",
    )
    .bind(&rows.list)
    .bind(&rows.dwelling)
    .bind(&rows.area)
    .bind(&rows.day)
    .bind(&rows.account)
    .bind(&rows.at)
    .bind(&rows.outcome)
    .execute(tx.db())
    .await?;
    Ok(())
}
