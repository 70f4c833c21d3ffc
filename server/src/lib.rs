//! The HTTP part of the process `gezhi`: routes, layers, forms, the live stream, the tile proxy.
//!
//! It is a library so that tests drive the real router in process. Not here: the command line, the database cluster,
//! logging and signals, which are the program's (`main.rs`).
// Leptos nests a page's types as deep as its elements.
#![recursion_limit = "512"]

pub mod asset;
mod form;
pub mod http;
mod layer;
pub mod object;
pub mod page;
mod router;
pub mod state;
pub mod webhook;

pub use layer::same_origin::PublicHost;
pub use router::router;
