//! What comes out: one administrative city as plain values, ready to be stored and drawn.
//!
//! Not for how it is made (see [`crate::layout`]), nor for ids of records: a serial number here becomes an id in the store.

use std::ops::RangeInclusive;

use domain::area::{Area, Level};
use domain::geo::Frame;

use crate::report::Report;

/// A point in whole decimetres east and north of the city's origin.
pub type PointDm = [i32; 2];

/// A closed ring in decimetres without the repeated last point. Outer rings run counter-clockwise, holes clockwise.
pub type RingDm = Vec<PointDm>;

/// A planned administrative city.
#[derive(Clone, Debug, PartialEq)]
pub struct CityPlan {
    /// The flat frame of all coordinates here: decimetres ÷ 10 are its metres.
    pub frame: Frame,
    /// Smallest and largest corner of everything that is drawn.
    pub bounds_dm: [PointDm; 2],
    /// The city first, then streets, communities and grids in the order of their codes.
    pub areas: Vec<PlannedArea>,
    /// Residential estates 小区, grouped by community; [`BuildingPlace::estate`] counts in this list.
    pub estates: Vec<PlannedEstate>,
    /// Every building that was taken, in the order of the file.
    pub buildings: Vec<PlannedBuilding>,
    /// Every road that was taken.
    pub roads: Vec<PlannedRoad>,
    /// Water, green and other land, larger pieces first so that smaller ones are drawn above them.
    pub land: Vec<PlannedLand>,
    /// Named points such as shops and clinics.
    pub places: Vec<PlannedPlace>,
    /// What was read, repaired, refused and made.
    pub report: Report,
}

/// One area of jurisdiction.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedArea {
    /// The code made of nested numbers.
    pub area: Area,
    /// How deep it lies.
    pub level: Level,
    /// Chinese name; synthetic unless it came with official areas.
    pub name: String,
    /// The official code, when official areas were given.
    pub official_code: Option<String>,
    /// Whether the name and the border were made up here.
    pub is_synthetic: bool,
    /// The outer ring, then holes. Shared borders have exactly the same points on both sides.
    pub rings: Vec<RingDm>,
    /// A point well inside, for a label.
    pub label_point: PointDm,
    /// Exact area in square metres.
    pub area_m2: f64,
    /// How many dwellings lie in it.
    pub dwellings: u32,
    /// Why a grid's size is outside the wanted range; nothing for grids inside it and for other levels.
    pub flag: Option<SizeFlag>,
}

/// Why a grid is not of the wanted size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeFlag {
    /// Fewer dwellings than wanted; its neighbours in the community could spare none.
    TooSmall,
    /// More dwellings than wanted, though they could have been cut.
    TooLarge,
    /// A single building holds more dwellings than a grid should.
    OneBuildingTooLarge,
    /// The grid was given officially and is taken as it is.
    Official,
}

/// A residential estate 小区: a cluster of buildings between roads inside one community.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedEstate {
    /// Stable while the buildings and the layout stay the same; unique in the city.
    pub serial: u64,
    /// The community that holds it.
    pub community: Area,
    /// Synthetic Chinese name.
    pub name: String,
    /// The outer ring, then holes.
    pub rings: Vec<RingDm>,
    /// A point well inside, for a label.
    pub label_point: PointDm,
    /// How many dwellings lie in it.
    pub dwellings: u32,
}

/// One building.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedBuilding {
    /// Stable across imports of the same data; unique in the city and below 10^12.
    pub serial: u64,
    /// Where it came from, such as `way/123`, with `#2` for the second part of a multipolygon.
    pub source_ref: String,
    /// What it is used for.
    pub kind: BuildingKind,
    /// Its own name in the source, if any.
    pub name: Option<String>,
    /// Street name in the source's own language.
    pub street: Option<String>,
    /// House number as the source writes it.
    pub house_number: Option<String>,
    /// Storeys above ground, 1 to 120.
    pub floors: u8,
    /// Whether the source did not say how many floors there are.
    pub floors_assumed: bool,
    /// Height of one storey in decimetres.
    pub floor_height_dm: u16,
    /// The lowest floor with dwellings; 2 above a shop. One when there are no dwellings.
    pub first_floor: u8,
    /// Stairs 单元 that lead to dwellings; zero when there are none.
    pub units: u8,
    /// Doors on each floor of each unit; zero when there are none.
    pub doors_per_unit: u8,
    /// The outer ring, then courtyards.
    pub rings: Vec<RingDm>,
    /// A point inside the footprint; decides which areas the building lies in.
    pub point: PointDm,
    /// Where it belongs; nothing for surroundings, which are only drawn.
    pub place: Option<BuildingPlace>,
}

/// Where a building belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildingPlace {
    /// The grid whose polygon holds the building's point.
    pub grid: Area,
    /// Index into [`CityPlan::estates`].
    pub estate: u32,
    /// Number inside the estate, as in 3号楼.
    pub number: u16,
}

/// One dwelling's cell: its stair, floor and door, and its column on the facade. All count as people do, from one, but the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Unit 单元, from 1.
    pub unit: u8,
    /// Floor, from 1.
    pub floor: u8,
    /// Door on the floor inside the unit, from 1.
    pub door: u8,
    /// Column on the facade, from 0: `(unit − 1) × doors_per_unit + door − 1`.
    pub column: u8,
}

impl PlannedBuilding {
    /// How many columns of cells its facade has.
    pub fn columns(&self) -> u32 {
        u32::from(self.units) * u32::from(self.doors_per_unit)
    }

    /// How many floors hold dwellings.
    pub fn dwelling_floors(&self) -> u32 {
        if self.units == 0 { 0 } else { (u32::from(self.floors) + 1).saturating_sub(u32::from(self.first_floor)) }
    }

    /// How many dwellings it would have by its size, also when it is only surroundings.
    pub fn capacity(&self) -> u32 {
        self.columns() * self.dwelling_floors()
    }

    /// How many dwellings it has; none when it is only surroundings.
    pub fn dwellings(&self) -> u32 {
        if self.place.is_some() { self.capacity() } else { 0 }
    }

    /// Every dwelling's cell, floor by floor from below.
    pub fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        let floors: RangeInclusive<u8> = self.first_floor..=self.floors;
        let with_place = floors.filter(|_| self.place.is_some());
        with_place.flat_map(move |floor| {
            (0..self.columns()).map(move |column| Cell {
                unit: (column / u32::from(self.doors_per_unit)) as u8 + 1,
                floor,
                door: (column % u32::from(self.doors_per_unit)) as u8 + 1,
                column: column as u8,
            })
        })
    }

    /// Total height in decimetres.
    pub fn height_dm(&self) -> u32 {
        u32::from(self.floors) * u32::from(self.floor_height_dm)
    }
}

/// What a building is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BuildingKind {
    /// Flats 楼房.
    Apartment,
    /// Dormitory 宿舍.
    Dormitory,
    /// One- or two-storey house 平房.
    House,
    /// School, college or university.
    School,
    /// Kindergarten 幼儿园.
    Kindergarten,
    /// Hospital or clinic.
    Hospital,
    /// Shop, mall or restaurant.
    Shop,
    /// Offices and other commerce.
    Office,
    /// Hotel.
    Hotel,
    /// Factory, warehouse, tank.
    Industrial,
    /// Garage or car park.
    Garage,
    /// Shed, roof, kiosk: too small or too open for anybody to live in.
    Shed,
    /// Place of worship.
    Worship,
    /// Government, culture, sport and other public use.
    Public,
    /// Station or other transport.
    Transport,
    /// Not finished, or a ruin.
    Construction,
    /// Not residential, use unknown.
    Other,
}

impl BuildingKind {
    /// Whether people live in it.
    pub fn is_residential(self) -> bool {
        matches!(self, Self::Apartment | Self::Dormitory | Self::House)
    }
}

/// One line of a road.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRoad {
    /// Where it came from, such as `way/123`.
    pub source_ref: String,
    /// How important it is.
    pub class: RoadClass,
    /// Its name in the source's own language.
    pub name: Option<String>,
    /// Centre line in decimetres, at least two points.
    pub line: Vec<PointDm>,
}

/// Importance of a road, the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoadClass {
    /// Motorway.
    Motorway,
    /// Trunk road.
    Trunk,
    /// Primary road.
    Primary,
    /// Secondary road.
    Secondary,
    /// Tertiary road.
    Tertiary,
    /// Street with houses, or unclassified.
    Residential,
    /// Living street or pedestrian zone.
    Living,
    /// Way inside a block: driveway, parking aisle.
    Service,
    /// Field track.
    Track,
    /// Footway, cycleway, path, steps.
    Path,
    /// Railway, when the roads file holds some.
    Rail,
}

/// A piece of land.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedLand {
    /// Where it came from.
    pub source_ref: String,
    /// What covers it.
    pub class: LandClass,
    /// Its name in the source's own language.
    pub name: Option<String>,
    /// The outer ring, then holes.
    pub rings: Vec<RingDm>,
}

/// What covers a piece of land.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LandClass {
    /// River, lake, canal.
    Water,
    /// Park, garden, playground.
    Park,
    /// Grass and meadow.
    Grass,
    /// Wood and scrub.
    Wood,
    /// Field, orchard, allotment.
    Farm,
    /// Sand, rock, bare ground.
    Bare,
    /// Sports ground.
    Sport,
    /// Square, parking and other paved ground.
    Paved,
    /// Residential quarter.
    Residential,
    /// School, college or university ground.
    School,
    /// Kindergarten ground.
    Kindergarten,
    /// Hospital ground.
    Hospital,
    /// Shops and offices.
    Commercial,
    /// Industry, railway, quarry.
    Industrial,
    /// Military ground.
    Military,
    /// Cemetery.
    Cemetery,
    /// Anything else.
    Other,
}

/// A named point.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPlace {
    /// Where it came from.
    pub source_ref: String,
    /// Key and value of the tag that says what it is, such as `amenity=pharmacy`.
    pub kind: String,
    /// Its name in the source's own language.
    pub name: Option<String>,
    /// Where it stands.
    pub point: PointDm,
}
