//! The ground of the grids: outlines read, redrawn and written, and what is counted on them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use cityplan::regrid::{Outline, Stand, outline, union};
use cityplan::{PointDm, RingDm};
use domain::area::{Area, County};
use sqlx::Row;

use super::codes;
use crate::{StoreError, Tx, row, shape};

/// All open grids of a city.
pub(super) struct Ground {
    pub(super) grids: BTreeMap<Area, Vec<RingDm>>,
}

/// Reads it.
pub(super) async fn read(tx: &mut Tx, county: County) -> Result<Ground, StoreError> {
    let range = Area::city(county).range();
    let rows = sqlx::query(
        "select area, rings
        from area
        where area >= $1
            and area < $2
            and level = 4
            and to_on is null
        order by area
        for update",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let grids = rows
        .iter()
        .map(|row| Ok((row::area(row, "area")?, shape::unpack(row.try_get("rings")?, "area.rings")?)))
        .collect::<Result<_, StoreError>>()?;
    Ok(Ground { grids })
}

/// The buildings of a grid and where they stand.
pub(super) async fn stands(tx: &mut Tx, grid: Area) -> Result<Vec<(i64, PointDm)>, StoreError> {
    let rows = sqlx::query("select id, x_dm, y_dm from building where area = $1 order by id")
        .bind(grid.code())
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row.try_get("id")?, [row.try_get("x_dm")?, row.try_get("y_dm")?]))).collect()
}

/// The next number of a community that no grid ever had.
pub(super) async fn next_number(tx: &mut Tx, grid: Area) -> Result<Option<Area>, StoreError> {
    let Some(community) = grid.parent() else { return Ok(None) };
    let range = community.range();
    let last: Option<i64> =
        sqlx::query_scalar("select max(area) from area where area > $1 and area < $2 and level = 4")
            .bind(range.lo)
            .bind(range.hi)
            .fetch_one(tx.db())
            .await?;
    let number = last.map_or(0, |last| last - range.lo) + 1;
    Ok(u16::try_from(number).ok().and_then(|number| community.child(number)))
}

/// New outlines; nothing when the buildings can't be parted.
pub(super) fn redraw(
    ground: &Ground,
    inside: &[(i64, PointDm)],
    going: &BTreeSet<i64>,
    from: Area,
    into: Area,
) -> Option<BTreeMap<Area, Outline>> {
    let stand = |(id, point): &(i64, PointDm)| {
        let to = if going.contains(id) { into } else { from };
        Stand { point: *point, from, to }
    };
    let stands: Vec<Stand> = inside.iter().map(stand).collect();
    if stands.is_empty() {
        // A grid without a building: its ground goes as it is.
        let both = [from, into].map(|grid| ground.grids.get(&grid).map(Vec::as_slice).unwrap_or_default());
        return Some([(from, outline(Vec::new())), (into, outline(union(both)))].into());
    }
    let drawn = cityplan::regrid::redraw(&ground.grids, &stands).ok()?;
    Some(drawn.into_iter().map(|(grid, rings)| (grid, outline(rings))).collect())
}

/// Makes room for a new grid, without ground yet.
pub(super) async fn open(tx: &mut Tx, grid: Area, name: Option<&str>, from_on: NaiveDate) -> Result<(), StoreError> {
    let numbered = format!("第{}网格", grid.number());
    sqlx::query(
        "insert into area (
            area, level, name, is_synthetic, rings, label_x_dm, label_y_dm, area_m2, buildings, dwellings, from_on
        )
        values ($1, 4, $2, false, $3, 0, 0, 0, 0, 0, $4)",
    )
    .bind(grid.code())
    .bind(name.unwrap_or(&numbered))
    .bind(shape::pack(&[]))
    .bind(from_on)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Writes outlines. What lost all its ground keeps the last one, to show where it was.
pub(super) async fn write(tx: &mut Tx, drawn: &BTreeMap<Area, Outline>) -> Result<(), StoreError> {
    for (area, outline) in drawn.iter().filter(|(_, outline)| !outline.rings.is_empty()) {
        sqlx::query("update area set rings = $2, label_x_dm = $3, label_y_dm = $4, area_m2 = $5 where area = $1")
            .bind(area.code())
            .bind(shape::pack(&outline.rings))
            .bind(outline.label_point[0])
            .bind(outline.label_point[1])
            .bind(outline.area_m2)
            .execute(tx.db())
            .await?;
    }
    Ok(())
}

/// Draws the communities of two grids anew, when they are two.
pub(super) async fn write_parents(tx: &mut Tx, from: Area, into: Area) -> Result<(), StoreError> {
    let parents: BTreeSet<Area> = [from, into].into_iter().filter_map(Area::parent).collect();
    if parents.len() < 2 {
        return Ok(());
    }
    let ground = read(tx, from.county()).await?;
    let mut drawn = BTreeMap::new();
    for parent in parents {
        let inside = ground.grids.iter().filter(|(grid, _)| parent.contains(**grid));
        drawn.insert(parent, outline(union(inside.map(|(_, rings)| rings.as_slice()))));
    }
    write(tx, &drawn).await
}

/// Counts buildings and dwellings of grids and everything above them, and flags grids outside the wanted size.
pub(crate) async fn count(tx: &mut Tx, grids: &[Area]) -> Result<(), StoreError> {
    let all: BTreeSet<Area> = grids.iter().flat_map(|grid| grid.path()).collect();
    let all: Vec<Area> = all.into_iter().collect();
    sqlx::query(
        "update area a
        set buildings = n.buildings, dwellings = n.dwellings,
            size_flag = case
                when a.level < 4 or a.to_on is not null then null
                when n.dwellings between c.grid_dwellings_min and c.grid_dwellings_max then null
                when not a.is_synthetic then 'official'
                when n.largest > c.grid_dwellings_max then 'one_building_too_large'
                when n.dwellings < c.grid_dwellings_min then 'too_small'
                else 'too_large'
            end
        from unnest($1::int8[], $2::int8[]) as r (area, area_end)
        cross join lateral (
            select
                count(*)::int4 as buildings,
                coalesce(sum(d.dwellings), 0)::int4 as dwellings,
                coalesce(max(d.dwellings), 0) as largest
            from building b
            cross join lateral (
                select case when b.floors_added + b.doors_added > 0 then (
                    select count(*) from dwelling c
                    where c.building_id = b.id and c.closed_on is null and c.cell is not null
                ) else greatest(b.floors - b.first_floor + 1, 0) * b.units * b.doors_per_unit - (
                    select count(*) from dwelling c
                    where c.building_id = b.id and c.closed_on is not null and c.cell is not null
                ) end as dwellings
            ) d
            where b.area >= r.area
                and b.area < r.area_end
        ) n
        join city c on true
        where a.area = r.area
            and c.county = (r.area / 1000000000)::int4",
    )
    .bind(codes(&all))
    .bind(all.iter().map(|area| area.range().hi).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}
