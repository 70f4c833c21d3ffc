//! What every plan must be, and small cities to try it on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use cityplan::{CityError, CityPlan, Parameter, PlannedArea, PointDm, RingDm, Side, Sources, plan_city, read, side_of};
use domain::area::{Area, County, Level};

/// The county of all tests.
pub fn county() -> County {
    County::new_checked(990_001).unwrap()
}

/// Reads and plans without looking at progress.
pub fn plan(sources: Sources<'_>, parameter: &Parameter) -> Result<CityPlan, CityError> {
    let survey = read(sources, &mut |_, _, _| ControlFlow::Continue(()))?;
    plan_city(survey, parameter, &mut |_, _, _| ControlFlow::Continue(()))
}

/// A `FeatureCollection` of these features.
pub fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

/// A polygon feature.
pub fn polygon(id: &str, properties: &str, rings: &[&[[f64; 2]]]) -> String {
    let rings: Vec<String> = rings.iter().map(|ring| positions(ring)).collect();
    let geometry = format!("{{\"type\":\"Polygon\",\"coordinates\":[{}]}}", rings.join(","));
    format!("{{\"type\":\"Feature\",\"id\":\"{id}\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}")
}

/// A line feature.
pub fn line(id: &str, properties: &str, points: &[[f64; 2]]) -> String {
    let geometry = format!("{{\"type\":\"LineString\",\"coordinates\":{}}}", positions(points));
    format!("{{\"type\":\"Feature\",\"id\":\"{id}\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}")
}

fn positions(points: &[[f64; 2]]) -> String {
    let pairs: Vec<String> = points.iter().map(|[lon, lat]| format!("[{lon:.7},{lat:.7}]")).collect();
    format!("[{}]", pairs.join(","))
}

/// A rectangle of metres round a middle in metres from a position.
pub fn rectangle([lon, lat]: [f64; 2], [x, y]: [f64; 2], [width, depth]: [f64; 2]) -> Vec<[f64; 2]> {
    let corners = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]];
    corners.map(|[a, b]| shifted([lon, lat], [x + a * width, y + b * depth])).to_vec()
}

/// A position so many metres away.
pub fn shifted([lon, lat]: [f64; 2], [x, y]: [f64; 2]) -> [f64; 2] {
    [lon + x / 111_195.0 / lat.to_radians().cos(), lat + y / 111_195.0]
}

/// Twice the signed area.
pub fn double_area(ring: &[PointDm]) -> i64 {
    let step = |(a, b): (&PointDm, &PointDm)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]);
    ring.iter().zip(ring.iter().cycle().skip(1)).map(step).sum()
}

/// Twice the area of a polygon with holes, whose winding is part of its shape.
pub fn double_area_of(rings: &[RingDm]) -> i64 {
    rings.iter().map(|ring| double_area(ring)).sum()
}

/// Fails unless a plan is a valid partition in which everything has its place.
pub fn assert_valid(plan: &CityPlan) {
    assert_tree(plan);
    assert_shapes(plan);
    assert_sums(plan);
    assert_homes(plan);
    let report = &plan.report;
    for layer in [&report.buildings, &report.roads, &report.land, &report.places, &report.official_areas] {
        assert_eq!(layer.read, layer.taken + layer.refused_total());
        assert!(layer.repaired <= layer.taken);
    }
    assert_eq!(report.grids_in_size + report.flagged.len() as u32, report.areas.grids);
}

/// Codes nest, names are unique where they must be.
fn assert_tree(plan: &CityPlan) {
    let codes: Vec<Area> = plan.areas.iter().map(|area| area.area).collect();
    let known: BTreeSet<Area> = codes.iter().copied().collect();
    assert_eq!(known.len(), codes.len());
    assert!(codes.is_sorted());
    for area in &plan.areas {
        assert_eq!(area.level, area.area.level());
        assert!(area.area.parent().is_none_or(|parent| known.contains(&parent)));
        if area.level != Level::Grid {
            let child = plan.areas.iter().any(|other| other.area.parent() == Some(area.area));
            assert!(child, "{} has no part", area.area);
        }
    }
    for level in [Level::Street, Level::Community] {
        let names: Vec<&str> = of_level(plan, level).map(|area| area.name.as_str()).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
    let serials: BTreeSet<u64> = plan.estates.iter().map(|estate| estate.serial).collect();
    assert_eq!(serials.len(), plan.estates.len());
}

/// The areas of a level.
pub fn of_level(plan: &CityPlan, level: Level) -> impl Iterator<Item = &PlannedArea> {
    plan.areas.iter().filter(move |area| area.level == level)
}

/// Every polygon is one simple outer ring with holes inside.
fn assert_shapes(plan: &CityPlan) {
    let named = plan.areas.iter().map(|area| (area.area.to_string(), &area.rings));
    let estates = plan.estates.iter().map(|estate| (estate.name.clone(), &estate.rings));
    for (name, rings) in named.chain(estates) {
        assert!(!rings.is_empty(), "{name} has no ring");
        assert!(double_area(&rings[0]) > 0, "{name}: outer ring runs clockwise");
        for ring in rings {
            assert!(is_simple(ring), "{name}: ring crosses or touches itself");
        }
        for hole in &rings[1..] {
            assert!(double_area(hole) < 0, "{name}: hole runs counter-clockwise");
            let outer = std::slice::from_ref(&rings[0]);
            assert!(hole.iter().all(|point| side_of(*point, outer) == Side::Inside), "{name}: hole reaches out");
        }
    }
    for building in &plan.buildings {
        assert!(building.rings.iter().all(|ring| is_simple(ring)), "{}", building.source_ref);
        assert_eq!(side_of(building.point, &building.rings), Side::Inside, "{}", building.source_ref);
    }
}

/// Whether no two edges meet but in the corner between them.
fn is_simple(ring: &[PointDm]) -> bool {
    let mut edges: Vec<(usize, PointDm, PointDm)> =
        (0..ring.len()).map(|i| (i, ring[i], ring[(i + 1) % ring.len()])).collect();
    edges.sort_by_key(|(_, a, b)| a[0].min(b[0]));
    let n = ring.len();
    for (at, &(i, a, b)) in edges.iter().enumerate() {
        if a == b {
            return false;
        }
        let reach = a[0].max(b[0]);
        for &(j, c, d) in edges[at + 1..].iter().take_while(|(_, c, d)| c[0].min(d[0]) <= reach) {
            let follows = (i + 1) % n == j || (j + 1) % n == i;
            if !follows && meet(a, b, c, d) {
                return false;
            }
        }
    }
    n >= 3
}

fn meet(a: PointDm, b: PointDm, c: PointDm, d: PointDm) -> bool {
    let turn = |a: PointDm, b: PointDm, c: PointDm| {
        let [ux, uy] = [i64::from(b[0] - a[0]), i64::from(b[1] - a[1])];
        let [vx, vy] = [i64::from(c[0] - a[0]), i64::from(c[1] - a[1])];
        (ux * vy - uy * vx).signum()
    };
    let between = |p: PointDm, a: PointDm, b: PointDm| {
        turn(a, b, p) == 0
            && (a[0].min(b[0])..=a[0].max(b[0])).contains(&p[0])
            && (a[1].min(b[1])..=a[1].max(b[1])).contains(&p[1])
    };
    let crosses = turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
    crosses || between(c, a, b) || between(d, a, b) || between(a, c, d) || between(b, c, d)
}

/// Parts sum exactly to their whole, in ground and in dwellings.
fn assert_sums(plan: &CityPlan) {
    let mut ground: BTreeMap<Area, i64> = BTreeMap::new();
    let mut dwellings: BTreeMap<Area, u32> = BTreeMap::new();
    for area in &plan.areas {
        if let Some(parent) = area.area.parent() {
            *ground.entry(parent).or_default() += double_area_of(&area.rings);
            *dwellings.entry(parent).or_default() += area.dwellings;
        }
    }
    for area in plan.areas.iter().filter(|area| area.level != Level::Grid) {
        assert_eq!(ground[&area.area], double_area_of(&area.rings), "{}", area.area);
        assert_eq!(dwellings[&area.area], area.dwellings, "{}", area.area);
    }
    let estates: i64 = plan.estates.iter().map(|estate| double_area_of(&estate.rings)).sum();
    assert_eq!(estates, double_area_of(&plan.areas[0].rings));
    assert_eq!(plan.areas[0].dwellings, plan.report.dwellings);
    assert_eq!(plan.estates.iter().map(|estate| estate.dwellings).sum::<u32>(), plan.report.dwellings);
}

/// Every building lies in its grid and estate, and its cells are within limits.
fn assert_homes(plan: &CityPlan) {
    let grids: BTreeMap<Area, &PlannedArea> = of_level(plan, Level::Grid).map(|area| (area.area, area)).collect();
    let mut numbers = BTreeSet::new();
    let mut serials = BTreeSet::new();
    for building in &plan.buildings {
        assert!(serials.insert(building.serial) && building.serial < 1_000_000_000_000);
        assert!(building.columns() <= 255 && (1..=120).contains(&building.floors) && building.first_floor >= 1);
        assert_eq!(building.cells().count() as u32, building.dwellings());
        let Some(place) = building.place else { continue };
        let estate = &plan.estates[place.estate as usize];
        assert_eq!(side_of(building.point, &grids[&place.grid].rings), Side::Inside, "{}", building.source_ref);
        assert_eq!(side_of(building.point, &estate.rings), Side::Inside, "{}", building.source_ref);
        assert_eq!(Some(estate.community), place.grid.parent());
        assert!(numbers.insert((place.estate, place.number)) && place.number > 0);
    }
}
