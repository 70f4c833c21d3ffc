//! Watched cases and how many each desk holds, out of the same condition.

use domain::area::AreaRange;
use domain::case::{Desk, QueueLine, Watch, WatchTally};
use sqlx::{AssertSqlSafe, Row};

use super::queue::{COLUMNS, NAMES, line_row};
use crate::{StoreError, Tx, row};

/// An open case that somebody was reminded of or asked about, or that is under supervision.
const WATCHED: &str =
    "c.area >= $1 and c.area < $2 and c.light < 4 and (c.is_supervised or c.is_inquired or c.alarm is not null)";

fn narrow(watch: Watch) -> &'static str {
    match watch {
        Watch::All => "true",
        Watch::Reminded => "c.alarm is not null",
        Watch::Inquired => "c.is_inquired",
        Watch::Supervised => "c.is_supervised",
    }
}

/// The watched cases of an area, of one desk or of all, by holder, the longest waiting first.
pub async fn watched(
    tx: &mut Tx,
    range: AreaRange,
    (watch, desk): (Watch, Option<Desk>),
    limit: i64,
) -> Result<Vec<QueueLine>, StoreError> {
    let statement = format!(
        "select {COLUMNS}
        from case_file c {NAMES}
        where {WATCHED} and {} and ($3::int8 is null or c.holder = $3)
        order by c.holder, c.changed_at, c.id
        limit $4",
        narrow(watch)
    );
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(range.lo)
        .bind(range.hi)
        .bind(desk.map(Desk::number))
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(line_row).collect()
}

/// How many watched cases each desk holds, the most first.
pub async fn watch_tallies(tx: &mut Tx, range: AreaRange) -> Result<Vec<WatchTally>, StoreError> {
    let statement = format!(
        "select
            c.holder,
            count(*) as watched,
            count(*) filter (where {}) as reminded,
            count(*) filter (where {}) as inquired,
            count(*) filter (where {}) as supervised,
            min(coalesce(ha.name, hu.name_zh, '')) as holder_zh,
            min(coalesce(ha.name, nullif(hu.name_en, ''), hu.name_zh, '')) as holder_en
        from case_file c
        left join area ha on ha.area = c.holder
        left join unit hu on hu.id = c.holder
        where {WATCHED}
        group by c.holder
        order by count(*) desc, c.holder",
        narrow(Watch::Reminded),
        narrow(Watch::Inquired),
        narrow(Watch::Supervised),
    );
    let rows = sqlx::query(AssertSqlSafe(statement)).bind(range.lo).bind(range.hi).fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            Ok(WatchTally {
                desk: row::parse(row.try_get("holder")?, Desk::new_checked, "case_file.holder")?,
                name: (row.try_get("holder_zh")?, row.try_get("holder_en")?),
                all: row.try_get("watched")?,
                reminded: row.try_get("reminded")?,
                inquired: row.try_get("inquired")?,
                supervised: row.try_get("supervised")?,
            })
        })
        .collect()
}
