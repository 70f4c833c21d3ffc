//! The first lock: one door to the policy, and no release that leaves it open.

use std::process::Command;

use crate::text::Source;
use crate::{root, rust_files};

const LOCK: &str = "crates/service/src/lock.rs";

#[test]
fn use_cases_ask_the_policy_through_the_lock_and_nowhere_else() {
    let mut wrong = Vec::new();
    for path in rust_files() {
        let name = path.to_string_lossy().into_owned();
        if !name.starts_with("crates/service/src") || name == LOCK {
            continue;
        }
        let source = Source::read(&std::fs::read_to_string(root().join(&path)).unwrap());
        let imports = source.code.lines().filter(|line| line.contains("domain::actor::"));
        let asks = imports.filter(|line| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == "access"));
        wrong.extend(asks.map(|line| format!("{name}: {line}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether the compiler, given nothing but the file, says that the build is refused.
fn is_refused(arguments: &[&str]) -> bool {
    let out = std::env::temp_dir();
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"]).arg(&out);
    let said = rustc.args(arguments).arg(root().join(LOCK)).output().unwrap();
    String::from_utf8_lossy(&said.stderr).contains("no release is built with it")
}

#[test]
fn a_build_as_a_release_refuses_the_open_lock() {
    let open = "--cfg=feature=\"first-lock-open\"";

    assert!(is_refused(&[open, "-O"]), "a release");
    assert!(!is_refused(&[open, "-Cdebug-assertions=on"]), "a test");
    assert!(!is_refused(&["-O"]), "a release with both locks");
}
