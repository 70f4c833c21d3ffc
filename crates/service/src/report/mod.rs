//! The residents' report 居民上报 on the public page: no account, no session. Where it is, what is known there already, and taking
//! it in by the way of every other report (`service::case`), as `store::case::Writer::Nobody`.
//!
//! What is offered and shown is public: areas, buildings, announced works, and of open cases category, light and age. Never a door,
//! never a name. How often somebody may ask or send is the server's business, by the address that they come from.

mod place;
mod send;

pub use store::open311::Met;

pub use self::place::{Form, Next, Place, Stickers, next, stickers};
pub use self::send::{Sent, join, met, picture_of, send, stage};
