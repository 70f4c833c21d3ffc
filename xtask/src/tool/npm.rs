//! The npm packages that the build and the browser tests call.

use std::path::Path;
use std::process::Command;

use crate::build::stamp::Stamp;
use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::Work;

/// Installs the packages of the lockfile when it changed or they are not there.
pub fn packages(house: &House) -> Result<Work, Failure> {
    install_in(house, &house.root, "npm")
}

/// Installs the packages of `bench/package.json`: the engines that the map is compared with.
pub fn bench_packages(house: &House) -> Result<Work, Failure> {
    let folder = house.root.join("bench");
    if !folder.join("package-lock.json").is_file() {
        return Ok(Work::Fresh);
    }
    install_in(house, &folder, "npm-bench")
}

fn install_in(house: &House, folder: &Path, name: &str) -> Result<Work, Failure> {
    let stamp = Stamp::of(house, name, &[folder.join("package-lock.json"), folder.join("package.json")])?;
    if stamp.is_fresh() && folder.join("node_modules").is_dir() {
        return Ok(Work::Fresh);
    }
    if !folder.join("package-lock.json").is_file() {
        return Err(Failure::Usage(format!("{} has no package-lock.json; run `npm install` there", folder.display())));
    }
    process::run_quiet(Command::new("npm").current_dir(folder).args([
        "ci",
        "--omit=optional",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))?;
    stamp.write()?;
    Ok(Work::Done)
}
