//! The binary city: what the map draws, as bytes on the wire, and the arithmetic that every view of it shares.
//!
//! Belongs here: the scene pack (public geometry), the state pack (one byte per household cell of a permitted scope),
//! the dense order of cells, and the rule that says which flat shows on which piece of wall. The server encodes, the
//! browser decodes, and board, 2D and 3D ask the same functions. Pure, without unsafe code, and total: any bytes
//! either decode or give an error.
//! Does not belong here: where the geometry comes from (`cityplan`), who may see which cell (`service`), how it is
//! drawn (`scene`).
#![warn(missing_docs)]

mod arrange;
pub mod border;
pub mod city;
pub mod facade;
mod field;
mod house;
pub mod index;
mod item;
mod locate;
mod node;
mod outline;
pub mod pack;
mod range;
mod regular;
mod settle;
mod shape;
pub mod state;
mod wire;

pub use border::{Border, borders};
pub use city::{AreaEntry, Building, City, Estate, Invalid, Kind, Land, LandKind, Point, Road, RoadClass, Step};
pub use facade::{Facade, Orientation, Wall, facade};
pub use index::{CellIndex, Slot};
pub use pack::{Decoder, decode, encode};
pub use state::{Run, StatePack};
pub use wire::DecodeError;
