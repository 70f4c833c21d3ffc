//! The desk.
pub mod map;
