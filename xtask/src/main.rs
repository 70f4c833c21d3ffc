//! The one front door of the project: `cargo xtask run`, `cargo xtask test`, `cargo xtask --help`.
//!
//! A driver that calls cargo, node and gezhi in the right order and says how long each took. It compiles in seconds
//! because it depends on nothing but `std` and our own std-only `cluster`; whatever is heavy lives in `bundle` or in npm.

mod bench;
mod browser;
mod budget;
mod build;
mod cli;
mod database;
mod dev;
mod failure;
mod gezhi;
mod house;
mod lint;
mod process;
mod run;
mod smoke;
mod stage;
mod test;
mod tool;

use std::process::ExitCode;

use crate::cli::Task;
use crate::failure::Failure;
use crate::house::House;
use crate::stage::Stages;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = match cli::parse(&arguments) {
        Ok(task) => task,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            return ExitCode::from(2);
        }
    };
    let mut stages = Stages::new();
    let outcome = perform(task, &mut stages);
    stages.print_table();
    // The count of the tests is the last thing that a reader, or a machine, looks at.
    match outcome {
        Ok(Some(count)) => {
            count.print();
            if count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Ok(None) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task, stages: &mut Stages) -> Result<Option<test::Count>, Failure> {
    let house = House::find()?;
    match task {
        Task::Help => cli::print_help(),
        Task::Run(arguments) => run::run(&house, stages, &arguments)?,
        Task::Build => build::all(&house, stages)?,
        Task::Test(wanted) => return test::run(&house, stages, &wanted).map(Some),
        Task::Lint => lint::run(&house, stages)?,
        Task::Bench(names) => bench::run(&house, stages, &names)?,
        Task::Screenshots(arguments) => browser::screenshots(&house, stages, &arguments)?,
        Task::Dev(arguments) => dev::run(&house, stages, &arguments)?,
        Task::Budget => budget::run(&house, stages)?,
        Task::Smoke => smoke::run(&house, stages)?,
        Task::Database => database::hold(&house, stages)?,
    }
    Ok(None)
}
