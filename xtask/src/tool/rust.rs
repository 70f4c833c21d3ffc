//! The parts of the Rust toolchain that a new machine lacks.

use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::stage::Work;

const WASM: &str = "wasm32-unknown-unknown";

/// The WebAssembly target of the installed compiler.
pub fn wasm_target() -> Result<Work, Failure> {
    let found = Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]).output();
    let is_there = found.is_ok_and(|answer| {
        let folder = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
        answer.status.success() && std::path::Path::new(&folder).is_dir()
    });
    if is_there {
        return Ok(Work::Fresh);
    }
    rustup("the WebAssembly target", &["target", "add", WASM])
}

/// rustfmt and clippy.
pub fn lint_components() -> Result<Work, Failure> {
    if process::answers("cargo", &["fmt", "--version"]) && process::answers("cargo", &["clippy", "--version"]) {
        return Ok(Work::Fresh);
    }
    rustup("rustfmt or clippy", &["component", "add", "rustfmt", "clippy"])
}

fn rustup(what: &'static str, arguments: &[&str]) -> Result<Work, Failure> {
    let missing = || Failure::Missing { what, run: format!("rustup {}", arguments.join(" ")) };
    if process::find("rustup").is_none() {
        return Err(missing());
    }
    process::run_quiet(Command::new("rustup").args(arguments)).map_err(|_failed| missing())?;
    Ok(Work::Done)
}
