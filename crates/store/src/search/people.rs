//! Finding people by token, under row-level security: never more rows than are shown.

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::id::{BuildingId, DwellingId, ResidentId};
use domain::search::probe::Question;
use domain::search::token::Kind;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A person who was found, not masked: for the service only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPerson {
    /// Who.
    pub resident: ResidentId,
    /// Where they live.
    pub dwelling: DwellingId,
    /// Its building.
    pub building: BuildingId,
    /// Name in clear.
    pub name: String,
    /// Birthday.
    pub born_on: Option<NaiveDate>,
    /// The door, such as 阳光花园 3-2-401.
    pub door: String,
    /// Where that is.
    pub place: String,
    /// By what they were found; nothing when by their door.
    pub by: Option<Kind>,
}

/// How a resident `r` is tied to the dwelling `d`: the home, or where the person is registered; with [`people_of`], the one
/// place that knows. Who has no stay any more, and duplicates that were merged, are not found.
macro_rules! residence_sql {
    () => {
        "cross join lateral (
            select s.dwelling_id
            from stay s
            where s.resident_id = r.id and s.to_on is null and r.merged_into is null
            order by s.kind in ('both', 'actual') desc, s.id
            limit 1
        ) home
        join dwelling d on d.id = home.dwelling_id"
    };
}

/// People with their doors. `$found` yields `found.id`, residents' ids; `$more` are columns of it to be read, each with its
/// comma; `$rest` follows the joins.
///
/// `limit 1` keeps the planner from reading a whole area's people because it takes the policy's unknown range for a narrow one.
macro_rules! people_sql {
    ($more:literal, $found:literal, $rest:literal) => {
        concat!(
            "select ",
            $more,
            "r.id, r.name, r.born_on, d.id as dwelling_id, d.unit, d.floor, d.door, d.number as given, b.id as building_id, b.number,
                b.street, b.house_number, e.name as estate, a.name as area_name
            from ",
            $found,
            " cross join lateral (select * from resident where id = found.id limit 1) r ",
            residence_sql!(),
            " join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            left join area a on a.area = b.area ",
            $rest
        )
    };
}

/// People whom a question means inside the ranges, the best meaning first and in each the first range first.
/// Shows as many as `limit`, 20 at most.
///
/// One statement: each token is looked up in each range, and no further than enough were found.
pub async fn people(
    tx: &mut Tx,
    question: &Question,
    near: &[AreaRange],
    limit: usize,
) -> Result<Vec<FoundPerson>, StoreError> {
    let asked: Vec<_> =
        question.probes.iter().flat_map(|probe| near.iter().map(move |range| (probe, *range))).collect();
    let rows = sqlx::query(people_sql!(
        "found.rank, ",
        "(
            select hit.resident_id as id, min(hit.rank) as rank, min(hit.area) as area
            from (
                select p.rank, t.area, t.resident_id
                from unnest($1::int8[], $2::int8[], $3::int8[], $4::bool[])
                    with ordinality as p (token, lo, hi, refined, rank)
                cross join lateral (
                    select s.area, s.resident_id
                    from search_token s
                    where s.token = p.token
                        and s.area >= p.lo
                        and s.area < p.hi
                        and (
                            not p.refined
                            or not exists (
                                select 1
                                from unnest($5::int8[]) as other (token)
                                where not exists (
                                    select 1
                                    from search_token o
                                    where o.token = other.token
                                        and o.area = s.area
                                        and o.resident_id = s.resident_id
                                )
                            )
                        )
                    order by s.area, s.resident_id
                    limit 20
                ) t
                limit 60
            ) hit
            group by hit.resident_id
            order by 2, 3, 1
            limit $6
        ) found",
        "order by found.rank, found.area, r.id"
    ))
    .bind(asked.iter().map(|(probe, _)| probe.token).collect::<Vec<_>>())
    .bind(asked.iter().map(|(_, range)| range.lo).collect::<Vec<_>>())
    .bind(asked.iter().map(|(_, range)| range.hi).collect::<Vec<_>>())
    .bind(asked.iter().map(|(probe, _)| probe.refined).collect::<Vec<_>>())
    .bind(&question.also)
    .bind(limit as i64)
    .fetch_all(tx.db())
    .await?;
    let kind = |rank: i64| asked.get(usize::try_from(rank).ok()?.checked_sub(1)?).map(|(probe, _)| probe.kind);
    rows.iter().map(|row| Ok(FoundPerson { by: kind(row.try_get("rank")?), ..person(row)? })).collect()
}

/// People whom a question means in some buildings, each with its grid.
pub async fn people_at(
    tx: &mut Tx,
    question: &Question,
    buildings: &[(BuildingId, Area)],
    limit: i64,
) -> Result<Vec<FoundPerson>, StoreError> {
    let ids: Vec<i64> = buildings.iter().map(|(building, _)| building.number()).collect();
    let mut grids: Vec<i64> = buildings.iter().map(|(_, area)| area.code()).collect();
    grids.sort_unstable();
    grids.dedup();
    let rows = sqlx::query(people_sql!(
        "",
        "(
            select s.resident_id as id, p.rank
            from unnest($1::int8[]) with ordinality as p (token, rank)
            cross join unnest($2::int8[]) as g (area)
            cross join lateral (
                select t.resident_id
                from search_token t
                where t.token = p.token
                    and t.area = g.area
                    and not exists (
                        select 1
                        from unnest($4::int8[]) as other (token)
                        where not exists (
                            select 1
                            from search_token o
                            where o.token = other.token
                                and o.area = t.area
                                and o.resident_id = t.resident_id
                        )
                    )
                limit 1000
            ) s
        ) found",
        "where b.id = any($3)
        order by found.rank, r.id
        limit $5"
    ))
    .bind(question.probes.iter().map(|probe| probe.token).collect::<Vec<_>>())
    .bind(grids)
    .bind(ids)
    .bind(&question.also)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(person).collect()
}

/// Everybody in some dwellings, the heads first.
pub async fn people_of(tx: &mut Tx, dwellings: &[DwellingId]) -> Result<Vec<FoundPerson>, StoreError> {
    let ids: Vec<i64> = dwellings.iter().map(|dwelling| dwelling.number()).collect();
    let rows = sqlx::query(people_sql!(
        "",
        "unnest($1::int8[]) with ordinality as door (id, rank)
        cross join lateral (
            select s.resident_id as id, s.relation
            from stay s
            where s.dwelling_id = door.id and s.to_on is null and s.kind in ('both', 'actual')
            limit 60
        ) found",
        "order by door.rank, found.relation <> 'head', r.born_on, r.id
        limit 60"
    ))
    .bind(ids)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(person).collect()
}

fn person(row: &PgRow) -> Result<FoundPerson, StoreError> {
    let number = row.try_get::<Option<i32>, _>("number")?.unwrap_or(0);
    let door = crate::household::door(row)?;
    Ok(FoundPerson {
        resident: row::parse(row.try_get("id")?, ResidentId::new_checked, "resident.id")?,
        dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "dwelling.id")?,
        building: super::building(row)?,
        name: row.try_get("name")?,
        born_on: row::date(row, "born_on")?,
        door: super::title(row, &format!("{number}-{}-{}", door.unit, door.number()))?,
        place: super::place(row)?,
        by: None,
    })
}
