//! The program `gezhi`: reads the command line, sets up logging, runs one command.
//!
//! The modules here are about the process. Pages, routes and the live stream are the library's ([`server`]).
// Leptos nests a page's types as deep as its elements.
#![recursion_limit = "512"]

mod anchor;
mod city;
mod clock;
mod command;
mod config;
mod connection;
mod database;
mod doctor;
mod keys;
mod progress;
mod shutdown;
mod telemetry;

use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    let line = command::parse();
    telemetry::start(&line.log);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("gezhi: cannot start its threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(command::perform(line.command)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("gezhi: {}", with_causes(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes on one line each.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str("\n  because: ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
