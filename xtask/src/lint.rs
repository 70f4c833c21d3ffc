//! `cargo xtask lint`: form and clippy, for the host and for WebAssembly; warnings are errors.

use crate::build;
use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::Stages;
use crate::tool;

/// Checks form and lints.
pub fn run(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    tool::for_lint(stages)?;
    stages.run("lint: rustfmt", || process::run(process::cargo().args(["fmt", "--all", "--check"])))?;
    stages.run("lint: clippy, host", || {
        process::run(process::cargo().args([
            "clippy",
            "--workspace",
            "--exclude=desk-frontend",
            "--exclude=bundle",
            "--all-targets",
            "--",
            "--deny=warnings",
        ]))
    })?;
    wasm(house, stages)
}

/// Compiles and lints what runs in the browser.
pub fn wasm(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    if !build::has_frontend(house) {
        eprintln!("   frontend/desk builds no WebAssembly yet: nothing to lint for it");
        return Ok(());
    }
    stages.run("lint: clippy, WebAssembly", || {
        process::run(process::cargo().args([
            "clippy",
            "--package=desk-frontend",
            "--package=scene",
            "--target=wasm32-unknown-unknown",
            "--",
            "--deny=warnings",
        ]))
    })
}
