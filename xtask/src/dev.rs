//! `cargo xtask dev`: run, unoptimised; rebuilt and restarted when a file changes.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use crate::build::stamp::Stamp;
use crate::build::{self, Profile};
use crate::failure::{Failure, while_doing};
use crate::house::House;
use crate::stage::Stages;
use crate::tool;

const LOOK_EVERY: Duration = Duration::from_millis(700);

/// Builds, starts, looks for changes, and does it again until Ctrl-C.
pub fn run(house: &House, stages: &mut Stages, arguments: &[String]) -> Result<(), Failure> {
    tool::for_database(stages)?;
    let mut running: Option<Child> = None;
    loop {
        let seen = sources(house)?;
        let mut round = Stages::new();
        match build::with_profile(house, &mut round, Profile::Dev) {
            Ok(()) => {
                if let Some(old) = running.take() {
                    stop(old);
                }
                running = Some(start(house, arguments)?);
            }
            Err(failure) => eprintln!("xtask: {failure}\n   the last good build keeps running; waiting for a change"),
        }
        seen.write()?;
        while sources(house)?.is_fresh() {
            thread::sleep(LOOK_EVERY);
        }
    }
}

fn sources(house: &House) -> Result<Stamp, Failure> {
    let folders = ["app", "crates", "frontend", "server/src", "style", "public", "Cargo.toml", "Cargo.lock"];
    let inputs: Vec<PathBuf> = folders.iter().map(|folder| house.root.join(folder)).collect();
    Stamp::of(house, "dev", &inputs)
}

fn start(house: &House, arguments: &[String]) -> Result<Child, Failure> {
    let gezhi = house.target.join("debug/gezhi");
    Command::new(&gezhi)
        .args(["up", "--no-open"])
        .args(arguments)
        .env("GEZHI_SITE_DIR", house.site())
        .env("GEZHI_DEV", "1")
        .spawn()
        .map_err(while_doing(format!("start {}", gezhi.display())))
}

/// Stops a server as Ctrl-C does; its port must be free before the next one starts.
fn stop(mut child: Child) {
    let _sent = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
    let _ended = child.wait();
}
