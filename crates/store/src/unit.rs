//! Units of the organisation tree, and their own grids. Written as the system: administrators' sessions see no table of theirs.

use chrono::NaiveDate;
use domain::area::{Area, County};
use domain::id::{AccountId, PostId, UnitId};
use domain::unit::Kind;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A unit as administrators list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// The unit.
    pub unit: UnitId,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// The area that it works for.
    pub area: Area,
    /// That area's name.
    pub area_name: String,
    /// What it is.
    pub kind: Kind,
    /// Its name in Chinese.
    pub name_zh: String,
    /// The same in English; empty when there is none.
    pub name_en: String,
    /// The first day of its work.
    pub from_on: NaiveDate,
    /// The first day without it.
    pub closed_on: Option<NaiveDate>,
    /// How many posts it has now.
    pub posts: i64,
}

/// What can be said anew of a unit.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its name in Chinese.
    pub name_zh: &'a str,
    /// The same in English; may be empty.
    pub name_en: &'a str,
}

/// Somebody's post in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// The post.
    pub post: PostId,
    /// Whose it is.
    pub account: AccountId,
    /// That account's name, or its login name when it has none.
    pub name: String,
    /// The post in Chinese.
    pub title_zh: String,
    /// The same in English.
    pub title_en: String,
}

/// One of a unit's own grids: a name for some of the ground's grids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnGrid {
    /// Whose.
    pub unit: UnitId,
    /// The unit's name in Chinese.
    pub unit_zh: String,
    /// The same in English.
    pub unit_en: String,
    /// What the unit calls it.
    pub name: String,
    /// The grids in it, by code.
    pub areas: Vec<Area>,
    /// Their names, in the same order.
    pub names: Vec<String>,
}

/// All units of a city, by number.
pub async fn list(tx: &mut Tx, county: County) -> Result<Vec<UnitRow>, StoreError> {
    let range = ids(county);
    let rows = sqlx::query(
        "select
            u.id, u.parent_id, u.area, coalesce(r.name, '') as area_name, u.kind, u.name_zh, u.name_en,
            u.from_on, u.closed_on,
            (
                select count(*)
                from post p
                where p.unit_id = u.id
                    and p.from_at <= now()
                    and (p.to_at is null or p.to_at > now())
            ) as posts
        from unit u
        left join area r on r.area = u.area
        where u.id >= $1
            and u.id < $2
        order by u.area, u.id",
    )
    .bind(range.0)
    .bind(range.1)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(unit_row).collect()
}

/// Keeps everybody else from changing the city's tree until the transaction ends, and says a new unit's number.
pub async fn lock(tx: &mut Tx, county: County) -> Result<UnitId, StoreError> {
    let range = ids(county);
    sqlx::query("select pg_advisory_xact_lock($1)").bind(range.0).execute(tx.db()).await?;
    let next: i64 = sqlx::query_scalar("select coalesce(max(id), $1) + 1 from unit where id >= $1 and id < $2")
        .bind(range.0)
        .bind(range.1)
        .fetch_one(tx.db())
        .await?;
    row::parse(next, UnitId::new_checked, "unit.id")
}

/// Adds a unit.
pub async fn add(
    tx: &mut Tx,
    unit: UnitId,
    parent: Option<UnitId>,
    area: Area,
    saying: Saying<'_>,
    from_on: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into unit (id, parent_id, area, kind, name_zh, name_en, from_on)
        values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(unit.number())
    .bind(parent.map(UnitId::number))
    .bind(area.code())
    .bind(saying.kind.slug())
    .bind(saying.name_zh)
    .bind(saying.name_en)
    .bind(from_on)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Says kind and names anew.
pub async fn rename(tx: &mut Tx, unit: UnitId, saying: Saying<'_>) -> Result<(), StoreError> {
    sqlx::query("update unit set kind = $2, name_zh = $3, name_en = $4 where id = $1")
        .bind(unit.number())
        .bind(saying.kind.slug())
        .bind(saying.name_zh)
        .bind(saying.name_en)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Puts a unit below another, or at the top.
pub async fn put_below(tx: &mut Tx, unit: UnitId, parent: Option<UnitId>) -> Result<(), StoreError> {
    sqlx::query("update unit set parent_id = $2 where id = $1")
        .bind(unit.number())
        .bind(parent.map(UnitId::number))
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Says when a unit's work ends; nothing opens it again.
pub async fn set_closed(tx: &mut Tx, unit: UnitId, closed_on: Option<NaiveDate>) -> Result<(), StoreError> {
    sqlx::query("update unit set closed_on = $2 where id = $1")
        .bind(unit.number())
        .bind(closed_on)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Places a city's posts that are in no unit yet in the office of their area: workers and leaders in the community's.
/// Of several units of a kind in one area it is the first.
pub async fn place_posts(tx: &mut Tx, county: County) -> Result<(), StoreError> {
    let range = Area::city(county).range();
    sqlx::query(
        "update post p
        set unit_id = u.id
        from unit u
        where p.unit_id is null
            and p.area >= $1
            and p.area < $2
            and p.role in ('city', 'street', 'department', 'community', 'grid_worker', 'grid_leader')
            and u.kind = case
                when p.role in ('city', 'street', 'department') then p.role
                else 'community'
            end
            and u.area = case
                when p.role in ('grid_worker', 'grid_leader') then p.area - p.area % 1000
                else p.area
            end
            and not exists (select 1 from unit o where o.kind = u.kind and o.area = u.area and o.id < u.id)",
    )
    .bind(range.lo)
    .bind(range.hi)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The posts of a unit that are held now.
pub async fn staff(tx: &mut Tx, unit: UnitId) -> Result<Vec<StaffRow>, StoreError> {
    let rows = sqlx::query(
        "select p.id, p.account_id, p.title_zh, p.title_en, coalesce(nullif(a.name, ''), a.login) as name
        from post p
        join account a on a.id = p.account_id
        where p.unit_id = $1
            and p.from_at <= now()
            and (p.to_at is null or p.to_at > now())
        order by p.role, name, p.id",
    )
    .bind(unit.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(StaffRow {
                post: row::parse(row.try_get("id")?, PostId::new_checked, "post.id")?,
                account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "post.account_id")?,
                name: row.try_get("name")?,
                title_zh: row.try_get("title_zh")?,
                title_en: row.try_get("title_en")?,
            })
        })
        .collect()
}

/// The own grids of a unit, or, without one, of all units, that reach into an area; by unit and name.
pub async fn own_grids(
    tx: &mut Tx,
    unit: Option<UnitId>,
    area: Area,
    today: NaiveDate,
) -> Result<Vec<OwnGrid>, StoreError> {
    let range = area.range();
    let rows = sqlx::query(
        "select
            g.unit_id, u.name_zh, u.name_en, g.name,
            array_agg(g.area order by g.area) as areas, array_agg(c.name || ' ' || r.name order by g.area) as names
        from unit_grid g
        join unit u on u.id = g.unit_id
        join area r on r.area = g.area
        join area c on c.area = g.area - g.area % 1000
        where ($1::int8 is null or g.unit_id = $1)
            and g.area >= $2
            and g.area < $3
            and (u.closed_on is null or u.closed_on > $4)
        group by g.unit_id, u.name_zh, u.name_en, g.name
        order by u.name_zh, g.unit_id, g.name",
    )
    .bind(unit.map(UnitId::number))
    .bind(range.lo)
    .bind(range.hi)
    .bind(today)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let areas: Vec<i64> = row.try_get("areas")?;
            let areas = areas.into_iter().map(|area| row::parse(area, Area::new_checked, "unit_grid.area"));
            Ok(OwnGrid {
                unit: row::parse(row.try_get("unit_id")?, UnitId::new_checked, "unit_grid.unit_id")?,
                unit_zh: row.try_get("name_zh")?,
                unit_en: row.try_get("name_en")?,
                name: row.try_get("name")?,
                areas: areas.collect::<Result<_, _>>()?,
                names: row.try_get("names")?,
            })
        })
        .collect()
}

/// Says anew which grids make up one of a unit's own; none takes it away.
pub async fn set_own_grid(tx: &mut Tx, unit: UnitId, name: &str, areas: &[Area]) -> Result<(), StoreError> {
    sqlx::query("delete from unit_grid where unit_id = $1 and name = $2")
        .bind(unit.number())
        .bind(name)
        .execute(tx.db())
        .await?;
    let codes: Vec<i64> = areas.iter().map(|area| area.code()).collect();
    sqlx::query(
        "insert into unit_grid (unit_id, name, area) select $1, $2, area from unnest($3::int8[]) as chosen (area)",
    )
    .bind(unit.number())
    .bind(name)
    .bind(codes)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The numbers of a county's units.
fn ids(county: County) -> (i64, i64) {
    let first = UnitId::new(county, 0).number();
    (first, first + 1_000_000_000_000)
}

fn unit_row(row: &PgRow) -> Result<UnitRow, StoreError> {
    let parent: Option<i64> = row.try_get("parent_id")?;
    Ok(UnitRow {
        unit: row::parse(row.try_get("id")?, UnitId::new_checked, "unit.id")?,
        parent: parent.map(|id| row::parse(id, UnitId::new_checked, "unit.parent_id")).transpose()?,
        area: row::area(row, "area")?,
        area_name: row.try_get("area_name")?,
        kind: row::parse(row.try_get::<&str, _>("kind")?, Kind::from_slug, "unit.kind")?,
        name_zh: row.try_get("name_zh")?,
        name_en: row.try_get("name_en")?,
        from_on: row.try_get("from_on")?,
        closed_on: row.try_get("closed_on")?,
        posts: row.try_get("posts")?,
    })
}
