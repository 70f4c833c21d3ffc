//! The real city against the promises of this crate: every flat shows, picks are right, plans are inverse.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a broken stand-in must stop the test")]

mod real;

use std::sync::LazyLock;

use citypack::facade::all_columns_show;
use citypack::{CellIndex, Wall, facade};
use glam::{DVec2, DVec3};
use proptest::prelude::*;
use scene::camera::Culler;
use scene::city::Chunk;
use scene::sight::{SUN, Seen};
use scene::{Camera, City, Part, View, Viewport};

static CITY: LazyLock<City> = LazyLock::new(|| City::new(real::city(9.0)));

const VIEWPORT: Viewport = Viewport { width: 1280.0, height: 720.0 };

prop_compose! {
    fn view()(
        x in -6_000.0..6_000.0,
        y in -6_000.0..6_000.0,
        log_distance in 3.0f64..9.5,
        yaw in 0.0..6.3,
        pitch in 0.1..1.55,
    ) -> View {
        let camera = Camera { target: DVec2::new(x, y), distance_m: log_distance.exp(), yaw, pitch };
        View::new(camera, VIEWPORT)
    }
}

prop_compose! {
    /// A view of some building.
    fn close_view()(part in 0.0..1.0f64, log_distance in 3.0f64..7.5, yaw in 0.0..6.3, pitch in 0.1..1.55) -> View {
        let building = (CITY.pack.buildings.len() as f64 * part) as u32;
        let print = CITY.footprint(building).unwrap();
        let camera = Camera { target: (print.min + print.max) / 2.0, distance_m: log_distance.exp(), yaw, pitch };
        View::new(camera, VIEWPORT)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_pick_is_what_a_ray_over_all_walls_meets(view in view(), x in 0.0..1280.0, y in 0.0..720.0) {
        let ray = view.ray(x, y);

        prop_assert_eq!(CITY.pick(&ray), CITY.pick_brute(&ray));
    }

    #[test]
    fn a_cell_is_picked_where_it_is_anchored(part in 0.0..1.0f64, yaw in -0.9f64..0.9, pitch in 0.15f64..0.9) {
        let cell = (f64::from(CITY.index.cells()) * part) as u32;
        let slot = CITY.index.slot(&CITY.pack, cell).unwrap();
        prop_assume!(slot.floor >= CITY.pack.buildings[slot.building as usize].first_floor);
        let anchor = CITY.cell_anchor(cell).unwrap();
        let (sin, cos) = yaw.sin_cos();
        let level = DVec2::new(cos, sin).rotate(anchor.normal);
        let origin = anchor.point + (level * pitch.cos()).extend(pitch.sin()) * 0.6;

        let hit = CITY.pick(&scene::Ray { origin, direction: (anchor.point - origin).normalize() }).unwrap();

        // Real footprints touch and overlap: another building may stand in front of the wall.
        prop_assert!(hit.cell == Some(cell) || hit.building != Some(slot.building), "{hit:?} for {cell}");
    }

    #[test]
    fn a_cell_lies_in_the_plan_where_its_place_is(part in 0.0..1.0f64, u in 0.02..0.98, v in 0.02..0.98) {
        let cell = (f64::from(CITY.index.cells()) * part) as u32;
        let slot = CITY.index.slot(&CITY.pack, cell).unwrap();
        prop_assume!(slot.floor >= CITY.pack.buildings[slot.building as usize].first_floor);

        let [a, b, c, d] = CITY.plan_place(cell).unwrap().corners;
        let point = a.lerp(b, u).lerp(d.lerp(c, u), v);

        prop_assert_eq!(CITY.plan_cell(slot.building, point), Some(cell));
    }

    #[test]
    fn a_point_projects_back_to_its_ray(view in view(), x in 0.0..1280.0, y in 0.0..720.0, far in 1.0..5_000.0) {
        let point = view.ray(x, y).at(far);

        let place = view.project(point).unwrap();

        prop_assert!((place.x - x).abs() < 1e-3 && (place.y - y).abs() < 1e-3);
    }

    #[test]
    fn what_is_on_the_screen_is_never_culled(view in view(), x in 0.0..1280.0, y in 0.0..720.0, size in 0.1..200.0) {
        let (near, far) = view.depth_range_m();
        let point = view.ray(x, y).at(near * 2.0 + far * 0.1);

        let half = DVec3::splat(size);
        prop_assert!(view.culler().sees(point - half, point + half));
    }

    #[test]
    fn a_wall_under_the_pointer_is_among_those_drawn(view in close_view(), x in 500.0..780.0, y in 260.0..460.0) {
        let hit = CITY.pick(&view.ray(x, y));
        let hit = hit.filter(|hit| (hit.point - view.eye).dot(view.forward) > view.depth_range_m().0);
        let Some((hit, building)) = hit.and_then(|hit| Some((hit, hit.building?))) else { return Ok(()) };

        let seen = chosen(&view, City::seen);

        let seen = seen.iter().find(|seen| seen.building == building);
        prop_assert!(seen.is_some_and(|seen| seen.distance_m <= hit.distance_m + 1e-6), "{seen:?}, {hit:?}");
        let point = hit.point.truncate();
        let faces = CITY.walls_facing(building, view.eye.truncate()).map(|wall| &CITY.walls(building)[wall as usize]);
        let on_wall = faces.map(|wall| distance(point, wall)).fold(f64::INFINITY, f64::min);
        prop_assert!(hit.part != Part::Wall || on_wall < 0.01, "{on_wall} m from any wall that is drawn");
    }

    #[test]
    fn ground_is_shaded_by_the_walls_drawn_where_the_sun_is_hidden(view in close_view(), x in 0.0..1280.0, y in 0.0..720.0) {
        let ground = CITY.pick(&view.ray(x, y)).filter(|hit| hit.part == Part::Ground);
        let ground = ground.filter(|hit| (hit.point - view.eye).dot(view.forward) > view.depth_range_m().0);
        let point = ground.map(|hit| hit.point).filter(|point| CITY.building_at(point.truncate()).is_none());
        let Some(point) = point else { return Ok(()) };

        let shaded = chosen(&view, City::shading).iter().any(|house| {
            CITY.walls_in_shade(house.building).any(|wall| shades(house.building, wall as usize, point.truncate()))
        });

        let to_sun = scene::Ray { origin: point.with_z(0.0), direction: SUN.normalize() };
        let hit = CITY.pick(&to_sun).and_then(|hit| hit.building);
        prop_assert!(shaded == hit.is_some(), "{shaded}, {hit:?} at {point}");
    }

    #[test]
    fn labels_never_touch(view in view()) {
        let labels = scene::labels(&CITY, &view);

        prop_assert!(labels.len() <= scene::label::MOST_LABELS);
        for (index, a) in labels.iter().enumerate() {
            for b in &labels[..index] {
                let apart_x = (a.x - b.x).abs() >= f64::midpoint(a.width_px, b.width_px);
                let apart_y = (a.y - b.y).abs() >= f64::midpoint(a.height_px, b.height_px);
                prop_assert!(apart_x || apart_y, "{a:?} over {b:?}");
            }
        }
    }
}

/// The buildings that the renderer chooses for a view.
fn chosen(view: &View, choose: impl Fn(&City, &Chunk, u32, &View, &Culler, &mut Vec<Seen>)) -> Vec<Seen> {
    let (mut seen, mut first_wall) = (Vec::new(), 0);
    for chunk in CITY.chunks() {
        choose(&CITY, chunk, first_wall, view, &view.culler(), &mut seen);
        first_wall += CITY.chunk_buildings(chunk).iter().map(|index| CITY.walls(*index).len() as u32).sum::<u32>();
    }
    seen
}

fn ends(wall: &Wall) -> [DVec2; 2] {
    [wall.from, wall.to].map(|point| DVec2::new(f64::from(point.x), f64::from(point.y)) / 10.0)
}

/// Metres from a point to a wall on the ground.
fn distance(point: DVec2, wall: &Wall) -> f64 {
    let [from, to] = ends(wall);
    let t = (point - from).dot(to - from) / (to - from).length_squared();
    point.distance(from.lerp(to, t.clamp(0.0, 1.0)))
}

/// Whether the shadow of a wall as the shader draws it covers a point of the ground.
fn shades(building: u32, wall: usize, point: DVec2) -> bool {
    let [from, to] = ends(&CITY.walls(building)[wall]);
    let cast = SUN.truncate() / -SUN.z * CITY.footprint(building).unwrap().height_m;
    let (along, place) = (to - from, point - from);
    let area = along.perp_dot(cast);
    let (t, h) = (place.perp_dot(cast) / area, along.perp_dot(place) / area);
    (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&h)
}

#[test]
fn every_column_of_every_building_shows_on_a_wall() {
    for (index, building) in CITY.pack.buildings.iter().enumerate().filter(|(_, building)| building.columns > 0) {
        let facade = facade(building);

        assert!(all_columns_show(&facade.walls[..facade.outer], building.columns), "building {index}");
        for column in 0..building.columns {
            assert!(facade.walls.iter().any(|wall| wall.stretch(column).is_some()), "building {index} column {column}");
        }
    }
}

#[test]
fn every_cell_has_a_place_to_look_at() {
    let missing = (0..CITY.index.cells()).filter(|cell| CITY.cell_anchor(*cell).is_none()).count();

    assert_eq!(missing, 0);
}

#[test]
fn a_framed_cell_is_in_the_middle_of_the_picture() {
    for cell in (0..CITY.index.cells()).step_by(997) {
        let camera = CITY.frame_cell(cell, VIEWPORT).unwrap();

        let place = View::new(camera, VIEWPORT).project(CITY.cell_anchor(cell).unwrap().point).unwrap();

        assert!((place.x - 640.0).abs() < 40.0 && (place.y - 360.0).abs() < 60.0, "{place:?}");
    }
}

#[test]
fn a_pick_takes_microseconds() {
    let view = View::new(CITY.frame_city(VIEWPORT), VIEWPORT);
    let near = CITY.frame_cell(CITY.index.cells() / 2, VIEWPORT).unwrap();
    for (name, view) in [("far", view), ("near", View::new(near, VIEWPORT))] {
        let start = std::time::Instant::now();
        let mut walls = 0;
        for index in 0..1000u32 {
            let hit = CITY.pick(&view.ray(f64::from(index % 40) * 32.0, f64::from(index / 40) * 28.0));
            walls += u32::from(hit.is_some_and(|hit| hit.part == Part::Wall));
        }
        println!("pick {name}: {:.1} us, {walls} walls", start.elapsed().as_secs_f64() * 1e3);
    }
}

#[test]
fn the_pack_of_the_real_city_is_small() {
    let pack = citypack::encode(&CITY.pack).unwrap();

    println!(
        "{} buildings, {} cells, {} walls: {} bytes",
        CITY.pack.buildings.len(),
        CellIndex::new(&CITY.pack).cells(),
        CITY.wall_count(),
        pack.len()
    );
    assert_eq!(citypack::decode(&pack).unwrap(), CITY.pack);
}

/// Writes what the harness in a browser needs: `cargo test -p scene --test city write -- --ignored`.
#[test]
#[ignore = "writes files for looking at the city"]
fn write_the_packs_for_the_eye() {
    let folder = std::env::var("SCENE_LOOK").unwrap_or_else(|_| "/tmp/scene-look".into());
    for (name, flats_m) in [("demo", 9.0), ("million", 2.6)] {
        let city = real::city(flats_m);
        let bytes = real::state(&city);
        println!("{name}: {} cells", bytes.len());
        std::fs::write(format!("{folder}/{name}.pack"), citypack::encode(&city).unwrap()).unwrap();
        std::fs::write(format!("{folder}/{name}.state"), bytes).unwrap();
    }
}
