//! Journeys in a real browser against the release build.

use crate::browser;
use crate::failure::Failure;
use crate::gezhi::Gezhi;
use crate::house::House;
use crate::process;
use crate::stage::Stages;
use crate::test::Count;
use crate::{build, tool};

const RUNNER: &str = "end2end/run.mjs";

/// Builds, starts the small city and runs the journeys.
pub fn run(house: &House, stages: &mut Stages) -> Result<Count, Failure> {
    if !house.root.join(RUNNER).is_file() {
        eprintln!("   there is no {RUNNER} yet: no browser tests");
        return Ok(Count::default());
    }
    tool::for_database(stages)?;
    tool::for_browser(stages)?;
    build::all(house, stages)?;
    let gezhi = stages.run("test: small city up", || Gezhi::start(house, "browser", "small"))?;
    stages.run("test: browser", || {
        let mut count = Count::default();
        let mut journeys = browser::node(house, RUNNER, &gezhi);
        let succeeded = process::follow(&mut journeys, |line| count.take_in(line))?;
        if !succeeded && count.failed == 0 {
            count.failed = 1;
        }
        Ok(count)
    })
}
