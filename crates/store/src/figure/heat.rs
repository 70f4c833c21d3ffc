//! Counting on squares of the ground.

use domain::category::CategoryCode;
use domain::figure::Square;
use sqlx::Row;

use super::condition::{ON_HEAT_MAP, square};
use super::count::bound;
use super::{Asking, FACTS};
use crate::{StoreError, Tx};

/// How many cases that were reported in the period lie on each square, the most first; and how many lie on none, because only their area
/// is known.
pub async fn heat(
    tx: &mut Tx,
    asking: &Asking,
    category: Option<&CategoryCode>,
) -> Result<(Vec<(Square, i64)>, i64), StoreError> {
    let (east, north) = square();
    let statement = format!(
        "with f as ({FACTS})
        select {east} as east, {north} as north, count(*) as count
        from f
        where {ON_HEAT_MAP}
        group by 1, 2
        order by 3 desc, 1, 2"
    );
    let rows = bound(statement, asking).bind(category.map(CategoryCode::as_str)).fetch_all(tx.db()).await?;
    let (mut squares, mut unplaced) = (Vec::new(), 0);
    for row in &rows {
        let at: (Option<i32>, Option<i32>) = (row.try_get("east")?, row.try_get("north")?);
        match at {
            (Some(east), Some(north)) => squares.push((Square { east, north }, row.try_get("count")?)),
            _ => unplaced += row.try_get::<i64, _>("count")?,
        }
    }
    Ok((squares, unplaced))
}
