//! The map page, the heart of the desk: city → street → community → grid → building → household.

pub mod api;
pub mod bridge;
pub(crate) mod canvas;
pub(crate) mod context;
mod controls;
pub(crate) mod crumbs;
mod detail;
mod event;
mod filter_bar;
mod keyboard;
mod layer;
pub(crate) mod legend;
pub(crate) mod level;
pub(crate) mod live;
mod page;
pub mod round;
pub mod view_state;

pub use canvas::CONTAINER;
pub use context::{MapContext, use_map};
pub use page::MapPage;
