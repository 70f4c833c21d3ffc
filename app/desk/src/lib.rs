//! The desk: what community, street and city work with. Server-rendered pages that WebAssembly wakes up.
//!
//! Every page is complete as HTML; only the map itself needs the browser's help (see [`map::bridge`]).
//! Not for rules (`domain`), permission (`service`) or drawing (`scene`, `frontend/desk`).
// The types of a page are as deep as its elements.
#![recursion_limit = "256"]
#![expect(clippy::needless_pass_by_value, reason = "component properties are owned: the macro builds them by value")]

pub mod address;
mod app;
pub mod area;
mod browser;
pub mod building;
pub mod case;
#[cfg(feature = "ssr")]
pub mod error;
pub mod household;
pub mod map;
pub mod patrol;
pub mod person;
mod photo;
mod preference;
#[cfg(feature = "ssr")]
pub mod request;
pub mod screen;
pub mod search;
pub mod session;
mod top_bar;

pub use app::{App, root};
