//! From a plan to the packed scene, and from there to cell numbers.

use citypack::{AreaEntry, Building, CellIndex, City, Estate, Kind, Land, LandKind, Point, Road, RoadClass};
use cityplan::{BuildingKind, CityPlan, LandClass, PlannedBuilding, PointDm, RingDm};
use domain::area::Level;
use std::collections::HashMap;

use super::Options;
use crate::StoreError;

/// A packed scene and where each building stands in it.
pub(super) struct Scene {
    city: City,
    /// Index and first cell by the building's serial number.
    place: HashMap<u64, (u32, u32)>,
    /// How many cell numbers there are.
    pub(super) cells: u32,
    /// The pack.
    pub(super) bytes: Vec<u8>,
}

impl Scene {
    pub(super) fn new(plan: &CityPlan, options: &Options, version: u32) -> Result<Self, StoreError> {
        let mut city = city(plan, options, version);
        city.arrange();
        city.check()?;
        let index = CellIndex::new(&city);
        let places = city.buildings.iter().zip(0u32..);
        let place = places.map(|(building, at)| (building.serial, (at, index.building_cells(at).start))).collect();
        let bytes = citypack::encode(&city)?;
        Ok(Self { cells: index.cells(), city, place, bytes })
    }

    /// Packs the same city under another version.
    pub(super) fn renumber(&mut self, version: u32) -> Result<(), StoreError> {
        self.city.scene_version = version;
        self.bytes = citypack::encode(&self.city)?;
        Ok(())
    }

    pub(super) fn version(&self) -> u32 {
        self.city.scene_version
    }

    /// How many buildings there are.
    pub(super) fn buildings(&self) -> u32 {
        self.city.buildings.len() as u32
    }

    /// Index and first cell of a building.
    pub(super) fn place(&self, building: &PlannedBuilding) -> Option<(i32, i32)> {
        self.place.get(&building.serial).map(|(index, cell)| (*index as i32, *cell as i32))
    }
}

fn city(plan: &CityPlan, options: &Options, version: u32) -> City {
    let mut areas: Vec<AreaEntry> = plan
        .areas
        .iter()
        .map(|area| AreaEntry { area: area.area, name: area.name.clone(), label: point(area.label_point) })
        .collect();
    areas.sort_by_key(|entry| entry.area);
    let index: HashMap<_, _> = areas.iter().zip(0u32..).map(|(entry, index)| (entry.area, index)).collect();
    let grids: Vec<(u32, Vec<Vec<Point>>)> = plan
        .areas
        .iter()
        .filter(|area| area.level == Level::Grid)
        .map(|area| (index[&area.area], rings(&area.rings)))
        .collect();
    City {
        scene_version: version,
        origin: plan.frame.origin,
        attribution: options.attribution.clone(),
        borders: citypack::borders(&grids),
        estates: plan
            .estates
            .iter()
            .map(|estate| Estate { name: estate.name.clone(), label: point(estate.label_point) })
            .collect(),
        buildings: plan
            .buildings
            .iter()
            .map(|planned| building(planned, planned.place.and_then(|place| index.get(&place.grid).copied())))
            .collect(),
        roads: plan.roads.iter().map(|road| Road { class: road_class(road.class), line: line(&road.line) }).collect(),
        land: plan.land.iter().map(|land| Land { kind: land_kind(land.class), rings: rings(&land.rings) }).collect(),
        areas,
    }
}

fn building(planned: &PlannedBuilding, area: Option<u32>) -> Building {
    let has_dwellings = area.is_some() && planned.dwellings() > 0;
    Building {
        serial: planned.serial,
        area,
        estate: planned.place.map(|place| place.estate),
        number: planned.place.map_or(0, |place| u32::from(place.number)),
        kind: kind(planned.kind),
        floors: u16::from(planned.floors),
        floor_height_dm: planned.floor_height_dm.clamp(1, u16::from(u8::MAX)) as u8,
        columns: if has_dwellings { planned.columns() as u16 } else { 0 },
        units: if has_dwellings { u16::from(planned.units) } else { 0 },
        first_floor: u16::from(planned.first_floor.max(1)),
        rings: rings(&planned.rings),
    }
}

fn point(point: PointDm) -> Point {
    Point { x: point[0], y: point[1] }
}

fn line(line: &[PointDm]) -> Vec<Point> {
    line.iter().copied().map(point).collect()
}

fn rings(rings: &[RingDm]) -> Vec<Vec<Point>> {
    rings.iter().map(|ring| line(ring)).collect()
}

fn kind(kind: BuildingKind) -> Kind {
    match kind {
        BuildingKind::Apartment | BuildingKind::Dormitory => Kind::Apartments,
        BuildingKind::House => Kind::House,
        BuildingKind::School | BuildingKind::Kindergarten => Kind::School,
        BuildingKind::Hospital => Kind::Medical,
        BuildingKind::Shop | BuildingKind::Office | BuildingKind::Hotel => Kind::Commerce,
        BuildingKind::Industrial => Kind::Industry,
        BuildingKind::Garage | BuildingKind::Shed => Kind::Garage,
        BuildingKind::Worship | BuildingKind::Public | BuildingKind::Transport => Kind::Civic,
        BuildingKind::Construction | BuildingKind::Other => Kind::Other,
    }
}

fn road_class(class: cityplan::RoadClass) -> RoadClass {
    match class {
        cityplan::RoadClass::Motorway | cityplan::RoadClass::Trunk => RoadClass::Motorway,
        cityplan::RoadClass::Primary => RoadClass::Primary,
        cityplan::RoadClass::Secondary => RoadClass::Secondary,
        cityplan::RoadClass::Tertiary => RoadClass::Tertiary,
        cityplan::RoadClass::Residential | cityplan::RoadClass::Living => RoadClass::Residential,
        cityplan::RoadClass::Service | cityplan::RoadClass::Track => RoadClass::Service,
        cityplan::RoadClass::Path => RoadClass::Foot,
        cityplan::RoadClass::Rail => RoadClass::Rail,
    }
}

fn land_kind(class: LandClass) -> LandKind {
    match class {
        LandClass::Water => LandKind::Water,
        LandClass::Park | LandClass::Cemetery => LandKind::Park,
        LandClass::Grass | LandClass::Farm | LandClass::Sport => LandKind::Grass,
        LandClass::Wood => LandKind::Wood,
        LandClass::Residential => LandKind::Residential,
        LandClass::School | LandClass::Kindergarten | LandClass::Hospital => LandKind::Institution,
        LandClass::Bare
        | LandClass::Paved
        | LandClass::Commercial
        | LandClass::Industrial
        | LandClass::Military
        | LandClass::Other => LandKind::Other,
    }
}
