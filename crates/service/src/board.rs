//! The citywide board: how all communities' cases stand, for everybody at work, where the city's setting says so.
//!
//! It looks beyond the post's own area on purpose. What it may show is decided twice: here, and by the one function of the database
//! that hands the cases out without any text.

use chrono::{DateTime, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::{Area, Level};
use domain::board::{Asked, BoardLine, StreetTally, by_street};
use domain::case::Names;
use domain::category::CategoryCode;
use domain::setting::Switch;
use store::Tx;
use store::board::Asking;

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Cases on one page of the list.
pub const PAGE: u16 = 50;

/// The board of an area.
#[derive(Clone, Debug)]
pub struct Board {
    /// The area with what holds it, from the city on.
    pub path: Vec<(Area, String)>,
    /// Streets with their communities, as far as they have cases.
    pub streets: Vec<StreetTally>,
    /// One page of the cases, each with whether who looks may open it.
    pub lines: Vec<(BoardLine, bool)>,
    /// How many of the chosen light there are.
    pub total: i64,
    /// Categories to choose from.
    pub categories: Vec<(CategoryCode, Names)>,
    /// Now, for how old the clocks are.
    pub now: DateTime<Utc>,
}

/// Whether who acts has a board to look at.
///
/// *Errors*: `Unavailable` when the database does not answer.
pub async fn is_open(s: &Service, actor: &Actor) -> Result<bool, ServiceError> {
    if authorise(actor, Action::ViewBoard, actor.area).is_err() {
        return Ok(false);
    }
    let mut tx = s.store.begin(actor).await?;
    let open = is_on(&mut tx, actor).await?;
    tx.commit().await?;
    Ok(open)
}

async fn is_on(tx: &mut Tx, actor: &Actor) -> Result<bool, ServiceError> {
    Ok(store::setting::read(tx, actor.area.county()).await?.is_on(Switch::CitywideBoard))
}

/// The board of the city, a street or a community.
///
/// *Errors*: `NotFound` while the setting is off, for another city, for grids and areas that do not exist, for administrators and walls.
pub async fn board(s: &Service, actor: &Actor, asked: &Asked) -> Result<Board, ServiceError> {
    authorise(actor, Action::ViewBoard, actor.area)?;
    let (area, city) = (asked.area, Area::city(actor.area.county()));
    // A grid is a few houses: how many cases it has is between it and its community.
    if !city.contains(area) || area.level() == Level::Grid {
        return Err(ServiceError::NotFound);
    }
    let mut tx = s.store.begin(actor).await?;
    let path = store::area::path(&mut tx, area).await?;
    if !is_on(&mut tx, actor).await? || path.last().is_none_or(|(last, _)| *last != area) {
        return Err(ServiceError::NotFound);
    }
    let asking = Asking { range: area.range(), now: s.now(), category: asked.category.as_ref() };
    let tallies = store::board::tallies(&mut tx, &asking).await?;
    let total = tallies.iter().map(|(_, tally)| tally.of(asked.light)).sum();
    let page = (i64::from(asked.skip), i64::from(PAGE));
    let lines = store::board::lines(&mut tx, &asking, asked.light, page).await?;
    let categories = store::case::categories(&mut tx).await?;
    tx.commit().await?;
    let opens = |area: Area| access(actor, Action::ViewCase, area) == Access::Granted;
    let lines = lines.into_iter().map(|line| {
        let may_open = opens(line.area);
        (line, may_open)
    });
    let lines = lines.collect();
    Ok(Board { path, streets: by_street(tallies), lines, total, categories, now: s.now() })
}
