//! Estates: what is counted, and for whom.

use domain::actor::Role;
use domain::cell::Lens;
use domain::id::EstateId;
use service::ServiceError;
use service::estate::{list, view};
use service::map::legend;
use store::testing::{county, grid_of};

use crate::house::House;

#[tokio::test]
async fn the_estates_of_a_grid_count_what_map_and_lists_count() {
    let house = House::new().await;
    house.db.add_residents().await;
    let worker = house.worker().await;

    let rows = list(&house.s, &worker, worker.area).await.unwrap();

    assert_eq!(rows.len(), 1, "this grid is one estate");
    let file = view(&house.s, &worker, rows[0].estate).await.unwrap();
    let summary = service::map::area(&house.s, &worker, worker.area).await.unwrap().figures;
    let row = &file.row;
    assert_eq!(
        (row.buildings, row.dwellings, row.households, row.residents),
        (summary.buildings, summary.dwellings, summary.households, summary.residents)
    );
    for (lens, counted) in [(Lens::Occupancy, &file.occupancy), (Lens::KeyGroup, &file.key_groups)] {
        let whole = legend(&house.s, &worker, lens, worker.area).await.unwrap();
        let whole: Vec<(u8, i64)> =
            whole.iter().filter(|entry| entry.cells > 0).map(|entry| (entry.class, entry.cells)).collect();
        assert_eq!(counted.iter().map(|entry| (entry.class, entry.cells)).collect::<Vec<_>>(), whole, "{lens:?}");
    }
    assert_eq!(file.ages.iter().sum::<i64>(), row.dwellings, "the tests give every door one resident");
}

#[tokio::test]
async fn an_estate_elsewhere_is_unknown_and_so_are_all_to_who_sees_no_files() {
    let house = House::new().await;
    let estate = EstateId::new(county(), 1);
    let (stranger, community) = (house.stranger().await, grid_of(1, 1, 1).parent().unwrap());
    let department = house.db.actor(Role::Department, House::root(), 760).await;
    let neighbour = house.db.actor(Role::GridWorker, grid_of(1, 1, 2), 761).await;
    let office = house.db.actor(Role::Community, community, 762).await;

    view(&house.s, &office, estate).await.unwrap();
    for actor in [&stranger, &department, &neighbour] {
        let error = view(&house.s, actor, estate).await.unwrap_err();
        assert!(matches!(error, ServiceError::NotFound), "{error:?}");
    }
}
