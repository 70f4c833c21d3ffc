//! The HTTP part of the process `gezhi`: routes, layers, forms, the live stream, the tile proxy.
//!
//! It is a library so that tests drive the real router in process. Not here: the command line, the database cluster,
//! logging and signals, which are the program's (`main.rs`).

pub mod asset;
pub mod http;
pub mod layer;
