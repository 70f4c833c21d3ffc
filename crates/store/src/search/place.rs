//! Every place of a city with the words it is found by, and doors behind buildings that were found.
//!
//! Places are public geometry and few (a district has 32,000 buildings), so the service keeps them and looks through them
//! itself: matching words in SQL read the whole table for each key that was typed.

use domain::area::{Area, County};
use domain::door::DoorNumber;
use domain::id::{BuildingId, DwellingId, EstateId};
use domain::search::{DoorQuery, Hit, Target};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A place and what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is.
    pub target: Target,
    /// Its name, as hits show it.
    pub title: String,
    /// Where that is.
    pub place: String,
    /// Name, address and codes in lower case.
    pub words: String,
    /// The areas it lies in: its grid, itself when it is one, the grids of an estate's buildings.
    pub areas: Vec<Area>,
    /// Number and units of a building.
    pub building: Option<Numbered>,
}

impl Place {
    /// Whether its texts have all words (lower case).
    pub fn has(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.words.contains(word.as_str()))
    }

    /// Whether it lies in an area, with a part at least.
    pub fn lies_in(&self, scope: Area) -> bool {
        self.areas.iter().any(|area| scope.contains(*area))
    }

    /// How it is shown when it was found.
    pub fn hit(&self) -> Hit {
        Hit {
            target: self.target,
            title: self.title.clone(),
            place: self.place.clone(),
            age_years: None,
            formerly: None,
        }
    }
}

/// A building's number as people say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The number in its estate or street, when it has one.
    pub number: Option<i32>,
    /// Units; none when nobody lives there.
    pub units: i16,
    /// What its doors are called before their numbers: the estate.
    pub estate: Option<String>,
}

/// The numbering that a city's places are good for; rises with every change of buildings or areas.
pub async fn place_version(tx: &mut Tx, county: County) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar("select scene_version from city where county = $1")
        .bind(county.code())
        .fetch_optional(tx.db())
        .await?;
    Ok(version)
}

/// All places of a city in the order in which they are shown: areas from wide to narrow, estates with short names first,
/// buildings that people live in first.
pub async fn places(tx: &mut Tx, county: County) -> Result<Vec<Place>, StoreError> {
    let range = Area::city(county).range();
    let areas = sqlx::query(
        "select a.area, a.name, a.official_code, p.name as area_name
        from area a
        left join area p on p.level = a.level - 1
            and p.area = a.area - a.area % (case a.level when 4 then 1000 when 3 then 1000000 else 1000000000 end)
        where a.area >= $1
            and a.area < $2
            and a.to_on is null
        order by a.level, a.area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let estates = sqlx::query(
        "select e.id, e.area, e.name, a.name as area_name,
            array(select distinct b.area from building b where b.estate_id = e.id and b.area is not null) as areas
        from estate e
        left join area a on a.area = e.area
        where e.area >= $1
            and e.area < $2
        order by length(e.name), e.id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let buildings = sqlx::query(
        "select b.id as building_id, b.area, b.number, b.units, b.street, b.house_number, b.name,
            e.name as estate, a.name as area_name
        from building b
        left join estate e on e.id = b.estate_id
        left join area a on a.area = b.area
        where b.area >= $1
            and b.area < $2
        order by b.units = 0, b.estate_id, b.number, b.id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let areas = areas.iter().map(area_place);
    areas.chain(estates.iter().map(estate_place)).chain(buildings.iter().map(building_place)).collect()
}

/// The doors that a query means in some buildings, in their order, at most so many: by the number that they have, and by one that
/// they had. A door that was merged is found as the one that it is part of.
pub async fn doors(
    tx: &mut Tx,
    buildings: &[(BuildingId, &Place)],
    query: DoorQuery,
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let Some(door) = query.door else { return Ok(Vec::new()) };
    let ids: Vec<i64> = buildings.iter().map(|(building, _)| building.number()).collect();
    let place = door.as_str().parse::<i32>().ok();
    // No order outside: the loop ends as soon as enough doors were found.
    let rows = sqlx::query(
        "select asked.rank, found.id, found.unit, found.floor, found.door, found.given, found.is_open
        from unnest($1::int8[]) with ordinality as asked (building, rank)
        cross join lateral (
            select d.id, d.unit, d.floor, d.door, d.number as given, true as is_open
            from dwelling d
            where d.building_id = asked.building
                and d.floor = $3
                and d.door = $4
                and d.number is null
                and d.closed_on is null
                and ($2::int4 is null or d.unit = $2)
                and d.cell is not null
            union all
            select d.id, d.unit, d.floor, d.door, d.number, true
            from dwelling d
            where d.building_id = asked.building
                and d.number = $5
                and d.closed_on is null
                and ($2::int4 is null or d.unit = $2)
                and d.cell is not null
            union all
            select d.id, d.unit, d.floor, d.door, d.number, d.closed_on is null
            from dwelling o
            join dwelling d on d.id = coalesce(o.merged_into, o.id)
            where o.building_id = asked.building
                and o.changes > 0
                and ($2::int4 is null or o.unit = $2)
                and (d.shown <> $5 or d.closed_on is not null)
                and d.cell is not null
                and (
                    o.shown = $5
                    or exists (
                        select 1
                        from door_proposal p
                        where p.dwelling_id = o.id and p.state = 'confirmed' and p.was = $5
                    )
                )
            order by unit
            limit 20
        ) found
        limit $6",
    )
    .bind(ids)
    .bind(query.unit)
    .bind(place.map(|number| number / 100))
    .bind(place.map(|number| number % 100))
    .bind(door.as_str())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().filter_map(|row| door_hit(row, buildings, door).transpose()).collect()
}

fn area_place(row: &PgRow) -> Result<Place, StoreError> {
    let area = row::area(row, "area")?;
    let name: String = row.try_get("name")?;
    let code: Option<String> = row.try_get("official_code")?;
    Ok(Place {
        target: Target::Area(area),
        words: format!("{name} {} {area}", code.unwrap_or_default()).to_lowercase(),
        title: name,
        place: row.try_get::<Option<String>, _>("area_name")?.unwrap_or_default(),
        areas: vec![area],
        building: None,
    })
}

fn estate_place(row: &PgRow) -> Result<Place, StoreError> {
    let estate = row::parse(row.try_get("id")?, EstateId::new_checked, "estate.id")?;
    let name: String = row.try_get("name")?;
    let areas: Vec<i64> = row.try_get("areas")?;
    Ok(Place {
        target: Target::Estate(estate, row::area(row, "area")?),
        words: name.to_lowercase(),
        title: name,
        place: row.try_get::<Option<String>, _>("area_name")?.unwrap_or_default(),
        areas: areas
            .into_iter()
            .map(|area| row::parse(area, Area::new_checked, "building.area"))
            .collect::<Result<_, _>>()?,
        building: None,
    })
}

fn building_place(row: &PgRow) -> Result<Place, StoreError> {
    let number: Option<i32> = row.try_get("number")?;
    let estate: Option<String> = row.try_get("estate")?;
    let parts = ["street", "house_number", "name"].map(|column| row.try_get::<Option<String>, _>(column));
    let mut words = estate.clone().unwrap_or_default();
    for part in parts {
        if let Some(part) = part? {
            words = format!("{words} {part}");
        }
    }
    Ok(Place {
        target: Target::Building(super::building(row)?),
        title: super::title(row, &format!("{}号楼", number.unwrap_or(0)))?,
        place: super::place(row)?,
        words: words.to_lowercase(),
        areas: vec![row::area(row, "area")?],
        building: Some(Numbered { number, units: row.try_get("units")?, estate }),
    })
}

fn door_hit(row: &PgRow, buildings: &[(BuildingId, &Place)], asked: DoorNumber) -> Result<Option<Hit>, StoreError> {
    let rank: i64 = row.try_get("rank")?;
    let found = usize::try_from(rank - 1).ok().and_then(|at| buildings.get(at));
    let Some((building, place, named)) =
        found.and_then(|(building, place)| Some((building, place, place.building.as_ref()?)))
    else {
        return Ok(None);
    };
    let dwelling = row::parse(row.try_get("id")?, DwellingId::new_checked, "dwelling.id")?;
    let door = crate::household::door(row)?;
    let short = format!("{}-{}-{}", named.number.unwrap_or(0), door.unit, door.number());
    Ok(Some(Hit {
        target: Target::Dwelling(dwelling, *building),
        title: named.estate.as_ref().map_or_else(|| short.clone(), |estate| format!("{estate} {short}")),
        place: place.place.clone(),
        age_years: None,
        formerly: (door.number() != asked || !row.try_get::<bool, _>("is_open")?).then_some(asked),
    }))
}
