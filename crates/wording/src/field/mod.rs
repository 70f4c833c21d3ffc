//! The words of field work, a table for each subject: what a grid worker does at doors and on the way, and what is said of it.

mod check;
mod month;
mod outbox;
mod phone;
mod trail;
mod visit;
mod vol;

pub use check::{CheckWay, CheckWord};
pub use month::{MonthWay, MonthWord};
pub use outbox::OutboxWord;
pub use phone::{PhoneWay, PhoneWord};
pub use trail::TrailWord;
pub use visit::{VisitWay, VisitWord};
pub use vol::VolWord;
