//! Finds people in a made-up district of a million residents and prints one JSON object a figure:
//! `bench-people <data folder> <folder for the cluster> [--quick] [reindex|search|peer|lock|card …]`. Quick is the demo city
//! and a tenth of the looks; with words, only those parts.
//!
//! Everything goes through the product's own service as the serving role, under row-level security, on a private cluster
//! with fsync on; the peers' statements lie in `peer/`. What each figure means: `bench/README.md`.

mod measure;
mod peer;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use bench_city::City;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let [data, folder, rest @ ..] = arguments.as_slice() else {
        eprintln!(
            "usage: bench-people <data folder> <folder for the cluster> [--quick] [reindex|search|peer|lock|card …]"
        );
        return ExitCode::FAILURE;
    };
    let parts: Vec<String> = rest.iter().filter(|word| *word != "--quick").cloned().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let (data, folder) = (PathBuf::from(data), PathBuf::from(folder));
    // On a thread of the runtime, where the server's requests are too: from the main one every answer of PostgreSQL would
    // wake two threads.
    let work = async move { tokio::spawn(async move { perform(&data, &folder, quick, &parts).await }).await? };
    let done = runtime.context("cannot start threads").and_then(|runtime| runtime.block_on(work));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-people: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Connections of the serving role.
const CONNECTIONS: u32 = 8;

async fn perform(data: &Path, folder: &Path, quick: bool, parts: &[String]) -> anyhow::Result<()> {
    let city = City::open(data, folder, quick, CONNECTIONS).await?;
    let outcome = measure::all(&city, quick, parts).await;
    city.close().await?;
    outcome
}
