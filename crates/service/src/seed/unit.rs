//! The organisation tree of a made-up city: its areas' offices, a department, and stations with grids of their own.

use chrono::NaiveDate;
use domain::area::{Area, County, Level};
use domain::id::UnitId;
use domain::route::{Basis, Owned};
use domain::unit::Kind;
use store::unit::Saying;
use store::{StoreError, Tx};

/// Makes the tree, once, and places the posts in it.
pub async fn write(tx: &mut Tx, county: County, today: NaiveDate) -> Result<(), StoreError> {
    let city = Area::city(county);
    crate::unit::adopt(tx, city, today).await?;
    let rows = store::unit::list(tx, county).await?;
    if rows.iter().all(|row| row.kind != Kind::Department) {
        let office = |level: Level| rows.iter().find(|row| row.area.level() == level).map(|row| (row.unit, row.area));
        let stations = [
            (Level::City, Kind::Department, "城市管理局", "City management bureau"),
            (Level::Street, Kind::Police, "派出所", "Police station"),
            (Level::Community, Kind::Hospital, "社区卫生服务站", "Community clinic"),
        ];
        for (level, kind, name_zh, name_en) in stations {
            let Some((parent, area)) = office(level) else { continue };
            let unit = store::unit::lock(tx, county).await?;
            let saying = Saying { kind, name_zh, name_en };
            store::unit::add(tx, unit, Some(parent), area, saying, today).await?;
            if kind == Kind::Police {
                write_grids(tx, unit, area).await?;
            }
            write_owned(tx, kind, unit, area).await?;
        }
    }
    store::unit::place_posts(tx, county).await
}

/// What a unit answers for: things of the street the bureau, order in it the police, people who live alone the clinic.
async fn write_owned(tx: &mut Tx, kind: Kind, unit: UnitId, area: Area) -> Result<(), StoreError> {
    let (owned, basis): (&[&str], Basis) = match kind {
        Kind::Department => (&["01", "02", "03", "04", "1201", "1202", "1303"], Basis::Owner),
        Kind::Police => (&["15"], Basis::Territory),
        Kind::Hospital => (&["2402"], Basis::Owner),
        _ => return Ok(()),
    };
    for owned in owned.iter().filter_map(|text| Owned::new(text)) {
        store::owner::add(tx, &owned, area, unit, basis).await?;
    }
    Ok(())
}

/// Two police grids: the first grids of the area, halved.
async fn write_grids(tx: &mut Tx, unit: UnitId, area: Area) -> Result<(), StoreError> {
    let grids: Vec<Area> = store::area::grids(tx, area).await?.into_iter().map(|(grid, _)| grid).take(6).collect();
    let (first, second) = grids.split_at(grids.len() / 2);
    for (name, grids) in [("警务一格", first), ("警务二格", second)] {
        store::unit::set_own_grid(tx, unit, name, grids).await?;
    }
    Ok(())
}
