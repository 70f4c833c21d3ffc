//! `cargo xtask test`: every kind of test, summed in one last line.

mod browser;
mod count;
mod host;
mod script;

pub use self::count::Count;

use crate::budget;
use crate::cli::{Part, Wanted};
use crate::failure::Failure;
use crate::house::House;
use crate::lint;
use crate::stage::Stages;
use crate::tool;

/// Runs the wanted parts; a part that fails does not keep the others from running.
pub fn run(house: &House, stages: &mut Stages, wanted: &Wanted) -> Result<Count, Failure> {
    let mut count = Count::default();
    if wanted.includes(Part::Lint) {
        count.judge("lint", lint::run(house, stages));
        count.judge("budget", budget::check_time(house, stages));
    } else if wanted.includes(Part::Wasm) {
        tool::for_lint(stages)?;
        count.judge("wasm", lint::wasm(house, stages));
    }
    // Journeys wait for pages about as long as they work: what is tested after them is compiled meanwhile.
    let host = wanted.includes(Part::Host) || wanted.includes(Part::Database);
    let compiling = (host && wanted.includes(Part::Browser)).then(|| host::compile_beside(house, wanted));
    if wanted.includes(Part::Browser) {
        match browser::run(house, stages) {
            Ok(browser) => count.add(browser),
            Err(failure) => count.judge("browser", Err(failure)),
        }
    }
    if let Some(compiling) = compiling {
        // What it could not compile is compiled again below, and said.
        let _compiled = stages.run("test: compile beside the browser, the rest", || Ok(compiling.join()));
    }
    if host {
        tool::for_database(stages)?;
        count.add(host::run(house, stages, wanted)?);
    }
    if wanted.includes(Part::Host) && wanted.filter.is_none() {
        tool::for_script(stages)?;
        count.add(script::run(house, stages)?);
    }
    Ok(count)
}
