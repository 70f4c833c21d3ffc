//! Builds what `gezhi` serves: the server, the WebAssembly bundles, the styles and the files beside them.
//!
//! Server and frontend are never built in one cargo call: cargo would unify their features.

mod asset;
mod frontend;
mod server;
pub mod stamp;
mod style;

use crate::failure::Failure;
use crate::house::House;
use crate::stage::Stages;
use crate::tool;

pub use self::frontend::has_frontend;

/// How much a build is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// For people: optimised, small, compressed.
    Release,
    /// For the one who is changing it: fast to build.
    Dev,
}

/// Everything, for release.
pub fn all(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    with_profile(house, stages, Profile::Release)
}

/// Everything, in a profile.
pub fn with_profile(house: &House, stages: &mut Stages, profile: Profile) -> Result<(), Failure> {
    tool::for_build(house, stages)?;
    stages.run("build: server", || server::build(house, profile))?;
    site(house, stages, profile)
}

/// The served files only.
pub fn site(house: &House, stages: &mut Stages, profile: Profile) -> Result<(), Failure> {
    if has_frontend(house) {
        stages.run("build: frontend", || frontend::compile(house, profile))?;
        stages.step("build: bundler", || frontend::bundler(house))?;
        stages.step("build: bindings", || frontend::bind(house, profile))?;
        if profile == Profile::Release {
            stages.step("build: wasm-opt", || frontend::shrink(house))?;
        }
    } else {
        eprintln!("   frontend/desk builds no WebAssembly yet: pages come without the map");
    }
    stages.step("build: styles", || style::build(house))?;
    stages.step("build: assets", || asset::pack(house, profile))
}
