//! The web side as browsers meet it: the real router on a real PostgreSQL, in process.
//!
//! One program for all of them, because linking takes longer than running.
#![expect(clippy::unwrap_used, reason = "what tests stand on may fail loudly")]

mod answer;
mod asset;
mod bank;
mod board;
mod canary;
mod case_bulk;
mod case_model;
mod category;
mod chat;
mod deadline;
mod document;
mod door;
mod doorstep;
mod elder;
mod form;
mod form_table;
mod gate;
mod grid;
mod hotline;
mod house;
mod import;
mod interface;
mod live;
mod lock;
mod log_in;
mod map;
mod media;
mod month;
mod offline;
mod oidc;
mod open311;
mod order;
mod page;
mod patrol;
mod permission;
mod phone;
mod photo;
mod probe;
mod relation;
mod report;
mod roster;
mod route;
mod same_origin;
mod setting;
mod spot_check;
mod statistic;
mod totp;
mod unit;
mod visit;
mod wall;
mod webhook;
mod wish;
mod work;
