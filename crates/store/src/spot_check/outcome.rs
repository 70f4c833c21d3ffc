//! What came of a round when it is over: its households, and what their keepers should look at again.

use domain::area::{Area, AreaRange};
use domain::id::DwellingId;
use domain::spot_check::{Hint, State};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::task::hint_place;
use crate::{StoreError, Tx, row};

/// A household of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdLine {
    /// The grid.
    pub area: Area,
    /// Its place on the grid's list.
    pub place: u32,
    /// The household.
    pub dwelling: DwellingId,
    /// The estate, or street and house number.
    pub estate: String,
    /// Building, unit and door.
    pub door: String,
    /// How it stands.
    pub state: State,
    /// How often nobody answered.
    pub tries: u16,
    /// Fields: filled, required, matching, verified; none without an answer.
    pub fields: Option<[u16; 4]>,
}

/// The households of a round in a range, by grid and place, as far as the viewer may know of them.
pub async fn households(tx: &mut Tx, round: i64, range: AreaRange) -> Result<Vec<HouseholdLine>, StoreError> {
    let rows = sqlx::query(
        "select t.area, t.place, t.dwelling_id, t.state, t.tries, t.filled, t.required, t.matching, t.verified,
            coalesce(e.name, concat_ws(' ', b.street, b.house_number), '') as estate,
            concat(b.number, '-', d.unit, '-', d.shown) as door
        from spot_task t
        join dwelling d on d.id = t.dwelling_id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        where t.round_id = $1 and t.area >= $2 and t.area < $3
        order by t.area, t.place",
    )
    .bind(round)
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(household).collect()
}

fn household(row: &PgRow) -> Result<HouseholdLine, StoreError> {
    let answered: Option<i16> = row.try_get("filled")?;
    let fields = match answered {
        Some(_) => Some([
            row::count(row, "filled")?,
            row::count(row, "required")?,
            row::count(row, "matching")?,
            row::count(row, "verified")?,
        ]),
        None => None,
    };
    Ok(HouseholdLine {
        area: row::area(row, "area")?,
        place: row.try_get::<i32, _>("place")?.unsigned_abs(),
        dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "spot_task.dwelling_id")?,
        estate: row.try_get("estate")?,
        door: row.try_get("door")?,
        state: row::parse(row.try_get::<&str, _>("state")?, State::from_slug, "spot_task.state")?,
        tries: row::count(row, "tries")?,
        fields,
    })
}

/// What should be looked at again in one household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HintLine {
    /// The household.
    pub dwelling: DwellingId,
    /// Building, unit and door.
    pub door: String,
    /// Field by field.
    pub hints: Vec<Hint>,
}

/// What the keepers of files should look at again after a round; row-level security shows it to them when the round is over.
pub async fn hints(tx: &mut Tx, round: i64, range: AreaRange, limit: i64) -> Result<Vec<HintLine>, StoreError> {
    let rows = sqlx::query(
        "select h.task_id, h.found_sealed, t.dwelling_id, concat(b.number, '-', d.unit, '-', d.shown) as door
        from spot_hint h
        join spot_task t on t.id = h.task_id
        join dwelling d on d.id = t.dwelling_id
        join building b on b.id = d.building_id
        where t.round_id = $1 and h.area >= $2 and h.area < $3
        order by t.area, t.place
        limit $4",
    )
    .bind(round)
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let opened = tx.keyring().open(hint_place(row.try_get("task_id")?), row.try_get("found_sealed")?)?;
            let hints = serde_json::from_slice(&opened)
                .map_err(|_no_json| StoreError::Unreadable { column: "spot_hint.found_sealed" })?;
            Ok(HintLine {
                dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "spot_task.dwelling_id")?,
                door: row.try_get("door")?,
                hints,
            })
        })
        .collect()
}
