//! The store against a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod answer;
mod bank;
mod board;
mod burden;
mod category;
mod chain;
mod export;
mod field_operation;
mod import;
mod kept_queue;
mod month;
mod outbox;
mod party;
mod regrid;
mod row_level_security;
mod search;
mod seed;
mod serving_role;
mod spot_check;
mod staff;
mod tally;
mod trail;
mod work;
