//! How many lights a street or a city has, out of the sums that `light_tally` keeps. Not for a question that is narrowed, nor for less
//! than a street: those count the cases themselves ([`super::queue`]).

use chrono::{DateTime, Utc};
use domain::area::AreaRange;
use domain::case::{Count, Counts};
use sqlx::{AssertSqlSafe, Row};

use crate::{StoreError, Tx, row};

/// $1 and $2 the area, $3 now. Whole days that are over come from the sums; of those whose time ends today each is looked at, because
/// the sums know no hours. `+ 0` keeps their area out of the choice of an index: `case_file_queue` has the day's together and all that
/// is asked of them, `case_file_light` has them apart by area and sends for each.
const SUM: &str = "
    select
        n.light,
        sum(n.count)::int8 as count,
        sum(n.late)::int8 as late,
        sum(n.supervised)::int8 as supervised
    from (
        select
            t.light,
            t.count,
            case when t.due_on < ($3 at time zone 'UTC')::date then t.count else 0 end as late,
            case when t.is_supervised then t.count else 0 end as supervised
        from light_tally t
        where t.street >= $1 and t.street < $2
        union all
        select c.light, 0, 1, 0
        from case_file c
        where c.area + 0 >= $1 and c.area + 0 < $2
            and c.light = any('{1,2,3}') and c.light < 4
            and c.paused_at is null
            and c.holder_due_at >= date_trunc('day', $3, 'UTC') and c.holder_due_at < $3
    ) n
    group by n.light
    having sum(n.count) <> 0
    order by n.light";

/// What counting the open cases of a street or a city would say.
pub(super) async fn sum(tx: &mut Tx, range: AreaRange, now: DateTime<Utc>, wide: &str) -> Result<Counts, StoreError> {
    let statement = format!("{wide} {SUM}");
    let query = sqlx::query(AssertSqlSafe(statement)).bind(range.lo).bind(range.hi).bind(now);
    counted(&query.fetch_all(tx.db()).await?)
}

/// Reads rows of `light`, `count`, `late` and `supervised`.
pub(super) fn counted(rows: &[sqlx::postgres::PgRow]) -> Result<Counts, StoreError> {
    let mut found = Counts::default();
    for row in rows {
        found.lights.push(Count {
            light: row::light(row, "light")?,
            count: row.try_get("count")?,
            late: row.try_get("late")?,
        });
        found.supervised += row.try_get::<i64, _>("supervised")?;
    }
    Ok(found)
}

/// Folds the changes that lie there into one row each of a street, a light and a day. Nobody waits for it, and nobody sees it: rows
/// that are added meanwhile stay for the next time.
pub async fn fold(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query(
        "with gone as (delete from light_tally returning street, light, due_on, is_supervised, count)
        insert into light_tally (street, light, due_on, is_supervised, count)
        select street, light, due_on, is_supervised, sum(count)
        from gone
        group by street, light, due_on, is_supervised
        having sum(count) <> 0",
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
