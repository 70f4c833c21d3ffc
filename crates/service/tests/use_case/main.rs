//! The use cases against a real PostgreSQL with a fixed clock.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod bulk;
mod case_and_patrol;
mod certificate;
mod chain;
mod departure;
mod door_change;
mod estate;
mod export;
mod export_list;
mod file;
mod filter;
mod house;
mod household;
mod intake;
mod layer;
mod live;
mod look;
mod map;
mod nearby;
mod media;
mod notice;
mod party;
mod people;
mod photo;
mod register;
mod regrid;
mod resident;
mod retention;
mod roll;
mod sealed;
mod search;
mod session;
