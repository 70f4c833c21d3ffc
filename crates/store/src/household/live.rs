//! How places of the map look now: what live frames carry, places that belong to another one, and numbers on doors.

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::live::LiveCell;
use sqlx::Row;

use crate::lens::{class_sql, marks_sql};
use crate::{StoreError, Tx, row};

/// How households look now under every lens, with their grids; those that may not be seen are left out. The place of a door that
/// is none any more shows nothing, or the class of the home that it is part of, which changes with that one.
pub async fn live_cells(tx: &mut Tx, dwellings: &[i64], today: NaiveDate) -> Result<Vec<(Area, LiveCell)>, StoreError> {
    let rows = sqlx::query(concat!(
        "select p.area, p.cell, p.revision, p.shows, p.marks, p.number, ",
        class_sql!(occupancy),
        " as c0, ",
        class_sql!(label),
        " as c1, ",
        class_sql!(key_group),
        " as c2, ",
        class_sql!(freshness),
        " as c3, ",
        class_sql!(visit),
        " as c4
        from (
            select h.area, h.cell, h.revision, h.id as shown_id, true as shows, ",
        marks_sql!(),
        " as marks, d.number
            from household h
            join dwelling d on d.id = h.id
            where h.id = any($2) and h.cell is not null
            union all
            select d.area, d.cell, g.revision + coalesce(k.revision, 0), coalesce(k.id, g.id), k.id is not null, 0::int2,
                coalesce(o.shown, '')
            from dwelling d
            join household g on g.id = d.id
            left join household k on k.id = d.merged_into
            left join dwelling o on o.id = d.merged_into
            where (d.id = any($2) or d.merged_into = any($2)) and d.closed_on is not null and d.cell is not null
        ) p
        join household h on h.id = p.shown_id
        cross join (select $1::date as today) t
        order by p.cell"
    ))
    .bind(today)
    .bind(dwellings)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let (shows, marks) = (row.try_get::<bool, _>("shows")?, row::count(row, "marks")? as u8);
            let mut bytes = [Some(0); 5];
            if shows {
                for (byte, column) in bytes.iter_mut().zip(["c0", "c1", "c2", "c3", "c4"]) {
                    *byte = Some(row::count(row, column)? as u8 | marks);
                }
            }
            let cell = row.try_get::<i32, _>("cell")? as u32;
            let (revision, number) = (row.try_get("revision")?, row.try_get("number")?);
            Ok((row::area(row, "area")?, LiveCell { cell, revision, bytes, number }))
        })
        .collect()
}

/// The places of doors that were merged, each with the place of the home that it is part of.
pub async fn joined_cells(tx: &mut Tx, scope: AreaRange) -> Result<Vec<(u32, u32)>, StoreError> {
    let rows = sqlx::query(
        "select d.cell, h.cell as home
        from dwelling d
        join household h on h.id = d.merged_into
        where d.merged_into is not null
            and d.area >= $1
            and d.area < $2
            and d.cell is not null
            and h.cell is not null",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    let cell = |row: &sqlx::postgres::PgRow, column| Ok::<_, StoreError>(row.try_get::<i32, _>(column)? as u32);
    rows.iter().map(|row| Ok((cell(row, "cell")?, cell(row, "home")?))).collect()
}

/// The numbers of doors that have another than their place gives, by cell: one that was given, of a merged door its home's, and
/// none, as empty text, where there is no door any more.
pub async fn given_numbers(tx: &mut Tx, scope: AreaRange) -> Result<Vec<(u32, String)>, StoreError> {
    let rows = sqlx::query(
        "select d.cell, case when d.closed_on is null then d.number else coalesce(k.shown, '') end as number
        from dwelling d
        left join dwelling k on k.id = d.merged_into
        where (d.number is not null or d.closed_on is not null)
            and d.area >= $1
            and d.area < $2
            and d.cell is not null
        order by d.cell",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row.try_get::<i32, _>("cell")? as u32, row.try_get("number")?))).collect()
}
