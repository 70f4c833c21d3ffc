//! Spot-checks 抽查: drawn by the city, asked blind by inspectors of other streets, told to whose work was checked when a round is over.
//!
//! Reading goes through the asking account's own eyes. What answers are held against, the seed of an open round and every write are
//! the system's part, after the database itself said that this is the account's work ([`store::Duty`]).

pub(crate) mod draw;
mod inspect;
mod outcome;

use chrono::{Datelike, NaiveDate};
use domain::actor::{Access, Action, Actor};
pub use store::spot_check::{HintLine, HouseholdLine, Round, TaskLine};

pub use self::draw::{Offer, close, draw, offer};
pub use self::inspect::{Tried, answer, dial, mine, nobody, task};
pub use self::outcome::{Proof, Sheet, proof, sheet};
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Rounds of the list.
const LISTED: i64 = 60;

/// The rounds, and what the viewer may do about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The newest first.
    pub rounds: Vec<Round>,
    /// Whether the viewer may draw one.
    pub may_draw: bool,
    /// Whether the viewer may be sent to doors.
    pub may_inspect: bool,
}

/// The rounds that the viewer may know of: all of them for who draws, those that are over for everybody who keeps files.
///
/// *Errors*: `NotFound` for posts that keep no files.
pub async fn overview(s: &Service, actor: &Actor) -> Result<Overview, ServiceError> {
    authorise(actor, Action::ViewSpotCheck, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let rounds = store::spot_check::rounds(&mut tx, LISTED).await?;
    tx.commit().await?;
    let may = |action| access(actor, action, actor.area) == Access::Granted;
    Ok(Overview { rounds, may_draw: may(Action::DrawSpotCheck), may_inspect: may(Action::InspectHousehold) })
}

/// The first day of a day's month.
fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Months since the year 0: whose turn it is.
fn month_number(day: NaiveDate) -> u32 {
    day.year().unsigned_abs() * 12 + day.month0()
}
