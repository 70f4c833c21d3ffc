//! `cargo xtask run`: from a clone to a running system.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::build;
use crate::failure::{Failure, while_doing};
use crate::house::House;
use crate::stage::Stages;
use crate::tool;

/// Installs, builds and becomes `gezhi up`.
pub fn run(house: &House, stages: &mut Stages, arguments: &[String]) -> Result<(), Failure> {
    if std::env::var_os("DATABASE_URL").is_none() {
        tool::for_database(stages)?;
    }
    build::all(house, stages)?;
    stages.print_table();
    eprintln!();
    // Replacing this process lets Ctrl-C reach gezhi alone.
    let refused = Command::new(house.gezhi()).arg("up").args(arguments).env("GEZHI_SITE_DIR", house.site()).exec();
    Err(while_doing(format!("start {}", house.gezhi().display()))(refused))
}
