//! What the command screen lists: cases without words or doors, the areas that it goes round, and totals of a building.
//!
//! Counts by light are those of the queue ([`crate::case::counts`]), patrols those of [`crate::patrol`].

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange};
use domain::case::Beacon;
use domain::id::{BuildingId, CaseId};
use domain::screen::{Tower, Waiting};
use sqlx::Row;

use crate::household::source;
use crate::{StoreError, Tx, row};

/// How near an area is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// The grid.
    Grid,
    /// The community.
    Community,
}

impl Nearness {
    /// An area code minus its remainder by this is the area that is named.
    fn weight(self) -> i64 {
        match self {
            Self::Grid => 1,
            Self::Community => 1_000,
        }
    }
}

/// The cases that somebody has to do something about and whose clock runs, by how long the desk that holds them has them.
pub async fn waiting(
    tx: &mut Tx,
    scope: AreaRange,
    now: DateTime<Utc>,
    nearness: Nearness,
    most: usize,
) -> Result<Vec<Waiting>, StoreError> {
    let rows = sqlx::query(
        "select
            c.id,
            c.light,
            c.holder_since,
            coalesce(c.holder_due_at < $3, false) as is_late,
            coalesce(k.name_zh, '') as category_zh,
            coalesce(k.name_en, '') as category_en,
            concat_ws(' ', o.name, a.name) as area_name,
            coalesce(ha.name, hu.name_zh, '') as holder_zh,
            coalesce(ha.name, nullif(hu.name_en, ''), hu.name_zh, '') as holder_en
        from (
            select *
            from case_file
            where area >= $1
                and area < $2
                and light < 3
                and paused_at is null
            order by holder_since, id
            limit $5
        ) c
        left join case_category k on k.code = c.category
        left join area a on a.area = c.area - c.area % $4
        left join area o on o.area = a.area - a.area % 1000 and o.area <> a.area
        left join area ha on ha.area = c.holder
        left join unit hu on hu.id = c.holder
        order by c.holder_since, c.id",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(now)
    .bind(nearness.weight())
    .bind(most as i64)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
                light: row::light(row, "light")?,
                category_name: (row.try_get("category_zh")?, row.try_get("category_en")?),
                area_name: row.try_get("area_name")?,
                holder_name: (row.try_get("holder_zh")?, row.try_get("holder_en")?),
                since: row::instant(row, "holder_since")?,
                is_late: row.try_get("is_late")?,
            })
        })
        .collect()
}

/// Open cases over the communities that they lie in: for those who may not know the door.
pub async fn blunt_beacons(tx: &mut Tx, scope: AreaRange) -> Result<Vec<Beacon>, StoreError> {
    let rows = sqlx::query(
        "select id, light, area - area % $3 as near
        from case_file
        where area >= $1
            and area < $2
            and light < 4
        order by id",
    )
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(Nearness::Community.weight())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Beacon {
                case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
                light: row::light(row, "light")?,
                cell: None,
                area: row::area(row, "near")?,
            })
        })
        .collect()
}

/// An area, then the open areas one level below it by code, with their names.
pub async fn round(tx: &mut Tx, area: Area) -> Result<Vec<(Area, String)>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select area, name
        from area
        where area >= $1
            and area < $2
            and level <= $3 + 1
            and (to_on is null or area = $1)
        order by level, area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(area.level().number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, row.try_get("name")?))).collect()
}

/// A building's totals with its grid; nothing when there is none.
pub async fn tower(tx: &mut Tx, building: BuildingId) -> Result<Option<(Area, Tower)>, StoreError> {
    let found = sqlx::query(
        "select
            b.area,
            e.name as estate,
            b.number,
            b.street,
            b.house_number,
            count(d.id) as dwellings,
            count(h.id) filter (where h.occupancy in (1, 2)) as households,
            coalesce(sum(h.residents), 0)::int8 as residents,
            (
                select count(*)
                from case_file c
                join dwelling at on at.id = c.dwelling_id
                where at.building_id = b.id
                    and c.light < 4
            ) as cases
        from building b
        left join estate e on e.id = b.estate_id
        left join dwelling d on d.building_id = b.id and d.cell is not null
        left join household h on h.id = d.id
        where b.id = $1
            and b.area is not null
        group by b.id, e.name",
    )
    .bind(building.number())
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = found else { return Ok(None) };
    let tower = Tower {
        building,
        estate: row.try_get("estate")?,
        number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
        source: source(&row)?,
        dwellings: row.try_get("dwellings")?,
        households: Some(row.try_get("households")?),
        residents: Some(row.try_get("residents")?),
        cases: Some(row.try_get("cases")?),
    };
    Ok(Some((row::area(&row, "area")?, tower)))
}
