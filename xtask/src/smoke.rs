//! `cargo xtask smoke`: a fresh system with the demo city answers its pages.

use std::time::Instant;

use crate::build;
use crate::failure::Failure;
use crate::gezhi::Gezhi;
use crate::house::House;
use crate::stage::Stages;
use crate::tool;

const PAGES: [&str; 2] = ["/", "/map"];

/// Builds if needed, starts the release server on an empty folder and asks for the first pages.
pub fn run(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    tool::for_database(stages)?;
    build::all(house, stages)?;
    let began = Instant::now();
    let gezhi = stages.run("demo: fresh data folder to listening", || Gezhi::start(house, "smoke", "demo"))?;
    for page in PAGES {
        stages.run(&format!("demo: {page}"), || match gezhi.status(page)? {
            200 => Ok(()),
            other => Err(Failure::Unhealthy(format!("{page} answered {other} instead of 200"))),
        })?;
    }
    stages.note("demo: up, in all", began.elapsed());
    drop(gezhi);
    Ok(())
}
