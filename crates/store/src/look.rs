//! Who looked at a person or changed something about them, for telling the person.
//!
//! Not here: the trail as the audit administrator reads it ([`crate::audit`]).

use chrono::{DateTime, Utc};
use domain::id::ResidentId;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// One line of what a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Under which post, in Chinese and English; empty when there was none.
    pub by: (String, String),
    /// What was done: the word of the audit trail.
    pub action: String,
    /// The stated reason, where one was asked for.
    pub reason: Option<String>,
}

/// What the trail says of a person, the newest first: of the file and its duplicates, of certificates, and of the households
/// while the person lived there. As far as the session's area reaches.
pub async fn of_resident(tx: &mut Tx, resident: ResidentId, limit: i64) -> Result<Vec<LookRow>, StoreError> {
    let rows = sqlx::query(
        "with person as (
            select id from resident where id = $1 or merged_into = $1
        ), home as (
            select dwelling_id, from_on, to_on from stay where resident_id in (select id from person)
        ), paper as (
            select id from certificate where resident_id in (select id from person)
        )
        select a.at, a.action, a.detail ->> 'reason' as reason,
            coalesce(p.title_zh, '') as title_zh, coalesce(p.title_en, '') as title_en
        from audit a
        left join post p on p.id = a.post_id
        where a.record_id in (
                select id from person union all select dwelling_id from home union all select id from paper
            )
            and (
                a.record_kind = 'resident' and a.record_id in (select id from person)
                or a.record_kind = 'certificate' and a.record_id in (select id from paper)
                or a.record_kind = 'household' and exists (
                    select 1
                    from home h
                    where h.dwelling_id = a.record_id
                        and (h.from_on is null or h.from_on <= (a.at at time zone 'Asia/Shanghai')::date)
                        and (h.to_on is null or h.to_on >= (a.at at time zone 'Asia/Shanghai')::date)
                )
            )
        order by a.at desc, a.id desc
        limit $2",
    )
    .bind(resident.number())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(LookRow {
                at: row::instant(row, "at")?,
                by: (row.try_get("title_zh")?, row.try_get("title_en")?),
                action: row.try_get("action")?,
                reason: row.try_get("reason")?,
            })
        })
        .collect()
}
