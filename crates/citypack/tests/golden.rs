//! One small pack, committed as bytes: the format must not drift between the server and the browser.
//!
//! `golden/small.pack` is also decoded by the browser's code, which must encode it to the same bytes again. After a wanted
//! change of format: raise the format's number, then `cargo test -p citypack --test golden -- --ignored`.
#![expect(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use citypack::{
    AreaEntry, Building, CellIndex, City, Estate, Kind, Land, LandKind, Point, Road, RoadClass, borders, decode, encode,
};
use domain::area::{Area, County};
use domain::geo::LonLat;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/small.pack");

fn ring(points: &[(i32, i32)]) -> Vec<Point> {
    points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect()
}

fn building(serial: u64, area: Option<u32>, columns: u16, rings: Vec<Vec<Point>>) -> Building {
    Building {
        serial,
        area,
        estate: area.map(|_| 0),
        number: serial as u32,
        kind: if columns > 0 { Kind::Apartments } else { Kind::Industry },
        floors: if columns > 0 { 6 } else { 1 },
        floor_height_dm: 29,
        columns,
        units: columns / 2,
        first_floor: 1,
        rings,
    }
}

/// Two grids side by side: a slab and a ring of flats with a courtyard; a shed outside; a road, a pond.
fn small() -> City {
    let city = Area::city(County::new_checked(990_001).unwrap());
    let community = city.child(1).unwrap().child(1).unwrap();
    let areas: Vec<Area> =
        community.path().into_iter().chain((1..=2).map(|grid| community.child(grid).unwrap())).collect();
    let names = ["市", "东街道", "和平社区", "第一网格", "第二网格"];
    let west = ring(&[(0, 0), (2000, 0), (2000, 2000), (0, 2000)]);
    let east = ring(&[(2000, 0), (4000, 0), (4000, 2000), (2000, 2000)]);
    let court = ring(&[(2400, 400), (3400, 400), (3400, 1400), (2400, 1400)]);
    let yard = ring(&[(2600, 600), (2600, 1200), (3200, 1200), (3200, 600)]);
    let mut small = City {
        scene_version: 3,
        origin: LonLat { lon: 71.43, lat: 51.15 },
        attribution: "© OpenStreetMap contributors".into(),
        areas: areas
            .iter()
            .zip(names)
            .map(|(area, name)| AreaEntry { area: *area, name: name.into(), label: Point { x: 1000, y: 1000 } })
            .collect(),
        borders: borders(&[(3, vec![west]), (4, vec![east])]),
        estates: vec![Estate { name: "幸福里".into(), label: Point { x: 900, y: 300 } }],
        buildings: vec![
            building(12, Some(4), 16, vec![court, yard]),
            building(7, Some(3), 8, vec![ring(&[(300, 300), (1100, 310), (1099, 430), (299, 420)])]),
            building(40, None, 0, vec![ring(&[(5000, 0), (5400, 0), (5200, 333)])]),
        ],
        roads: vec![Road { class: RoadClass::Primary, line: ring(&[(-500, -100), (2000, -120), (4500, 300)]) }],
        land: vec![Land { kind: LandKind::Water, rings: vec![ring(&[(400, 900), (900, 950), (700, 1500)])] }],
    };
    small.arrange();
    small
}

#[test]
fn the_golden_pack_is_the_small_city() {
    let bytes = std::fs::read(PATH).unwrap();

    let city = decode(&bytes).unwrap();

    assert_eq!(city, small());
    assert_eq!(encode(&city).unwrap(), bytes);
    assert_eq!(CellIndex::new(&city).cells(), 6 * (8 + 16));
}

#[test]
#[ignore = "writes the fixture"]
fn write_the_golden_pack() {
    std::fs::write(PATH, encode(&small()).unwrap()).unwrap();
}
