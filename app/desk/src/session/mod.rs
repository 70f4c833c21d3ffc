//! The post that one acts under.

pub mod api;
mod switch;

pub use switch::ActingAs;
