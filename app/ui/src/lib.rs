//! The parts that all surfaces are made of: components on native elements, tokens' names, colours, errors.
//!
//! Not for anything that knows a page, a server function or a resource: those live in the surface crates.
#![warn(missing_docs)]
#![expect(clippy::needless_pass_by_value, reason = "component properties are owned: the macro builds them by value")]

pub mod bank;
pub mod bulletin;
pub mod case;
pub mod cell;
pub mod component;
pub mod deadline;
pub mod entry;
pub mod error;
pub mod export;
pub mod fault;
pub mod figure;
mod form_field;
pub mod format;
pub mod gate;
pub mod icon;
pub mod intake;
pub mod language;
pub mod later;
pub mod link;
pub mod matter;
pub mod month;
pub mod name;
pub mod palette;
pub mod preference;
pub mod reading;
pub mod refused;
pub mod script;
pub mod spot_check;
pub mod theme;
pub mod trail;
pub mod visit;
pub mod wish;

pub use component::*;
pub use later::later;
