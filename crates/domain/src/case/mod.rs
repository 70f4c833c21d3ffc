//! Cases 事件: one pure state machine from the report to the street's evaluation, and what lists and sheets show of them.
//!
//! Which light follows from which standing, who may take which step, what a step needs and what it leads to is decided here and
//! nowhere else. Not here: when clocks run out ([`crate::deadline`]), who is allowed to know of a case (`service`), storing.

mod aims;
mod alarm;
mod bulk;
mod desk;
mod hand;
mod hint;
mod judge;
mod kept;
mod kind;
mod light;
mod line;
mod machine;
mod queue;
mod report;
mod reporter;
mod standing;
mod step;
mod trail;
mod turn;
mod watch;

pub use aims::{Aims, Names};
pub use alarm::raise;
pub use bulk::{Became, BulkLine, MOST_AT_ONCE, Together};
pub use desk::{Desk, DeskKind, InvalidDesk};
pub use hand::{Hand, Hands, Who};
pub use hint::{Double, Hints};
pub use judge::{Followed, Hop, JUDGE_DAYS, judge, judged_until};
pub use kept::{KeptQueue, LONGEST_KEPT, MOST_KEPT};
pub use kind::{Aim, Kind, Need, Needs};
pub use light::{Light, Verdict};
pub use line::{Beacon, CaseLine, CaseMoment, Entry, Offer, Party, Sheet, SheetTimes};
pub use machine::{offers, turn};
pub use queue::{Axis, CategoryCount, Choices, Count, Counts, Queue, QueueLine};
pub use report::{Ground, Report, Source, Title};
pub use reporter::{MaskedReporter, PersonName, PersonNameError, Reporter};
pub use standing::{Ask, CoHandler, CoState, Phase, Standing};
pub use step::{Milestone, Move, Note, Step};
pub use trail::{Trail, mask_numbers};
pub use turn::{HolderClock, Refusal, Turn};
pub use watch::{Watch, WatchTally};
