//! 微心愿: what a resident, a grid worker or the community itself wishes for, from being proposed to being archived.
//!
//! [`Order`] is what stands in public; [`turn`] moves a wish on; [`Roll`] is who serves and who waits. Not here: who may do it where
//! ([`crate::actor`]), points for service, and cases, which a wish may become.

mod free;
mod kind;
mod order;
mod recur;
mod roll;
mod state;
mod step;

pub use free::{FreeTimes, Part, WEEK};
pub use kind::{Kind, Origin};
pub use order::{MOST_TOOLS, Order, OrderFault, Wording};
pub use recur::Repeat;
pub use roll::{Admission, Claim, ClaimState, MOST_SEATS, Roll, RollRefusal};
pub use state::{State, Verdict};
pub use step::{Hand, JUDGED_WITHIN_DAYS, Refusal, Standing, Step, turn};
