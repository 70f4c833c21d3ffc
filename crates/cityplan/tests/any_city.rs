//! Cities of every kind: whatever the buildings and roads, the plan is a valid partition.
#![expect(clippy::unwrap_used, reason = "tests")]

mod city;

use city::{assert_valid, collection, county, line, plan, polygon, rectangle, shifted};
use cityplan::{Extent, Parameter, Sources};
use proptest::prelude::*;

/// Positions on both hemispheres, one far north, one near the equator.
const PLACES: [[f64; 2]; 4] = [[71.4, 51.1], [-70.9, -53.2], [25.7, 66.5], [103.8, 1.3]];

fn building(number: usize, here: [f64; 2], at: [f64; 2], size: [f64; 2], floors: &str) -> String {
    let properties = format!("\"building\":\"yes\",\"building:levels\":\"{floors}\"");
    polygon(&format!("way/{number}"), &properties, &[&rectangle(here, at, size)])
}

fn sources<'a>(buildings: &'a str, roads: &'a str) -> Sources<'a> {
    let mut sources = Sources::of_buildings(buildings.as_bytes());
    sources.roads = Some(Box::new(roads.as_bytes()));
    sources
}

#[test]
fn a_village_of_thirty_houses_without_roads_is_one_grid() {
    let houses: Vec<String> = (0..30)
        .map(|i| building(i, PLACES[0], [(i % 6) as f64 * 40.0, (i / 6) as f64 * 50.0], [12.0, 9.0], "1"))
        .collect();

    let plan = plan(Sources::of_buildings(collection(&houses).as_bytes()), &Parameter::whole(county())).unwrap();

    assert_eq!((plan.report.areas.grids, plan.report.dwellings), (1, 30));
    assert_valid(&plan);
}

#[test]
fn two_towns_on_a_wide_river_become_one_city() {
    let town = |south: f64, first: usize| {
        (0..200).map(move |i| {
            let at = [(i % 20) as f64 * 60.0, south + (i / 20) as f64 * 40.0];
            building(first + i, PLACES[1], at, [40.0, 12.0], "5")
        })
    };
    let houses: Vec<String> = town(0.0, 0).chain(town(2_300.0, 1_000)).collect();

    let plan = plan(Sources::of_buildings(collection(&houses).as_bytes()), &Parameter::whole(county())).unwrap();

    assert_eq!(plan.report.buildings.taken, 400);
    assert!(plan.report.areas.grids > 10);
    assert_valid(&plan);
}

#[test]
fn a_part_of_a_city_leaves_the_rest_as_surroundings() {
    let houses: Vec<String> = (0..600)
        .map(|i| building(i, PLACES[3], [(i % 30) as f64 * 50.0, (i / 30) as f64 * 40.0], [36.0, 12.0], "4"))
        .collect();
    let parameter =
        Parameter { extent: Extent::Dwellings(3_000), grids: Some(9), streets: Some(2), ..Parameter::whole(county()) };

    let plan = plan(Sources::of_buildings(collection(&houses).as_bytes()), &parameter).unwrap();

    assert_eq!((plan.report.areas.grids, plan.report.areas.streets), (9, 2));
    assert!((2_500..3_500).contains(&plan.report.dwellings), "{}", plan.report.dwellings);
    assert!(plan.report.surroundings > 100);
    assert_valid(&plan);
}

#[test]
fn a_city_of_factories_has_areas_but_no_dwellings() {
    let text: Vec<String> = (0..12)
        .map(|i| {
            let ring = rectangle(PLACES[0], [i as f64 * 120.0, 0.0], [80.0, 60.0]);
            polygon(&format!("way/{i}"), "\"building\":\"industrial\"", &[&ring])
        })
        .collect();

    let plan = plan(Sources::of_buildings(collection(&text).as_bytes()), &Parameter::whole(county())).unwrap();

    assert_eq!((plan.report.dwellings, plan.report.areas.grids), (0, 1));
    assert_valid(&plan);
}

fn any_building() -> impl Strategy<Value = ([f64; 2], [f64; 2], u8)> {
    let at = (-600i32..600, -500i32..500).prop_map(|(x, y)| [f64::from(x), f64::from(y)]);
    let size = (5u32..70, 5u32..30).prop_map(|(width, depth)| [f64::from(width), f64::from(depth)]);
    (at, size, 1u8..26)
}

fn any_road() -> impl Strategy<Value = (bool, Vec<[f64; 2]>)> {
    let point = (-800i32..800, -700i32..700).prop_map(|(x, y)| [f64::from(x), f64::from(y)]);
    (any::<bool>(), proptest::collection::vec(point, 2..5))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_city_becomes_a_valid_partition(
        place in 0usize..4,
        buildings in proptest::collection::vec(any_building(), 1..300),
        roads in proptest::collection::vec(any_road(), 0..20),
        low in 20u32..200,
        part in proptest::option::of(200u32..2_000),
    ) {
        let here = PLACES[place];
        let features = buildings.iter().enumerate().map(|(i, (at, size, floors))| building(i, here, *at, *size, &floors.to_string()));
        let buildings = collection(&features.collect::<Vec<_>>());
        let roads = roads.iter().enumerate().map(|(i, (is_large, points))| {
            let class = if *is_large { "\"highway\":\"secondary\"" } else { "\"highway\":\"residential\"" };
            let points: Vec<[f64; 2]> = points.iter().map(|point| shifted(here, *point)).collect();
            line(&format!("way/r{i}"), class, &points)
        });
        let roads = collection(&roads.collect::<Vec<_>>());
        let parameter = Parameter {
            grid_dwellings: low..=low * 3 / 2,
            grids_per_community: 3,
            extent: part.map_or(Extent::Whole, Extent::Dwellings),
            ..Parameter::whole(county())
        };

        let plan = plan(sources(&buildings, &roads), &parameter).unwrap();

        assert_valid(&plan);
    }
}

/// An official area as a rectangle of metres.
fn area(code: &str, name: &str, level: &str, at: [f64; 2], size: [f64; 2]) -> String {
    let properties = format!("\"code\":\"{code}\",\"name\":\"{name}\",\"level\":\"{level}\"");
    polygon(code, &properties, &[&rectangle(PLACES[0], at, size)])
}

#[test]
fn official_areas_are_kept_and_only_what_is_missing_is_laid_out() {
    let houses: Vec<String> = (0..400)
        .map(|i| building(i, PLACES[0], [(i % 20) as f64 * 50.0, (i / 20) as f64 * 40.0], [36.0, 12.0], "4"))
        .collect();
    // Two streets; the western one in two communities that overlap by ten metres and leave a gap, a crack
    // between the streets, and a column of twenty houses is outside.
    let areas = collection(&[
        area("990001001", "河西街道", "street", [225.0, 400.0], [500.0, 900.0]),
        area("990001002", "河东街道", "street", [707.0, 380.0], [446.0, 860.0]),
        area("990001001001", "南社区", "community", [225.0, 150.0], [500.0, 380.0]),
        area("990001001002", "北社区", "community", [225.0, 560.0], [500.0, 470.0]),
    ]);
    let houses = collection(&houses);
    let mut sources = Sources::of_buildings(houses.as_bytes());
    sources.areas = Some(Box::new(areas.as_bytes()));

    let plan = plan(sources, &Parameter::whole(county())).unwrap();

    assert_valid(&plan);
    assert_eq!(plan.report.areas.streets, 2);
    let named = |name: &str| plan.areas.iter().find(|area| area.name == name).unwrap();
    assert_eq!(named("河西街道").official_code.as_deref(), Some("990001001"));
    assert!(!named("北社区").is_synthetic);
    assert!(plan.areas.iter().any(|area| area.is_synthetic && area.name.ends_with("网格")));
    let outside = plan.report.buildings.refused[&cityplan::Refusal::OutsideEveryArea];
    assert_eq!(outside, 20);
    assert!(plan.buildings.iter().filter(|building| building.place.is_none()).count() == outside as usize);
}

#[test]
fn official_grids_without_parents_get_parents() {
    let houses: Vec<String> = (0..300)
        .map(|i| building(i, PLACES[0], [(i % 20) as f64 * 50.0, (i / 20) as f64 * 40.0], [36.0, 12.0], "6"))
        .collect();
    let areas: Vec<String> = (0..8)
        .map(|i| {
            let at = [f64::from(i % 4) * 260.0 + 90.0, f64::from(i / 4) * 320.0 + 120.0];
            area(&format!("99000100100100{i}"), &format!("官定{i}网格"), "网格", at, [260.0, 320.0])
        })
        .collect();
    let (houses, areas) = (collection(&houses), collection(&areas));
    let mut sources = Sources::of_buildings(houses.as_bytes());
    sources.areas = Some(Box::new(areas.as_bytes()));

    let plan = plan(sources, &Parameter { grids_per_community: 4, ..Parameter::whole(county()) }).unwrap();

    assert_valid(&plan);
    assert_eq!(plan.report.areas.grids, 8);
    assert!(plan.report.areas.communities >= 2);
    assert!(plan.areas.iter().all(|area| area.is_synthetic != area.name.starts_with("官定")));
}

#[test]
fn roads_and_lakes_that_lead_far_away_are_cut_off_near_the_city() {
    let houses: Vec<String> = (0..40)
        .map(|i| building(i, PLACES[2], [(i % 8) as f64 * 40.0, (i / 8) as f64 * 50.0], [12.0, 9.0], "2"))
        .collect();
    let far = [[-90_000.0, 30.0], [90_000.0, 35.0], [90_000.0, 900.0], [-90_000.0, 800.0]];
    let road = line("way/1", "\"highway\":\"trunk\"", &far.map(|point| shifted(PLACES[2], point)));
    let lake = polygon("way/2", "\"natural\":\"water\"", &[&far.map(|point| shifted(PLACES[2], point))]);
    let (houses, roads, land) = (collection(&houses), collection(&[road]), collection(&[lake]));
    let mut sources = sources(&houses, &roads);
    sources.land = Some(Box::new(land.as_bytes()));

    let plan = plan(sources, &Parameter::whole(county())).unwrap();

    assert_valid(&plan);
    assert_eq!((plan.roads.len(), plan.land.len()), (2, 1));
    let drawn = plan.roads.iter().flat_map(|road| &road.line).chain(plan.land[0].rings.iter().flatten());
    assert!(drawn.flatten().all(|n| n.abs() < 40_000));
}
