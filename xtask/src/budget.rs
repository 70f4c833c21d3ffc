//! `cargo xtask budget`: how many bytes a browser gets.

use std::process::Command;

use crate::build;
use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::Stages;

const PRINT: &str = "\
const manifest = JSON.parse(require('fs').readFileSync(process.argv[1]));
const pad = (value) => String(value ?? '-').padStart(9);
console.log(pad('raw') + pad('gzip') + pad('brotli') + '  file');
for (const [name, file] of Object.entries(manifest)) {
  console.log(pad(file.bytes) + pad(file.gzip) + pad(file.brotli) + '  ' + name);
}";

/// Builds the served files and prints their sizes.
pub fn run(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    crate::tool::for_build(house, stages)?;
    build::site(house, stages, build::Profile::Release)?;
    process::run(Command::new("node").arg("-e").arg(PRINT).arg(house.site().join("manifest.json")))
}
