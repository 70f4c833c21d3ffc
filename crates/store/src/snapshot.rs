//! All doors of one grid with who lives there, for the phone of whoever works there. Neither identity numbers nor medical notes are read.
//!
//! Not here: single cards ([`crate::household`], [`crate::resident`]), what becomes of telephones on the way (`service::snapshot`).

use chrono::NaiveDate;
use domain::area::Area;
use domain::household::Door;
use domain::id::{BuildingId, DwellingId, ResidentId};
use domain::person::{Relation, Sex};
use domain::phone::Phone;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, household, row, sealed};

/// A door of the grid.
#[derive(Clone, Debug)]
pub struct DoorRow {
    /// Which.
    pub dwelling: DwellingId,
    /// The building.
    pub building: BuildingId,
    /// The building's number in its estate.
    pub building_number: i32,
    /// The estate.
    pub estate: Option<String>,
    /// Street and house number.
    pub street: Option<String>,
    /// Unit, floor and door.
    pub door: Door,
    /// How it is used.
    pub occupancy: i16,
    /// Its label bits.
    pub label_bits: i32,
    /// The last day somebody called.
    pub visited_on: Option<NaiveDate>,
    /// The last day the file was verified.
    pub verified_on: Option<NaiveDate>,
    /// The last day all of it is fresh.
    pub fresh_until: Option<NaiveDate>,
}

/// A person behind a door.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// Where.
    pub dwelling: DwellingId,
    /// Who.
    pub resident: ResidentId,
    /// Name, not masked yet.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Birthday.
    pub born_on: Option<NaiveDate>,
    /// Relation to the head.
    pub relation: Relation,
    /// Telephone, not masked yet.
    pub phone: Option<Phone>,
}

/// A note at a building, a stairwell or a door of the grid.
#[derive(Clone, Debug)]
pub struct NoteRow {
    /// `building`, `stairwell` or `dwelling`.
    pub place: String,
    /// Which building or dwelling.
    pub place_id: i64,
    /// Which stairwell.
    pub unit: i16,
    /// What it is about.
    pub kind: String,
    /// The note.
    pub text: String,
}

/// The open doors of a grid in walking order: by estate, building, unit, floor and door.
pub async fn doors(tx: &mut Tx, grid: Area) -> Result<Vec<DoorRow>, StoreError> {
    let rows = sqlx::query(
        "select
            h.id, d.building_id, coalesce(b.number, 0) as building_number, e.id as estate_id, e.name as estate, b.street, b.house_number,
            d.unit, d.floor, d.door, d.number as given, h.occupancy, h.label_bits, h.visited_on, h.verified_on, h.fresh_until
        from household h
        join dwelling d on d.id = h.id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        where h.area = $1 and d.cell is not null and d.closed_on is null
        order by e.name nulls last, b.number, b.id, d.unit, d.floor, d.door",
    )
    .bind(grid.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(door).collect()
}

fn door(row: &PgRow) -> Result<DoorRow, StoreError> {
    Ok(DoorRow {
        dwelling: row::parse(row.try_get("id")?, DwellingId::new_checked, "household.id")?,
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        building_number: row.try_get("building_number")?,
        estate: row.try_get("estate")?,
        street: household::source(row)?,
        door: household::door(row)?,
        occupancy: row.try_get("occupancy")?,
        label_bits: row.try_get("label_bits")?,
        visited_on: row::date(row, "visited_on")?,
        verified_on: row::date(row, "verified_on")?,
        fresh_until: row::date(row, "fresh_until")?,
    })
}

/// Who lives behind the doors of a grid on a day, by door, the head first. A duplicate's stays count as those of the file that it was
/// merged into.
pub async fn people(tx: &mut Tx, grid: Area, day: NaiveDate) -> Result<Vec<PersonRow>, StoreError> {
    let rows = sqlx::query(
        "select s.dwelling_id, r.id, r.name, r.sex, r.born_on, s.relation, r.phone_sealed
        from (
            select distinct on (s.dwelling_id, coalesce(m.merged_into, m.id))
                s.dwelling_id, coalesce(m.merged_into, m.id) as id, s.relation
            from stay s
            join resident m on m.id = s.resident_id
            where s.area = $1
                and s.kind in ('both', 'actual')
                and (s.from_on is null or s.from_on <= $2)
                and (s.to_on is null or s.to_on > $2)
            order by s.dwelling_id, coalesce(m.merged_into, m.id), s.id
        ) s
        join resident r on r.id = s.id
        order by s.dwelling_id, s.relation <> 'head', r.born_on, r.id",
    )
    .bind(grid.code())
    .bind(day)
    .fetch_all(tx.db())
    .await?;
    let keyring = tx.keyring();
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("id")?;
            let relation: &str = row.try_get("relation")?;
            Ok(PersonRow {
                dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "stay.dwelling_id")?,
                resident: row::parse(id, ResidentId::new_checked, "resident.id")?,
                name: row.try_get("name")?,
                sex: Sex::from_number(row.try_get("sex")?),
                born_on: row::date(row, "born_on")?,
                relation: row::parse(relation, Relation::from_slug, "stay.relation")?,
                phone: sealed::open(keyring, row, sealed::phone_place(id))?,
            })
        })
        .collect()
}

/// The notes at the places of a grid.
pub async fn notes(tx: &mut Tx, grid: Area) -> Result<Vec<NoteRow>, StoreError> {
    let rows = sqlx::query(
        "select place, place_id, unit, kind, text from place_note where area = $1 order by place_id, unit, kind",
    )
    .bind(grid.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(NoteRow {
                place: row.try_get("place")?,
                place_id: row.try_get("place_id")?,
                unit: row.try_get("unit")?,
                kind: row.try_get("kind")?,
                text: row.try_get("text")?,
            })
        })
        .collect()
}
