//! `cargo xtask smoke`: a fresh system with the demo city answers its pages.

use std::time::Instant;

use crate::build;
use crate::failure::Failure;
use crate::gezhi::Gezhi;
use crate::house::House;
use crate::stage::Stages;
use crate::tool;

/// Pages for everybody, and for who is logged in.
const PAGES: [&str; 2] = ["/", "/login"];
const STAFF_PAGE: &str = "/map";

/// Builds if needed, starts the release server on an empty folder and asks for the first pages.
pub fn run(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    tool::for_database(stages)?;
    build::all(house, stages)?;
    let began = Instant::now();
    let gezhi = stages.run("demo: fresh data folder to listening", || Gezhi::start(house, "smoke", "demo"))?;
    for page in PAGES {
        stages.run(&format!("demo: {page}"), || match gezhi.status(page)? {
            200 => Ok(()),
            other => Err(unhealthy(page, other)),
        })?;
    }
    stages.run(&format!("demo: {STAFF_PAGE} after log-in"), || match gezhi.status_for_staff(STAFF_PAGE)? {
        200 => Ok(()),
        other => Err(unhealthy(STAFF_PAGE, other)),
    })?;
    stages.note("demo: up, in all", began.elapsed());
    drop(gezhi);
    Ok(())
}

fn unhealthy(page: &str, status: u16) -> Failure {
    Failure::Unhealthy(format!("{page} answered {status} instead of 200"))
}
