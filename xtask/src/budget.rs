//! `cargo xtask budget`: how many bytes a browser gets, and how long the inner loop takes.
//!
//! Bytes and crates are held by `server/tests/house/budget.rs`, which needs no clock. Seconds are held here, and not in a
//! test: they depend on the machine. All limits and their history are in `docs/budget.csv`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Instant, SystemTime};

use crate::build;
use crate::failure::{Failure, while_doing};
use crate::house::House;
use crate::process;
use crate::stage::Stages;

const PRINT: &str = "\
const manifest = JSON.parse(require('fs').readFileSync(process.argv[1]));
const pad = (value) => String(value ?? '-').padStart(9);
console.log(pad('raw') + pad('gzip') + pad('brotli') + '  file');
for (const [name, file] of Object.entries(manifest)) {
  console.log(pad(file.bytes) + pad(file.gzip) + pad(file.brotli) + '  ' + name);
}";

const HISTORY: &str = "docs/budget.csv";

/// The inner loop's limit: a check that takes longer asks for another cut of the crates (CONTRIBUTING.md).
const GOAL_S: u64 = 30;

/// Builds the served files and prints their sizes.
pub fn run(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    crate::tool::for_build(house, stages)?;
    build::site(house, stages, build::Profile::Release)?;
    process::run(Command::new("node").arg("-e").arg(PRINT).arg(house.site().join("manifest.json")))?;
    check_time(house, stages)
}

/// A one-line change, and what has to be checked again after it.
struct Loop {
    figure: &'static str,
    changed: &'static str,
    package: &'static str,
    target: Option<&'static str>,
}

const LOOPS: [Loop; 3] = [
    Loop {
        figure: "check seconds after a change of a page: server",
        changed: "app/desk/src/lib.rs",
        package: "server",
        target: None,
    },
    Loop {
        figure: "check seconds after a change of a page: browser",
        changed: "app/desk/src/lib.rs",
        package: "desk-frontend",
        target: Some("wasm32-unknown-unknown"),
    },
    Loop {
        figure: "check seconds after a change of the service: server",
        changed: "crates/service/src/lib.rs",
        package: "server",
        target: None,
    },
];

/// The line that is added for the time of a check, and taken away again.
const CHANGE: &[u8] = b"\nconst _: u8 = 0;\n";

/// Times `cargo check` after one file got a line more, and holds the seconds against their limits.
pub fn check_time(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    stages.run("budget: warm check", || LOOPS.iter().try_for_each(Loop::check))?;
    let mut figures = Vec::new();
    for each in &LOOPS {
        let file = house.root.join(each.changed);
        let before = Before::read(&file).map_err(while_doing(format!("read {}", each.changed)))?;
        let writing = || while_doing(format!("write {}", each.changed));
        fs::write(&file, [&before.text, CHANGE].concat()).map_err(writing())?;
        let began = Instant::now();
        let checked = stages.run(&format!("budget: {}", each.figure), || each.check());
        before.write_back(&file).map_err(writing())?;
        checked?;
        figures.push((each.figure, began.elapsed().as_secs_f64().ceil() as u64));
    }
    hold(house, &figures)
}

/// A file as it was, with its time: whatever was built of it for other profiles stays fresh, a release build above all.
struct Before {
    text: Vec<u8>,
    modified_at: SystemTime,
}

impl Before {
    fn read(file: &Path) -> std::io::Result<Self> {
        Ok(Self { text: fs::read(file)?, modified_at: fs::metadata(file)?.modified()? })
    }

    fn write_back(&self, file: &Path) -> std::io::Result<()> {
        fs::write(file, &self.text)?;
        fs::File::options().write(true).open(file)?.set_modified(self.modified_at)
    }
}

impl Loop {
    fn check(&self) -> Result<(), Failure> {
        let mut cargo = process::cargo();
        cargo.args(["check", "--quiet", "--package", self.package]);
        if let Some(target) = self.target {
            cargo.args(["--target", target]);
        }
        // As on a developer's machine, also where CI turns it off.
        process::run(cargo.env("CARGO_INCREMENTAL", "1"))
    }
}

/// Compares seconds with the limits of `docs/budget.csv`, or records them when `GEZHI_RECORD_BUDGET` holds a date.
fn hold(house: &House, figures: &[(&str, u64)]) -> Result<(), Failure> {
    let path = house.root.join(HISTORY);
    if let Ok(date) = std::env::var("GEZHI_RECORD_BUDGET") {
        let mut file = fs::OpenOptions::new().append(true).open(&path).map_err(while_doing("open the budget"))?;
        return figures.iter().try_for_each(|(figure, seconds)| {
            writeln!(file, "{date},{figure},{seconds},{GOAL_S}").map_err(while_doing("write the budget"))
        });
    }
    let slow: Vec<String> = figures
        .iter()
        .filter(|(_, seconds)| *seconds > GOAL_S)
        .map(|(figure, seconds)| format!("{figure}: {seconds} s, the limit is {GOAL_S} s"))
        .collect();
    if slow.is_empty() { Ok(()) } else { Err(Failure::Unhealthy(slow.join("\n"))) }
}
