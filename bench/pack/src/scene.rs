//! A planned city as a city scene. The product does the same from the database; here no database is wanted.

use std::collections::HashMap;

use citypack::{AreaEntry, Building, City, Estate, Kind, Land, LandKind, Point, Road, RoadClass, borders};
use cityplan::{BuildingKind, CityPlan, LandClass, PlannedBuilding, PointDm, RingDm};
use domain::area::{Area, Level};

/// How far around the inhabited part of a cut the ground is kept, in decimetres.
const MARGIN_DM: i32 = 3_000;

/// The scene of a plan.
pub fn city(plan: &CityPlan) -> City {
    let mut areas: Vec<AreaEntry> = plan
        .areas
        .iter()
        .map(|planned| AreaEntry { area: planned.area, name: planned.name.clone(), label: point(planned.label_point) })
        .collect();
    areas.sort_by_key(|entry| entry.area);
    let index: HashMap<Area, u32> = areas.iter().zip(0..).map(|(entry, index)| (entry.area, index)).collect();
    let grids: Vec<(u32, Vec<Vec<Point>>)> = plan
        .areas
        .iter()
        .filter(|planned| planned.level == Level::Grid)
        .map(|planned| (index[&planned.area], rings(&planned.rings)))
        .collect();
    let estates = plan.estates.iter();
    let mut city = City {
        scene_version: 1,
        origin: plan.frame.origin,
        attribution: "© OpenStreetMap contributors".to_owned(),
        borders: borders(&grids),
        areas,
        estates: estates.map(|estate| Estate { name: estate.name.clone(), label: point(estate.label_point) }).collect(),
        buildings: plan.buildings.iter().map(|planned| building(planned, &index)).collect(),
        roads: plan.roads.iter().map(|road| Road { class: road_class(road.class), line: line(&road.line) }).collect(),
        land: plan.land.iter().map(|land| Land { kind: land_kind(land.class), rings: rings(&land.rings) }).collect(),
    };
    city.arrange();
    city
}

/// Drops the surroundings: what lies outside the areas, and ground further than 300 m from the houses that are left.
pub fn keep_inhabited(city: &mut City) {
    city.buildings.retain(|building| building.area.is_some());
    let points = || city.buildings.iter().flat_map(|building| building.rings.iter().flatten());
    let low = Point { x: points().map(|p| p.x).min().unwrap_or(0), y: points().map(|p| p.y).min().unwrap_or(0) };
    let high = Point { x: points().map(|p| p.x).max().unwrap_or(0), y: points().map(|p| p.y).max().unwrap_or(0) };
    let reach = |low: i32, high: i32, at: i32| (low - MARGIN_DM..=high + MARGIN_DM).contains(&at);
    let inside = |point: &Point| reach(low.x, high.x, point.x) && reach(low.y, high.y, point.y);
    city.land.retain(|land| land.rings.iter().flatten().any(inside));
    city.roads = std::mem::take(&mut city.roads)
        .into_iter()
        .flat_map(|road| {
            let parts = road.line.split(|point| !inside(point)).filter(|part| part.len() > 1);
            parts.map(|part| Road { class: road.class, line: part.to_vec() }).collect::<Vec<_>>()
        })
        .collect();
}

fn building(planned: &PlannedBuilding, areas: &HashMap<Area, u32>) -> Building {
    let lived_in = planned.place.is_some() && planned.units > 0;
    Building {
        serial: planned.serial,
        area: planned.place.and_then(|place| areas.get(&place.grid).copied()),
        estate: planned.place.map(|place| place.estate),
        number: planned.place.map_or(0, |place| u32::from(place.number)),
        kind: kind(planned.kind),
        floors: u16::from(planned.floors),
        floor_height_dm: planned.floor_height_dm.min(255) as u8,
        columns: if lived_in { planned.columns() as u16 } else { 0 },
        units: u16::from(planned.units),
        first_floor: u16::from(planned.first_floor).max(1),
        rings: rings(&planned.rings),
    }
}

fn point([x, y]: PointDm) -> Point {
    Point { x, y }
}

fn line(points: &[PointDm]) -> Vec<Point> {
    points.iter().copied().map(point).collect()
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
        BuildingKind::Worship | BuildingKind::Public => Kind::Civic,
        BuildingKind::Transport | BuildingKind::Construction | BuildingKind::Other => Kind::Other,
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
        LandClass::Park | LandClass::Sport => LandKind::Park,
        LandClass::Grass | LandClass::Farm => LandKind::Grass,
        LandClass::Wood => LandKind::Wood,
        LandClass::Residential => LandKind::Residential,
        LandClass::School | LandClass::Kindergarten | LandClass::Hospital => LandKind::Institution,
        _ => LandKind::Other,
    }
}
