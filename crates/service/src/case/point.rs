//! Cases as points, for other maps of whoever works there.

use chrono::NaiveDate;
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::case::Light;
use domain::clock::start_of_civil_day;
use domain::geo::{Frame, Metre};
pub use store::case::CasePoint;

use crate::context::city_of;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The most cases of one answer.
pub const MOST_POINTS: usize = 10_000;

/// Cases as points.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// What their decimetres are counted from.
    pub frame: Frame,
    /// The latest first, at most [`MOST_POINTS`].
    pub points: Vec<CasePoint>,
    /// Whether there are more.
    pub is_cut: bool,
}

impl Points {
    /// Degrees of a case, longitude first.
    pub fn degrees(&self, point: &CasePoint) -> Option<[f64; 2]> {
        let (x, y) = point.at_dm?;
        let at = self.frame.to_lon_lat(Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 });
        Some([at.lon, at.lat].map(|degree| (degree * 1e7).round() / 1e7))
    }
}

/// The cases of an area that were reported on these days, both included.
///
/// *Errors*: `NotFound` for an area out of reach and for posts that see no cases; `Invalid` for days the wrong way round.
pub async fn points(
    s: &Service,
    actor: &Actor,
    area: Area,
    light: Option<Light>,
    (from_on, to_on): (NaiveDate, NaiveDate),
) -> Result<Points, ServiceError> {
    authorise(actor, Action::ViewCase, area)?;
    let next_on = to_on.succ_opt().filter(|_| from_on <= to_on);
    let next_on = next_on.ok_or_else(|| ServiceError::invalid("from", "not behind the last day"))?;
    let span = (start_of_civil_day(from_on), start_of_civil_day(next_on));
    let mut tx = s.store.begin(actor).await?;
    let frame = city_of(&mut tx, area).await?.frame();
    let mut points = store::case::points(&mut tx, area.range(), light, span, MOST_POINTS as i64 + 1).await?;
    tx.commit().await?;
    let is_cut = points.len() > MOST_POINTS;
    points.truncate(MOST_POINTS);
    Ok(Points { frame, points, is_cut })
}
