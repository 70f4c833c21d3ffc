//! A building: its cell board, on the map page and as a page of its own.

pub mod api;
mod board;
mod boxed;
mod entry;
mod grid;
mod page;

pub use board::{BoardView, CellHref};
pub use entry::entry_list;
pub use page::BuildingPage;
