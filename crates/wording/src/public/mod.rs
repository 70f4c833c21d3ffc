//! The words of the residents' pages, a table for each subject.

mod gate;
mod page;
mod tongue;

pub use gate::{GateSetting, GateWord};
pub use page::PublicWord;
pub use tongue::{Tongue, Tongued};
