//! The real city for tests: Astana from `data/`, with columns by perimeter and areas as plain squares.
//!
//! Only a stand-in, so that this crate's tests need no importer; the product's norm is `cityplan`'s.

use std::io::Read;
use std::path::Path;

use citypack::{AreaEntry, Building, City, Estate, Kind, Land, LandKind, Point, Road, RoadClass, borders};
use domain::area::{Area, County, Level};
use domain::geo::{Frame, LonLat};
use serde_json::Value;

const ORIGIN: LonLat = LonLat { lon: 71.43, lat: 51.15 };
/// Half the side of the square that has areas, in decimetres, and how many grids it has along a side.
const HALF_DM: i32 = 64_000;
const GRIDS: i32 = 32;

/// Reads the city; `flats` is the wall length of one flat in metres.
pub fn city(flats_m: f64) -> City {
    let areas = areas();
    let index_of = |area: Area| areas.iter().position(|entry| entry.area == area).map(|index| index as u32);
    let grids: Vec<(u32, Vec<Vec<Point>>)> =
        squares().map(|(x, y)| (index_of(grid(x, y)).unwrap(), vec![square_ring(x, y)])).collect();
    let mut city = City {
        scene_version: 1,
        origin: ORIGIN,
        attribution: "© OpenStreetMap contributors".into(),
        borders: borders(&grids),
        estates: Vec::<Estate>::new(),
        buildings: Vec::new(),
        roads: roads(),
        land: land(),
        areas: Vec::new(),
    };
    city.buildings = buildings(flats_m, &index_of);
    city.areas = areas;
    city.arrange();
    city.check().unwrap();
    city
}

fn squares() -> impl Iterator<Item = (i32, i32)> {
    (0..GRIDS).flat_map(|x| (0..GRIDS).map(move |y| (x, y)))
}

fn square_ring(x: i32, y: i32) -> Vec<Point> {
    let side = 2 * HALF_DM / GRIDS;
    let (west, south) = (x * side - HALF_DM, y * side - HALF_DM);
    [(0, 0), (side, 0), (side, side), (0, side)].map(|(dx, dy)| Point { x: west + dx, y: south + dy }).to_vec()
}

/// Streets are 8 × 8 grids, communities 2 × 2.
fn grid(x: i32, y: i32) -> Area {
    let number = |x: i32, y: i32, side: i32| (y * side + x + 1) as u16;
    let street = Area::city(County::new_checked(990_001).unwrap()).child(number(x / 8, y / 8, GRIDS / 8)).unwrap();
    let community = street.child(number(x / 2 % 4, y / 2 % 4, 4)).unwrap();
    community.child(number(x % 2, y % 2, 2)).unwrap()
}

fn areas() -> Vec<AreaEntry> {
    let mut places: std::collections::BTreeMap<Area, (i64, i64, i64)> = std::collections::BTreeMap::new();
    for (x, y) in squares() {
        for area in grid(x, y).path() {
            let sum = places.entry(area).or_default();
            let ring = square_ring(x, y);
            *sum =
                (sum.0 + i64::from(ring[0].x + ring[2].x) / 2, sum.1 + i64::from(ring[0].y + ring[2].y) / 2, sum.2 + 1);
        }
    }
    let entry = |(area, (x, y, n)): (Area, (i64, i64, i64))| AreaEntry {
        area,
        name: match area.level() {
            Level::City => "阿斯塔纳".to_owned(),
            Level::Street => format!("第{}街道", area.number()),
            Level::Community => format!("和平{}社区", area.number()),
            Level::Grid => format!("{}网格", area.number()),
        },
        label: Point { x: (x / n) as i32, y: (y / n) as i32 },
    };
    places.into_iter().map(entry).collect()
}

fn features(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../data/astana-{name}.geojson.gz"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let Value::Array(features) = serde_json::from_str::<Value>(&text).unwrap()["features"].take() else { panic!() };
    features
}

fn point(place: &Value) -> Point {
    let place = LonLat { lon: place[0].as_f64().unwrap(), lat: place[1].as_f64().unwrap() };
    Point::from_metre(Frame { origin: ORIGIN }.to_metre(place))
}

fn ring(points: &Value) -> Vec<Point> {
    let mut ring: Vec<Point> = points.as_array().unwrap().iter().map(point).collect();
    ring.dedup();
    if ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

/// The polygons of a geometry, each as rings of three points and more.
fn polygons(geometry: &Value) -> Vec<Vec<Vec<Point>>> {
    let rings = |polygon: &Value| -> Vec<Vec<Point>> {
        polygon.as_array().unwrap().iter().map(ring).filter(|ring| ring.len() >= 3).collect()
    };
    let all = match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![rings(&geometry["coordinates"])],
        _ => geometry["coordinates"].as_array().unwrap().iter().map(rings).collect(),
    };
    all.into_iter().filter(|rings| !rings.is_empty()).collect()
}

fn buildings(flats_m: f64, index_of: &impl Fn(Area) -> Option<u32>) -> Vec<Building> {
    let mut all = Vec::new();
    for feature in features("buildings") {
        let tags = &feature["properties"];
        let floors =
            tags["building:levels"].as_str().and_then(|text| text.parse::<u16>().ok()).filter(|n| (1..=60).contains(n));
        let lived = floors.is_some() && tags["amenity"].is_null() && tags["shop"].is_null();
        for rings in polygons(&feature["geometry"]) {
            let outline = &rings[0];
            let pairs = outline.iter().zip(outline.iter().cycle().skip(1));
            let around: f64 = pairs.map(|(a, b)| a.to_metre().distance_m(b.to_metre())).sum();
            let middle = outline
                .iter()
                .fold((0, 0), |sum, p| (sum.0 + p.x / outline.len() as i32, sum.1 + p.y / outline.len() as i32));
            let cell = 2 * HALF_DM / GRIDS;
            let (x, y) = ((middle.0 + HALF_DM).div_euclid(cell), (middle.1 + HALF_DM).div_euclid(cell));
            let inside = (0..GRIDS).contains(&x) && (0..GRIDS).contains(&y);
            let area = inside.then(|| index_of(grid(x, y)).unwrap());
            let floors = floors.unwrap_or(1);
            let share = if floors == 1 { 1.0 } else { around / 2.0 / flats_m };
            let columns = if lived && inside { (share.round() as u16).clamp(1, 200) } else { 0 };
            all.push(Building {
                serial: all.len() as u64 + 1,
                area,
                estate: None,
                number: if columns > 1 { all.len() as u32 % 40 + 1 } else { 0 },
                kind: if floors == 1 { Kind::House } else { Kind::Apartments },
                floors,
                floor_height_dm: 30,
                columns,
                units: if columns >= 6 { columns / 3 } else { 1 },
                first_floor: if floors > 8 { 2 } else { 1 },
                rings,
            });
        }
    }
    all
}

fn roads() -> Vec<Road> {
    let mut all = Vec::new();
    for feature in features("roads") {
        let class = match feature["properties"]["highway"].as_str().unwrap_or("") {
            "motorway" | "trunk" | "motorway_link" | "trunk_link" => RoadClass::Motorway,
            "primary" | "primary_link" => RoadClass::Primary,
            "secondary" | "secondary_link" => RoadClass::Secondary,
            "tertiary" | "tertiary_link" => RoadClass::Tertiary,
            "residential" | "unclassified" | "living_street" => RoadClass::Residential,
            "footway" | "path" | "steps" | "cycleway" | "pedestrian" => RoadClass::Foot,
            _ => RoadClass::Service,
        };
        let lines = match feature["geometry"]["type"].as_str().unwrap() {
            "LineString" => vec![feature["geometry"]["coordinates"].clone()],
            _ => feature["geometry"]["coordinates"].as_array().unwrap().clone(),
        };
        for line in lines {
            let mut line: Vec<Point> = line.as_array().unwrap().iter().map(point).collect();
            line.dedup();
            if line.len() >= 2 {
                all.push(Road { class, line });
            }
        }
    }
    all
}

fn land() -> Vec<Land> {
    let mut all = Vec::new();
    for feature in features("land") {
        let tag = |name: &str| feature["properties"][name].as_str().unwrap_or("").to_owned();
        let kind = match (
            tag("natural").as_str(),
            tag("landuse").as_str(),
            tag("leisure").as_str(),
            tag("amenity").as_str(),
        ) {
            ("water", ..) | (_, _, _, "fountain") => LandKind::Water,
            ("wood", ..) | (_, "forest", ..) => LandKind::Wood,
            (_, "grass", ..) => LandKind::Grass,
            (_, _, "park" | "garden", _) => LandKind::Park,
            (_, "residential", ..) => LandKind::Residential,
            (_, _, _, "school" | "kindergarten" | "hospital") => LandKind::Institution,
            _ => LandKind::Other,
        };
        all.extend(polygons(&feature["geometry"]).into_iter().map(|rings| Land { kind, rings }));
    }
    all
}

/// Display bytes that look like a city: mostly calm, some empty flats, few open cases, some badges.
pub fn state(city: &City) -> Vec<u8> {
    let index = citypack::CellIndex::new(city);
    let mut seed = 7u64;
    let mut chance = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % 1000
    };
    let mut bytes = Vec::with_capacity(index.cells() as usize);
    for building in &city.buildings {
        let busy = chance() < 40;
        for cell in 0..building.cells() {
            let floor = (cell / u32::from(building.columns)) as u16 + 1;
            let fill = match chance() {
                0..=619 => 1,
                620..=789 => 2,
                790..=829 => 3,
                830..=919 => 4,
                920..=959 => 5,
                _ => 6,
            };
            let light = match chance() {
                0..=2 => 1,
                3..=6 => 2,
                7..=9 => 3,
                10..=60 if busy => 1 + (chance() % 3) as u8,
                _ => 0,
            };
            let badge = match chance() {
                0..=69 => 1,
                70..=89 => 2,
                90..=119 => 3,
                _ => 0,
            };
            let byte = if floor < building.first_floor { 0 } else { fill | light << 4 | badge << 6 };
            bytes.push(byte);
        }
    }
    bytes
}
