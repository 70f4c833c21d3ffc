//! Areas, scene, state packs and legends.

use std::io::Read as _;

use crate::house::House;
use citypack::StatePack;
use domain::area::Area;
use domain::case::Light;
use domain::cell::{CellByte, Lens};
use service::{ServiceError, map, public};
use store::testing::grid_of;

#[tokio::test]
async fn the_legend_counts_what_the_state_pack_shows_under_every_lens() {
    let house = House::new().await;
    let centre = house.centre().await;

    for lens in Lens::ALL {
        for scope in [House::root(), grid_of(1, 1, 1), grid_of(1, 1, 2).parent().unwrap()] {
            let pack = StatePack::decode(&map::state_pack(&house.s, &centre, lens, scope).await.unwrap()).unwrap();
            let legend = map::legend(&house.s, &centre, lens, scope).await.unwrap();
            for entry in &legend {
                let drawn = pack.bytes.iter().filter(|byte| CellByte(**byte).fill() == entry.class).count();
                assert_eq!(drawn as i64, entry.cells, "{lens:?} {}", entry.class);
            }
            let all: i64 = legend.iter().map(|entry| entry.cells).sum();
            assert_eq!(all as usize, house.seats.iter().filter(|seat| scope.contains(seat.area)).count());
        }
    }
}

#[tokio::test]
async fn the_occupancy_legend_equals_a_plain_count() {
    let house = House::new().await;
    let centre = house.centre().await;

    let legend = map::legend(&house.s, &centre, Lens::Occupancy, House::root()).await.unwrap();

    let counted = house.db.households_by("occupancy", House::root()).await;
    let told =
        legend.iter().map(|entry| (i16::from(entry.class), entry.cells)).filter(|(_, cells)| *cells > 0).collect();
    assert_eq!(counted, told);
}

#[tokio::test]
async fn a_state_pack_holds_the_cells_of_its_scope_and_no_other() {
    let house = House::new().await;
    let worker = house.worker().await;

    let pack = map::state_pack(&house.s, &worker, Lens::Occupancy, worker.area).await.unwrap();
    let elsewhere = map::state_pack(&house.s, &worker, Lens::Occupancy, House::root()).await;

    let pack = StatePack::decode(&pack).unwrap();
    let cells: Vec<u32> = pack.runs.iter().flat_map(|run| run.start..run.start + run.len).collect();
    let shown: Vec<u32> =
        cells.iter().zip(&pack.bytes).filter(|(_, byte)| **byte != 0).map(|(cell, _)| *cell).collect();
    let mine: Vec<u32> = house.seats.iter().filter(|seat| seat.area == worker.area).map(|seat| seat.cell).collect();
    assert_eq!(shown, mine);
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn freshness_and_visits_count_days_from_today() {
    let house = House::new().await;
    let centre = house.centre().await;
    let pack = map::state_pack(&house.s, &centre, Lens::Freshness, House::root()).await.unwrap();
    let pack = StatePack::decode(&pack).unwrap();
    let start = pack.runs[0].start;

    for seat in &house.seats {
        // The file is 0, 70, 140 … 420 days old by the id's remainder; remainder 0 was never verified.
        let expected = [6, 2, 3, 4, 4, 4, 5][(seat.dwelling.number() % 7) as usize];
        assert_eq!(CellByte(pack.bytes[(seat.cell - start) as usize]).fill(), expected, "{seat:?}");
    }
}

#[tokio::test]
async fn a_cell_leads_to_its_dwelling_unless_the_picture_is_old_or_elsewhere() {
    let house = House::new().await;
    let (centre, stranger) = (house.centre().await, house.stranger().await);
    let seat = house.seat(5);

    let found = map::dwelling_at(&house.s, &centre, 1, seat.cell).await.unwrap();
    let old = map::dwelling_at(&house.s, &centre, 7, seat.cell).await;
    let elsewhere = map::dwelling_at(&house.s, &stranger, 1, seat.cell).await;

    assert_eq!(found, (seat.dwelling, seat.building));
    assert!(matches!(old, Err(ServiceError::Conflict)), "{old:?}");
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "{elsewhere:?}");
}

#[tokio::test]
async fn figures_of_the_children_sum_to_the_parent() {
    let house = House::new().await;
    let centre = house.centre().await;
    house.db.add_case(&house.seat(0), 1, Light::Red).await;
    house.db.add_case(&house.seat(1), 2, Light::Green).await;

    let whole = map::area(&house.s, &centre, House::root()).await.unwrap();
    let streets = map::areas(&house.s, &centre, House::root()).await.unwrap();

    assert_eq!(streets.len(), 2);
    let sum = |pick: fn(&domain::map::Figures) -> i64| streets.iter().map(|street| pick(&street.figures)).sum::<i64>();
    assert_eq!((whole.figures.dwellings, whole.figures.buildings), (75, 5));
    assert_eq!(sum(|figures| figures.dwellings), whole.figures.dwellings);
    assert_eq!(sum(|figures| figures.households), whole.figures.households);
    assert_eq!(sum(|figures| figures.residents), whole.figures.residents);
    assert_eq!(whole.figures.cases, [1, 0, 0, 1]);
}

#[tokio::test]
async fn a_wall_screen_gets_totals_but_no_cells() {
    let house = House::new().await;
    let wall = house.wall().await;
    house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let whole = map::area(&house.s, &wall, House::root()).await.unwrap();
    let cells = map::state_pack(&house.s, &wall, Lens::Occupancy, House::root()).await;
    let beacons = map::beacons(&house.s, &wall, House::root()).await.unwrap();

    assert!(whole.figures.residents >= 5);
    assert_eq!(whole.figures.cases, [0; 4], "one case is too few to be told");
    assert!(matches!(cells, Err(ServiceError::NotFound)));
    let community = house.seat(0).area.parent().unwrap();
    assert_eq!((beacons.len(), beacons[0].cell, beacons[0].area), (1, None, community), "a case lies somewhere there");
}

#[tokio::test]
async fn the_scene_is_the_same_packed_and_unpacked() {
    let house = House::new().await;

    let pack = map::scene_pack(&house.s, None).await.unwrap();

    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&pack.gzip[..]).read_to_end(&mut plain).unwrap();
    assert_eq!(plain, pack.bytes);
    let mut plain = Vec::new();
    brotli::Decompressor::new(&pack.brotli[..], 4096).read_to_end(&mut plain).unwrap();
    assert_eq!(plain, pack.bytes);
    assert_eq!(citypack::decode(&plain).unwrap().scene_version, pack.version);
    assert!(matches!(map::scene_pack(&house.s, Some(99)).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn the_public_is_told_no_small_numbers() {
    let house = House::new().await;
    house.db.add_case(&house.seat(0), 1, Light::Red).await;

    let overview = public::overview(&house.s).await.unwrap();

    assert_eq!(overview.areas.len(), 1 + 2 + 2);
    assert_eq!(overview.areas[0].area, House::root());
    assert!(overview.areas[0].residents.is_some_and(|residents| residents >= 5));
    assert!(overview.areas.iter().all(|area| area.open_cases.is_none()));
}

#[tokio::test]
async fn nobody_lists_areas_outside_the_posts_own() {
    let house = House::new().await;
    let worker = house.worker().await;

    let above = map::areas(&house.s, &worker, House::root()).await;
    let beside = map::area(&house.s, &worker, grid_of(2, 1, 1)).await;
    let own: Area = map::area(&house.s, &worker, worker.area).await.unwrap().area;

    assert!(matches!(above, Err(ServiceError::NotFound)));
    assert!(matches!(beside, Err(ServiceError::NotFound)));
    assert_eq!(own, worker.area);
}

#[tokio::test]
async fn a_kept_count_is_dropped_as_soon_as_something_changed() {
    let house = House::new().await;
    let centre = house.centre().await;
    let id = house.db.add_case(&house.seat(0), 1, Light::Red).await;
    let before = map::area(&house.s, &centre, House::root()).await.unwrap().figures.cases;

    let accept = service::case::Taken::plain(domain::case::Kind::Accept);
    service::case::step(&house.s, &house.community().await, id, 1, accept).await.unwrap();

    let after = map::area(&house.s, &centre, House::root()).await.unwrap().figures.cases;
    assert_eq!((before, after), ([1, 0, 0, 0], [0, 1, 0, 0]));
}
