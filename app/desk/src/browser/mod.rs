//! The few things that only a browser has. On the server every function here does nothing.

pub mod dialog;
pub mod focus;
pub mod form;
pub mod live;
pub mod network;
pub mod press;
pub mod pulse;
pub mod root;
pub mod typing;
