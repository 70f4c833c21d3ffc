//! The WebAssembly bundle: compiled, bound to JavaScript, shrunk.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::build::Profile;
use crate::build::stamp::Stamp;
use crate::failure::{Failure, while_doing};
use crate::house::House;
use crate::process;
use crate::stage::Work;

const PACKAGE: &str = "desk-frontend";
const MODULE: &str = "desk_frontend.wasm";
/// The name of the bundle in the manifest: `desk.js`, `desk_bg.wasm`.
const NAME: &str = "desk";

/// Whether the frontend builds a WebAssembly module at all.
pub fn has_frontend(house: &House) -> bool {
    fs::read_to_string(house.root.join("frontend/desk/Cargo.toml")).is_ok_and(|manifest| manifest.contains("cdylib"))
}

fn module(house: &House, profile: Profile) -> PathBuf {
    let folder = if profile == Profile::Release { "wasm-release" } else { "debug" };
    house.target.join("wasm32-unknown-unknown").join(folder).join(MODULE)
}

fn bundler_binary(house: &House) -> PathBuf {
    house.target.join("tool/bundle")
}

/// Where wasm-bindgen's output lies, before wasm-opt.
fn bound(house: &House) -> PathBuf {
    house.target.join("site-part/bound")
}

/// Where the finished bundle lies.
pub fn finished(house: &House, profile: Profile) -> PathBuf {
    if profile == Profile::Release { house.target.join("site-part/small") } else { bound(house) }
}

/// Compiles the module.
pub fn compile(_house: &House, profile: Profile) -> Result<(), Failure> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", PACKAGE, "--target", "wasm32-unknown-unknown"]);
    if profile == Profile::Release {
        cargo.args(["--profile", "wasm-release"]);
    }
    process::run(&mut cargo)
}

/// Compiles the bundler, once.
pub fn bundler(house: &House) -> Result<Work, Failure> {
    let inputs = [house.root.join("xtask/bundle"), house.root.join("Cargo.toml")];
    let stamp = Stamp::of(house, "bundler", &inputs)?;
    if stamp.is_fresh() && bundler_binary(house).is_file() {
        return Ok(Work::Fresh);
    }
    process::run(process::cargo().args(["build", "--profile", "tool", "--package", "bundle"]))?;
    stamp.write()?;
    Ok(Work::Done)
}

/// Makes the JavaScript bindings.
pub fn bind(house: &House, profile: Profile) -> Result<Work, Failure> {
    let (module, output) = (module(house, profile), bound(house));
    let stamp = Stamp::of(house, "bindings", &[module.clone(), bundler_binary(house)])?;
    if stamp.is_fresh() && output.join("desk.js").is_file() {
        return Ok(Work::Fresh);
    }
    empty(&output)?;
    process::run(Command::new(bundler_binary(house)).arg(&module).arg(NAME).arg(&output))?;
    stamp.write()?;
    Ok(Work::Done)
}

/// Shrinks the module with npm's binaryen.
///
/// Plain `-Oz`: it reads the module's own list of features. Debian's binaryen 108 breaks the module, and
/// `--all-features` makes one that Chromium refuses.
pub fn shrink(house: &House) -> Result<Work, Failure> {
    let (input, output) = (bound(house), finished(house, Profile::Release));
    let stamp = Stamp::of(house, "wasm-opt", &[input.clone(), house.npm("binaryen/package.json")])?;
    if stamp.is_fresh() && output.join("desk_bg.wasm").is_file() {
        return Ok(Work::Fresh);
    }
    empty(&output)?;
    copy_tree(&input, &output)?;
    process::run(
        Command::new("node")
            .arg(house.npm("binaryen/bin/wasm-opt"))
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .arg(input.join("desk_bg.wasm"))
            .arg("-o")
            .arg(output.join("desk_bg.wasm")),
    )?;
    stamp.write()?;
    Ok(Work::Done)
}

fn empty(folder: &PathBuf) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(while_doing(format!("empty {}", folder.display())))?;
    }
    fs::create_dir_all(folder).map_err(while_doing(format!("make {}", folder.display())))
}

fn copy_tree(from: &PathBuf, to: &PathBuf) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(while_doing(format!("make {}", to.display())))?;
    for entry in fs::read_dir(from).map_err(while_doing(format!("read {}", from.display())))?.flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).map_err(while_doing(format!("write {}", target.display())))?;
        }
    }
    Ok(())
}
