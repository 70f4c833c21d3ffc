//! What came and went hour by hour: the same moves that [`super::flow`] counts by day.

use domain::screen::HourFlow;
use sqlx::Row;

use super::count::bound;
use super::{Asking, FACTS};
use crate::{StoreError, Tx};

/// What came in and what was closed in each hour of the period's days; every hour, also with nothing.
pub async fn hours(tx: &mut Tx, asking: &Asking) -> Result<Vec<HourFlow>, StoreError> {
    let hour = |instant: &str| format!("extract(hour from {instant} at time zone 'Asia/Shanghai')::int4");
    let statement = format!(
        "with f as ({FACTS}), moved as (
            select {} as hour, 1 as opened, 0 as closed from f where f.reported_at >= f.from_at and f.is_handled
            union all
            select {}, 0, 1 from f where f.is_closed and f.closed_at >= f.from_at
        )
        select s.hour, coalesce(sum(m.opened), 0)::int8 as opened, coalesce(sum(m.closed), 0)::int8 as closed
        from generate_series(0, 23) as s (hour)
        left join moved m on m.hour = s.hour
        group by s.hour
        order by s.hour",
        hour("f.reported_at"),
        hour("f.closed_at"),
    );
    let rows = bound(statement, asking).fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            Ok(HourFlow {
                hour: row.try_get::<i32, _>("hour")? as u8,
                opened: row.try_get("opened")?,
                closed: row.try_get("closed")?,
            })
        })
        .collect()
}
