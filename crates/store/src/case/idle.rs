//! Lights that nobody moves: which cases to look at, and since when each stands as it does.

use chrono::{DateTime, Utc};
use domain::area::AreaRange;
use domain::id::CaseId;

use crate::{StoreError, Tx, row};

/// Red and yellow cases of an area whose clocks run and whose light has not changed since an instant, by id. Those that had
/// their last alarm are left out.
pub async fn idle(
    tx: &mut Tx,
    range: AreaRange,
    since: DateTime<Utc>,
    after: i64,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "select id
        from case_file
        where area >= $1
            and area < $2
            and light <= 2
            and paused_at is null
            and changed_at <= $3
            and alarm is distinct from 'supervise'
            and id > $4
        order by id
        limit $5",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(since)
    .bind(after)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    ids.into_iter().map(|id| row::parse(id, CaseId::new_checked, "case_file.id")).collect()
}

/// Since when a case's light is on for its holder: since it changed, was handed over, or its clocks went on after a pause.
pub async fn light_since(tx: &mut Tx, case: CaseId) -> Result<DateTime<Utc>, StoreError> {
    let since = sqlx::query_scalar(
        "select greatest(
            c.changed_at,
            (select max(v.at) from case_event v where v.case_id = c.id and v.step = 'resume')
        )
        from case_file c
        where c.id = $1",
    )
    .bind(case.number())
    .fetch_one(tx.db())
    .await?;
    Ok(since)
}
