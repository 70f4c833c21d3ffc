//! Open wishes as who serves looks for them, and how long they served.
//!
//! Not here: the board that needs no account (`board`), nor claims themselves (`claim`).

use chrono::{DateTime, Utc};
use domain::area::AreaRange;
use domain::id::{AccountId, PostId, UnitId, WishId};
use domain::wish::{ClaimState, Kind};
use sqlx::Row;

use super::board::{PublicRow, public_row, public_sql};
use crate::{StoreError, Tx, row};

/// What who serves looks for.
#[derive(Clone, Copy, Debug)]
pub struct Looking {
    /// Where.
    pub range: AreaRange,
    /// What it is about, or anything.
    pub kind: Option<Kind>,
    /// Their unit, whose offers stand first.
    pub unit: Option<UnitId>,
    /// Nearer than the rest.
    pub near: AreaRange,
    /// What ended by then is not open any more.
    pub now: DateTime<Utc>,
    /// The page's first line and how many.
    pub page: (i64, i64),
}

/// How somebody stands to a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The wish.
    pub wish: WishId,
    /// The unit that it is offered to first.
    pub unit: Option<UnitId>,
    /// What that is called.
    pub unit_name: Option<String>,
    /// Their own last claim, if it still counts.
    pub own: Option<ClaimState>,
}

/// How much somebody did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// Claims that were served.
    pub times: i64,
    /// Minutes of all who came.
    pub minutes: i64,
    /// The same since an instant.
    pub recent: i64,
}

/// A page of open wishes: what is offered to their unit first, then what is near, then what begins soonest.
pub async fn looked_for(tx: &mut Tx, looking: &Looking) -> Result<Vec<PublicRow>, StoreError> {
    let rows = sqlx::query(public_sql!(
        "and w.state = 'published' and w.ends_at > $3 and ($4::text is null or w.kind = $4)
        order by
            (w.unit_id is not null and w.unit_id = $5::int8) is true desc,
            (w.area >= $6 and w.area < $7) desc,
            w.starts_at,
            w.id
        limit $8 offset $9"
    ))
    .bind(looking.range.lo)
    .bind(looking.range.hi)
    .bind(looking.now)
    .bind(looking.kind.map(Kind::slug))
    .bind(looking.unit.map(UnitId::number))
    .bind(looking.near.lo)
    .bind(looking.near.hi)
    .bind(looking.page.1)
    .bind(looking.page.0)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(public_row).collect()
}

/// How an account stands to wishes.
pub async fn ties(tx: &mut Tx, wishes: &[WishId], account: AccountId) -> Result<Vec<Tie>, StoreError> {
    let ids: Vec<i64> = wishes.iter().map(|wish| wish.number()).collect();
    let rows = sqlx::query(
        "select w.id, w.unit_id, u.name_zh as unit, c.state, c.minutes
        from wish w
        left join unit u on u.id = w.unit_id
        left join lateral (
            select state, minutes
            from wish_claim
            where wish_id = w.id and account_id = $2 and state <> 'left'
            order by id desc
            limit 1
        ) c on true
        where w.id = any($1)",
    )
    .bind(&ids)
    .bind(account.number())
    .fetch_all(tx.db())
    .await?;
    let tie = |found: &sqlx::postgres::PgRow| {
        let (state, minutes): (Option<&str>, Option<i16>) = (found.try_get("state")?, found.try_get("minutes")?);
        let minutes = minutes.and_then(|minutes| u16::try_from(minutes).ok());
        let unit: Option<i64> = found.try_get("unit_id")?;
        Ok(Tie {
            wish: row::parse(found.try_get("id")?, WishId::new_checked, "wish.id")?,
            unit: unit.map(|id| row::parse(id, UnitId::new_checked, "wish.unit_id")).transpose()?,
            unit_name: found.try_get("unit")?,
            own: state.and_then(|slug| ClaimState::from_slug(slug, minutes)),
        })
    };
    rows.iter().map(tie).collect()
}

/// The unit of a post with its name, if it has one.
pub async fn named_unit(tx: &mut Tx, post: PostId) -> Result<Option<(UnitId, String)>, StoreError> {
    let found = sqlx::query("select u.id, u.name_zh from post p join unit u on u.id = p.unit_id where p.id = $1")
        .bind(post.number())
        .fetch_optional(tx.db())
        .await?;
    let read = |found: sqlx::postgres::PgRow| {
        Ok((row::parse(found.try_get("id")?, UnitId::new_checked, "unit.id")?, found.try_get("name_zh")?))
    };
    found.map(read).transpose()
}

/// How much an account, or everybody of a unit, did. A team's minutes count for each who came.
pub async fn hours(
    tx: &mut Tx,
    (account, unit): (Option<AccountId>, Option<UnitId>),
    since: DateTime<Utc>,
) -> Result<Hours, StoreError> {
    let found = sqlx::query(
        "select count(*) as times, coalesce(sum(c.minutes::int8 * c.seats), 0)::int8 as minutes,
            coalesce(sum(c.minutes::int8 * c.seats) filter (where w.starts_at >= $3), 0)::int8 as recent
        from wish_claim c
        join wish w on w.id = c.wish_id
        where c.state = 'served' and (c.account_id = $1 or c.unit_id = $2)",
    )
    .bind(account.map(AccountId::number))
    .bind(unit.map(UnitId::number))
    .bind(since)
    .fetch_one(tx.db())
    .await?;
    Ok(Hours { times: found.try_get("times")?, minutes: found.try_get("minutes")?, recent: found.try_get("recent")? })
}
