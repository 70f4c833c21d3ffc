//! What points are redeemed for, and how many of it there are.

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange};
use domain::bank::Points;
use domain::id::{AccountId, BankItemId};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};

use crate::{StoreError, Tx, row};

/// Something to be redeemed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which one.
    pub id: BankItemId,
    /// The community that gives it out.
    pub area: Area,
    /// What that is called.
    pub area_name: String,
    /// What it is.
    pub name: String,
    /// What one of it costs.
    pub price: Points,
    /// How many are left.
    pub stock: u32,
    /// Whether it can be redeemed.
    pub is_offered: bool,
    /// Rises with every change.
    pub revision: i64,
}

/// Something to be put up, or as it shall be.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// What it is.
    pub name: String,
    /// What one of it costs.
    pub price: Points,
    /// How many there are.
    pub stock: u32,
    /// Whether it can be redeemed.
    pub is_offered: bool,
}

const SELECTED: &str = "
    select i.id, i.area, coalesce(a.name, '') as area_name, i.name, i.price_cents, i.stock, i.is_offered, i.revision
    from bank_item i
    left join area a on a.area = i.area";

/// What there is in a range; all, or what is offered and left.
pub async fn items(tx: &mut Tx, range: AreaRange, all: bool) -> Result<Vec<Item>, StoreError> {
    let statement = format!(
        "{SELECTED}
        where i.area >= $1 and i.area < $2 and ($3 or (i.is_offered and i.stock > 0))
        order by i.area, i.name, i.id
        limit 500"
    );
    let rows = sqlx::query(AssertSqlSafe(statement)).bind(range.lo).bind(range.hi).bind(all).fetch_all(tx.db()).await?;
    rows.iter().map(item).collect()
}

/// One, locked until the transaction ends.
pub async fn find(tx: &mut Tx, id: BankItemId) -> Result<Option<Item>, StoreError> {
    let statement = format!("{SELECTED} where i.id = $1 for update of i");
    let found = sqlx::query(AssertSqlSafe(statement)).bind(id.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(item).transpose()
}

/// Puts something up.
pub async fn put(
    tx: &mut Tx,
    area: Area,
    new: &NewItem,
    (by, at): (AccountId, DateTime<Utc>),
) -> Result<BankItemId, StoreError> {
    let id: i64 = sqlx::query_scalar(
        "insert into bank_item (id, area, name, price_cents, stock, is_offered, made_at, made_by)
        values ($1::int8 * 1000000000000 + nextval('bank_serial'), $2, $3, $4, $5, $6, $7, $8)
        returning id",
    )
    .bind(i64::from(area.county().code()))
    .bind(area.code())
    .bind(&new.name)
    .bind(new.price.cents())
    .bind(i64::from(new.stock))
    .bind(new.is_offered)
    .bind(at)
    .bind(by.number())
    .fetch_one(tx.db())
    .await?;
    row::parse(id, BankItemId::new_checked, "bank_item.id")
}

/// Changes one. False when it changed meanwhile.
pub async fn change(tx: &mut Tx, (id, revision): (BankItemId, i64), new: &NewItem) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update bank_item
        set name = $3, price_cents = $4, stock = $5, is_offered = $6, revision = revision + 1
        where id = $1 and revision = $2",
    )
    .bind(id.number())
    .bind(revision)
    .bind(&new.name)
    .bind(new.price.cents())
    .bind(i64::from(new.stock))
    .bind(new.is_offered)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Counts one less, or with `back` one more.
pub async fn take(tx: &mut Tx, id: BankItemId, back: bool) -> Result<(), StoreError> {
    sqlx::query("update bank_item set stock = stock + $2, revision = revision + 1 where id = $1")
        .bind(id.number())
        .bind(if back { 1_i32 } else { -1 })
        .execute(tx.db())
        .await?;
    Ok(())
}

fn item(row: &PgRow) -> Result<Item, StoreError> {
    Ok(Item {
        id: row::parse(row.try_get("id")?, BankItemId::new_checked, "bank_item.id")?,
        area: row::area(row, "area")?,
        area_name: row.try_get("area_name")?,
        name: row.try_get("name")?,
        price: Points::from_cents(row.try_get("price_cents")?),
        stock: row::parse(row.try_get::<i32, _>("stock")?, |stock| u32::try_from(stock).ok(), "bank_item.stock")?,
        is_offered: row.try_get("is_offered")?,
        revision: row.try_get("revision")?,
    })
}
