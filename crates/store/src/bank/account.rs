//! Accounts: opened when they are first needed, locked in the order of their ids, read as whoever asks.

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange};
use domain::bank::{AccountKind, Points, Standing};
use domain::id::{AccountId, BankAccountId};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};

use crate::{StoreError, Tx, row};

/// An account as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// How it stands.
    pub standing: Standing,
    /// The community, or where the volunteer's post is.
    pub area: Area,
    /// What that is called.
    pub area_name: String,
    /// The volunteer.
    pub owner: Option<AccountId>,
    /// What the volunteer is called; empty for a community's.
    pub name: String,
}

const SELECTED: &str = "
    select b.id, b.kind, b.balance_cents, b.area, coalesce(a.name, '') as area_name, b.owner_id,
        coalesce(nullif(k.name, ''), k.login, '') as name
    from bank_account b
    left join area a on a.area = b.area
    left join account k on k.id = b.owner_id";

/// Where a volunteer of the city serves: the community of the post, or what lies above it. Nothing for whoever is none.
pub async fn home(tx: &mut Tx, owner: AccountId) -> Result<Option<Area>, StoreError> {
    let found: Option<i64> = sqlx::query_scalar(
        "select area
        from post
        where account_id = $1 and role = 'volunteer' and from_at <= now() and (to_at is null or to_at > now())
        order by id
        limit 1",
    )
    .bind(owner.number())
    .fetch_optional(tx.db())
    .await?;
    let area = found.map(|code| row::parse(code, Area::new_checked, "post.area")).transpose()?;
    Ok(area.map(|area| area.path().get(2).copied().unwrap_or(area)))
}

/// The account of a volunteer, opened if there is none.
pub async fn open_own(
    tx: &mut Tx,
    (owner, area): (AccountId, Area),
    at: DateTime<Utc>,
) -> Result<BankAccountId, StoreError> {
    open(tx, (AccountKind::Volunteer, area, Some(owner)), at).await
}

/// A community's account of a kind, opened if there is none.
pub async fn open_office(
    tx: &mut Tx,
    (kind, area): (AccountKind, Area),
    at: DateTime<Utc>,
) -> Result<BankAccountId, StoreError> {
    open(tx, (kind, area, None), at).await
}

async fn open(
    tx: &mut Tx,
    (kind, area, owner): (AccountKind, Area, Option<AccountId>),
    at: DateTime<Utc>,
) -> Result<BankAccountId, StoreError> {
    let known = "select id from bank_account
        where kind = $1 and ((owner_id is null and $3::int8 is null and area = $2) or owner_id = $3)";
    let known =
        || sqlx::query_scalar::<_, i64>(known).bind(kind.slug()).bind(area.code()).bind(owner.map(AccountId::number));
    if let Some(id) = known().fetch_optional(tx.db()).await? {
        return row::parse(id, BankAccountId::new_checked, "bank_account.id");
    }
    // Somebody else may open it at the same moment: then it is theirs that is found.
    sqlx::query(
        "insert into bank_account (id, kind, area, owner_id, opened_at)
        values ($5::int8 * 1000000000000 + nextval('bank_serial'), $1, $2, $3, $4)
        on conflict do nothing",
    )
    .bind(kind.slug())
    .bind(area.code())
    .bind(owner.map(AccountId::number))
    .bind(at)
    .bind(i64::from(area.county().code()))
    .execute(tx.db())
    .await?;
    let id = known().fetch_one(tx.db()).await?;
    row::parse(id, BankAccountId::new_checked, "bank_account.id")
}

/// Two accounts, locked until the transaction ends, in the order in which they were asked for. Whoever locks does so in the order of
/// ids, so that no two wait for one another.
pub async fn lock(
    tx: &mut Tx,
    (from, to): (BankAccountId, BankAccountId),
) -> Result<Option<(AccountRow, AccountRow)>, StoreError> {
    let statement = format!("{SELECTED} where b.id = any ($1) order by b.id for no key update of b");
    let ids = [from.number(), to.number()];
    let rows = sqlx::query(AssertSqlSafe(statement)).bind(ids).fetch_all(tx.db()).await?;
    let rows: Vec<AccountRow> = rows.iter().map(account).collect::<Result<_, _>>()?;
    let one = |id| rows.iter().find(|row| row.standing.account == id).cloned();
    Ok(one(from).zip(one(to)))
}

/// One account that the session sees.
pub async fn find(tx: &mut Tx, id: BankAccountId) -> Result<Option<AccountRow>, StoreError> {
    let statement = format!("{SELECTED} where b.id = $1");
    let found = sqlx::query(AssertSqlSafe(statement)).bind(id.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(account).transpose()
}

/// The account of a volunteer, if one was opened and the session sees it.
pub async fn of_owner(tx: &mut Tx, owner: AccountId) -> Result<Option<AccountRow>, StoreError> {
    let statement = format!("{SELECTED} where b.owner_id = $1");
    let found = sqlx::query(AssertSqlSafe(statement)).bind(owner.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(account).transpose()
}

/// Which accounts are listed.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    /// Where.
    pub range: AreaRange,
    /// A part of the name or login; empty for all.
    pub text: &'a str,
    /// So many at most.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

/// Volunteers' accounts by name, and how many there are in all.
pub async fn list(tx: &mut Tx, which: Which<'_>) -> Result<(Vec<AccountRow>, i64), StoreError> {
    let condition = "b.area >= $1 and b.area < $2 and b.kind = 'volunteer'
        and ($3 = '' or strpos(lower(k.name), lower($3)) > 0 or strpos(k.login, lower($3)) > 0)";
    let statement = format!("{SELECTED} where {condition} order by name, b.id limit $4 offset $5");
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(which.range.lo)
        .bind(which.range.hi)
        .bind(which.text)
        .bind(which.limit)
        .bind(which.offset)
        .fetch_all(tx.db())
        .await?;
    let statement =
        format!("select count(*) from bank_account b left join account k on k.id = b.owner_id where {condition}");
    let count = sqlx::query_scalar(AssertSqlSafe(statement))
        .bind(which.range.lo)
        .bind(which.range.hi)
        .bind(which.text)
        .fetch_one(tx.db())
        .await?;
    Ok((rows.iter().map(account).collect::<Result<_, _>>()?, count))
}

/// The communities' own accounts of a range.
pub async fn offices(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<AccountRow>, StoreError> {
    let statement = format!(
        "{SELECTED} where b.area >= $1 and b.area < $2 and b.kind <> 'volunteer' order by b.area, b.kind limit $3"
    );
    let rows =
        sqlx::query(AssertSqlSafe(statement)).bind(range.lo).bind(range.hi).bind(limit).fetch_all(tx.db()).await?;
    rows.iter().map(account).collect()
}

/// What all accounts of a kind hold together in a range, by kind.
pub async fn totals(tx: &mut Tx, range: AreaRange) -> Result<Vec<(AccountKind, Points)>, StoreError> {
    let rows = sqlx::query(
        "select kind, sum(balance_cents)::int8 as cents
        from bank_account
        where area >= $1 and area < $2
        group by kind
        order by kind",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((kind(row)?, Points::from_cents(row.try_get("cents")?)))).collect()
}

/// The communities of an area, or the one that it lies in: those to whose pool something can be given.
pub async fn communities(tx: &mut Tx, area: Area) -> Result<Vec<(Area, String)>, StoreError> {
    let within = area.path().get(2).copied().unwrap_or(area).range();
    let rows = sqlx::query(
        "select area, name
        from area
        where area >= $1 and area < $2 and area % 1000 = 0 and area % 1000000 <> 0
        order by area
        limit 1000",
    )
    .bind(within.lo)
    .bind(within.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, row.try_get("name")?))).collect()
}

fn kind(row: &PgRow) -> Result<AccountKind, StoreError> {
    row::parse(row.try_get::<&str, _>("kind")?, AccountKind::from_slug, "bank_account.kind")
}

fn account(row: &PgRow) -> Result<AccountRow, StoreError> {
    let owner: Option<i64> = row.try_get("owner_id")?;
    Ok(AccountRow {
        standing: Standing {
            account: row::parse(row.try_get("id")?, BankAccountId::new_checked, "bank_account.id")?,
            kind: kind(row)?,
            balance: Points::from_cents(row.try_get("balance_cents")?),
        },
        area: row::area(row, "area")?,
        area_name: row.try_get("area_name")?,
        owner: owner.map(|id| row::parse(id, AccountId::new_checked, "bank_account.owner_id")).transpose()?,
        name: row.try_get("name")?,
    })
}
