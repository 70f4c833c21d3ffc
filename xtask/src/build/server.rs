//! The server's binary.

use crate::build::Profile;
use crate::failure::Failure;
use crate::house::House;
use crate::process;

/// Compiles `gezhi`.
pub fn build(_house: &House, profile: Profile) -> Result<(), Failure> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "server", "--bin", "gezhi"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    process::run(&mut cargo)
}
