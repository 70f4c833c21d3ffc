//! Watch lists: households that are looked after every day for a while, and the checks of each day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::id::{AccountId, BuildingId, DwellingId};
use domain::operation::OperationId;
use domain::visit::VisitPosition;
use domain::watch_list::{Term, WatchOutcome};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// Its number.
    pub id: i64,
    /// The area that made it.
    pub area: Area,
    /// What it is called.
    pub name: String,
    /// Why.
    pub reason: String,
    /// How long it runs.
    pub term: Term,
    /// Who made it: the post's title in both languages.
    pub by: (String, String),
    /// When it was ended early.
    pub ended_at: Option<DateTime<Utc>>,
    /// How many of its households the reader sees.
    pub households: i64,
    /// How many of them were checked on the day.
    pub checked: i64,
}

/// A household of a list on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// The list.
    pub list: i64,
    /// What that is called.
    pub name: String,
    /// The household.
    pub dwelling: DwellingId,
    /// Its building.
    pub building: BuildingId,
    /// Its grid.
    pub area: Area,
    /// Its address.
    pub place: String,
    /// The day's last check: what it came to, when, and by whom.
    pub check: Option<(WatchOutcome, DateTime<Utc>, String)>,
}

/// A list to be made.
#[derive(Clone, Debug)]
pub struct NewList<'a> {
    /// The area that makes it.
    pub area: Area,
    /// What it is called.
    pub name: &'a str,
    /// Why.
    pub reason: &'a str,
    /// How long it runs.
    pub term: Term,
    /// Its households.
    pub dwellings: &'a [DwellingId],
}

/// A check to be saved.
#[derive(Clone, Debug)]
pub struct NewCheck<'a> {
    /// The sender's number.
    pub operation: OperationId,
    /// The list.
    pub list: i64,
    /// The household.
    pub dwelling: DwellingId,
    /// The day that it is for.
    pub day: NaiveDate,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What it came to.
    pub outcome: WatchOutcome,
    /// What else is to be said.
    pub note: &'a str,
    /// Where, when demanded.
    pub position: Option<VisitPosition>,
}

/// Makes a list; its households are those of `dwellings` that the session sees in the list's area. Returns its number and how many
/// those are.
pub async fn make(tx: &mut Tx, actor: &Actor, new: &NewList<'_>, at: DateTime<Utc>) -> Result<(i64, u64), StoreError> {
    let id: i64 = sqlx::query_scalar("select nextval('watch_list_serial')").fetch_one(tx.db()).await?;
    sqlx::query(
        "insert into watch_list (id, area, name, reason, from_on, until_on, account_id, post_id, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(new.area.code())
    .bind(new.name)
    .bind(new.reason)
    .bind(new.term.from_on)
    .bind(new.term.until_on)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    let range = new.area.range();
    let done = sqlx::query(
        "insert into watch_item (watch_list_id, dwelling_id, area)
        select $1, h.id, h.area
        from household h
        join dwelling d on d.id = h.id
        where h.id = any($2)
            and h.area >= $3
            and h.area < $4
            and d.closed_on is null",
    )
    .bind(id)
    .bind(new.dwellings.iter().map(|dwelling| dwelling.number()).collect::<Vec<_>>())
    .bind(range.lo)
    .bind(range.hi)
    .execute(tx.db())
    .await?;
    Ok((id, done.rows_affected()))
}

/// The lists of which the session sees households in a range, the newest first; those that are over too when asked for.
pub async fn lists(
    tx: &mut Tx,
    range: AreaRange,
    today: NaiveDate,
    with_ended: bool,
) -> Result<Vec<ListRow>, StoreError> {
    let rows = sqlx::query(
        "select w.id, w.area, w.name, w.reason, w.from_on, w.until_on, w.ended_at, p.title_zh, p.title_en,
            count(i.dwelling_id) as households,
            count(i.dwelling_id) filter (where exists (
                select 1
                from watch_check k
                where k.watch_list_id = i.watch_list_id and k.dwelling_id = i.dwelling_id and k.day = $3
            )) as checked
        from watch_list w
        join post p on p.id = w.post_id
        join watch_item i on i.watch_list_id = w.id and i.area >= $1 and i.area < $2
        where $4 or w.ended_at is null and w.until_on >= $3
        group by w.id, p.id
        order by w.from_on desc, w.id desc
        limit 200",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(today)
    .bind(with_ended)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(list_row).collect()
}

/// One list that a range holds, or some of its households, which are counted.
pub async fn one(tx: &mut Tx, list: i64, range: AreaRange, today: NaiveDate) -> Result<Option<ListRow>, StoreError> {
    let found = sqlx::query(
        "select w.id, w.area, w.name, w.reason, w.from_on, w.until_on, w.ended_at, p.title_zh, p.title_en,
            (
                select count(*) from watch_item i where i.watch_list_id = w.id and i.area >= $3 and i.area < $4
            ) as households,
            (
                select count(distinct k.dwelling_id)
                from watch_check k
                where k.watch_list_id = w.id and k.day = $2 and k.area >= $3 and k.area < $4
            ) as checked
        from watch_list w
        join post p on p.id = w.post_id
        where w.id = $1
            and (
                w.area >= $3 and w.area < $4
                or exists (select 1 from watch_item i where i.watch_list_id = w.id and i.area >= $3 and i.area < $4)
            )",
    )
    .bind(list)
    .bind(today)
    .bind(range.lo)
    .bind(range.hi)
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(list_row).transpose()
}

/// What all items select; `$filter` follows the `where`. Takes the day as $1.
macro_rules! items_sql {
    ($filter:literal) => {
        concat!(
            "select i.watch_list_id, w.name, i.dwelling_id, d.building_id, i.area, k.outcome, k.checked_at,
                coalesce(nullif(a.name, ''), a.login, '') as by,
                concat_ws(' ', coalesce(e.name, nullif(concat_ws(' ', b.street, b.house_number), '')),
                    concat_ws('-', b.number, d.unit, d.shown)) as place
            from watch_item i
            join watch_list w on w.id = i.watch_list_id
            join dwelling d on d.id = i.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            left join lateral (
                select c.outcome, c.checked_at, c.account_id
                from watch_check c
                where c.watch_list_id = i.watch_list_id and c.dwelling_id = i.dwelling_id and c.day = $1
                order by c.id desc
                limit 1
            ) k on true
            left join account a on a.id = k.account_id
            where ",
            $filter,
            " order by w.id, e.name, b.number, d.unit, d.floor, d.door"
        )
    };
}

/// The households of a list in a range, each with the day's last check.
pub async fn items(tx: &mut Tx, list: i64, range: AreaRange, day: NaiveDate) -> Result<Vec<ItemRow>, StoreError> {
    let rows = sqlx::query(items_sql!("i.watch_list_id = $2 and i.area >= $3 and i.area < $4"))
        .bind(day)
        .bind(list)
        .bind(range.lo)
        .bind(range.hi)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(item_row).collect()
}

/// The households in a range that are looked after on a day, each with the day's last check.
pub async fn items_of_day(tx: &mut Tx, range: AreaRange, day: NaiveDate) -> Result<Vec<ItemRow>, StoreError> {
    let rows = sqlx::query(items_sql!(
        "i.area >= $2 and i.area < $3 and w.ended_at is null and w.from_on <= $1 and w.until_on >= $1"
    ))
    .bind(day)
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(item_row).collect()
}

/// One household of a list.
pub async fn item(
    tx: &mut Tx,
    (list, dwelling): (i64, DwellingId),
    day: NaiveDate,
) -> Result<Option<ItemRow>, StoreError> {
    let found = sqlx::query(items_sql!("i.watch_list_id = $2 and i.dwelling_id = $3"))
        .bind(day)
        .bind(list)
        .bind(dwelling.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(item_row).transpose()
}

/// Saves a check. False when the account saved one under its number already.
pub async fn check(tx: &mut Tx, actor: &Actor, area: Area, new: &NewCheck<'_>) -> Result<bool, StoreError> {
    let position = new.position.as_ref();
    let done = sqlx::query(
        "insert into watch_check (
            watch_list_id, dwelling_id, area, day, account_id, checked_at, outcome, note, lon, lat, accuracy_m, operation
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (account_id, operation) do nothing",
    )
    .bind(new.list)
    .bind(new.dwelling.number())
    .bind(area.code())
    .bind(new.day)
    .bind(actor.account.number())
    .bind(new.at)
    .bind(new.outcome.slug())
    .bind(new.note)
    .bind(position.map(|position| position.lon_lat.lon))
    .bind(position.map(|position| position.lon_lat.lat))
    .bind(position.map(|position| position.accuracy_m as i16))
    .bind(&new.operation.bytes()[..])
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether an account saved a check under this number before.
pub async fn checked_before(tx: &mut Tx, account: AccountId, operation: OperationId) -> Result<bool, StoreError> {
    let statement = "select exists (select 1 from watch_check where account_id = $1 and operation = $2)";
    let number = operation.bytes();
    let found = sqlx::query_scalar(statement).bind(account.number()).bind(&number[..]);
    Ok(found.fetch_one(tx.db()).await?)
}

/// Ends a list. False when it was ended already.
pub async fn end(tx: &mut Tx, list: i64, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query("update watch_list set ended_at = $2 where id = $1 and ended_at is null")
        .bind(list)
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

fn list_row(row: &PgRow) -> Result<ListRow, StoreError> {
    Ok(ListRow {
        id: row.try_get("id")?,
        area: row::area(row, "area")?,
        name: row.try_get("name")?,
        reason: row.try_get("reason")?,
        term: Term { from_on: row.try_get("from_on")?, until_on: row.try_get("until_on")? },
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        ended_at: row.try_get("ended_at")?,
        households: row.try_get("households")?,
        checked: row.try_get("checked")?,
    })
}

fn item_row(row: &PgRow) -> Result<ItemRow, StoreError> {
    let outcome: Option<&str> = row.try_get("outcome")?;
    let check = match outcome {
        Some(slug) => Some((
            row::parse(slug, WatchOutcome::from_slug, "watch_check.outcome")?,
            row::instant(row, "checked_at")?,
            row.try_get("by")?,
        )),
        None => None,
    };
    Ok(ItemRow {
        list: row.try_get("watch_list_id")?,
        name: row.try_get("name")?,
        dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "watch_item.dwelling_id")?,
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        area: row::area(row, "area")?,
        place: row.try_get("place")?,
        check,
    })
}
