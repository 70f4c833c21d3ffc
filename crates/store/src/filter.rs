//! The one translation of a [`Filter`] into SQL: list, counts, cells and totals per building all paste the same text.
//!
//! The range comes from whoever asks; row-level security narrows it to the session's own. Not here: who may ask.

use std::collections::HashSet;

use chrono::{Months, NaiveDate};
use domain::area::AreaRange;
use domain::filter::{Ages, Filter, FilterCount, Party};
use domain::household::Door;
use domain::id::{BuildingId, DwellingId, EntryId, ResidentId};
use domain::person::{Sex, age_years, mask_name};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{Postgres, Row};

use crate::household::{door, source};
use crate::lens::fresh_sql;
use crate::{StoreError, Tx, label, row};

/// Households `h` behind doors `d` that fit, as far as the household goes. Takes $1 to $9.
macro_rules! homes_sql {
    () => {
        concat!(
            "h.area >= $1
            and h.area < $2
            and h.cell is not null
            and ($4::int8 is null or d.building_id = $4)
            and ($5::int4 = 0 or h.label_bits & $5 <> 0)
            and ($6::int2[] is null or h.occupancy = any($6))
            and ($7::bool is null or h.occupancy in (1, 2) and coalesce(",
            fresh_sql!(),
            ", false) = $7)
            and ($8::int4 is null or h.occupancy in (1, 2) and h.filled * 100 < h.required * $8)
            and ($9::int4 is null
                or not (h.occupancy in (3, 4) and h.residents = 0)
                and (h.visited_on is null or h.visited_on < t.today - $9))"
        )
    };
}

/// People `r` who belong to a dwelling today by a stay `s`. Whoever is asked for by relation, such as a landlord, or by the
/// party organisation, such as a member who is away, need not live there. Takes $13 and $18.
macro_rules! present_sql {
    () => {
        "(s.from_on is null or s.from_on <= t.today)
        and (s.to_on is null or s.to_on > t.today)
        and (s.kind in ('both', 'actual') or $13::text is not null or $18::int8 is not null)"
    };
}

/// People `r` who fit. Takes $10 to $18.
macro_rules! fits_sql {
    () => {
        "($10::date is null or r.born_on <= $10)
        and ($11::date is null or r.born_on > $11)
        and ($12::int2 is null or r.sex = $12)
        and ($13::text is null or s.relation = $13)
        and ($14::text is null or r.residence_match = $14)
        and ($15::text is null or r.party = $15 or $15 = 'any' and r.party is not null)
        and ($16::text is null
            or exists (select from resident_skill k where k.resident_id = r.id and k.code = $16))
        and (not $17::bool or r.status = 'unchecked')
        and ($18::int8 is null or r.party_organisation = $18)"
    };
}

/// The stays of a household with the files that count.
macro_rules! stays_sql {
    () => {
        "stay s
        join resident m on m.id = s.resident_id
        join resident r on r.id = coalesce(m.merged_into, m.id)"
    };
}

/// Two texts, `$select` over `$from` households with more conditions: without and with a look at their people. Where what
/// follows has parameters of its own, it is `[$rest, $rest_with_people]`: their numbers begin at $10 and at $19.
macro_rules! per_filter {
    ($filter:expr, $select:expr, $from:expr, [$rest:expr, $rest_with_people:expr]) => {
        if $filter.people.is_empty() {
            concat!(
                $select,
                " from household h
                join dwelling d on d.id = h.id ",
                $from,
                " cross join (select $3::date as today) t where ",
                homes_sql!(),
                $rest
            )
        } else {
            concat!(
                $select,
                " from household h
                join dwelling d on d.id = h.id ",
                $from,
                " cross join (select $3::date as today) t where ",
                homes_sql!(),
                " and exists (select from ",
                stays_sql!(),
                " where s.dwelling_id = h.id and ",
                present_sql!(),
                " and ",
                fits_sql!(),
                ")",
                $rest_with_people
            )
        }
    };
    ($filter:expr, $select:expr, $from:expr, $rest:expr) => {
        per_filter!($filter, $select, $from, [$rest, $rest])
    };
}

/// Where a door is, for lists.
macro_rules! place_sql {
    () => {
        "join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id"
    };
}

/// The order in which one walks.
macro_rules! walking_sql {
    () => {
        " order by e.name nulls last, b.estate_id, b.street, b.house_number, b.number, b.id, d.unit, d.floor, d.door, h.id"
    };
}

mod total;
mod walk;

pub use total::{BuildingTotal, by_building};
pub use walk::{behind, count_meant, walk};

/// Where and when a filter is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The conditions.
    pub filter: &'a Filter,
    /// Where.
    pub range: AreaRange,
    /// The day on which ages, stays and freshness are judged.
    pub today: NaiveDate,
}

type Bound = Query<'static, Postgres, PgArguments>;

impl Asked<'_> {
    fn bind(&self, statement: &'static str) -> Bound {
        let Self { filter, range, today } = *self;
        let uses = (!filter.occupancies.is_empty()).then(|| {
            let numbers = filter.occupancies.iter().copied();
            numbers.map(i16::from).collect::<Vec<_>>()
        });
        let query = sqlx::query(statement)
            .bind(range.lo)
            .bind(range.hi)
            .bind(today)
            .bind(filter.building.map(BuildingId::number))
            .bind(filter.labels.iter().fold(0, |bits, code| bits | label::bit(*code)))
            .bind(uses)
            .bind(filter.fresh)
            .bind(filter.filled_below.map(i32::from))
            .bind(filter.unvisited_days.map(i32::from));
        if filter.people.is_empty() { query } else { self.bind_people(query) }
    }

    fn bind_people(&self, query: Bound) -> Bound {
        let people = &self.filter.people;
        let birthday = |years: u32| self.today.checked_sub_months(Months::new(12 * years));
        let ages = people.ages;
        let party = people.party.as_ref().map(|party| match party {
            Party::Any => "any".to_owned(),
            Party::Kind(code) => code.as_str().to_owned(),
        });
        query
            .bind(ages.and_then(Ages::from).and_then(|years| birthday(years.into())))
            .bind(ages.and_then(Ages::to).and_then(|years| birthday(u32::from(years) + 1)))
            .bind(people.sex.map(|sex| sex.sex().number()))
            .bind(people.relation.as_ref().map(|relation| relation.as_str().to_owned()))
            .bind(people.residence_match.as_ref().map(|code| code.as_str().to_owned()))
            .bind(party)
            .bind(people.skill.as_ref().map(|code| code.as_str().to_owned()))
            .bind(people.unchecked)
            .bind(people.party_organisation.map(EntryId::number))
    }
}

/// How much fits.
pub async fn count(tx: &mut Tx, asked: Asked<'_>) -> Result<FilterCount, StoreError> {
    let statement = if asked.filter.people.is_empty() {
        concat!(
            "select count(*) as households, coalesce(sum(h.residents), 0)::int8 as people
            from household h
            join dwelling d on d.id = h.id
            cross join (select $3::date as today) t
            where ",
            homes_sql!()
        )
    } else {
        concat!(
            "select count(distinct h.id) as households, count(distinct r.id) filter (where r.status = 'checked') as people
            from household h
            join dwelling d on d.id = h.id
            cross join (select $3::date as today) t
            cross join lateral (select s.relation, r.id, r.status from ",
            stays_sql!(),
            " where s.dwelling_id = h.id and ",
            present_sql!(),
            " and ",
            fits_sql!(),
            ") r where ",
            homes_sql!()
        )
    };
    let row = asked.bind(statement).fetch_one(tx.db()).await?;
    Ok(FilterCount { households: row.try_get("households")?, people: row.try_get("people")? })
}

/// The cells of all households that fit.
pub async fn cells(tx: &mut Tx, asked: Asked<'_>) -> Result<HashSet<u32>, StoreError> {
    let statement = per_filter!(asked.filter, "select h.cell", "", "");
    let rows = asked.bind(statement).fetch_all(tx.db()).await?;
    rows.iter().map(|row| Ok(row.try_get::<i32, _>("cell")? as u32)).collect()
}

/// The ids of all households that fit, in their order.
pub async fn dwellings(tx: &mut Tx, asked: Asked<'_>) -> Result<Vec<i64>, StoreError> {
    let statement = per_filter!(asked.filter, "select h.id", "", " order by h.id");
    let rows = asked.bind(statement).fetch_all(tx.db()).await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// One household that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHousehold {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its building.
    pub building: BuildingId,
    /// The estate, or the street and house number in the source.
    pub place: String,
    /// The building's number.
    pub number: i32,
    /// The door.
    pub door: Door,
    /// Its label bits (see [`label::codes`]).
    pub label_bits: i32,
    /// The last day somebody called.
    pub visited_on: Option<NaiveDate>,
    /// Who of it is meant, masked.
    pub people: Vec<FoundSomebody>,
}

/// Somebody in a list, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSomebody {
    /// Who.
    pub resident: ResidentId,
    /// Such as 张*.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Age in full years.
    pub age_years: Option<u32>,
    /// Whether the file was checked against a document.
    pub is_checked: bool,
    /// Whether there is a telephone number.
    pub has_phone: bool,
}

/// Households that fit, in the order in which one walks: `limit` of them after the first `offset`.
pub async fn page(tx: &mut Tx, asked: Asked<'_>, offset: u32, limit: u32) -> Result<Vec<FoundHousehold>, StoreError> {
    let statement = per_filter!(
        asked.filter,
        "select h.id, d.building_id, b.number, e.name as estate, b.street, b.house_number, d.unit, d.floor, d.door,
            d.number as given, h.label_bits, h.visited_on",
        place_sql!(),
        [concat!(walking_sql!(), " offset $10 limit $11"), concat!(walking_sql!(), " offset $19 limit $20")]
    );
    let query = asked.bind(statement).bind(i64::from(offset)).bind(i64::from(limit));
    let rows = query.fetch_all(tx.db()).await?;
    let mut found = rows.iter().map(household).collect::<Result<Vec<_>, _>>()?;
    fill_people(tx, asked, &mut found).await?;
    Ok(found)
}

fn household(row: &PgRow) -> Result<FoundHousehold, StoreError> {
    let estate: Option<String> = row.try_get("estate")?;
    Ok(FoundHousehold {
        dwelling: row::parse(row.try_get("id")?, DwellingId::new_checked, "household.id")?,
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        place: estate.or(source(row)?).unwrap_or_default(),
        number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
        door: door(row)?,
        label_bits: row.try_get("label_bits")?,
        visited_on: row::date(row, "visited_on")?,
        people: Vec::new(),
    })
}

/// Who is meant: those who fit; when nothing is asked of people, those who have one of the labels as their key group; else
/// the head of the household.
async fn fill_people(tx: &mut Tx, asked: Asked<'_>, found: &mut [FoundHousehold]) -> Result<(), StoreError> {
    let ids: Vec<i64> = found.iter().map(|household| household.dwelling.number()).collect();
    // $4 to $9 are of households, and those are found already: they are named so that they have a kind.
    let statement = concat!(
        "select s.dwelling_id, r.id, r.name, r.sex, r.born_on, r.status = 'checked' as is_checked,
            r.phone_sealed is not null as has_phone,
            exists (
                select from resident_key_group k where k.resident_id = r.id and $5 & (1 << (k.code - 1)) <> 0
            ) as in_group
        from ",
        stays_sql!(),
        " cross join (select $3::date as today, $1::int8 as lo, $2::int8 as hi, $4::int8 as building, $6::int2[] as uses,
            $7::bool as fresh, $8::int4 as filled, $9::int4 as seen) t
        where s.dwelling_id = any($19) and ",
        present_sql!(),
        " and ",
        fits_sql!(),
        " order by s.dwelling_id, s.relation <> 'head', r.born_on, r.id"
    );
    let bound = asked.bind(statement);
    let bound = if asked.filter.people.is_empty() { asked.bind_people(bound) } else { bound };
    let rows = bound.bind(&ids).fetch_all(tx.db()).await?;
    for household in found {
        let own =
            rows.iter().filter(|row| row.try_get::<i64, _>("dwelling_id").ok() == Some(household.dwelling.number()));
        let mut own = own.map(|row| somebody(row, asked.today)).collect::<Result<Vec<_>, _>>()?;
        let mut seen = HashSet::new();
        own.retain(|(person, _)| seen.insert(person.resident));
        if asked.filter.people.is_empty() {
            if own.iter().any(|(_, in_group)| *in_group) {
                own.retain(|(_, in_group)| *in_group);
            } else {
                own.truncate(1);
            }
        }
        household.people = own.into_iter().map(|(person, _)| person).collect();
    }
    Ok(())
}

fn somebody(row: &PgRow, today: NaiveDate) -> Result<(FoundSomebody, bool), StoreError> {
    let born_on = row::date(row, "born_on")?;
    let person = FoundSomebody {
        resident: row::parse(row.try_get("id")?, ResidentId::new_checked, "resident.id")?,
        name: mask_name(row.try_get::<&str, _>("name")?),
        sex: Sex::from_number(row.try_get("sex")?),
        age_years: born_on.and_then(|born_on| age_years(born_on, today)),
        is_checked: row.try_get("is_checked")?,
        has_phone: row.try_get("has_phone")?,
    };
    Ok((person, row.try_get("in_group")?))
}
