//! Names of what is kept outside the database: known before the object is written, and until it is removed.
//!
//! Not here: the objects themselves (`service::object`).

use chrono::{DateTime, Utc};
use domain::id::MediaId;

use crate::{StoreError, Tx};

/// Says that objects of these names are about to be written; they are removed from `due_at` on unless a picture keeps them. To be
/// committed before they are written.
pub async fn announce(tx: &mut Tx, names: &[&str], due_at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("insert into media_object (name, due_at) select unnest($1::text[]), $2")
        .bind(names)
        .bind(due_at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// A picture keeps them from now on.
pub(super) async fn keep(tx: &mut Tx, media: MediaId, names: &[&str]) -> Result<(), StoreError> {
    sqlx::query("update media_object set media_id = $2 where name = any($1)")
        .bind(names)
        .bind(media.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Names that belong to no picture and are due, the longest first.
pub async fn due(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<String>, StoreError> {
    let names = sqlx::query_scalar(
        "select name from media_object where media_id is null and due_at <= $1 order by due_at, name limit $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    Ok(names)
}

/// Forgets names whose objects were removed.
pub async fn forget(tx: &mut Tx, names: &[String]) -> Result<(), StoreError> {
    sqlx::query("delete from media_object where name = any($1) and media_id is null")
        .bind(names)
        .execute(tx.db())
        .await?;
    Ok(())
}
