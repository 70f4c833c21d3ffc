//! Tests on this machine: pure ones, and those that need a database.

use std::process::Command;

use crate::cli::{Part, Wanted};
use crate::database::{TestDatabase, VARIABLE};
use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::Stages;
use crate::test::Count;

/// The packages whose tests need a database.
const WITH_DATABASE: [&str; 4] = ["cluster", "store", "service", "server"];

/// Compiles and runs the host's tests on a throw-away database.
pub fn run(house: &House, stages: &mut Stages, wanted: &Wanted) -> Result<Count, Failure> {
    let has_nextest = process::answers("cargo", &["nextest", "--version"]);
    let compiled = stages.run("test: compile", || process::run(&mut runner(house, has_nextest, wanted, true)));
    if let Err(failure) = compiled {
        eprintln!("FAILED host: {failure}");
        return Ok(Count { passed: 0, failed: 1 });
    }
    let database = stages.run("test: database", TestDatabase::make)?;
    stages.run("test: host", || {
        let mut count = Count::default();
        let mut tests = runner(house, has_nextest, wanted, false);
        let succeeded = process::follow(tests.env(VARIABLE, database.url()), |line| count.take_in(line))?;
        if !succeeded && count.failed == 0 {
            count.failed = 1;
        }
        Ok(count)
    })
}

fn runner(house: &House, has_nextest: bool, wanted: &Wanted, compile_only: bool) -> Command {
    let mut cargo = process::cargo();
    if has_nextest {
        cargo.args(["nextest", "run"]);
    } else {
        // Without documentation tests, so that both runners run the same.
        cargo.args(["test", "--lib", "--bins", "--tests"]);
    }
    match (compile_only, has_nextest) {
        (true, _) => cargo.arg("--no-run"),
        (false, true) => cargo.args(["--no-fail-fast", "--no-tests=pass", "--status-level=fail"]),
        (false, false) => cargo.arg("--no-fail-fast"),
    };
    let package = wanted.filter.as_deref().filter(|name| is_package(house, name));
    if let Some(package) = package {
        cargo.arg(format!("--package={package}"));
    } else if wanted.parts == [Part::Database] {
        cargo.args(WITH_DATABASE.map(|package| format!("--package={package}")));
    } else {
        cargo.args(["--workspace", "--exclude=desk-frontend", "--exclude=bundle"]);
    }
    if let (false, Some(filter), None) = (compile_only, &wanted.filter, package) {
        cargo.arg(filter);
    }
    cargo
}

/// Whether a filter names a package of ours: then its tests are meant, and nothing else needs compiling.
fn is_package(house: &House, name: &str) -> bool {
    let folders = [house.root.join("crates").join(name), house.root.join("app").join(name), house.root.join(name)];
    folders.iter().any(|folder| folder.join("Cargo.toml").is_file())
}
