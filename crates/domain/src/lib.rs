//! The types and rules of community-grid governance: pure, for host and browser alike.
//!
//! Belongs here: what is true without a database, a clock or a screen. Does not belong here: IO, SQL, randomness,
//! wording shown to people (`wording`), bytes on the wire of the map (`citypack`).
#![warn(missing_docs)]

pub mod account;
pub mod actor;
pub mod answer;
pub mod area;
pub mod board;
pub mod bulletin;
pub mod calendar;
pub mod case;
pub mod category;
pub mod cell;
pub mod certificate;
pub mod chat;
pub mod clock;
pub mod deadline;
pub mod dictionary;
pub mod door;
pub mod door_change;
pub mod duplicate;
pub mod export;
pub mod field;
pub mod figure;
pub mod file;
pub mod filter;
pub mod freshness;
pub mod geo;
pub mod household;
pub mod id;
pub mod intake;
pub mod layer;
pub mod live;
pub mod map;
pub mod media;
pub mod medical_note;
pub mod note;
pub mod notice;
pub mod open311;
pub mod operation;
pub mod order;
pub mod party;
pub mod patrol;
pub mod person;
pub mod phone;
pub mod photo;
pub mod recurrence;
pub mod register;
pub mod regrid;
pub mod route;
pub mod sample;
pub mod screen;
pub mod search;
pub mod setting;
pub mod spot;
pub mod spot_check;
pub mod stay;
pub mod unit;
pub mod webhook;
pub mod work;
