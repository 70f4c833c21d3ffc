//! Patrol tracks: choose a worker and a day, replay it.

pub mod api;
mod choose;
mod player;
mod replay;
mod stop;
mod together;

pub use choose::TrackPanel;
pub use replay::{Replay, time_of_day};
pub use together::letter;
