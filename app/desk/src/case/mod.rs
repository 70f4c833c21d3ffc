//! Cases: the list of open ones, and a case on a card.

pub mod api;
mod line;
mod page;

pub use line::CaseItem;
pub use page::CasePage;
