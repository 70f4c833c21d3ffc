//! Tests on this machine: pure ones, and those that need a database.

use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};

use crate::cli::{Part, Wanted};
use crate::database::{TestDatabase, VARIABLE};
use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::Stages;
use crate::test::Count;

/// The packages whose tests need a database.
const WITH_DATABASE: [&str; 4] = ["cluster", "store", "service", "server"];

/// The browser's code: compiled by itself, because in one build with the server it would get the server's features.
const BROWSER: &str = "desk-frontend";

/// A build in which the first lock stands open, and the tests that show what the second one stops alone.
const FIRST_LOCK_OPEN: [&str; 3] = ["--package=server", "--features=first-lock-open", "--test=web"];
/// The module of those tests.
const LOCK_TESTS: &str = "lock::";

/// Compiles and runs the host's tests on a throw-away database.
pub fn run(house: &House, stages: &mut Stages, wanted: &Wanted) -> Result<Count, Failure> {
    let runner = Runner::look(house, wanted);
    let selections = selections(house, wanted);
    for selection in &selections {
        let compiled = stages.run("test: compile", || process::run(&mut runner.compile(selection)));
        if let Err(failure) = compiled {
            eprintln!("FAILED host: {failure}");
            return Ok(Count { passed: 0, failed: 1 });
        }
    }
    let database = stages.run("test: database", TestDatabase::make)?;
    stages.run("test: host", || {
        let mut sum = Count::default();
        for selection in &selections {
            let mut count = Count::default();
            let mut tests = runner.run(selection);
            let succeeded = process::follow(tests.env(VARIABLE, database.url()), |line| count.take_in(line))?;
            if !succeeded && count.failed == 0 {
                count.failed = 1;
            }
            sum.add(count);
        }
        Ok(sum)
    })
}

/// Compiles the tests on a thread of its own and behind everything else on the machine, saying nothing.
pub fn compile_beside(house: &House, wanted: &Wanted) -> JoinHandle<()> {
    let runner = Runner::look(house, wanted);
    let commands: Vec<Command> = selections(house, wanted).iter().map(|each| patient(&runner.compile(each))).collect();
    thread::spawn(move || {
        for mut command in commands {
            let _said_later = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
    })
}

/// The same command, for when nobody else wants the processor.
fn patient(command: &Command) -> Command {
    let mut nice = Command::new("nice");
    nice.args(["-n", "19"]).arg(command.get_program()).args(command.get_args());
    nice
}

/// What is compiled and run together.
struct Selection {
    /// Arguments of cargo.
    arguments: Vec<String>,
    /// The only tests that make sense in this build.
    only: Option<&'static str>,
}

impl Selection {
    fn of(arguments: impl IntoIterator<Item = String>) -> Self {
        Self { arguments: arguments.into_iter().collect(), only: None }
    }
}

fn selections(house: &House, wanted: &Wanted) -> Vec<Selection> {
    let one = |package: &str| format!("--package={package}");
    if let Some(package) = wanted.filter.as_deref().filter(|name| is_package(house, name)) {
        return vec![Selection::of([one(package)])];
    }
    let open = Selection { only: Some(LOCK_TESTS), ..Selection::of(FIRST_LOCK_OPEN.map(str::to_owned)) };
    // Whoever wants some tests only names them; these are named by the module.
    let open = Some(open).filter(|_| wanted.filter.as_deref().is_none_or(|name| name == LOCK_TESTS));
    let shut = if wanted.parts == [Part::Database] {
        vec![Selection::of(WITH_DATABASE.iter().map(|package| one(package)))]
    } else {
        let workspace = ["--workspace", "--exclude=desk-frontend", "--exclude=bundle"];
        vec![Selection::of(workspace.map(str::to_owned)), Selection::of([one(BROWSER)])]
    };
    shut.into_iter().chain(open).collect()
}

/// nextest where it is installed, else cargo's own runner.
struct Runner {
    has_nextest: bool,
    filter: Option<String>,
}

impl Runner {
    fn look(house: &House, wanted: &Wanted) -> Self {
        let has_nextest = process::answers("cargo", &["nextest", "--version"]);
        Self { has_nextest, filter: wanted.filter.clone().filter(|name| !is_package(house, name)) }
    }

    fn compile(&self, selection: &Selection) -> Command {
        let mut cargo = self.start(selection);
        cargo.arg("--no-run");
        cargo
    }

    fn run(&self, selection: &Selection) -> Command {
        let mut cargo = self.start(selection);
        cargo.arg("--no-fail-fast");
        if self.has_nextest {
            cargo.args(["--no-tests=pass", "--status-level=fail"]);
        }
        cargo.args(selection.only.or(self.filter.as_deref()));
        cargo
    }

    fn start(&self, selection: &Selection) -> Command {
        let mut cargo = process::cargo();
        if self.has_nextest {
            cargo.args(["nextest", "run"]);
        } else {
            // Without documentation tests, so that both runners run the same.
            cargo.args(["test", "--lib", "--bins", "--tests"]);
        }
        cargo.args(&selection.arguments);
        cargo
    }
}

/// Whether a filter names a package of ours: then its tests are meant, and nothing else needs compiling.
fn is_package(house: &House, name: &str) -> bool {
    let folders = [house.root.join("crates").join(name), house.root.join("app").join(name), house.root.join(name)];
    name == BROWSER || folders.iter().any(|folder| folder.join("Cargo.toml").is_file())
}
