//! Plain routes: everything that is neither a page nor a form.

pub mod encoding;
pub mod tile;
