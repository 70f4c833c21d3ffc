//! Patrol tracks: choose a worker and a day, replay it.

pub mod api;
mod choose;
mod player;
mod replay;
mod stop;

pub use choose::TrackPanel;
pub use replay::{Replay, time_of_day};
