//! Monthly reports: what each measure counts (one relation a measure, of which both the number and its records are made), the
//! reports themselves, objections, and the versions of the formula. Not here: who may what, and how a report may turn.

mod behind;
mod count;
mod formula;
mod objection;
mod report;

pub use behind::{Line, lines};
pub use count::{Counted, Scope, Wanted, count, workers};
pub use formula::{add_version, versions};
pub use objection::{NewAnswer, NewObjection, answer, object, objections, open_in, report_of};
pub use report::{NewReport, Which, find, list, of_worker, one, put, records, recount, turn};
