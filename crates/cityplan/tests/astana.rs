//! A whole real city: what the importer promises, measured on Astana.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use the rest")]
mod city;

use std::fs::File;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::LazyLock;

use city::{assert_valid, county, of_level};
use cityplan::{CityError, CityPlan, Parameter, Side, Sources, Survey, plan_city, read, side_of};
use domain::area::Level;

fn open(layer: &str) -> Box<dyn std::io::Read> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data");
    Box::new(File::open(root.join(format!("astana-{layer}.geojson.gz"))).unwrap())
}

static SURVEY: LazyLock<Survey> = LazyLock::new(|| {
    let sources = Sources {
        buildings: open("buildings"),
        roads: Some(open("roads")),
        land: Some(open("land")),
        places: Some(open("places")),
        areas: None,
    };
    read(sources, &mut |_, _, _| ControlFlow::Continue(())).unwrap()
});

fn planned(parameter: &Parameter) -> CityPlan {
    plan_city(SURVEY.clone(), parameter, &mut |_, _, _| ControlFlow::Continue(())).unwrap()
}

static DISTRICT: LazyLock<CityPlan> = LazyLock::new(|| planned(&Parameter::district(county())));

#[test]
fn every_feature_is_taken_or_refused() {
    let report = &SURVEY.report;

    assert_eq!((report.buildings.read, report.roads.read), (32_056, 10_664));
    for layer in [&report.buildings, &report.roads, &report.land, &report.places] {
        assert_eq!(layer.read, layer.taken + layer.refused_total());
        assert!(layer.taken * 100 > layer.read * 98);
    }
}

#[test]
fn the_whole_city_is_a_valid_partition() {
    assert_valid(&DISTRICT);
    assert_eq!(DISTRICT.report.surroundings, 0);
}

#[test]
fn the_district_has_penglais_size_and_its_grids_are_of_the_wanted_size() {
    let report = &DISTRICT.report;

    assert_eq!((report.areas.streets, report.areas.grids), (11, 1_115));
    assert!((370_000..410_000).contains(&report.dwellings), "{}", report.dwellings);
    let share = f64::from(report.grids_in_size) / f64::from(report.areas.grids);
    assert!(share >= 0.95, "only {share:.3} of the grids are of the wanted size");
}

#[test]
fn a_hundred_thousand_points_lie_in_exactly_one_area_of_each_level() {
    let city = &DISTRICT.areas[0];
    let far = |axis: usize, largest: bool| {
        let values = city.rings[0].iter().map(|point| point[axis]);
        if largest { values.max() } else { values.min() }.unwrap()
    };
    let (west, east, south, north) = (far(0, false), far(0, true), far(1, false), far(1, true));
    let levels = [Level::Street, Level::Community, Level::Grid]
        .map(|level| of_level(&DISTRICT, level).map(|area| boxed(&area.rings)).collect::<Vec<_>>());
    let estates: Vec<_> = DISTRICT.estates.iter().map(|estate| boxed(&estate.rings)).collect();
    let mut state = 42_u64;
    let mut roll = |low: i32, high: i32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + ((state >> 33) % (high - low) as u64) as i32
    };
    let mut tried = 0;
    while tried < 100_000 {
        let point = [roll(west, east), roll(south, north)];
        if side_of(point, &city.rings) != Side::Inside {
            continue;
        }
        for areas in levels.iter().chain([&estates]) {
            let near = areas.iter().filter(|(low, high, _)| (0..2).all(|i| (low[i]..=high[i]).contains(&point[i])));
            let sides: Vec<Side> = near.map(|(_, _, rings)| side_of(point, rings)).collect();
            let inside = sides.iter().filter(|side| **side == Side::Inside).count();
            let on_border = sides.contains(&Side::Border);
            assert!(inside == 1 || inside == 0 && on_border, "{point:?} lies in {inside} areas");
        }
        tried += 1;
    }
}

type Boxed<'a> = ([i32; 2], [i32; 2], &'a [cityplan::RingDm]);

fn boxed(rings: &[cityplan::RingDm]) -> Boxed<'_> {
    let far = |axis: usize| {
        let values = rings[0].iter().map(move |point| point[axis]);
        (values.clone().min().unwrap(), values.max().unwrap())
    };
    let ((west, east), (south, north)) = (far(0), far(1));
    ([west, south], [east, north], rings)
}

#[test]
fn the_demo_has_longjings_size_and_is_the_same_every_time() {
    let parameter = Parameter::demo(county());

    let first = planned(&parameter);
    let second = planned(&parameter);

    assert_eq!((first.report.areas.streets, first.report.areas.grids), (3, 126));
    assert!((22_000..24_500).contains(&first.report.dwellings), "{}", first.report.dwellings);
    assert!(first.report.grids_in_size * 100 >= 126 * 95, "{} in size", first.report.grids_in_size);
    assert_valid(&first);
    assert!(first == second);
}

#[test]
fn the_small_profile_is_a_valid_partition() {
    let plan = planned(&Parameter::small(county()));

    assert_eq!((plan.report.areas.streets, plan.report.areas.grids), (2, 12));
    assert_valid(&plan);
}

#[test]
fn planning_can_be_cancelled_at_every_stage() {
    let mut calls = 0;
    let mut stop = |_, _, _| {
        calls += 1;
        if calls > 12 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };

    let cancelled = plan_city(SURVEY.clone(), &Parameter::demo(county()), &mut stop);

    assert!(matches!(cancelled, Err(CityError::Cancelled)));
}
