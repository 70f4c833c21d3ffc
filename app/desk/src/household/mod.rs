//! A household: its card.

pub mod api;
mod card;
mod label;
mod people;

pub use card::{CardActions, HouseholdView};
