//! The store against a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod answer;
mod board;
mod category;
mod chain;
mod export;
mod import;
mod kept_queue;
mod outbox;
mod party;
mod regrid;
mod row_level_security;
mod search;
mod seed;
mod staff;
mod tally;
mod work;
