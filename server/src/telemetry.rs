//! Logging to standard error. Messages are readable alone; values are fields; never personal data.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

/// Starts logging. A filter that makes no sense is said and replaced by `info`.
pub fn start(config: &LogConfig) {
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|error| {
        eprintln!("gezhi: the log filter `{}` makes no sense ({error}); using `info`", config.filter);
        EnvFilter::new("info")
    });
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(io::stderr().is_terminal()).with_writer(io::stderr);
    // A second start, in one test process, keeps the first.
    let _already_started = match config.format {
        LogFormat::Text => subscriber.with_target(false).try_init(),
        LogFormat::Json => subscriber.json().try_init(),
    };
}
