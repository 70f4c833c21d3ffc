//! Areas: the plain list with counts, for people without script and with screen readers.

pub mod api;
mod page;
mod row;

pub use page::AreaPage;
pub use row::{AreaFigures, AreaLights};
