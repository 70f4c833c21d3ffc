//! What benchmarks that call the service share: a made-up city on a cluster of its own, and how figures are taken and told.

mod city;

use std::fs;
use std::io::Write as _;

use anyhow::Context as _;
use serde_json::json;

pub use city::City;

/// Microseconds of one tick of the kernel's clock.
const TICK_US: f64 = 10_000.0;

/// Prints a figure.
pub fn figure(name: &str, value: f64, unit: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{}", json!({ "name": name, "value": value, "unit": unit }))?;
    Ok(())
}

/// Says what is being done.
pub fn note(text: &str) {
    eprintln!("bench: {text}");
}

/// The value that so large a share of them lies below.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share) as usize).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// Processor time that this process used so far.
pub fn processor_us() -> anyhow::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(") ").context("a process has a name")?.1.split(' ');
    let ticks: f64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Ok(ticks * TICK_US)
}
