//! Plain routes: everything that is neither a page nor a form.

pub mod api;
pub mod asset;
pub mod bulletin;
pub mod certificate;
pub mod encoding;
pub mod export;
pub mod geo;
pub mod health;
pub mod intake;
mod listing;
pub mod live;
pub mod media;
pub mod oidc;
pub mod open311;
pub mod openapi;
pub mod order;
pub(crate) mod outgoing;
pub mod photo;
pub mod refusal;
pub mod report;
pub mod scene;
pub mod slip;
pub mod spot_check;
pub mod state;
pub mod tile;
pub mod trail;
