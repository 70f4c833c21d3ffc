//! All that fits, door by door with its people, for exports. One text of conditions with list and count.

use std::collections::HashMap;

use domain::area::County;
use domain::export::{Home, Somebody};
use domain::household::Occupancy;
use domain::id::{DwellingId, ResidentId};
use domain::person::Relation;
use domain::stay::StayKind;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::Asked;
use crate::file::{values, values_sql};
use crate::household::{door, source};
use crate::lens::fresh_sql;
use crate::{StoreError, Tx, row, sealed};

/// The doors that fit, in the order in which one walks, `limit` at most.
pub async fn walk(tx: &mut Tx, asked: Asked<'_>, limit: i64) -> Result<Vec<DwellingId>, StoreError> {
    let statement = per_filter!(
        asked.filter,
        "select h.id",
        place_sql!(),
        [concat!(walking_sql!(), " limit $10"), concat!(walking_sql!(), " limit $19")]
    );
    let rows = asked.bind(statement).bind(limit).fetch_all(tx.db()).await?;
    rows.iter().map(|row| row::parse(row.try_get("id")?, DwellingId::new_checked, "household.id")).collect()
}

/// Who is meant behind some doors: `$select` about their stays. $4 to $9 are of households, and those are found already:
/// they are named so that they have a kind.
macro_rules! meant_sql {
    ($select:expr, $rest:expr) => {
        concat!(
            "select ",
            $select,
            " from ",
            stays_sql!(),
            " cross join (select $3::date as today, $1::int8 as lo, $2::int8 as hi, $4::int8 as building,
                $6::int2[] as uses, $7::bool as fresh, $8::int4 as filled, $9::int4 as seen) t
            cross join lateral (
                select exists (
                    select from resident_key_group k where k.resident_id = r.id and $5 & (1 << (k.code - 1)) <> 0
                ) as is_one
            ) g
            where s.dwelling_id = any($19) and ",
            present_sql!(),
            " and ",
            fits_sql!(),
            $rest
        )
    };
}

/// How many rows the people behind these doors come to: as many as are meant, and one for a door where nobody is.
pub async fn count_meant(tx: &mut Tx, asked: Asked<'_>, doors: &[DwellingId]) -> Result<i64, StoreError> {
    let statement = concat!(
        "select coalesce(sum(case when grouped > 0 then grouped else own end), 0)::int8 as of_groups,
            coalesce(sum(own), 0)::int8 as of_all, count(*) as doors from (",
        meant_sql!(
            "s.dwelling_id, count(distinct r.id) as own,
                count(distinct r.id) filter (where g.is_one) as grouped",
            " group by s.dwelling_id"
        ),
        ") c"
    );
    let ids: Vec<i64> = doors.iter().map(|door| door.number()).collect();
    let row = bind_all(asked, statement).bind(ids).fetch_one(tx.db()).await?;
    let rows: i64 = row.try_get(if asked.filter.people.is_empty() { "of_groups" } else { "of_all" })?;
    Ok(rows + doors.len() as i64 - row.try_get::<i64, _>("doors")?)
}

fn bind_all(asked: Asked<'_>, statement: &'static str) -> super::Bound {
    let bound = asked.bind(statement);
    if asked.filter.people.is_empty() { asked.bind_people(bound) } else { bound }
}

/// The doors with who of them is meant, in the order of `doors`: those who fit; when nothing is asked of people, those who
/// have one of the labels as their key group; else everybody who lives there.
pub async fn behind(
    tx: &mut Tx,
    asked: Asked<'_>,
    doors: &[DwellingId],
) -> Result<Vec<(Home, Vec<Somebody>)>, StoreError> {
    let ids: Vec<i64> = doors.iter().map(|door| door.number()).collect();
    let labels = labels(tx, doors).await?;
    let mut homes = homes(tx, &ids, &labels).await?;
    let statement = meant_sql!(
        concat!(
            "s.dwelling_id, r.id, r.area, r.status = 'checked' as is_checked, r.id_number_sealed, r.phone_sealed,
            s.relation, s.kind, s.from_on, g.is_one,
            array(select k.code from resident_key_group k where k.resident_id = r.id order by k.code) as groups, ",
            values_sql!()
        ),
        " order by s.dwelling_id, s.relation <> 'head', r.born_on, r.id"
    );
    let rows = bind_all(asked, statement).bind(&ids).fetch_all(tx.db()).await?;
    let mut people: HashMap<i64, Vec<(Somebody, bool)>> = HashMap::new();
    for row in &rows {
        let of = people.entry(row.try_get("dwelling_id")?).or_default();
        let one = somebody(tx, row, &labels)?;
        if !of.iter().any(|(known, _)| known.resident == one.resident) {
            of.push((one, row.try_get("is_one")?));
        }
    }
    let take = |home: Home| {
        let mut own = people.remove(&home.dwelling.number()).unwrap_or_default();
        if asked.filter.people.is_empty() && own.iter().any(|(_, is_one)| *is_one) {
            own.retain(|(_, is_one)| *is_one);
        }
        (home, own.into_iter().map(|(one, _)| one).collect())
    };
    Ok(ids.iter().filter_map(|id| homes.remove(id)).map(take).collect())
}

async fn homes(tx: &mut Tx, ids: &[i64], labels: &Labels) -> Result<HashMap<i64, Home>, StoreError> {
    let rows = sqlx::query(
        "select h.id, h.area, h.occupancy, h.label_bits, h.visited_on, d.unit, d.floor, d.door,
            d.number as given, b.number, b.street, b.house_number, e.name as estate
        from household h
        join dwelling d on d.id = h.id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        where h.id = any($1)",
    )
    .bind(ids)
    .fetch_all(tx.db())
    .await?;
    let areas = names(tx, &rows).await?;
    let home = |row: &PgRow| {
        let id: i64 = row.try_get("id")?;
        let area = row::area(row, "area")?;
        let path = area.path();
        let name = |at: usize| path.get(at).and_then(|area| areas.get(&area.code())).cloned().unwrap_or_default();
        let codes = crate::label::codes(row.try_get("label_bits")?);
        let home = Home {
            dwelling: row::parse(id, DwellingId::new_checked, "household.id")?,
            area,
            areas: [name(1), name(2), name(3)],
            estate: row.try_get("estate")?,
            source: source(row)?,
            number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
            door: door(row)?,
            occupancy: Occupancy::from_number(row.try_get("occupancy")?),
            labels: codes.iter().filter_map(|code| labels.get(&code.0).cloned()).collect(),
            visited_on: row::date(row, "visited_on")?,
        };
        Ok((id, home))
    };
    rows.iter().map(home).collect()
}

/// The names of the grids of some rows and of all that they lie in.
async fn names(tx: &mut Tx, rows: &[PgRow]) -> Result<HashMap<i64, String>, StoreError> {
    let mut codes = Vec::new();
    for row in rows {
        codes.extend(row::area(row, "area")?.path().iter().map(|area| area.code()));
    }
    codes.sort_unstable();
    codes.dedup();
    let found = sqlx::query("select area, name from area where area = any($1)").bind(codes).fetch_all(tx.db()).await?;
    found.iter().map(|row| Ok((row.try_get("area")?, row.try_get("name")?))).collect()
}

/// Labels by code.
type Labels = HashMap<u8, String>;

async fn labels(tx: &mut Tx, doors: &[DwellingId]) -> Result<Labels, StoreError> {
    let Some(door) = doors.first() else { return Ok(Labels::new()) };
    let county = i32::try_from(door.number() / 1_000_000_000_000).ok();
    let county = row::parse(county, |code| County::new_checked(code?), "household.id")?;
    let labels = crate::label::dictionary(tx, county).await?;
    Ok(labels.into_iter().map(|label| (label.code.0, label.name_zh)).collect())
}

fn somebody(tx: &Tx, row: &PgRow, labels: &Labels) -> Result<Somebody, StoreError> {
    let id: i64 = row.try_get("id")?;
    let groups: Vec<i16> = row.try_get("groups")?;
    Ok(Somebody {
        resident: row::parse(id, ResidentId::new_checked, "resident.id")?,
        area: row::area(row, "area")?,
        values: values(row)?,
        id_number: sealed::open(tx.keyring(), row, sealed::id_number_place(id))?,
        phone: sealed::open(tx.keyring(), row, sealed::phone_place(id))?,
        relation: Relation::from_slug(row.try_get("relation")?),
        kind: StayKind::from_slug(row.try_get("kind")?),
        from_on: row::date(row, "from_on")?,
        is_checked: row.try_get("is_checked")?,
        key_groups: groups.into_iter().filter_map(|code| labels.get(&u8::try_from(code).ok()?).cloned()).collect(),
    })
}
