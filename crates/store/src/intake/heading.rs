//! What a sender's own headings mean, as chosen before.

use std::collections::HashMap;

use domain::actor::Actor;
use sqlx::Row;

use crate::{StoreError, Tx};

/// What the sender's headings mean, by plain heading: the column's word, empty for one that is left alone.
pub async fn remembered(tx: &mut Tx, actor: &Actor) -> Result<HashMap<String, String>, StoreError> {
    let rows = sqlx::query("select heading, field from intake_heading where account_id = $1")
        .bind(actor.account.number())
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row.try_get("heading")?, row.try_get("field")?))).collect()
}

/// Remembers what headings mean.
pub async fn remember(tx: &mut Tx, actor: &Actor, meant: &[(String, String)]) -> Result<(), StoreError> {
    let meant: HashMap<&str, &str> = meant.iter().map(|(heading, field)| (heading.as_str(), field.as_str())).collect();
    sqlx::query(
        "insert into intake_heading (account_id, heading, area, field)
        select $1, heading, $2, field
        from unnest($3::text[], $4::text[]) as t (heading, field)
        on conflict (account_id, heading) do update set area = excluded.area, field = excluded.field",
    )
    .bind(actor.account.number())
    .bind(actor.area.code())
    .bind(meant.keys().copied().collect::<Vec<_>>())
    .bind(meant.values().copied().collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}
