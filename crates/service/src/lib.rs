//! The use cases: authorise → load → domain rule → store → outbox, each in one transaction.
//!
//! Belongs here: who may do what, in which order, and what is told to whom afterwards. Does not belong here: SQL (`store`),
//! HTTP and pages (`server`, `app`). Every function for an account takes its [`domain::actor::Actor`] and asks
//! the policy first, through `lock`; row-level security is the second lock and does not rely on it.
#![warn(missing_docs)]

pub mod account;
pub mod answer;
pub mod api_client;
pub mod audit;
pub mod board;
pub mod building;
pub mod bulk;
pub mod bulletin;
pub mod calendar;
pub mod case;
pub mod category;
pub mod certificate;
pub mod chain;
mod context;
mod darkroom;
pub mod deadline;
pub mod departure;
pub mod dictionary;
mod door;
pub mod door_change;
pub mod duplicate;
pub mod error;
pub mod estate;
pub mod export;
pub mod figure;
pub mod file;
pub mod filter;
mod guest;
pub mod home;
pub mod hotline;
pub mod household;
pub mod import;
pub mod intake;
pub mod layer;
pub mod live;
mod lock;
pub mod look;
pub mod map;
pub mod media;
pub mod merge;
pub mod nearby;
pub mod notice;
pub mod object;
pub mod oidc;
pub mod open311;
pub mod owner;
pub mod party;
mod password;
pub mod patrol;
pub mod photo;
mod place;
mod prove;
pub mod public;
pub mod question;
pub mod recurrence;
pub mod register;
pub mod regrid;
mod remember;
pub mod resident;
pub mod retention;
pub mod roster;
pub mod rotation;
pub mod route;
pub mod saved;
pub mod screen;
mod sealed_entry;
pub mod search;
pub mod seed;
pub mod session;
pub mod setting;
pub mod stay;
pub mod supervision;
pub mod totp;
pub mod unit;
pub mod wall;
pub mod webhook;
pub mod work;

pub use context::{Entropy, OsEntropy, Service};
pub use error::ServiceError;
