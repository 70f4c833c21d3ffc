//! The organisation tree of a made-up city: its areas' offices, two departments, and stations with grids of their own.

use chrono::NaiveDate;
use domain::area::{Area, County, Level};
use domain::id::UnitId;
use domain::route::{Basis, Owned};
use domain::unit::Kind;
use store::unit::Saying;
use store::{StoreError, Tx};

/// A station: where it stands in the tree, what it is, its names, and what it answers for.
type Station = (Level, Kind, [&'static str; 2], (&'static [&'static str], Basis));

/// Things of the street are the bureau's, buses the transport bureau's, order the police's, people who live alone the clinic's.
/// The first department is the one that the demo's account works for.
const STATIONS: [Station; 4] = [
    (
        Level::City,
        Kind::Department,
        ["城市管理局", "City management bureau"],
        (&["01", "02", "03", "04", "1201", "1202", "1303"], Basis::Owner),
    ),
    (Level::City, Kind::Department, ["交通运输局", "Transport bureau"], (&["2503"], Basis::Owner)),
    (Level::Street, Kind::Police, ["派出所", "Police station"], (&["15"], Basis::Territory)),
    (Level::Community, Kind::Hospital, ["社区卫生服务站", "Community clinic"], (&["2402"], Basis::Owner)),
];

/// Makes the tree, once, and places the posts in it.
pub async fn write(tx: &mut Tx, county: County, today: NaiveDate) -> Result<(), StoreError> {
    let city = Area::city(county);
    crate::unit::adopt(tx, city, today).await?;
    let rows = store::unit::list(tx, county).await?;
    if rows.iter().all(|row| row.kind != Kind::Department) {
        let office = |level: Level| rows.iter().find(|row| row.area.level() == level).map(|row| (row.unit, row.area));
        for (level, kind, [name_zh, name_en], (owned, basis)) in STATIONS {
            let Some((parent, area)) = office(level) else { continue };
            let unit = store::unit::lock(tx, county).await?;
            let saying = Saying { kind, name_zh, name_en };
            store::unit::add(tx, unit, Some(parent), area, saying, today).await?;
            if kind == Kind::Police {
                write_grids(tx, unit, area).await?;
            }
            for owned in owned.iter().filter_map(|text| Owned::new(text)) {
                store::owner::add(tx, &owned, area, unit, basis).await?;
            }
        }
    }
    store::unit::place_posts(tx, county).await
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
