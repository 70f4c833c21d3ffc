//! Who serves a wish, who waits, and what somebody claimed.

use chrono::{DateTime, Utc};
use domain::area::{Area, County};
use domain::id::{AccountId, ClaimId, PostId, UnitId, WishId};
use domain::wish::{Claim, ClaimState, Roll};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::read::{WishRow, wish_row, wish_sql};
use crate::{StoreError, Tx, row};

/// A claim with who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRow {
    /// Its number.
    pub id: ClaimId,
    /// Who, for how many, and how it stands.
    pub claim: Claim,
    /// What the claimer is called.
    pub name: String,
    /// For which unit or team.
    pub unit: Option<String>,
    /// Which of the tools they bring.
    pub tools: Vec<String>,
    /// When it was claimed.
    pub claimed_at: DateTime<Utc>,
    /// When its state changed last.
    pub changed_at: DateTime<Utc>,
}

/// A claim that comes in.
#[derive(Clone, Debug)]
pub struct NewClaim<'a> {
    /// The wish.
    pub wish: WishId,
    /// The wish's area.
    pub area: Area,
    /// In which capacity.
    pub post: PostId,
    /// Who, for how many, held or waiting.
    pub claim: Claim,
    /// Which of the tools they bring.
    pub tools: &'a [String],
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a claim, for the unit of the post. The wish is locked.
pub async fn add_claim(tx: &mut Tx, county: County, new: &NewClaim<'_>) -> Result<ClaimId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('wish_claim_serial')").fetch_one(tx.db()).await?;
    let id = ClaimId::new(county, serial.unsigned_abs());
    sqlx::query(
        "insert into wish_claim (id, wish_id, area, account_id, post_id, unit_id, seats, tools, state, claimed_at, changed_at)
        select $1, $2, $3, $4, p.id, p.unit_id, $6, $7, $8, $9, $9
        from post p
        where p.id = $5",
    )
    .bind(id.number())
    .bind(new.wish.number())
    .bind(new.area.code())
    .bind(new.claim.account.number())
    .bind(new.post.number())
    .bind(i16::from(new.claim.seats))
    .bind(new.tools)
    .bind(new.claim.state.slug())
    .bind(new.at)
    .execute(tx.db())
    .await?;
    Ok(id)
}

/// The unit of a post, if it has one.
pub async fn unit_of(tx: &mut Tx, post: PostId) -> Result<Option<UnitId>, StoreError> {
    let unit: Option<i64> =
        sqlx::query_scalar("select unit_id from post where id = $1").bind(post.number()).fetch_one(tx.db()).await?;
    unit.map(|id| row::parse(id, UnitId::new_checked, "post.unit_id")).transpose()
}

/// Who serves and who waits, in the order of coming.
pub async fn roll(tx: &mut Tx, wish: &WishRow) -> Result<Roll, StoreError> {
    let rows = sqlx::query(
        "select account_id, seats, state, minutes from wish_claim where wish_id = $1 and state <> 'left' order by id",
    )
    .bind(wish.wish.number())
    .fetch_all(tx.db())
    .await?;
    Ok(Roll { slots: wish.slots, claims: rows.iter().map(claim).collect::<Result<_, _>>()? })
}

fn claim(row: &PgRow) -> Result<Claim, StoreError> {
    let minutes: Option<i16> = row.try_get("minutes")?;
    let minutes = minutes.map(|minutes| u16::try_from(minutes).unwrap_or_default());
    let state = ClaimState::from_slug(row.try_get("state")?, minutes);
    Ok(Claim {
        account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "wish_claim.account_id")?,
        seats: row::parse(row.try_get::<i16, _>("seats")?, |seats| u8::try_from(seats).ok(), "wish_claim.seats")?,
        state: state.ok_or(StoreError::Unreadable { column: "wish_claim.state" })?,
    })
}

/// The claims of a wish with who made them, in the order of coming.
pub async fn of_wish(tx: &mut Tx, wish: WishId) -> Result<Vec<ClaimRow>, StoreError> {
    let rows = sqlx::query(
        "select c.id, c.account_id, c.seats, c.state, c.minutes, a.name, u.name_zh as unit, c.tools, c.claimed_at, c.changed_at
        from wish_claim c
        join account a on a.id = c.account_id
        left join unit u on u.id = c.unit_id
        where c.wish_id = $1
        order by c.id",
    )
    .bind(wish.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(claim_row).collect()
}

fn claim_row(row: &PgRow) -> Result<ClaimRow, StoreError> {
    Ok(ClaimRow {
        id: row::parse(row.try_get("id")?, ClaimId::new_checked, "wish_claim.id")?,
        claim: claim(row)?,
        name: row.try_get("name")?,
        unit: row.try_get("unit")?,
        tools: row.try_get("tools")?,
        claimed_at: row::instant(row, "claimed_at")?,
        changed_at: row::instant(row, "changed_at")?,
    })
}

/// Changes a claim that is held or waits.
pub async fn set_claim(
    tx: &mut Tx,
    (wish, account): (WishId, AccountId),
    state: ClaimState,
    witness: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let minutes = match state {
        ClaimState::Served { minutes } => i16::try_from(minutes).ok(),
        _ => None,
    };
    sqlx::query(
        "update wish_claim set state = $3, minutes = $4, witness_id = $5, changed_at = $6
        where wish_id = $1 and account_id = $2 and state in ('held', 'waiting')",
    )
    .bind(wish.number())
    .bind(account.number())
    .bind(state.slug())
    .bind(minutes)
    .bind(witness.map(AccountId::number))
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// All who hold places have served so long.
pub async fn serve(tx: &mut Tx, wish: WishId, minutes: u16, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "update wish_claim set state = 'served', minutes = $2, changed_at = $3 where wish_id = $1 and state = 'held'",
    )
    .bind(wish.number())
    .bind(i16::try_from(minutes).unwrap_or(i16::MAX))
    .bind(at)
    .execute(tx.db())
    .await?;
    sqlx::query("update wish_claim set state = 'left', changed_at = $2 where wish_id = $1 and state = 'waiting'")
        .bind(wish.number())
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// What an account, or everybody of a unit, claimed: the latest first, with the wish.
pub async fn mine(
    tx: &mut Tx,
    (account, unit): (Option<AccountId>, Option<UnitId>),
    limit: i64,
) -> Result<Vec<(WishRow, ClaimRow)>, StoreError> {
    let rows = sqlx::query(
        "select c.id as claim, c.wish_id
        from wish_claim c
        where c.account_id = $1 or c.unit_id = $2
        order by c.claimed_at desc, c.id desc
        limit $3",
    )
    .bind(account.map(AccountId::number))
    .bind(unit.map(UnitId::number))
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let pairs: Vec<(i64, i64)> = rows
        .iter()
        .map(|row| Ok((row.try_get("claim")?, row.try_get("wish_id")?)))
        .collect::<Result<_, StoreError>>()?;
    let (claims, wishes): (Vec<i64>, Vec<i64>) = pairs.iter().copied().unzip();
    let rows = sqlx::query(wish_sql!("where w.id = any($1)")).bind(&wishes).fetch_all(tx.db()).await?;
    let wishes: Vec<WishRow> = rows.iter().map(wish_row).collect::<Result<_, _>>()?;
    let rows = sqlx::query(
        "select c.id, c.account_id, c.seats, c.state, c.minutes, a.name, u.name_zh as unit, c.tools, c.claimed_at, c.changed_at
        from wish_claim c
        join account a on a.id = c.account_id
        left join unit u on u.id = c.unit_id
        where c.id = any($1)",
    )
    .bind(&claims)
    .fetch_all(tx.db())
    .await?;
    let claims: Vec<ClaimRow> = rows.iter().map(claim_row).collect::<Result<_, _>>()?;
    let pair = |(claim, wish): &(i64, i64)| {
        let wish = wishes.iter().find(|row| row.wish.number() == *wish)?;
        let claim = claims.iter().find(|row| row.id.number() == *claim)?;
        Some((wish.clone(), claim.clone()))
    };
    Ok(pairs.iter().filter_map(pair).collect())
}
