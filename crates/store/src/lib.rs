//! PostgreSQL: the only place with SQL.
//!
//! Belongs here: migrations, rows, transactions and their row-level security, the packed columns. Does not belong here:
//! who may do what (`service` asks `domain::actor::access` first; the policies here are the second lock), wording, HTTP.
//!
//! Every query runs in a [`Tx`]. There are five ways to get one, and the name says what it can see:
//! [`Store::begin`] what the acting account's session may see, [`Store::begin_public`] public geometry only,
//! [`Store::begin_system`] everything, for the sequencer, imports, the seed and k-anonymous totals;
//! [`Store::begin_duty`] everything, for an account whose session in the database says that this is its work;
//! [`Store::begin_snapshot`] everything as it was at one moment, to read only, for verifying the audit chains.
#![warn(missing_docs)]

pub mod account;
pub mod answer;
pub mod api_client;
pub mod area;
pub mod audit;
pub mod bank;
pub mod board;
pub mod border;
pub mod building;
pub mod bulk;
pub mod bulletin;
pub mod calendar;
pub mod case;
pub mod category;
pub mod certificate;
pub mod chain;
pub mod check_point;
pub mod city;
pub mod conflict;
mod copy;
pub mod deadline;
pub mod departure;
pub mod dictionary;
pub mod door_change;
pub mod duplicate;
mod duty;
pub mod emergency;
pub mod error;
pub mod estate;
pub mod export;
pub mod figure;
pub mod file;
pub mod filter;
pub mod gate;
pub mod household;
pub mod import;
pub mod intake;
pub mod key;
pub mod label;
pub mod layer;
pub mod lens;
pub mod look;
pub mod media;
pub mod month;
pub mod nearby;
pub mod note;
pub mod notice;
pub mod oidc;
pub mod open311;
pub mod order;
pub mod outbox;
pub mod owner;
pub mod party;
pub mod patrol;
pub mod patrol_team;
pub mod photo;
pub mod post;
pub mod provision;
pub mod question;
pub mod recurrence;
pub mod register;
pub mod regrid;
pub mod reporter;
pub mod resident;
pub mod roster;
pub mod rotation;
pub mod row;
pub mod saved;
pub mod screen;
pub mod sealed;
pub mod search;
pub mod seed;
pub mod sequencer;
pub mod session;
pub mod setting;
pub mod shape;
pub mod snapshot;
pub mod spot;
pub mod spot_check;
pub mod stay;
pub mod sync;
#[cfg(feature = "testing")]
pub mod testing;
pub mod totp;
pub mod trail;
pub mod training;
mod tx;
pub mod unit;
mod varint;
pub mod verification;
pub mod visit;
pub mod wall;
pub mod watch_list;
pub mod webhook;
pub mod wish;
pub mod work;

pub use duty::{Duty, reach};
pub use error::StoreError;
pub use tx::{Store, Tx};
