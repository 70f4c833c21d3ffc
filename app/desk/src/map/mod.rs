//! The map page, the heart of the desk: city → street → community → grid → building → household.

pub mod api;
pub mod bridge;
mod canvas;
mod context;
mod controls;
mod crumbs;
mod detail;
mod event;
mod filter_bar;
mod keyboard;
mod layer;
pub(crate) mod legend;
pub(crate) mod level;
mod live;
mod page;
pub mod view_state;

pub use canvas::CONTAINER;
pub use context::{MapContext, use_map};
pub use page::MapPage;
