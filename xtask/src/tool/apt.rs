//! Installs system packages where that is allowed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::stage::Work;

const OLDEST_NODE: u32 = 18;

/// Installs packages with apt as root or through a `sudo` that asks nothing.
pub fn install(what: &'static str, packages: &[&str]) -> Result<Work, Failure> {
    let line = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    let missing = || Failure::Missing { what, run: format!("sudo {line}") };
    if process::find("apt-get").is_none() {
        let run = format!("(this is no Debian: install the packages like {} of your system)", packages.join(", "));
        return Err(Failure::Missing { what, run });
    }
    let mut prefix: Vec<&str> = Vec::new();
    if !is_root() {
        if !process::answers("sudo", &["-n", "true"]) {
            return Err(missing());
        }
        prefix.extend(["sudo", "-n"]);
    }
    eprintln!("   installing {what}: {line}");
    let mut words = prefix.clone();
    words.extend(line.split(' '));
    if apt(&words).is_ok() {
        return Ok(Work::Done);
    }
    let mut update = prefix;
    update.extend(["apt-get", "update"]);
    apt(&update).map_err(|_failed| missing())?;
    apt(&words).map_err(|_failed| missing())?;
    Ok(Work::Done)
}

/// Node 18 or newer, with npm.
pub fn node() -> Result<Work, Failure> {
    if node_major().is_some_and(|major| major >= OLDEST_NODE) && process::find("npm").is_some() {
        return Ok(Work::Fresh);
    }
    install("Node with npm", &["nodejs", "npm"])?;
    match node_major() {
        Some(major) if major >= OLDEST_NODE => Ok(Work::Done),
        _ => Err(Failure::Missing {
            what: "Node 18 or newer",
            run: "(install it from your system's packages)".to_owned(),
        }),
    }
}

fn node_major() -> Option<u32> {
    let answer = Command::new("node").arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&answer.stdout).into_owned();
    text.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn apt(words: &[&str]) -> Result<(), Failure> {
    let (program, arguments) = words.split_first().unwrap_or((&"apt-get", &[]));
    process::run_quiet(Command::new(program).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}
