//! A household: its card.

pub mod api;
mod card;
mod label;

pub use card::{CardActions, HouseholdView};
