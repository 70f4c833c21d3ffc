//! The few browser facilities that the map needs, as guards that give back what they took when dropped.
//!
//! Only for the browser: every function here panics on a server. Not for anything that knows about maps.

pub mod frame_loop;
pub mod lock;
pub mod page;
pub mod resize;
pub mod slice;
