//! The heat map: how many cases were reported on each square of a hundred metres.

use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::case::Names;
use domain::category::CategoryCode;
use domain::figure::{Period, SQUARE_M, Square};
use domain::geo::{LonLat, Metre};

use super::{asking, path};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Cases on the ground. Squares hold counts of cases and nothing of households.
#[derive(Clone, Debug)]
pub struct HeatMap {
    /// The area with what holds it, as far as the post's reaches.
    pub path: Vec<(Area, String)>,
    /// The areas right below it.
    pub below: Vec<(Area, String)>,
    /// The period in which the cases were reported.
    pub period: Period,
    /// Squares with their centres and numbers, the most first.
    pub squares: Vec<(Square, LonLat, i64)>,
    /// Cases that lie on no square, because only their area is known.
    pub unplaced: i64,
    /// Outlines of the areas right below, or of the grid itself, in metres east and north of the city's origin.
    pub outlines: Vec<(String, Vec<Vec<[i32; 2]>>)>,
    /// Categories to choose from.
    pub categories: Vec<(CategoryCode, Names)>,
}

/// How many cases of an area were reported on each square over a period.
///
/// *Errors*: `NotFound` for an area outside the post's; `Forbidden` for grid workers and leaders.
pub async fn heat(
    s: &Service,
    actor: &Actor,
    (scope, period): (Area, Period),
    category: Option<&CategoryCode>,
) -> Result<HeatMap, ServiceError> {
    authorise(actor, Action::ViewFigure, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let path = path(&mut tx, actor, scope).await?;
    let below = store::area::names(&mut tx, scope).await?.into_iter().filter(|(area, _)| *area != scope).collect();
    let frame = crate::context::city_of(&mut tx, scope).await?.frame();
    let (squares, unplaced) = store::figure::heat(&mut tx, &asking(s, scope, period), category).await?;
    let level = scope.level().child().unwrap_or(Level::Grid);
    let borders = store::border::borders(&mut tx, scope.range(), level).await?;
    let categories = store::case::categories(&mut tx).await?;
    tx.commit().await?;
    let centre = |square: Square| {
        let middle = |count: i32| f64::from(count * SQUARE_M + SQUARE_M / 2);
        frame.to_lon_lat(Metre { x: middle(square.east), y: middle(square.north) })
    };
    let rings = |rings: &[Vec<[i32; 2]>]| rings.iter().map(|ring| in_metres(ring)).collect();
    Ok(HeatMap {
        path,
        below,
        period,
        squares: squares.into_iter().map(|(square, count)| (square, centre(square), count)).collect(),
        unplaced,
        outlines: borders.into_iter().map(|border| (border.name.clone(), rings(border.rings()))).collect(),
        categories,
    })
}

/// A ring in whole metres; what falls on one point is one point.
fn in_metres(ring: &[[i32; 2]]) -> Vec<[i32; 2]> {
    let mut points: Vec<[i32; 2]> = ring.iter().map(|point| point.map(|dm| dm.div_euclid(10))).collect();
    points.dedup();
    points
}
