//! Known works of a made-up city: what its desks would have posted, so that lists and the residents' page show something.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::actor::{Actor, Role};
use domain::area::{Area, County, Level};
use domain::category::CategoryCode;
use domain::clock::civil_date;
use domain::id::BuildingId;
use domain::work::Draft;
use store::{StoreError, Tx};

use super::post;

/// A work as it is made up: whose (by level and which of them), category, title, place, reason, first and last day from
/// today, metres around a building (0 for the area), whether residents see it.
type Row = (Level, usize, &'static str, [&'static str; 3], [i64; 2], u16, bool);

const WORKS: [Row; 7] = [
    (Level::City, 0, "0107", ["供热管网升温调试", "全市", "入冬前调试，暖气片可能时热时凉"], [-4, 9], 0, true),
    (
        Level::Community,
        0,
        "2301",
        ["边坡危岩加固", "楼后边坡", "雨后有碎石落下，已设围挡，请绕行"],
        [-6, 24],
        150,
        true,
    ),
    (Level::Community, 0, "0102", ["更换老旧路灯", "社区内主干道", "逐盏更换，当晚恢复"], [-10, 15], 0, true),
    (Level::Community, 1, "0502", ["电梯大修", "一单元", "更换曳引机"], [-3, 4], 1, true),
    (Level::Community, 1, "0103", ["自来水管道改造", "社区北片", "分段停水，每次不超过四小时"], [5, 12], 0, true),
    (Level::Community, 2, "0503", ["外墙渗水维修", "东侧山墙", "等待材料"], [-40, -5], 1, true),
    (Level::Street, 0, "1501", ["夜间占道经营集中整治", "农贸市场周边", ""], [2, 9], 0, false),
];

/// Posts them, marked as made up.
pub async fn write(tx: &mut Tx, county: County, now: DateTime<Utc>) -> Result<(), StoreError> {
    let today = civil_date(now);
    let areas = store::area::above_grids(tx, Area::city(county)).await?;
    for row in WORKS {
        let (level, which, ..) = row;
        let of_level: Vec<Area> = areas.iter().map(|(area, _)| *area).filter(|area| area.level() == level).collect();
        // A city of fewer communities gets the works of the last one twice.
        let Some(area) = of_level.get(which).or(of_level.last()).copied() else { continue };
        let building = match row.5 {
            0 => None,
            _ => store::building::list(tx, area.range(), 1).await?.first().map(|line| line.building),
        };
        let draft = draft(tx, &row, area, building, today).await?;
        let (account, post) = post::post_of(area);
        let by = Actor {
            account,
            post,
            role: Role::Community,
            area,
            desk: Some(domain::case::Desk::area(area)),
            session_key: [0; 32],
        };
        store::work::add(tx, &by, &draft, now, true).await?;
    }
    Ok(())
}

async fn draft(
    tx: &mut Tx,
    row: &Row,
    area: Area,
    building: Option<BuildingId>,
    today: NaiveDate,
) -> Result<Draft, StoreError> {
    let (_, _, category, [title, place, reason], [first, last], radius, is_public) = *row;
    let grid = match building {
        Some(building) => store::spot::of_building(tx, building).await?.map(|spot| spot.area),
        None => None,
    };
    Ok(Draft {
        area: grid.unwrap_or(area),
        building,
        // One metre stands for the building alone.
        radius_m: building.map(|_| radius).filter(|radius| *radius > 1),
        place: place.to_owned(),
        category: CategoryCode::new(category),
        title: title.to_owned(),
        reason: reason.to_owned(),
        unit: None,
        starts_on: day(today, first),
        ends_on: Some(day(today, last)),
        is_public,
    })
}

/// So many days after today, or before it.
fn day(today: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let day = if days < 0 { today.checked_sub_days(by) } else { today.checked_add_days(by) };
    day.unwrap_or(today)
}
