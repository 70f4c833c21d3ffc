//! `cargo xtask bench`: figures, one a line: `name value unit`.

use std::path::PathBuf;

use crate::browser;
use crate::failure::Failure;
use crate::gezhi::Gezhi;
use crate::house::House;
use crate::process;
use crate::stage::Stages;
use crate::{build, tool};

/// Runs the named benchmarks, or all: every `bench/<name>.mjs` beside a folder `bench/<name>` gets the demo city and
/// prints its figures to stdout; `node bench/record.mjs` then writes them into `bench/README.md`.
///
/// A benchmark that needs another city (the district) starts its own from `GEZHI_BIN`.
pub fn run(house: &House, stages: &mut Stages, names: &[String]) -> Result<(), Failure> {
    let scripts = scripts(house, names)?;
    tool::for_database(stages)?;
    tool::for_browser(stages)?;
    build::all(house, stages)?;
    stages.step("tools: npm packages of the benchmarks", || tool::npm::bench_packages(house))?;
    let gezhi = stages.run("bench: demo city up", || Gezhi::start(house, "bench", "demo"))?;
    for (name, script) in scripts {
        stages.run(&format!("bench: {name}"), || process::run(&mut browser::node(house, &script, &gezhi)))?;
    }
    Ok(())
}

fn scripts(house: &House, names: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let entries = std::fs::read_dir(house.root.join("bench")).into_iter().flatten().flatten();
    let mut known: Vec<String> = entries
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|file| file.extension().is_some_and(|extension| extension == "mjs"))
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .filter(|name| house.root.join("bench").join(name).is_dir())
        .collect();
    known.sort();
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        return Err(Failure::Usage(format!("there is no benchmark `{unknown}`; there are: {}", known.join(", "))));
    }
    if known.is_empty() {
        return Err(Failure::Usage("there are no benchmarks yet: none in bench/*.mjs".to_owned()));
    }
    let chosen = if names.is_empty() { known } else { names.to_vec() };
    Ok(chosen.into_iter().map(|name| (name.clone(), format!("bench/{name}.mjs"))).collect())
}
