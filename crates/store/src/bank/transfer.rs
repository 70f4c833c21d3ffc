//! Transfers: written once with their two movements, read as lines of a statement.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::bank::{Movement, Points, TransferKind};
use domain::id::{AccountId, BankAccountId, BankItemId, BankTransferId};
use domain::operation::OperationId;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::AccountRow;
use crate::{StoreError, Tx, row};

/// A transfer to be written.
#[derive(Clone, Debug)]
pub struct NewTransfer<'a> {
    /// The sender's number.
    pub operation: OperationId,
    /// What it is.
    pub kind: TransferKind,
    /// Who loses.
    pub from: &'a AccountRow,
    /// Who gets.
    pub to: &'a AccountRow,
    /// What both do.
    pub movements: [Movement; 2],
    /// The wish that was served, when, and for how long.
    pub service: Option<(i64, NaiveDate, u32)>,
    /// What was redeemed.
    pub item: Option<BankItemId>,
    /// What it takes back.
    pub reverses: Option<BankTransferId>,
    /// The version of the rules.
    pub rule: i32,
    /// Why.
    pub reason: Option<&'a str>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Writes a transfer with both movements in one statement; the database adds them to the balances.
pub async fn record(tx: &mut Tx, actor: &Actor, new: &NewTransfer<'_>) -> Result<BankTransferId, StoreError> {
    let [lost, got] = new.movements;
    let (wish, served_on, minutes) = match new.service {
        Some((wish, on, minutes)) => (Some(wish), Some(on), Some(i64::from(minutes))),
        None => (None, None, None),
    };
    let id: i64 = sqlx::query_scalar(
        "with made as (
            insert into bank_transfer (
                id, operation, kind, from_account, to_account, from_owner, to_owner, wish_id, served_on, minutes, item_id,
                reverses, rule_version, reason, at, by_account, by_post
            )
            values (
                $1::int8 * 1000000000000 + nextval('bank_serial'), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                $15, $16, $17
            )
            returning id, from_account, to_account
        ),
        moved as (
            insert into bank_movement (transfer_id, account_id, cents)
            select id, from_account, $18 from made
            union all
            select id, to_account, $19 from made
        )
        select id from made",
    )
    .bind(i64::from(new.from.area.county().code()))
    .bind(&new.operation.bytes()[..])
    .bind(new.kind.slug())
    .bind(new.from.standing.account.number())
    .bind(new.to.standing.account.number())
    .bind(new.from.owner.map(AccountId::number))
    .bind(new.to.owner.map(AccountId::number))
    .bind(wish)
    .bind(served_on)
    .bind(minutes)
    .bind(new.item.map(BankItemId::number))
    .bind(new.reverses.map(BankTransferId::number))
    .bind(new.rule)
    .bind(new.reason)
    .bind(new.at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(lost.points.cents())
    .bind(got.points.cents())
    .fetch_one(tx.db())
    .await?;
    row::parse(id, BankTransferId::new_checked, "bank_transfer.id")
}

/// A transfer that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Which one.
    pub id: BankTransferId,
    /// What it was.
    pub kind: TransferKind,
    /// Who lost.
    pub from: BankAccountId,
    /// Who got.
    pub to: BankAccountId,
    /// How much.
    pub points: Points,
    /// What was redeemed.
    pub item: Option<BankItemId>,
    /// Whether it was taken back.
    pub is_reversed: bool,
    /// Whose operation it was.
    pub by: Option<AccountId>,
}

/// What came of an operation that was done before.
pub async fn done_before(tx: &mut Tx, operation: OperationId) -> Result<Option<Past>, StoreError> {
    let found: Option<i64> = sqlx::query_scalar("select id from bank_transfer where operation = $1")
        .bind(&operation.bytes()[..])
        .fetch_optional(tx.db())
        .await?;
    let id = found.map(|id| row::parse(id, BankTransferId::new_checked, "bank_transfer.id")).transpose()?;
    match id {
        Some(id) => past(tx, id).await,
        None => Ok(None),
    }
}

/// One transfer.
pub async fn past(tx: &mut Tx, id: BankTransferId) -> Result<Option<Past>, StoreError> {
    let found = sqlx::query(
        "select t.id, t.kind, t.from_account, t.to_account, m.cents, t.item_id, t.by_account,
            exists (select 1 from bank_transfer r where r.reverses = t.id) as is_reversed
        from bank_transfer t
        join bank_movement m on m.transfer_id = t.id and m.account_id = t.to_account
        where t.id = $1",
    )
    .bind(id.number())
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = found else { return Ok(None) };
    let account = |column| row::parse(row.try_get(column)?, BankAccountId::new_checked, column);
    let (item, by): (Option<i64>, Option<i64>) = (row.try_get("item_id")?, row.try_get("by_account")?);
    Ok(Some(Past {
        id,
        kind: kind(&row)?,
        from: account("from_account")?,
        to: account("to_account")?,
        points: Points::from_cents(row.try_get("cents")?),
        item: item.map(|id| row::parse(id, BankItemId::new_checked, "bank_transfer.item_id")).transpose()?,
        is_reversed: row.try_get("is_reversed")?,
        by: by.map(|id| row::parse(id, AccountId::new_checked, "bank_transfer.by_account")).transpose()?,
    }))
}

/// A line of an account's statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The transfer.
    pub transfer: BankTransferId,
    /// What it was.
    pub kind: TransferKind,
    /// What a reversal took back.
    pub reverses: Option<(BankTransferId, TransferKind)>,
    /// When.
    pub at: DateTime<Utc>,
    /// How much the account got; below zero for what it lost.
    pub points: Points,
    /// The other volunteer, where there is one.
    pub other: Option<String>,
    /// The wish that was served, when, and for how many minutes.
    pub service: Option<(i64, NaiveDate, i32)>,
    /// What was redeemed.
    pub item: Option<String>,
    /// The version of the rules.
    pub rule: i32,
    /// Why.
    pub reason: Option<String>,
    /// In which capacity somebody did it, in Chinese and in English.
    pub by: Option<(String, String)>,
    /// Whether it was taken back.
    pub is_reversed: bool,
}

/// The lines of an account in a time, the oldest first.
pub async fn entries(
    tx: &mut Tx,
    account: BankAccountId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query(
        "select t.id, t.kind, t.reverses, o.kind as reversed_kind, t.at, m.cents, t.wish_id, t.served_on, t.minutes, t.rule_version,
            t.reason, i.name as item, p.title_zh, p.title_en, coalesce(nullif(k.name, ''), k.login) as other,
            exists (select 1 from bank_transfer r where r.reverses = t.id) as is_reversed
        from bank_movement m
        join bank_transfer t on t.id = m.transfer_id
        left join bank_transfer o on o.id = t.reverses
        left join bank_item i on i.id = t.item_id
        left join post p on p.id = t.by_post
        left join account k on k.id = case when t.from_account = m.account_id then t.to_owner else t.from_owner end
        where m.account_id = $1 and t.at >= $2 and t.at < $3
        order by t.at, t.id
        limit $4",
    )
    .bind(account.number())
    .bind(from)
    .bind(until)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(line).collect()
}

/// What an account held before a moment, by its movements.
pub async fn sum_before(tx: &mut Tx, account: BankAccountId, at: DateTime<Utc>) -> Result<Points, StoreError> {
    let cents: i64 = sqlx::query_scalar(
        "select coalesce(sum(m.cents), 0)::int8
        from bank_movement m
        join bank_transfer t on t.id = m.transfer_id
        where m.account_id = $1 and t.at < $2",
    )
    .bind(account.number())
    .bind(at)
    .fetch_one(tx.db())
    .await?;
    Ok(Points::from_cents(cents))
}

fn kind(row: &PgRow) -> Result<TransferKind, StoreError> {
    row::parse(row.try_get::<&str, _>("kind")?, TransferKind::from_slug, "bank_transfer.kind")
}

fn line(row: &PgRow) -> Result<Line, StoreError> {
    let wish: Option<i64> = row.try_get("wish_id")?;
    let on: Option<NaiveDate> = row.try_get("served_on")?;
    let minutes: Option<i32> = row.try_get("minutes")?;
    let titles: (Option<String>, Option<String>) = (row.try_get("title_zh")?, row.try_get("title_en")?);
    let reverses: Option<i64> = row.try_get("reverses")?;
    let reverses =
        reverses.map(|id| row::parse(id, BankTransferId::new_checked, "bank_transfer.reverses")).transpose()?;
    let reversed: Option<&str> = row.try_get("reversed_kind")?;
    let reversed = reversed.map(|slug| row::parse(slug, TransferKind::from_slug, "bank_transfer.kind")).transpose()?;
    Ok(Line {
        transfer: row::parse(row.try_get("id")?, BankTransferId::new_checked, "bank_transfer.id")?,
        kind: kind(row)?,
        reverses: reverses.zip(reversed),
        at: row.try_get("at")?,
        points: Points::from_cents(row.try_get("cents")?),
        other: row.try_get("other")?,
        service: wish.zip(on).zip(minutes).map(|((wish, on), minutes)| (wish, on, minutes)),
        item: row.try_get("item")?,
        rule: row.try_get("rule_version")?,
        reason: row.try_get("reason")?,
        by: titles.0.zip(titles.1),
        is_reversed: row.try_get("is_reversed")?,
    })
}
