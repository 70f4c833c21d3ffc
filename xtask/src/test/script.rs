//! The plain scripts of `public` without a browser: their rules, over a store in memory.

use std::process::Command;

use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::Stages;
use crate::test::Count;

const RUNNER: &str = "end2end/run.mjs";

/// Runs what is in `end2end/unit`.
pub fn run(house: &House, stages: &mut Stages) -> Result<Count, Failure> {
    stages.run("test: scripts", || {
        let mut count = Count::default();
        let mut node = Command::new("node");
        node.arg(house.root.join(RUNNER)).arg("--unit");
        let succeeded = process::follow(&mut node, |line| count.take_in(line))?;
        if !succeeded && count.failed == 0 {
            count.failed = 1;
        }
        Ok(count)
    })
}
