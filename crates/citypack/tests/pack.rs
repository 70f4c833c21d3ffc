//! Packs survive the wire, and nothing on the wire survives as a panic.
#![expect(clippy::unwrap_used, reason = "generators of test data")]

use citypack::{
    AreaEntry, Building, CellIndex, City, DecodeError, Decoder, Estate, Kind, Land, LandKind, Point, Road, RoadClass,
    Run, Slot, StatePack, borders, decode, encode,
};
use domain::area::{Area, County};
use domain::geo::LonLat;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

fn grids() -> Vec<Area> {
    let city = Area::city(County::new_checked(990_001).unwrap());
    let mut areas = vec![city];
    for street in 1..=2 {
        let street = city.child(street).unwrap();
        areas.push(street);
        for community in 1..=2 {
            let community = street.child(community).unwrap();
            areas.push(community);
            areas.extend((1..=2).map(|grid| community.child(grid).unwrap()));
        }
    }
    areas.sort_unstable();
    areas
}

fn point() -> impl Strategy<Value = Point> {
    let near = (-9_000i32..9_000, -9_000i32..9_000);
    let far = (-1_048_576i32..=1_048_576, -1_048_576i32..=1_048_576);
    prop_oneof![9 => near, 1 => far].prop_map(|(x, y)| Point { x, y })
}

fn ring() -> impl Strategy<Value = Vec<Point>> {
    let house = (point(), -300i32..300, -300i32..300, 1i32..300, -2i32..2).prop_map(|(p, x, y, w, miss)| {
        let step = |p: Point, dx: i32, dy: i32| Point {
            x: (p.x + dx).clamp(-1_048_576, 1_048_576),
            y: (p.y + dy).clamp(-1_048_576, 1_048_576),
        };
        let b = step(p, x, y);
        let c = step(b, -y * w / 300 + miss, x * w / 300);
        vec![p, b, c, step(c, -x, -y + miss)]
    });
    prop_oneof![house, vec(point(), 3..9)]
}

fn building() -> impl Strategy<Value = Building> {
    let place = (any::<u64>(), prop::option::of(prop::sample::select(vec![3u32, 4, 6, 7, 10, 11, 13, 14])));
    let size = (1u16..30, 20u8..50, 0u16..40, 0u16..5, 1u16..4);
    let name = (prop::option::of(0u32..2), any::<u32>(), prop::sample::select(Kind::ALL));
    (place, size, name, vec(ring(), 1..3)).prop_map(|((serial, area), size, (estate, number, kind), rings)| Building {
        serial,
        area,
        estate,
        number,
        kind,
        floors: size.0,
        floor_height_dm: size.1,
        columns: if area.is_some() { size.2 } else { 0 },
        units: size.3,
        first_floor: size.4,
        rings,
    })
}

prop_compose! {
    fn city()(
        scene_version: u32,
        lon in -180.0..=180.0,
        lat in -90.0..=90.0,
        names in vec(".{0,6}", 17),
        labels in vec(point(), 17),
        mut buildings in vec(building(), 0..20),
        roads in vec((prop::sample::select(RoadClass::ALL), vec(point(), 2..6)), 0..6),
        land in vec((prop::sample::select(LandKind::ALL), vec(ring(), 1..3)), 0..4),
        shapes in vec((prop::sample::select(vec![3u32, 4, 6, 7]), vec(ring(), 1..2)), 0..4),
    ) -> City {
        buildings.sort_by_key(|building| building.serial);
        buildings.dedup_by_key(|building| building.serial);
        let mut names = names.into_iter().zip(labels);
        let areas = grids().into_iter().zip(names.by_ref());
        let mut city = City {
            scene_version,
            origin: LonLat { lon, lat },
            attribution: "© OpenStreetMap contributors".into(),
            areas: areas.map(|(area, (name, label))| AreaEntry { area, name, label }).collect(),
            borders: borders(&shapes),
            estates: names.map(|(name, label)| Estate { name, label }).collect(),
            buildings,
            roads: roads.into_iter().map(|(class, line)| Road { class, line }).collect(),
            land: land.into_iter().map(|(kind, rings)| Land { kind, rings }).collect(),
        };
        city.arrange();
        city
    }
}

proptest! {
    #[test]
    fn a_city_comes_out_of_the_pack_as_it_went_in(city in city()) {
        let bytes = encode(&city).unwrap();

        prop_assert_eq!(decode(&bytes).unwrap(), city);
    }

    #[test]
    fn a_city_decoded_in_slices_is_the_same(city in city(), items in 1usize..7) {
        let bytes = encode(&city).unwrap();

        let mut decoder = Decoder::new(bytes).unwrap();
        while !decoder.step(items).unwrap() {}

        prop_assert_eq!(decoder.finish().unwrap(), city);
    }

    #[test]
    fn any_bytes_are_a_city_or_an_error(bytes in vec(any::<u8>(), 0..400)) {
        let mut named = b"GZCP\x02".to_vec();
        named.extend_from_slice(&bytes);

        let _ = decode(&bytes);
        let _ = decode(&named);
    }

    #[test]
    fn a_damaged_pack_is_a_city_or_an_error(city in city(), damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = encode(&city).unwrap();
        for (index, byte) in damage {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }

        if let Ok(city) = decode(&bytes) {
            prop_assert!(encode(&city).is_ok());
        }
    }

    #[test]
    fn a_cut_pack_is_an_error(city in city(), cut in any::<prop::sample::Index>()) {
        let bytes = encode(&city).unwrap();

        prop_assert!(decode(&bytes[..cut.index(bytes.len())]).is_err());
    }

    #[test]
    fn every_cell_has_one_slot_and_every_slot_one_cell(city in city()) {
        let index = CellIndex::new(&city);

        let mut next = 0;
        for (building, entry) in city.buildings.iter().enumerate() {
            for floor in 1..=entry.floors {
                for column in 0..entry.columns {
                    let slot = Slot { building: building as u32, floor, column };
                    prop_assert_eq!(index.cell(&city, slot), Some(next));
                    prop_assert_eq!(index.slot(&city, next), Some(slot));
                    next += 1;
                }
            }
        }
        prop_assert_eq!(index.cells(), next);
        prop_assert_eq!(index.slot(&city, next), None);
    }

    #[test]
    fn an_area_is_one_run_of_cells_and_its_parts_add_up(city in city()) {
        let index = CellIndex::new(&city);
        let areas = grids();

        for area in &areas {
            let cells = index.area_cells(&city, *area);
            let parts: u32 =
                areas.iter().filter(|part| part.parent() == Some(*area)).map(|part| index.area_cells(&city, *part).len() as u32).sum();
            prop_assert!(area.level() == domain::area::Level::Grid || parts == cells.len() as u32);
            for cell in cells {
                let building = &city.buildings[index.slot(&city, cell).unwrap().building as usize];
                prop_assert!(area.contains(city.areas[building.area.unwrap() as usize].area));
            }
        }
    }

    #[test]
    fn a_state_pack_comes_back_and_fills_only_its_runs(
        spans in vec((1u32..50, 1u32..50), 0..20),
        bytes in vec(any::<u8>(), 1000),
        lens: u8,
        revision: u64,
        numbers in btree_map(0u32..9_999, "[0-9甲乙-]{0,6}", 0..9),
    ) {
        let mut end = 0;
        let mut runs = Vec::new();
        for (gap, len) in spans {
            runs.push(Run { start: end + gap, len });
            end += gap + len;
        }
        let total: u32 = runs.iter().map(|run| run.len).sum();
        let pack = StatePack { scene_version: 7, lens, revision, runs, bytes: bytes[..total as usize].to_vec(), numbers: numbers.into_iter().collect() };

        let back = StatePack::decode(&pack.encode().unwrap()).unwrap();

        prop_assert_eq!(&back, &pack);
        let mut dense = vec![9; end as usize + 3];
        back.apply(&mut dense);
        prop_assert_eq!(&dense[end as usize..], &[0, 0, 0]);
        let mut rest = pack.bytes.as_slice();
        for run in &pack.runs {
            prop_assert_eq!(dense[run.start as usize - 1], 0);
            prop_assert_eq!(&dense[run.start as usize..(run.start + run.len) as usize], &rest[..run.len as usize]);
            rest = &rest[run.len as usize..];
        }
    }

    #[test]
    fn any_bytes_are_a_state_or_an_error(bytes in vec(any::<u8>(), 0..200)) {
        let mut named = b"GZCS\x03".to_vec();
        named.extend_from_slice(&bytes);

        let _ = StatePack::decode(&bytes);
        if let Ok(pack) = StatePack::decode(&named) {
            pack.apply(&mut [0; 16]);
        }
    }
}

/// Four squares, two by two, as grids 3, 4 (first community) and 10, 11 (second street).
fn four_squares() -> City {
    let square = |x: i32, y: i32| {
        vec![vec![Point { x, y }, Point { x: x + 100, y }, Point { x: x + 100, y: y + 100 }, Point { x, y: y + 100 }]]
    };
    let shapes = [(3, square(0, 0)), (4, square(100, 0)), (10, square(0, 100)), (11, square(100, 100))];
    let areas = grids();
    City {
        scene_version: 1,
        origin: LonLat { lon: 71.4, lat: 51.1 },
        attribution: String::new(),
        areas: areas
            .iter()
            .map(|area| AreaEntry { area: *area, name: area.to_string(), label: Point::default() })
            .collect(),
        borders: borders(&shapes),
        estates: Vec::new(),
        buildings: Vec::new(),
        roads: Vec::new(),
        land: Vec::new(),
    }
}

#[test]
fn every_border_is_drawn_once_at_its_highest_level() {
    use domain::area::Level;
    let city = four_squares();

    let mut levels: Vec<_> = city.borders.iter().map(|border| border.level(&city).unwrap()).collect();
    levels.sort_unstable();

    // Round the outside: four; between the grids of one community: two; between the streets: two.
    let expected = [[Level::City; 4].as_slice(), &[Level::Street; 2], &[Level::Grid; 2]].concat();
    assert_eq!(levels, expected);
}

#[test]
fn an_area_is_outlined_by_the_borders_that_it_has_on_one_side() {
    let city = four_squares();
    let doubled = |rings: Vec<Vec<Point>>| {
        let ring = rings.into_iter().next().unwrap();
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<i32>()
    };

    assert_eq!(doubled(city.outline(city.areas[0].area)), 2 * 200 * 200);
    assert_eq!(doubled(city.outline(city.areas[1].area)), 2 * 200 * 100);
    assert_eq!(doubled(city.outline(city.areas[3].area)), 2 * 100 * 100);
}

#[test]
fn a_pack_of_an_older_format_is_refused_by_its_number() {
    assert_eq!(decode(b"GZCP\x01 and whatever follows"), Err(DecodeError::Version(1)));
    assert_eq!(StatePack::decode(b"GZCS\x01 and whatever follows"), Err(DecodeError::Version(1)));
}

/// Zeros are the likeliest answers over and over: without a price on memory these few bytes would be things without end.
#[test]
fn few_bytes_never_ask_for_much_memory() {
    let most = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for byte in [0, 0x55, 0xff] {
        for stage in [1, 3, 4, 5] {
            let mut bytes = b"GZCP\x02".to_vec();
            bytes.extend_from_slice(&[0; 20]);
            for other in 0..6 {
                bytes.extend_from_slice(if other == stage { &most } else { &[0] });
            }
            // An empty attribution; 1,000 bytes of code.
            bytes.extend_from_slice(&[1, 0xe8, 7, 0]);
            bytes.extend_from_slice(&[byte; 1000]);

            let mut decoder = Decoder::new(bytes).unwrap();
            let mut items = 0;
            while items < 10_000 && decoder.step(1).is_ok_and(|done| !done) {
                items += 1;
            }

            assert!(items <= 1000 * 32 / 8, "{items} items of stage {stage} from 1,000 bytes");
        }
    }
}

proptest! {
    #[test]
    fn a_corner_stays_within_a_hands_breadth(
        x in -9_000..9_000i32, y in -9_000..9_000i32, wide in 60..600i32, deep in 60..600i32, turn in 0.0..1.5f64,
        shake in vec((-3..=3i32, -3..=3i32), 4),
    ) {
        let (sin, cos) = turn.sin_cos();
        let corner = |(a, b): (i32, i32), (dx, dy): (i32, i32)| Point {
            x: x + (f64::from(a) * cos - f64::from(b) * sin) as i32 + dx,
            y: y + (f64::from(a) * sin + f64::from(b) * cos) as i32 + dy,
        };
        let exact: Vec<Point> =
            [(0, 0), (wide, 0), (wide, deep), (0, deep)].into_iter().zip(shake).map(|(at, by)| corner(at, by)).collect();
        let mut city = four_squares();
        city.buildings.push(Building {
            serial: 1, area: None, estate: None, number: 0, kind: Kind::House, floors: 1, floor_height_dm: 30, columns: 0,
            units: 0, first_floor: 1, rings: vec![exact.clone()],
        });

        city.arrange();

        for corner in &city.buildings[0].rings[0] {
            let away = |at: &Point| f64::from(at.x - corner.x).hypot(f64::from(at.y - corner.y));
            let nearest = exact.iter().map(away).fold(f64::MAX, f64::min);
            prop_assert!(nearest <= 2.5, "{nearest} dm");
        }
    }
}
