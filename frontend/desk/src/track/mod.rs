//! Patrol tracks on the map: the line with its stops, and the clock that moves the head along it.

mod clock;
pub mod line;

pub use clock::{Clock, Tick};
