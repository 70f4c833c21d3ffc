//! Check-points of a made-up city: at buildings and junctions of each grid, and when its worker came by in the last days.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, Level};
use domain::geo::{Frame, Metre};
use domain::id::CheckPointId;
use domain::patrol::Fix;
use domain::trail::Way;
use store::border::{Border, borders};
use store::seed::CheckPointColumns;
use store::{StoreError, Tx};

use super::dice::Dice;
use super::patrol::Beat;
use super::post;

/// How many days back somebody came by, today included.
pub const DAYS: u64 = 7;
/// What may be looked after at a building; each name says that it is an example.
const AT_BUILDINGS: [&str; 5] =
    ["示例消防通道", "示例配电箱", "示例电动自行车充电棚", "示例垃圾分类点", "示例地下室入口"];
/// Likewise where roads meet.
const AT_JUNCTIONS: [&str; 3] = ["示例路口", "示例井盖", "示例公交站旁"];
/// Likewise along a road, or in front of a house.
const OUTSIDE: [&str; 2] = ["示例消火栓", "示例路灯"];
/// What is in front of a house is this far from where that stands, in metres.
const FRONT_M: f64 = 15.0;
/// Of those who come by where no track is recorded, so many say so.
const TAPPED: f64 = 0.6;

/// The check-points of one beat.
pub type Points = Vec<(CheckPointId, Metre, i32)>;

/// Makes check-points, grid by grid.
pub struct Maker {
    borders: HashMap<Area, Border>,
    next: u64,
    seed: u64,
    /// What was made since it was last written.
    pub columns: CheckPointColumns,
}

impl Maker {
    /// Ready for the grids of a city.
    pub async fn new(tx: &mut Tx, city: Area, seed: u64) -> Result<Self, StoreError> {
        let found = borders(tx, city.range(), Level::Grid).await?;
        let borders = found.into_iter().map(|border| (border.area, border)).collect();
        Ok(Self { borders, next: 1, seed, columns: CheckPointColumns::default() })
    }

    /// Two to four points of a beat: one where roads meet, if they do inside the grid, and the others at buildings; along the roads and in
    /// front of a house where there are no more of these.
    pub fn place(&mut self, grid: Area, beat: &Beat) -> Points {
        let mut dice = Dice::new(self.seed ^ 0x9017, grid.code() as u64);
        let wanted = dice.between(2, 4) as usize;
        let border = self.borders.get(&grid);
        let is_inside = |at: &Metre| border.is_some_and(|border| border.holds(decimetres(*at)));
        let mut junctions: Vec<Metre> = beat.network.junctions().filter(is_inside).collect();
        let mut buildings: Vec<Metre> = beat.doors.iter().map(|(at, _)| *at).collect();
        let corners = beat.network.corners();
        let mut others: Vec<Metre> =
            corners.chain(buildings.iter().flat_map(|at| around(*at))).filter(is_inside).collect();
        let mut points = Points::new();
        while points.len() < wanted {
            let (from, names, radius_m) = if points.is_empty() && !junctions.is_empty() {
                (&mut junctions, &AT_JUNCTIONS[..], 25)
            } else if buildings.is_empty() {
                (&mut others, &OUTSIDE[..], 25)
            } else {
                (&mut buildings, &AT_BUILDINGS[..], 40)
            };
            if from.is_empty() {
                break;
            }
            let at = from.swap_remove(dice.below(from.len() as u32) as usize);
            let name = *dice.pick(names);
            points.push((self.push(grid, name, at, radius_m), at, radius_m));
        }
        points
    }

    fn push(&mut self, grid: Area, name: &str, at: Metre, radius_m: i32) -> CheckPointId {
        let id = CheckPointId::new(grid.county(), self.next);
        self.next += 1;
        let (x_dm, y_dm) = decimetres(at);
        let columns = &mut self.columns;
        columns.id.push(id.number());
        columns.area.push(grid.code());
        columns.name.push(name.to_owned());
        columns.x_dm.push(x_dm);
        columns.y_dm.push(y_dm);
        columns.radius_m.push(radius_m);
        columns.account.push(post::post_of(grid.parent().unwrap_or(grid)).0.number());
        id
    }

    /// Writes down which points a walk came by: its fixes did where they are recorded, and some taps where they are not.
    pub fn pass(&mut self, beat: &Beat, points: &Points, day: NaiveDate, (frame, fixes): (Frame, &[Fix])) {
        for (id, at, radius_m) in points {
            let near = |fix: &&Fix| frame.to_metre(fix.position).distance_m(*at) <= f64::from(*radius_m);
            let Some(fix) = fixes.iter().find(near) else { continue };
            let mut dice = Dice::new(self.seed ^ 0x7a9, (id.number() ^ fix.at.timestamp()) as u64);
            let is_said = beat.is_recorded || dice.chance(TAPPED);
            if is_said {
                self.push_pass(*id, beat, (day, fix.at), if beat.is_recorded { Way::Fix } else { Way::Tap });
            }
        }
    }

    fn push_pass(&mut self, id: CheckPointId, beat: &Beat, (day, at): (NaiveDate, DateTime<Utc>), way: Way) {
        let pass = &mut self.columns.pass;
        pass.check_point.push(id.number());
        pass.area.push(beat.area);
        pass.day.push(day);
        pass.account.push(beat.account);
        pass.passed_at.push(at);
        pass.way.push(way.slug());
    }
}

/// The four sides of a house.
fn around(at: Metre) -> [Metre; 4] {
    [(FRONT_M, 0.0), (-FRONT_M, 0.0), (0.0, FRONT_M), (0.0, -FRONT_M)]
        .map(|(east, north)| Metre { x: at.x + east, y: at.y + north })
}

fn decimetres(at: Metre) -> (i32, i32) {
    ((at.x * 10.0).round() as i32, (at.y * 10.0).round() as i32)
}
