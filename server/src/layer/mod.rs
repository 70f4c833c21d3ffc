//! What happens around every request, in the order that [`crate::router`] stacks it.
//!
//! Not for what a single route does.

pub mod address;
pub mod cookie;
pub mod guard;
pub mod request_id;
pub mod same_origin;
pub mod security_header;
pub mod session;
pub mod tail;
