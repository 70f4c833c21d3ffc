//! The decoded city: plain data, in the one order that numbers its cells.
//!
//! Not for anything that changes while people work with the map: lights, labels and residents live in the state pack.

use domain::area::{Area, Level};
use domain::geo::{LonLat, Metre};

use crate::border::Border;

/// A position in decimetres east and north of the city's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Decimetres east.
    pub x: i32,
    /// Decimetres north.
    pub y: i32,
}

impl Point {
    /// Rounds local metres to decimetres.
    pub fn from_metre(point: Metre) -> Self {
        Self { x: (point.x * 10.0).round() as i32, y: (point.y * 10.0).round() as i32 }
    }

    /// The same place in metres.
    pub fn to_metre(self) -> Metre {
        Metre { x: f64::from(self.x) / 10.0, y: f64::from(self.y) / 10.0 }
    }
}

/// A city's public geometry. Only [`City::arrange`]d and [`City::check`]ed cities can be encoded or come out of decoding.
#[derive(Clone, Debug, PartialEq)]
pub struct City {
    /// Which numbering of cells this is; goes up whenever buildings or areas change.
    pub scene_version: u32,
    /// The point with the coordinates (0, 0).
    pub origin: LonLat,
    /// Where the geometry comes from; to be shown wherever the map is.
    pub attribution: String,
    /// All areas, city to grids, ascending by code.
    pub areas: Vec<AreaEntry>,
    /// The lines between grids.
    pub borders: Vec<Border>,
    /// Residential estates 小区.
    pub estates: Vec<Estate>,
    /// All buildings, ranked by (area index, serial); the ones outside all areas come last.
    pub buildings: Vec<Building>,
    /// Roads and paths.
    pub roads: Vec<Road>,
    /// Water, green and other ground.
    pub land: Vec<Land>,
}

/// An area of jurisdiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaEntry {
    /// Its code, which also says its level.
    pub area: Area,
    /// Its name.
    pub name: String,
    /// Where its name is written.
    pub label: Point,
}

/// A residential estate 小区.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estate {
    /// Its name.
    pub name: String,
    /// Where its name is written.
    pub label: Point,
}

/// A building with, or without, household cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Building {
    /// The serial number of its `domain::id::BuildingId`.
    pub serial: u64,
    /// The index of its grid in [`City::areas`]; none for the surroundings, which have no cells.
    pub area: Option<u32>,
    /// The index of its estate in [`City::estates`].
    pub estate: Option<u32>,
    /// The building number 楼号 inside its estate or street; 0 when it has none.
    pub number: u32,
    /// What it is used for.
    pub kind: Kind,
    /// Storeys above ground, 1 and up.
    pub floors: u16,
    /// Height of one storey in decimetres.
    pub floor_height_dm: u8,
    /// Flats on a floor over all units; 0 when nobody lives here.
    pub columns: u16,
    /// Stairs 单元 that the columns are spread over.
    pub units: u16,
    /// The lowest floor with flats. Cells below it are numbered but don't exist: their state byte is 0.
    pub first_floor: u16,
    /// The outline (first) and the courtyards in it, each closed without repeating its first point.
    pub rings: Vec<Vec<Point>>,
}

impl Building {
    /// How many numbers the building takes in the dense order: floors × columns.
    pub fn cells(&self) -> u32 {
        u32::from(self.floors) * u32::from(self.columns)
    }

    /// Its height above ground in metres.
    pub fn height_m(&self) -> f64 {
        f64::from(self.floors) * self.floor_height_m()
    }

    /// Height of one storey in metres.
    pub fn floor_height_m(&self) -> f64 {
        f64::from(self.floor_height_dm) / 10.0
    }
}

/// Declares an enum with a fixed number for each variant on the wire.
macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $number:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name {
            $($(#[$variant_doc])* $variant = $number,)*
        }

        impl $name {
            /// Every variant, by number.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Parses the number on the wire.
            pub fn from_number(number: u64) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

numbered! {
    /// What a building is used for.
    Kind {
        /// Flats 住宅楼.
        Apartments = 0,
        /// One-family houses and one-storey courtyards 平房.
        House = 1,
        /// Schools and kindergartens.
        School = 2,
        /// Hospitals and clinics.
        Medical = 3,
        /// Shops, offices, hotels.
        Commerce = 4,
        /// Factories and warehouses.
        Industry = 5,
        /// Garages and sheds.
        Garage = 6,
        /// Authorities, culture, worship.
        Civic = 7,
        /// Anything else.
        Other = 8,
    }
}

numbered! {
    /// How important a road is.
    RoadClass {
        /// Motorways and trunk roads.
        Motorway = 0,
        /// Primary roads 主干路.
        Primary = 1,
        /// Secondary roads 次干路.
        Secondary = 2,
        /// Tertiary roads 支路.
        Tertiary = 3,
        /// Residential and unclassified streets.
        Residential = 4,
        /// Service roads, drives, tracks.
        Service = 5,
        /// Footways, paths, steps, cycleways.
        Foot = 6,
        /// Railways.
        Rail = 7,
    }
}

impl RoadClass {
    /// The drawn width in metres.
    pub fn width_m(self) -> f64 {
        match self {
            Self::Motorway => 18.0,
            Self::Primary => 14.0,
            Self::Secondary => 11.0,
            Self::Tertiary => 8.0,
            Self::Residential => 6.0,
            Self::Service => 3.6,
            Self::Foot => 1.8,
            Self::Rail => 3.0,
        }
    }
}

numbered! {
    /// What covers a piece of ground. Later ones lie on top of earlier ones.
    LandKind {
        /// Built-up residential ground.
        Residential = 0,
        /// The grounds of schools and hospitals.
        Institution = 1,
        /// Parks and gardens.
        Park = 2,
        /// Grass.
        Grass = 3,
        /// Woods.
        Wood = 4,
        /// Rivers, lakes, ponds.
        Water = 5,
        /// Anything else, drawn like bare ground.
        Other = 6,
    }
}

/// A road.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Road {
    /// How important it is.
    pub class: RoadClass,
    /// Its centre line, two points or more.
    pub line: Vec<Point>,
}

/// A piece of ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Land {
    /// What covers it.
    pub kind: LandKind,
    /// Outline and holes, each closed without repeating its first point.
    pub rings: Vec<Vec<Point>>,
}

/// How many cells one scene may have: a state texture of 2048 × 2048.
pub const MAX_CELLS: u32 = 1 << 22;
/// How many floors a building may have.
pub const MAX_FLOORS: u16 = 255;
/// How many columns a building may have.
pub const MAX_COLUMNS: u16 = 1000;
/// How far from the origin a point may lie, in decimetres: about 105 km.
pub const MAX_COORDINATE_DM: i32 = 1 << 20;

/// The grids on which points lie, in decimetres: what nobody sees is not transmitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Step {
    /// Walls.
    Building = 3,
    /// Roads, land, and borders of areas: what is drawn as ribbons and patches metres wide.
    Ground = 20,
    /// Places of names.
    Label = 100,
}

impl Step {
    /// The nearest point of the grid, inside the city's range when the point is.
    pub fn snap(self, point: Point) -> Point {
        let step = self as i32;
        let part = |value: i32| {
            let steps = (f64::from(value) / f64::from(step)).round() as i32;
            let near = value.unsigned_abs() <= MAX_COORDINATE_DM.unsigned_abs();
            let most = if near { MAX_COORDINATE_DM / step } else { i32::MAX };
            steps.clamp(-most, most).saturating_mul(step)
        };
        Point { x: part(point.x), y: part(point.y) }
    }

    fn holds(self, point: Point) -> bool {
        point.x % self as i32 == 0 && point.y % self as i32 == 0
    }
}

/// Why a city can't be numbered or encoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// Areas are not ascending by code, or a code stands twice.
    #[error("areas must ascend by code")]
    AreaOrder,
    /// Buildings are not ranked by (area, serial), or a serial stands twice.
    #[error("building {0} is out of order")]
    BuildingOrder(usize),
    /// Floors, columns, units or first floor are out of range.
    #[error("building {0} has impossible floors or columns")]
    BuildingSize(usize),
    /// A building names a grid that is not there, or has cells without a grid.
    #[error("building {0} has no valid grid")]
    BuildingArea(usize),
    /// A building names an estate that is not there.
    #[error("building {0} has no valid estate")]
    BuildingEstate(usize),
    /// A border names an area that is not a grid.
    #[error("border {0} names no valid grid")]
    BorderArea(usize),
    /// A ring with fewer than three points, a line with fewer than two, or an outline that is missing.
    #[error("{part} {index} has too few points")]
    Shape {
        /// What kind of thing it is.
        part: &'static str,
        /// Which one.
        index: usize,
    },
    /// A point further away than [`MAX_COORDINATE_DM`].
    #[error("a point lies too far from the origin")]
    TooFar,
    /// More cells than [`MAX_CELLS`].
    #[error("the city has more than {MAX_CELLS} cells")]
    TooManyCells,
    /// A point that is not on its grid (see [`Step`]).
    #[error("the city was not arranged")]
    Step,
    /// The origin is not a place on earth.
    #[error("the origin is no position")]
    Origin,
}

impl City {
    /// The index of an area.
    pub fn area_index(&self, area: Area) -> Option<usize> {
        self.areas.binary_search_by_key(&area, |entry| entry.area).ok()
    }

    /// Makes sure that everything refers to something and that numbers are in range.
    pub fn check(&self) -> Result<(), Invalid> {
        LonLat::new_checked(self.origin.lon, self.origin.lat).ok_or(Invalid::Origin)?;
        if !self.areas.windows(2).all(|pair| pair[0].area < pair[1].area) {
            return Err(Invalid::AreaOrder);
        }
        self.check_buildings()?;
        self.check_borders()?;
        for (index, road) in self.roads.iter().enumerate() {
            check_line(&road.line, 2, "road", index)?;
            check_step(road.line.iter(), Step::Ground)?;
        }
        for (index, land) in self.land.iter().enumerate() {
            check_rings(&land.rings, "land", index)?;
            check_step(land.rings.iter().flatten(), Step::Ground)?;
        }
        let labels: Vec<Point> =
            self.areas.iter().map(|area| area.label).chain(self.estates.iter().map(|estate| estate.label)).collect();
        check_step(labels.iter(), Step::Label)?;
        if labels.into_iter().all(is_near) { Ok(()) } else { Err(Invalid::TooFar) }
    }

    fn check_buildings(&self) -> Result<(), Invalid> {
        let mut cells = 0u32;
        for (index, building) in self.buildings.iter().enumerate() {
            if index > 0 && self.buildings[index - 1].rank() >= building.rank() {
                return Err(Invalid::BuildingOrder(index));
            }
            building.check_size().ok_or(Invalid::BuildingSize(index))?;
            match building.area {
                Some(area) if self.is_grid(area) => {}
                None if building.columns == 0 => {}
                _ => return Err(Invalid::BuildingArea(index)),
            }
            if building.estate.is_some_and(|estate| estate as usize >= self.estates.len()) {
                return Err(Invalid::BuildingEstate(index));
            }
            check_rings(&building.rings, "building", index)?;
            check_step(building.rings.iter().flatten(), Step::Building)?;
            cells += building.cells();
            if cells > MAX_CELLS {
                return Err(Invalid::TooManyCells);
            }
        }
        Ok(())
    }

    fn check_borders(&self) -> Result<(), Invalid> {
        for (index, border) in self.borders.iter().enumerate() {
            if ![border.left, border.right].into_iter().flatten().all(|area| self.is_grid(area)) {
                return Err(Invalid::BorderArea(index));
            }
            check_line(&border.line, 2, "border", index)?;
            check_step(border.line.iter(), Step::Ground)?;
        }
        Ok(())
    }

    fn is_grid(&self, area: u32) -> bool {
        self.areas.get(area as usize).is_some_and(|entry| entry.area.level() == Level::Grid)
    }
}

impl Building {
    /// The order of buildings: by area, the ones without area last, then by serial.
    pub(crate) fn rank(&self) -> (u32, u64) {
        (self.area.unwrap_or(u32::MAX), self.serial)
    }

    fn check_size(&self) -> Option<()> {
        let floors_ok = (1..=MAX_FLOORS).contains(&self.floors) && self.floor_height_dm > 0;
        let first_ok = self.first_floor >= 1;
        (floors_ok && first_ok && self.columns <= MAX_COLUMNS).then_some(())
    }
}

fn check_step<'a>(mut points: impl Iterator<Item = &'a Point>, step: Step) -> Result<(), Invalid> {
    if points.all(|point| step.holds(*point)) { Ok(()) } else { Err(Invalid::Step) }
}

fn is_near(point: Point) -> bool {
    let range = -MAX_COORDINATE_DM..=MAX_COORDINATE_DM;
    range.contains(&point.x) && range.contains(&point.y)
}

fn check_line(line: &[Point], least: usize, part: &'static str, index: usize) -> Result<(), Invalid> {
    if line.len() < least {
        return Err(Invalid::Shape { part, index });
    }
    if line.iter().all(|point| is_near(*point)) { Ok(()) } else { Err(Invalid::TooFar) }
}

fn check_rings(rings: &[Vec<Point>], part: &'static str, index: usize) -> Result<(), Invalid> {
    if rings.is_empty() {
        return Err(Invalid::Shape { part, index });
    }
    rings.iter().try_for_each(|ring| check_line(ring, 3, part, index))
}
