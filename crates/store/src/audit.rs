//! The audit trail: who did or saw what, written in the transaction that does it. Rows are only ever added.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::id::{CaseId, DwellingId, ResidentId, TrackId};
use serde_json::Value;

use crate::{StoreError, Tx};

/// The record that an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// A household.
    Household(DwellingId),
    /// A case.
    Case(CaseId),
    /// A patrol track.
    Track(TrackId),
    /// A person.
    Resident(ResidentId),
}

/// Adds an entry. `detail` says what changed and never holds names, numbers or papers of a person.
pub async fn write(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    area: Area,
    action: &'static str,
    record: Record,
    detail: Option<Value>,
) -> Result<(), StoreError> {
    let (kind, id) = match record {
        Record::Household(id) => ("household", id.number()),
        Record::Case(id) => ("case", id.number()),
        Record::Track(id) => ("track", id.number()),
        Record::Resident(id) => ("resident", id.number()),
    };
    sqlx::query(
        "insert into audit (at, account_id, post_id, area, action, record_kind, record_id, detail)
        values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(area.code())
    .bind(action)
    .bind(kind)
    .bind(id)
    .bind(detail)
    .execute(tx.db())
    .await?;
    Ok(())
}
