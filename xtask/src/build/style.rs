//! The style sheets: one for desk, office and residents, a small one for the grid worker's phone.

use std::fs;
use std::process::Command;

use crate::build::stamp::Stamp;
use crate::failure::{Failure, while_doing};
use crate::house::House;
use crate::process;
use crate::stage::Work;

/// Their names, in `style/` and as they are served.
const SHEETS: [&str; 2] = ["main", "field"];

/// Compiles them with npm's sass.
pub fn build(house: &House) -> Result<Work, Failure> {
    let folder = house.target.join("site-part/style");
    let stamp = Stamp::of(house, "style", &[house.root.join("style"), house.npm("sass/package.json")])?;
    let is_there = SHEETS.iter().all(|name| folder.join(format!("{name}.css")).is_file());
    if stamp.is_fresh() && is_there {
        return Ok(Work::Fresh);
    }
    fs::create_dir_all(&folder).map_err(while_doing(format!("make {}", folder.display())))?;
    for name in SHEETS {
        let source = house.root.join(format!("style/{name}.scss"));
        let output = folder.join(format!("{name}.css"));
        if source.is_file() {
            process::run(
                Command::new("node")
                    .arg(house.npm("sass/sass.js"))
                    .args(["--style=compressed", "--no-source-map", "--no-charset"])
                    .arg(&source)
                    .arg(&output),
            )?;
        } else {
            eprintln!("   there is no style/{name}.scss yet: pages come without styles");
            fs::write(&output, "").map_err(while_doing(format!("write {}", output.display())))?;
        }
    }
    stamp.write()?;
    Ok(Work::Done)
}
