//! The search box of the map page and what it finds.

pub mod api;
mod view;

pub use view::Search;
