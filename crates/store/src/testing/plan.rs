//! A small city made by hand: two streets, three grids, and every kind of building that matters to a test.

use cityplan::{
    BuildingKind, BuildingPlace, CityPlan, LandClass, PlannedArea, PlannedBuilding, PlannedEstate, PlannedLand,
    PlannedPlace, PlannedRoad, Report, RingDm, RoadClass,
};
use domain::area::{Area, County};
use domain::geo::{Frame, LonLat};

/// The county of the small city.
pub fn county() -> County {
    County::new_checked(990_001).expect("six digits")
}

/// A grid of the small city by street, community and grid number.
pub fn grid_of(street: u16, community: u16, grid: u16) -> Area {
    let area = Area::city(county()).child(street).and_then(|area| area.child(community));
    area.and_then(|area| area.child(grid)).expect("small numbers are area numbers")
}

/// The area with the same numbers in another county.
pub fn moved(area: Area, county: County) -> Area {
    let steps = area.path().into_iter().skip(1).map(Area::number);
    steps.fold(Area::city(county), |area, number| area.child(number as u16).expect("it was one in its own county"))
}

/// The small city in another county.
pub fn moved_city(county: County) -> CityPlan {
    let mut plan = block_city();
    for area in &mut plan.areas {
        area.area = moved(area.area, county);
    }
    for estate in &mut plan.estates {
        estate.community = moved(estate.community, county);
    }
    for place in plan.buildings.iter_mut().filter_map(|building| building.place.as_mut()) {
        place.grid = moved(place.grid, county);
    }
    plan
}

/// Side of one grid in decimetres.
const SIDE: i32 = 2_000;

/// Two streets: the first with one community of two grids, the second with one of one grid. Grid (1,1,1) holds a slab of
/// 2 units × 6 floors × 2 doors (24 dwellings), a tower of 1 × 10 × 4 (40) and a school; grid (1,1,2) a row of bungalows
/// (3); grid (2,1,1) a house above a shop (floors 2 to 5, 2 doors: 8). One building lies outside all grids.
pub fn block_city() -> CityPlan {
    let grids = [grid_of(1, 1, 1), grid_of(1, 1, 2), grid_of(2, 1, 1)];
    let buildings = vec![
        building(11, 0, [6, 1, 2, 2], Some((grids[0], 0, 1))),
        building(12, 1, [10, 1, 1, 4], Some((grids[0], 0, 2))),
        PlannedBuilding { kind: BuildingKind::School, ..building(13, 2, [3, 1, 0, 0], Some((grids[0], 0, 3))) },
        PlannedBuilding { kind: BuildingKind::House, ..building(21, 11, [1, 1, 1, 3], Some((grids[1], 1, 1))) },
        building(31, 21, [5, 2, 1, 2], Some((grids[2], 2, 1))),
        building(91, 90, [4, 1, 1, 2], None),
    ];
    let dwellings = |area: Area| {
        let inside = buildings.iter().filter(|building| building.place.is_some_and(|place| area.contains(place.grid)));
        inside.map(PlannedBuilding::dwellings).sum()
    };
    let mut codes: Vec<Area> = grids.iter().flat_map(|grid| grid.path()).collect();
    codes.sort_by_key(|area| (area.level(), *area));
    codes.dedup();
    let areas = codes.iter().map(|area| planned_area(*area, &grids, dwellings(*area))).collect();
    let estates = (0u8..3)
        .map(|at| estate(u64::from(at) + 1, grids[usize::from(at)], ["阳光花园", "和平里", "新村"][usize::from(at)]));
    CityPlan {
        frame: Frame { origin: LonLat { lon: 71.4, lat: 51.1 } },
        bounds_dm: [[0, 0], [SIDE * 3, SIDE]],
        areas,
        estates: estates.collect(),
        buildings,
        roads: vec![PlannedRoad {
            source_ref: "way/1".to_owned(),
            class: RoadClass::Residential,
            name: Some("Abay".to_owned()),
            line: vec![[0, 1_000], [SIDE * 3, 1_000]],
        }],
        land: vec![PlannedLand {
            source_ref: "way/2".to_owned(),
            class: LandClass::Water,
            name: None,
            rings: vec![square(0, 1_800, 200)],
        }],
        places: vec![PlannedPlace {
            source_ref: "node/1".to_owned(),
            kind: "amenity=pharmacy".to_owned(),
            name: None,
            point: [500, 500],
        }],
        report: Report::default(),
    }
}

fn planned_area(area: Area, grids: &[Area], dwellings: u32) -> PlannedArea {
    let first = grids.iter().position(|grid| area.contains(*grid)).unwrap_or(0) as i32;
    let count = grids.iter().filter(|grid| area.contains(**grid)).count() as i32;
    let (west, east) = (first * SIDE, (first + count) * SIDE);
    PlannedArea {
        area,
        level: area.level(),
        name: format!("第{}号", area.number()),
        official_code: None,
        is_synthetic: true,
        rings: vec![vec![[west, 0], [east, 0], [east, SIDE], [west, SIDE]]],
        label_point: [i32::midpoint(west, east), SIDE / 2],
        area_m2: f64::from((east - west) / 10) * f64::from(SIDE / 10),
        dwellings,
        flag: None,
    }
}

fn estate(serial: u64, grid: Area, name: &str) -> PlannedEstate {
    PlannedEstate {
        serial,
        community: grid.parent().unwrap_or(grid),
        name: name.to_owned(),
        rings: vec![square(0, 0, SIDE)],
        label_point: [SIDE / 2, SIDE / 2],
        dwellings: 0,
    }
}

/// `slot` says where: tens count grids. `size` is floors, first floor, units, doors per unit.
fn building(serial: u64, slot: i32, size: [u8; 4], place: Option<(Area, u32, u16)>) -> PlannedBuilding {
    let (x, y) = (slot / 10 * SIDE + 100 + slot % 10 * 400, 200);
    let [floors, first_floor, units, doors_per_unit] = size;
    PlannedBuilding {
        serial,
        source_ref: format!("way/{serial}"),
        kind: BuildingKind::Apartment,
        name: None,
        street: Some("Abay".to_owned()),
        house_number: Some(serial.to_string()),
        floors,
        floors_assumed: false,
        floor_height_dm: 30,
        first_floor,
        units,
        doors_per_unit,
        rings: vec![vec![[x, y], [x + 300, y], [x + 300, y + 120], [x, y + 120]]],
        point: [x + 150, y + 60],
        place: place.map(|(grid, estate, number)| BuildingPlace { grid, estate, number }),
    }
}

fn square(x: i32, y: i32, side: i32) -> RingDm {
    vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
}
