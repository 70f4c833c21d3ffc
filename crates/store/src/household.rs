//! Households: display bytes for the map, the facts of a card and a board, and changes of labels.

mod board;
mod live;

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::cell::{LegendEntry, Lens};
use domain::door::DoorNumber;
use domain::geo::LonLat;
use domain::household::{Address, Door, Neighbour, Neighbours, Occupancy};
use domain::id::{BuildingId, DwellingId, EstateId};
use sqlx::Row;
use sqlx::postgres::PgRow;

pub use self::board::board_cells;
pub use self::live::{given_numbers, joined_cells, live_cells};
use crate::lens::{marks_sql, per_lens};
use crate::{StoreError, Tx, label, row};

/// The facts of one household as the card shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct CardRow {
    /// The grid.
    pub area: Area,
    /// The building.
    pub building: BuildingId,
    /// The cell in the current scene; none when the door is no longer in the source.
    pub cell: Option<u32>,
    /// Where it is.
    pub address: Address,
    /// How it is used.
    pub occupancy: Occupancy,
    /// Its label bits (see [`label::codes`]).
    pub label_bits: i32,
    /// Registered residents.
    pub residents: i32,
    /// The last day somebody called.
    pub visited_on: Option<NaiveDate>,
    /// The last day the file was verified.
    pub verified_on: Option<NaiveDate>,
    /// The doors around it.
    pub neighbours: Neighbours,
    /// Whether there is or was a case about it. Most have none, and then nobody asks for them.
    pub has_cases: bool,
    /// Since when it is no door any more.
    pub closed_on: Option<NaiveDate>,
    /// How often the door was changed.
    pub changes: i32,
    /// The row's revision.
    pub revision: i64,
    /// Whether it is made up.
    pub is_synthetic: bool,
}

/// What came of a change that named the revision it saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Done; this is the new revision.
    To(i64),
    /// Somebody else was faster; this is the revision now.
    Stale(i64),
    /// There is no such household, or it may not be known.
    Missing,
}

/// The grid of a dwelling, whoever may know more about it.
pub async fn area(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<Area>, StoreError> {
    let found =
        sqlx::query("select area from dwelling where id = $1").bind(dwelling.number()).fetch_optional(tx.db()).await?;
    found.as_ref().map(|row| row::area(row, "area")).transpose()
}

/// The dwelling behind a cell of the current scene.
pub async fn at_cell(tx: &mut Tx, scope: AreaRange, cell: u32) -> Result<Option<(DwellingId, BuildingId)>, StoreError> {
    let found = sqlx::query(
        "select coalesce(merged_into, id) as id, building_id
        from dwelling
        where cell = $1
            and area >= $2
            and area < $3
            and (closed_on is null or merged_into is not null)",
    )
    .bind(cell as i32)
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| {
            Ok((
                row::parse(row.try_get("id")?, DwellingId::new_checked, "dwelling.id")?,
                row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
            ))
        })
        .transpose()
}

/// Calls `each` with cell and display byte of every household of a scope, in no particular order. The place of a door that was
/// merged into another shows that one's class, without its marks: those are not to be counted twice.
pub async fn display_bytes(
    tx: &mut Tx,
    lens: Lens,
    scope: AreaRange,
    today: NaiveDate,
    mut each: impl FnMut(u32, u8),
) -> Result<(), StoreError> {
    let statement = per_lens!(
        lens,
        "select array_agg(h.cell) as cells, array_agg((",
        concat!(
            " | case when h.is_merged then 0 else ",
            marks_sql!(),
            " end)::int2) as bytes
            from (
                select
                    h.cell, false as is_merged, h.occupancy, h.label_class, h.key_group_class, h.verified_on, h.visited_on,
                    h.open_light, h.badge
                from household h
                where h.area >= $2
                    and h.area < $3
                    and h.cell is not null
                union all
                select
                    d.cell, true, h.occupancy, h.label_class, h.key_group_class, h.verified_on, h.visited_on,
                    h.open_light, h.badge
                from dwelling d
                join household h on h.id = d.merged_into
                where d.merged_into is not null
                    and d.area >= $2
                    and d.area < $3
                    and d.cell is not null
            ) h
            cross join (select $1::date as today) t"
        )
    );
    // Two arrays: a row each would cost more than what is in it, and COPY is planned anew each time.
    let row = sqlx::query(statement).bind(today).bind(scope.lo).bind(scope.hi).fetch_one(tx.db()).await?;
    let cells: Vec<i32> = row.try_get::<Option<_>, _>("cells")?.unwrap_or_default();
    let bytes: Vec<i16> = row.try_get::<Option<_>, _>("bytes")?.unwrap_or_default();
    for (cell, byte) in cells.into_iter().zip(bytes) {
        each(cell as u32, byte as u8);
    }
    Ok(())
}

/// How many cells of a scope fall in each class of a lens, by class.
pub async fn legend(
    tx: &mut Tx,
    lens: Lens,
    scope: AreaRange,
    today: NaiveDate,
) -> Result<Vec<LegendEntry>, StoreError> {
    let statement = per_lens!(
        lens,
        "select ",
        " as class, count(*) as cells
        from household h
        cross join (select $1::date as today) t
        where h.area >= $2
            and h.area < $3
            and h.cell is not null
        group by 1
        order by 1"
    );
    let rows = sqlx::query(statement).bind(today).bind(scope.lo).bind(scope.hi).fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            Ok(LegendEntry { class: row::count(row, "class")? as u8, label: None, cells: row.try_get("cells")? })
        })
        .collect()
}

/// The facts of a household's card; nothing when it does not exist or may not be known.
pub async fn card(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<CardRow>, StoreError> {
    let found = sqlx::query(
        "select
            h.area,
            d.cell,
            h.occupancy,
            h.label_bits,
            h.residents,
            h.visited_on,
            h.verified_on,
            h.revision,
            h.is_synthetic,
            exists (select 1 from case_file c where c.dwelling_id = h.id) as has_cases,
            d.building_id,
            d.unit,
            d.floor,
            d.door,
            d.number as given,
            d.closed_on,
            d.changes,
            b.number,
            b.estate_id,
            b.street,
            b.house_number,
            e.name as estate,
            p.areas,
            p.area_names,
            n.sides,
            n.ids,
            n.units,
            n.floors,
            n.doors,
            n.givens
        from household h
        join dwelling d on d.id = h.id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        left join lateral (
            select
                array_agg(a.area order by a.level) as areas,
                array_agg(a.name order by a.level) as area_names
            from area a
            where a.area in (h.area, h.area - h.area % 1000, h.area - h.area % 1000000, h.area - h.area % 1000000000)
        ) p on true
        left join lateral (
            select
                array_agg(q.side) as sides,
                array_agg(q.id) as ids,
                array_agg(q.unit) as units,
                array_agg(q.floor) as floors,
                array_agg(q.door) as doors,
                array_agg(q.number) as givens
            from (
                select case when o.floor > d.floor then 'above' else 'below' end as side, o.id, o.unit, o.floor, o.door, o.number
                from dwelling o
                where o.building_id = d.building_id
                    and o.floor in (d.floor - 1, d.floor + 1)
                    and o.unit = d.unit
                    and o.door = d.door
                    and o.cell is not null
                    and o.closed_on is null
                union all
                (
                    select 'left', o.id, o.unit, o.floor, o.door, o.number
                    from dwelling o
                    where o.building_id = d.building_id
                        and o.floor = d.floor
                        and (o.unit, o.door) < (d.unit, d.door)
                        and o.cell is not null
                    and o.closed_on is null
                    order by o.unit desc, o.door desc
                    limit 1
                )
                union all
                (
                    select 'right', o.id, o.unit, o.floor, o.door, o.number
                    from dwelling o
                    where o.building_id = d.building_id
                        and o.floor = d.floor
                        and (o.unit, o.door) > (d.unit, d.door)
                        and o.cell is not null
                    and o.closed_on is null
                    order by o.unit, o.door
                    limit 1
                )
            ) q
        ) n on true
        where h.id = $1",
    )
    .bind(dwelling.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(card_row).transpose()
}

fn card_row(row: &PgRow) -> Result<CardRow, StoreError> {
    let building_number = row.try_get::<Option<i32>, _>("number")?.unwrap_or(0);
    Ok(CardRow {
        area: row::area(row, "area")?,
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        cell: row.try_get::<Option<i32>, _>("cell")?.map(|cell| cell as u32),
        address: Address {
            areas: named_areas(row)?,
            estate: estate(row)?,
            building_number,
            door: door(row)?,
            source: source(row)?,
        },
        occupancy: Occupancy::from_number(row.try_get("occupancy")?),
        label_bits: row.try_get("label_bits")?,
        residents: i32::from(row.try_get::<i16, _>("residents")?),
        visited_on: row::date(row, "visited_on")?,
        verified_on: row::date(row, "verified_on")?,
        neighbours: neighbours(row, building_number)?,
        has_cases: row.try_get("has_cases")?,
        closed_on: row::date(row, "closed_on")?,
        changes: row.try_get("changes")?,
        revision: row.try_get("revision")?,
        is_synthetic: row.try_get("is_synthetic")?,
    })
}

fn neighbours(row: &PgRow, building_number: i32) -> Result<Neighbours, StoreError> {
    let sides: Option<Vec<String>> = row.try_get("sides")?;
    let ids: Option<Vec<i64>> = row.try_get("ids")?;
    let units: Option<Vec<i16>> = row.try_get("units")?;
    let floors: Option<Vec<i16>> = row.try_get("floors")?;
    let doors: Option<Vec<i16>> = row.try_get("doors")?;
    let givens: Option<Vec<Option<String>>> = row.try_get("givens")?;
    let mut found = Neighbours::default();
    let (Some(sides), Some(ids), Some(units), Some(floors), Some(doors)) = (sides, ids, units, floors, doors) else {
        return Ok(found);
    };
    let givens = givens.unwrap_or_default();
    for (index, side) in sides.iter().enumerate() {
        let given = givens.get(index).and_then(Option::as_deref).and_then(DoorNumber::new_checked);
        let place = Door::new(units[index] as u16, floors[index] as u16, doors[index] as u16);
        let door = Door { given, ..place };
        let neighbour = Some(Neighbour {
            dwelling: row::parse(ids[index], DwellingId::new_checked, "dwelling.id")?,
            short: format!("{building_number}-{}-{}", door.unit, door.number()),
        });
        match side.as_str() {
            "above" => found.above = neighbour,
            "below" => found.below = neighbour,
            "left" => found.left = neighbour,
            _ => found.right = neighbour,
        }
    }
    Ok(found)
}

/// Names from the city down, as the queries here select them.
pub(crate) fn named_areas(row: &PgRow) -> Result<Vec<(Area, String)>, StoreError> {
    let areas: Option<Vec<i64>> = row.try_get("areas")?;
    let names: Option<Vec<String>> = row.try_get("area_names")?;
    areas
        .unwrap_or_default()
        .into_iter()
        .zip(names.unwrap_or_default())
        .map(|(code, name)| Ok((row::parse(code, Area::new_checked, "area.area")?, name)))
        .collect()
}

pub(crate) fn estate(row: &PgRow) -> Result<Option<(EstateId, String)>, StoreError> {
    let id: Option<i64> = row.try_get("estate_id")?;
    let name: Option<String> = row.try_get("estate")?;
    id.zip(name).map(|(id, name)| Ok((row::parse(id, EstateId::new_checked, "building.estate_id")?, name))).transpose()
}

/// Street and house number in one line.
pub(crate) fn source(row: &PgRow) -> Result<Option<String>, StoreError> {
    let street: Option<String> = row.try_get("street")?;
    let house_number: Option<String> = row.try_get("house_number")?;
    let parts: Vec<String> = street.into_iter().chain(house_number).collect();
    Ok((!parts.is_empty()).then(|| parts.join(" ")))
}

/// A door, of its place and the number that it was given.
pub(crate) fn door(row: &PgRow) -> Result<Door, StoreError> {
    let given: Option<&str> = row.try_get("given")?;
    let given = given.map(|number| row::parse(number, DoorNumber::new_checked, "dwelling.number")).transpose()?;
    let place = Door::new(row::count(row, "unit")?, row::count(row, "floor")?, row::count(row, "door")?);
    Ok(Door { given, ..place })
}

/// Puts a label on or takes it off, if the household still has the revision that the caller saw.
pub async fn set_label(
    tx: &mut Tx,
    dwelling: DwellingId,
    bit: i32,
    on: bool,
    expected_revision: i64,
) -> Result<Changed, StoreError> {
    let found = sqlx::query(
        "select h.label_bits, h.revision, d.closed_on is not null as is_closed
        from household h
        join dwelling d on d.id = h.id
        where h.id = $1
        for update of h",
    )
    .bind(dwelling.number())
    .fetch_optional(tx.db())
    .await?;
    let Some(found) = found else { return Ok(Changed::Missing) };
    let revision: i64 = found.try_get("revision")?;
    if revision != expected_revision || found.try_get("is_closed")? {
        return Ok(Changed::Stale(revision));
    }
    let before: i32 = found.try_get("label_bits")?;
    let bits = if on { before | bit } else { before & !bit };
    let row = sqlx::query(concat!(
        "update household set label_bits = $2, ",
        label::marks_of_labels!("$2::int4", "(id / 1000000000000)::int4"),
        ", revision = revision + 1 where id = $1 returning revision"
    ))
    .bind(dwelling.number())
    .bind(bits)
    .fetch_one(tx.db())
    .await?;
    Ok(Changed::To(row.try_get("revision")?))
}

/// Brings the open light of a household in line with its cases and says whether there is such a household.
pub(crate) async fn refresh_light(tx: &mut Tx, dwelling: i64) -> Result<(), StoreError> {
    sqlx::query(
        "update household
        set
            open_light = coalesce((select min(c.light) from case_file c where c.dwelling_id = $1 and c.light < 4), 0),
            revision = revision + 1
        where id = $1",
    )
    .bind(dwelling)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A dwelling's place on the ground, for lists that lead to it.
pub async fn position(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<LonLat>, StoreError> {
    let found = sqlx::query(
        "select b.x_dm, b.y_dm, c.origin_lon, c.origin_lat
        from dwelling d
        join building b on b.id = d.building_id
        join city c on c.county = (d.id / 1000000000000)::int4
        where d.id = $1",
    )
    .bind(dwelling.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(crate::city::point).transpose()
}
