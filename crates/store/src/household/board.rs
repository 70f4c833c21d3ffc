//! The cells of a building's board, places that are part of another home among them.

use chrono::NaiveDate;
use domain::cell::{CellByte, Lens};
use domain::door::DoorNumber;
use domain::household::BoardCell;
use domain::id::{BuildingId, DwellingId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::door;
use crate::lens::{marks_sql, per_lens};
use crate::{StoreError, Tx, label, row};

/// The cells of a building's board, by floor from the top, then by column. The place of a door that was merged into another
/// shows that home's class and nothing else of it, as on the map.
pub async fn board_cells(
    tx: &mut Tx,
    building: BuildingId,
    lens: Lens,
    today: NaiveDate,
) -> Result<Vec<BoardCell>, StoreError> {
    let statement = per_lens!(
        lens,
        concat!(
            "select d.id, d.cell, d.unit, d.floor, d.door, d.number as given, k.id as home, k.shown as home_number,
                case when k.id is null then h.label_bits else 0 end as label_bits,
                case when k.id is null then h.residents else 0::int2 end as residents,
                (case when k.id is null then ",
            marks_sql!(),
            " else 0 end)::int2 | "
        ),
        " as byte
        from dwelling d
        left join dwelling k on k.id = d.merged_into
        join household h on h.id = coalesce(k.id, d.id)
        cross join (select $1::date as today) t
        where d.building_id = $2
            and d.cell is not null
            and h.cell is not null
        order by d.floor desc, d.unit, d.door"
    );
    let rows = sqlx::query(statement).bind(today).bind(building.number()).fetch_all(tx.db()).await?;
    rows.iter().map(cell).collect()
}

fn cell(row: &PgRow) -> Result<BoardCell, StoreError> {
    let home: Option<i64> = row.try_get("home")?;
    let number: Option<String> = row.try_get("home_number")?;
    let home = home.zip(number).map(|(home, number)| {
        let home = row::parse(home, DwellingId::new_checked, "dwelling.merged_into")?;
        Ok::<_, StoreError>((home, row::parse(&*number, DoorNumber::new_checked, "dwelling.shown")?))
    });
    Ok(BoardCell {
        dwelling: row::parse(row.try_get("id")?, DwellingId::new_checked, "dwelling.id")?,
        cell: row.try_get::<i32, _>("cell")? as u32,
        door: door(row)?,
        byte: CellByte(row::count(row, "byte")? as u8),
        labels: label::codes(row.try_get("label_bits")?),
        residents: i32::from(row.try_get::<i16, _>("residents")?),
        home: home.transpose()?,
    })
}
