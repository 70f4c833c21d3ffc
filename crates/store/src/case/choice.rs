//! What forms about cases offer to choose from, and what a report's ground is.

use domain::area::{Area, AreaRange};
use domain::case::{Desk, Names};
use domain::category::{CategoryCode, Closing};
use domain::id::{BuildingId, CaseId, DwellingId, UnitId};
use domain::spot::Spot;
use sqlx::Row;

use crate::{StoreError, Tx, row, spot};

/// Whether a desk had or has a hand in a case.
pub async fn is_party(tx: &mut Tx, case: CaseId, desk: Desk) -> Result<bool, StoreError> {
    let found: Option<i32> = sqlx::query_scalar("select 1 from case_party where case_id = $1 and desk = $2")
        .bind(case.number())
        .bind(desk.number())
        .fetch_optional(tx.db())
        .await?;
    Ok(found.is_some())
}

/// Whether all of these are units that work.
pub async fn are_units(tx: &mut Tx, units: &[UnitId]) -> Result<bool, StoreError> {
    let ids: Vec<i64> = units.iter().map(|unit| unit.number()).collect();
    let row = sqlx::query(
        "select count(*) = cardinality($1::int8[]) as all_work
        from unit
        where id = any($1)
            and (closed_on is null or closed_on > (now() at time zone 'Asia/Shanghai')::date)",
    )
    .bind(&ids)
    .fetch_one(tx.db())
    .await?;
    Ok(row.try_get("all_work")?)
}

/// Categories that are in use, by code.
pub async fn categories(tx: &mut Tx) -> Result<Vec<(CategoryCode, Names)>, StoreError> {
    let rows = sqlx::query("select code, name_zh, name_en from case_category where not is_retired order by code")
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|row| {
            let code: String = row.try_get("code")?;
            let code = row::parse(code.as_str(), CategoryCode::new, "case_category.code")?;
            Ok((code, (row.try_get("name_zh")?, row.try_get("name_en")?)))
        })
        .collect()
}

/// What closing a case of a category needs, and its name in Chinese.
pub async fn category(tx: &mut Tx, code: &CategoryCode) -> Result<Option<(Closing, String)>, StoreError> {
    let found = sqlx::query("select closing, name_zh from case_category where code = $1 and not is_retired")
        .bind(code.as_str())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            let closing: String = row.try_get("closing")?;
            let closing = row::parse(closing.as_str(), Closing::from_slug, "case_category.closing")?;
            Ok((closing, row.try_get("name_zh")?))
        })
        .transpose()
}

/// Other open cases of the same grid, the latest first.
pub async fn near(tx: &mut Tx, case: CaseId, area: Area) -> Result<Vec<(CaseId, String)>, StoreError> {
    let rows = sqlx::query(
        "select id, title || coalesce(nullif(' · ' || place, ' · '), '') as title
        from case_file
        where area = $2 and id <> $1 and light < 4
        order by reported_at desc, id
        limit 20",
    )
    .bind(case.number())
    .bind(area.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| Ok((row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?, row.try_get("title")?)))
        .collect()
}

/// The grid of a door, and what it is called.
pub async fn door(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<(Area, String)>, StoreError> {
    let found = sqlx::query(
        "select d.area, concat_ws(' ', e.name, b.number || '-' || d.unit || '-' || d.shown) as place
        from dwelling d
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        where d.id = $1",
    )
    .bind(dwelling.number())
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| Ok((row::area(&row, "area")?, row.try_get("place")?))).transpose()
}

/// Where a building is, and what it is called; nothing for surroundings.
pub async fn building(tx: &mut Tx, building: BuildingId) -> Result<Option<(Spot, String)>, StoreError> {
    let found = sqlx::query(
        "select b.area, b.id as building_id, b.x_dm, b.y_dm,
            concat_ws(' ', coalesce(e.name, b.name, b.street), coalesce(nullif(b.number, 0)::text || '号楼', b.house_number)) as place
        from building b
        left join estate e on e.id = b.estate_id
        where b.id = $1 and b.area is not null",
    )
    .bind(building.number())
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| Ok((spot::spot(&row)?, row.try_get("place")?))).transpose()
}

/// A range with all areas in it.
pub async fn areas_below(tx: &mut Tx, range: AreaRange) -> Result<Vec<Area>, StoreError> {
    let codes: Vec<i64> = sqlx::query_scalar(
        "select area from area where area >= $1 and area < $2 and to_on is null order by area limit 2000",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    codes.into_iter().map(|code| row::parse(code, Area::new_checked, "area.area")).collect()
}
