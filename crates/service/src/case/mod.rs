//! Cases: coming in, steps by the machine of `domain::case`, taking a step back, queues and sheets.
//!
//! Who may know of a case: whoever sees the cases of its area, and every desk that had or has a hand in it. What may be done then
//! is the machine's answer, not the policy's.

mod alarm;
mod bulk;
mod chain;
mod clock;
mod ground;
mod hint;
mod judge;
mod kept;
mod point;
mod queue;
mod report;
mod sheet;
mod step;
mod trail;

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::case::{CaseLine, Desk, Hands, Refusal, Standing};
use domain::id::CaseId;
use store::Tx;
use store::case::CaseRow;

pub use alarm::sweep;
pub(crate) use alarm::sweep_or_say;
pub use bulk::{bulk, bulk_undo, suggest_for_all};
pub use chain::{Fault, verify, verify_all};
pub(crate) use ground::{Located, locate};
pub use hint::{hints, join};
pub(crate) use hint::{join_as_nobody, remark_on};
pub use judge::{Receipt, follow, judge, link_code, receipt};
pub use kept::{keep_queue, kept_queues, remove_queue, rename_queue};
pub use point::{CasePoint, MOST_POINTS, Points, points};
pub use queue::{own_reports, printed, queue, queue_choices};
pub(crate) use report::take_in;
pub use report::{report, report_choices, report_of, reported};
pub use sheet::{aims, sheet, slip};
pub use step::{Taken, UNDO_S, step, undo};
pub use trail::{TakenOut, trail};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Open cases of a scope: red first, then the longest waiting.
pub async fn open(s: &Service, actor: &Actor, scope: Area, limit: u16) -> Result<Vec<CaseLine>, ServiceError> {
    authorise(actor, Action::ViewCase, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let lines = store::case::open(&mut tx, scope.range(), i64::from(limit)).await?;
    tx.commit().await?;
    Ok(lines)
}

/// Whether an account may know of a case.
fn concerns(actor: &Actor, standing: &Standing, was_party: bool) -> Result<(), ServiceError> {
    let by_area = access(actor, Action::ViewCase, standing.area) == Access::Granted;
    if by_area || was_party || !Hands::of(&actor.who(), standing).is_empty() {
        return Ok(());
    }
    Err(ServiceError::NotFound)
}

/// Reads a case that the account may know of.
pub(crate) async fn known(tx: &mut Tx, actor: &Actor, case: CaseId, is_locked: bool) -> Result<CaseRow, ServiceError> {
    let found = if is_locked { store::case::lock(tx, case).await? } else { store::case::read(tx, case).await? };
    let row = found.ok_or(ServiceError::NotFound)?;
    let was_party = match actor.desk {
        Some(desk) => store::case::is_party(tx, case, desk).await?,
        None => false,
    };
    concerns(actor, &row.standing, was_party)?;
    Ok(row)
}

/// Who asks for an office's case: the community of the place, or the smallest office above what is known of it.
fn first_desk(area: Area) -> Desk {
    use domain::area::Level;
    match (area.level(), area.parent()) {
        (Level::Grid, Some(community)) => Desk::area(community),
        _ => Desk::area(area),
    }
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            // Somebody else was faster, or the page is old.
            Refusal::NotNow(_) => Self::Conflict,
            Refusal::NotYours(_) => Self::Forbidden,
            Refusal::NeedsNote => Self::invalid("note", refusal.to_string()),
            Refusal::NeedsPicture => Self::invalid("picture", refusal.to_string()),
            Refusal::WrongAim => Self::invalid("aim", refusal.to_string()),
        }
    }
}
