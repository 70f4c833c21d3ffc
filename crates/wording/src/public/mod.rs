//! The words of the residents' pages, a table for each subject, and what the trail says of wishes.

mod gate;
mod page;
mod tongue;
mod wish;

pub use gate::{GateSetting, GateWord};
pub use page::PublicWord;
pub use tongue::{Tongue, Tongued};
pub use wish::{WishKindWord, WishTrailWord, WishWord};
