//! What everything may weigh, with its history in `docs/budget.csv`.
//!
//! Each line there is `date,figure,value,limit`; the last line of a figure holds its limit. To record a new value on
//! purpose: `GEZHI_RECORD_BUDGET=2026-11-21 cargo test -p server --test house`, then commit the file with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::Command;

use serde::Deserialize;

use crate::root;

const HISTORY: &str = "docs/budget.csv";

#[derive(Deserialize)]
struct Asset {
    bytes: u64,
    #[serde(default)]
    brotli: Option<u64>,
}

/// The limit of each figure, by its last line.
fn limits() -> BTreeMap<String, u64> {
    let text = fs::read_to_string(root().join(HISTORY)).unwrap();
    let rows = text.lines().skip(1).filter_map(|line| {
        let mut parts = line.split(',').map(str::trim);
        let (_date, figure, _value, limit) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some((figure.to_owned(), limit.parse().ok()?))
    });
    rows.collect()
}

/// Compares figures with their limits, or records them when asked to.
fn hold(figures: &[(String, u64)]) {
    let limits = limits();
    if let Ok(date) = std::env::var("GEZHI_RECORD_BUDGET") {
        let mut file = fs::OpenOptions::new().append(true).open(root().join(HISTORY)).unwrap();
        for (figure, value) in figures {
            // Some air, so that the next small change is not a budget matter.
            let limit = limits.get(figure).copied().unwrap_or(0).max(value + value / 10);
            writeln!(file, "{date},{figure},{value},{limit}").unwrap();
        }
        return;
    }
    let over: Vec<String> = figures
        .iter()
        .filter_map(|(figure, value)| {
            let limit = limits.get(figure)?;
            (value > limit).then(|| format!("{figure} is {value}, its limit in {HISTORY} is {limit}"))
        })
        .collect();
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn the_served_files_stay_light() {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let Ok(text) = fs::read(target.join("site/manifest.json")) else {
        eprintln!("no target/site yet: `cargo xtask build` makes it; nothing to weigh");
        return;
    };
    let assets: BTreeMap<String, Asset> = serde_json::from_slice(&text).unwrap();
    let figures: Vec<(String, u64)> =
        ["desk_bg.wasm", "desk.js", "main.css", "field.css", "leaflet/leaflet.js", "leaflet/leaflet.css"]
            .into_iter()
            .filter_map(|name| {
                // Only compressed files are compared: a development build weighs what it likes.
                let asset = assets.get(name).filter(|asset| asset.bytes > 0)?;
                Some((format!("{name} brotli bytes"), asset.brotli?))
            })
            .collect();

    hold(&figures);
}

#[test]
fn the_server_is_made_of_few_crates() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "server", "--edges", "normal", "--prefix", "none", "--offline", "--format", "{p}"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let crates: std::collections::BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();

    hold(&[("server crates".to_owned(), crates.len() as u64)]);
}
