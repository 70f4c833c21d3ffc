//! A household: its card.

pub mod api;
mod card;
mod door;
mod label;
mod moves;
mod notes;
mod page;
mod people;

pub use card::{CardActions, HouseholdView};
pub use page::HouseholdPage;
pub use people::person_line;
