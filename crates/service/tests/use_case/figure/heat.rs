//! The heat map: where cases lie, and that a square opens those that it counted.

use domain::case::{Ground, Kind, Report};
use domain::category::CategoryCode;
use domain::figure::{Square, Which};
use domain::geo::{LonLat, Metre};
use service::case::Taken;
use service::figure::{cases, heat};

use super::{Crew, LAMP, STICKERS, november, report};
use crate::house::House;

/// A point so many metres east and north of the origin, inside the first grid.
fn point(x: f64, y: f64) -> Ground {
    Ground::Point(domain::geo::Frame { origin: LonLat { lon: 71.4, lat: 51.1 } }.to_lon_lat(Metre { x, y }))
}

#[tokio::test]
async fn cases_are_counted_where_they_lie_and_a_square_opens_them() {
    let crew = Crew::new().await;
    let mut on_square = Vec::new();
    for (serial, x, y) in [(1, 101.0, 101.0), (2, 199.0, 199.0), (3, 99.0, 150.0)] {
        let ground = point(x, y);
        on_square.push(crew.report(Report { ground, ..report(&crew.house, serial, LAMP) }).await);
    }
    crew.report(Report { ground: point(150.0, 150.0), ..report(&crew.house, 4, STICKERS) }).await;
    crew.report(Report { ground: Ground::Area(crew.worker.area), ..report(&crew.house, 5, LAMP) }).await;
    let gone = crew.report(Report { ground: point(150.0, 120.0), ..report(&crew.house, 6, LAMP) }).await;
    crew.step(&crew.worker, gone, (1, 0), Taken::plain(Kind::Withdraw)).await;
    let over = (House::root(), november());
    let lamp = CategoryCode::new(LAMP);

    let found = heat(&crew.house.s, &crew.centre, over, lamp.as_ref()).await.unwrap();
    let all = heat(&crew.house.s, &crew.centre, over, None).await.unwrap();

    let counts = |squares: &[(Square, LonLat, i64)]| {
        squares.iter().map(|(square, _, count)| (square.east, square.north, *count)).collect::<Vec<_>>()
    };
    assert_eq!((counts(&found.squares), found.unplaced), (vec![(1, 1, 2), (0, 1, 1)], 1));
    assert_eq!(counts(&all.squares), [(1, 1, 3), (0, 1, 1)]);
    let which = Which::Square { square: Square { east: 1, north: 1 }, category: lamp };
    let opened = cases(&crew.house.s, &crew.centre, over, &which, 0).await.unwrap();
    let mut opened: Vec<_> = opened.lines.iter().map(|line| line.case).collect();
    opened.sort_unstable();
    assert_eq!(opened, on_square[..2]);
    assert_eq!(found.outlines.len(), 2, "the streets");
    let (_, centre, _) = found.squares[0];
    assert!((centre.lat - 51.1013).abs() < 0.0001, "{centre:?}");
}
