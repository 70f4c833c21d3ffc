//! Figures about cases: rates by their versioned definitions, how long lights have been lit, what came and went; and the cases behind
//! every number.
//!
//! Row-level security decides which cases count: an office's are those of its area, a department's those that were handed to it. A wall
//! screen sees no single case, so that its totals are counted by the system and lead nowhere.

mod heat;

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::{Access, Action, Actor, Role};
use domain::area::Area;
use domain::case::{Names, QueueLine};
use domain::figure::{By, CategoryCount, Definition, Figure, Flow, LitCount, Period, Rate, Which};
use store::Tx;
use store::figure::Asking;

pub use heat::{HeatMap, heat};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Cases on one page of a list.
pub const PAGE: u16 = 50;

/// Everything that the page of statistics shows.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// The area with what holds it, as far as the post's reaches.
    pub path: Vec<(Area, String)>,
    /// The areas right below it.
    pub below: Vec<(Area, String)>,
    /// The period.
    pub period: Period,
    /// Every figure of the whole area, in their order.
    pub totals: Vec<Rate>,
    /// The same by what was asked for, by row; empty when nothing was.
    pub rows: Vec<Rate>,
    /// How long red and yellow lights have been lit, now.
    pub lit: Vec<LitCount>,
    /// What came in and what was closed, day by day, up to today.
    pub flow: Vec<Flow>,
    /// Which version of its formula each figure follows.
    pub definitions: Vec<Definition>,
    /// When it was counted.
    pub at: DateTime<Utc>,
    /// Whether the post sees what recurs.
    pub sees_root_causes: bool,
}

/// Some of the cases behind a number.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The area with what holds it, as far as the post's reaches.
    pub path: Vec<(Area, String)>,
    /// What the row of the number is called, where it has a name of its own.
    pub row: Option<Names>,
    /// One page of them.
    pub lines: Vec<QueueLine>,
    /// How many there are.
    pub total: i64,
    /// Now, for what is left of the clocks.
    pub now: DateTime<Utc>,
}

fn asking(s: &Service, scope: Area, period: Period) -> Asking {
    let (from, until) = period.instants();
    let now = s.now();
    // What happened right now has happened.
    Asking { scope, from, until: until.min(now + TimeDelta::microseconds(1)), now }
}

/// A transaction that counts what the actor may know the total of.
async fn begin(s: &Service, actor: &Actor, scope: Area) -> Result<Tx, ServiceError> {
    authorise(actor, Action::ViewTotals, scope)?;
    let tx = if actor.role == Role::Wall { s.store.begin_system().await } else { s.store.begin(actor).await };
    Ok(tx?)
}

/// All figures of an area over a period, by something: row by row in the order of the keys, and in each row in their own order. By
/// nothing, every figure is there, also with nothing to count.
///
/// *Errors*: `NotFound` for an area outside the post's.
pub async fn rates(s: &Service, actor: &Actor, scope: Area, period: Period, by: By) -> Result<Vec<Rate>, ServiceError> {
    let mut tx = begin(s, actor, scope).await?;
    let found = store::figure::rates(&mut tx, &asking(s, scope, period), by).await?;
    tx.commit().await?;
    Ok(if by == By::All { whole(&found) } else { found })
}

fn whole(found: &[Rate]) -> Vec<Rate> {
    let nothing = |figure| Rate { key: String::new(), name: (String::new(), String::new()), figure, part: 0, whole: 0 };
    let of = |figure: &Figure| found.iter().find(|rate| rate.figure == *figure).cloned();
    Figure::ALL.iter().map(|figure| of(figure).unwrap_or_else(|| nothing(*figure))).collect()
}

/// How long the red and yellow lights of an area have been lit: every light and span, also with nothing.
///
/// *Errors*: `NotFound` for an area outside the post's.
pub async fn ageing(s: &Service, actor: &Actor, scope: Area) -> Result<Vec<LitCount>, ServiceError> {
    let mut tx = begin(s, actor, scope).await?;
    let found = store::figure::lit(&mut tx, &lit_now(s, scope)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Lights are lit now, whenever they came in.
fn lit_now(s: &Service, scope: Area) -> Asking {
    let now = s.now();
    Asking { scope, from: now, until: now + TimeDelta::microseconds(1), now }
}

/// What came in and what was closed in an area, day by day, over the last so many days with today.
///
/// *Errors*: `NotFound` for an area outside the post's; `Invalid` for no days or more than a year of them.
pub async fn flow(s: &Service, actor: &Actor, scope: Area, days: u16) -> Result<Vec<Flow>, ServiceError> {
    let from = s.today() - TimeDelta::days(i64::from(days) - 1);
    let period = Period::new(from, s.today()).ok_or_else(|| ServiceError::invalid("days", "1 to 366 days"))?;
    let mut tx = begin(s, actor, scope).await?;
    let found = store::figure::flow(&mut tx, &asking(s, scope, period)).await?;
    tx.commit().await?;
    Ok(found)
}

/// How many cases of each group of categories came in over a period, the most first.
///
/// *Errors*: `NotFound` for an area outside the post's.
pub async fn by_category(
    s: &Service,
    actor: &Actor,
    scope: Area,
    period: Period,
) -> Result<Vec<CategoryCount>, ServiceError> {
    let mut tx = begin(s, actor, scope).await?;
    let found = store::figure::by_category(&mut tx, &asking(s, scope, period)).await?;
    tx.commit().await?;
    Ok(found)
}

/// All that the page of statistics shows, counted in one transaction.
///
/// *Errors*: `NotFound` for an area outside the post's; `Forbidden` for grid workers and leaders.
pub async fn statistics(
    s: &Service,
    actor: &Actor,
    scope: Area,
    period: Period,
    by: By,
) -> Result<Statistics, ServiceError> {
    authorise(actor, Action::ViewFigure, scope)?;
    let asking = asking(s, scope, period);
    let mut tx = s.store.begin(actor).await?;
    let path = path(&mut tx, actor, scope).await?;
    let below = store::area::names(&mut tx, scope).await?.into_iter().filter(|(area, _)| *area != scope).collect();
    let rows = if by == By::All { Vec::new() } else { store::figure::rates(&mut tx, &asking, by).await? };
    let statistics = Statistics {
        path,
        below,
        period,
        totals: whole(&store::figure::rates(&mut tx, &asking, By::All).await?),
        rows,
        lit: store::figure::lit(&mut tx, &lit_now(s, scope)).await?,
        flow: if asking.from < asking.until { store::figure::flow(&mut tx, &asking).await? } else { Vec::new() },
        definitions: store::figure::definitions(&mut tx).await?,
        at: asking.now,
        sees_root_causes: access(actor, Action::ViewCase, scope) == Access::Granted,
    };
    tx.commit().await?;
    Ok(statistics)
}

async fn path(tx: &mut Tx, actor: &Actor, scope: Area) -> Result<Vec<(Area, String)>, ServiceError> {
    let path = store::area::path(tx, scope).await?;
    if path.last().is_none_or(|(found, _)| *found != scope) {
        return Err(ServiceError::NotFound);
    }
    Ok(path.into_iter().filter(|(area, _)| actor.area.contains(*area)).collect())
}

/// The cases behind a number of an area over a period: exactly those that it counted.
///
/// *Errors*: `NotFound` for an area outside the post's; `Forbidden` for grid workers and leaders.
pub async fn cases(
    s: &Service,
    actor: &Actor,
    (scope, period): (Area, Period),
    which: &Which,
    skip: u32,
) -> Result<Listed, ServiceError> {
    authorise(actor, Action::ViewFigure, scope)?;
    let asking = match which {
        Which::Lit { .. } => lit_now(s, scope),
        Which::Rate { .. } | Which::Square { .. } => asking(s, scope, period),
    };
    let mut tx = s.store.begin(actor).await?;
    let path = path(&mut tx, actor, scope).await?;
    let found = store::figure::cases(&mut tx, &asking, which, (i64::from(skip), i64::from(PAGE))).await?;
    let row = match which {
        Which::Rate { key: Some(key), .. } => store::figure::row_name(&mut tx, key).await?,
        _ => None,
    };
    tx.commit().await?;
    Ok(Listed { path, row, lines: found.lines, total: found.total, now: asking.now })
}
