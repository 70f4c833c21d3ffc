//! The style sheet.

use std::fs;
use std::process::Command;

use crate::build::stamp::Stamp;
use crate::failure::{Failure, while_doing};
use crate::house::House;
use crate::process;
use crate::stage::Work;

/// Compiles `style/main.scss` with npm's sass.
pub fn build(house: &House) -> Result<Work, Failure> {
    let source = house.root.join("style/main.scss");
    let output = house.target.join("site-part/style/main.css");
    let stamp = Stamp::of(house, "style", &[house.root.join("style"), house.npm("sass/package.json")])?;
    if stamp.is_fresh() && output.is_file() {
        return Ok(Work::Fresh);
    }
    if let Some(folder) = output.parent() {
        fs::create_dir_all(folder).map_err(while_doing(format!("make {}", folder.display())))?;
    }
    if source.is_file() {
        process::run(
            Command::new("node")
                .arg(house.npm("sass/sass.js"))
                .args(["--style=compressed", "--no-source-map", "--no-charset"])
                .arg(&source)
                .arg(&output),
        )?;
    } else {
        eprintln!("   there is no style/main.scss yet: pages come without styles");
        fs::write(&output, "").map_err(while_doing(format!("write {}", output.display())))?;
    }
    stamp.write()?;
    Ok(Work::Done)
}
