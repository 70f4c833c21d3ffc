//! The post that one acts under, until log-in exists.

pub mod api;
mod switch;

pub use switch::ActingAs;
