//! The words of the residents' pages, a table for each subject.

mod gate;

pub use gate::{GateSetting, GateWord};
