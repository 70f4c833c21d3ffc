//! 我也有这个心愿: who wishes for it too, counted by device and never by name.

use chrono::{DateTime, Utc};
use domain::id::WishId;

use crate::{StoreError, Tx};

/// What marks of devices are made for.
const MARK: &str = "wish_support";

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supported {
    /// Counted.
    Now,
    /// This device was counted before.
    Before,
    /// The wish is not open to that any more.
    Gone,
}

/// Adds those who wished for what went into a wish, with its sender.
pub async fn add_supporters(tx: &mut Tx, wish: WishId, count: i32) -> Result<(), StoreError> {
    sqlx::query("update wish set supporters = supporters + $2 where id = $1")
        .bind(wish.number())
        .bind(count)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Counts a device among those that wish for it too, once. The device is the text of its random cookie.
pub async fn support(tx: &mut Tx, wish: WishId, device: &str, at: DateTime<Utc>) -> Result<Supported, StoreError> {
    let mark = tx.keyring().token(MARK, device)?;
    let open: Option<i32> =
        sqlx::query_scalar("select 1 from wish where id = $1 and state in ('proposed', 'published') for update")
            .bind(wish.number())
            .fetch_optional(tx.db())
            .await?;
    if open.is_none() {
        return Ok(Supported::Gone);
    }
    let done = sqlx::query("insert into wish_support (wish_id, mark, at) values ($1, $2, $3) on conflict do nothing")
        .bind(wish.number())
        .bind(mark)
        .bind(at)
        .execute(tx.db())
        .await?;
    if done.rows_affected() == 0 {
        return Ok(Supported::Before);
    }
    sqlx::query("update wish set supporters = supporters + 1 where id = $1")
        .bind(wish.number())
        .execute(tx.db())
        .await?;
    Ok(Supported::Now)
}
