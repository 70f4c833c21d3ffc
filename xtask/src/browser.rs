//! Node scripts that drive Chromium against a running system: how they are told where everything is; the pictures.

use std::process::Command;

use crate::failure::Failure;
use crate::gezhi::Gezhi;
use crate::house::House;
use crate::process;
use crate::stage::Stages;
use crate::{build, tool};

const PICTURES: &str = "end2end/screenshots.mjs";

/// A node script that finds in its environment the system's address (`GEZHI_URL`), program (`GEZHI_BIN`), data folder
/// (`GEZHI_DATA_DIR`) and the browser (`CHROMIUM`).
pub fn node(house: &House, script: &str, gezhi: &Gezhi) -> Command {
    let mut node = Command::new("node");
    node.arg(house.root.join(script))
        .env("GEZHI_URL", gezhi.url())
        .env("GEZHI_BIN", house.gezhi())
        .env("GEZHI_SITE_DIR", house.site())
        .env("GEZHI_DATA_DIR", gezhi.data_dir());
    if let Some(chromium) = tool::chromium() {
        node.env("CHROMIUM", chromium);
    }
    node
}

/// `cargo xtask screenshots`: the README's pictures of the demo city.
pub fn screenshots(house: &House, stages: &mut Stages, arguments: &[String]) -> Result<(), Failure> {
    if !house.root.join(PICTURES).is_file() {
        return Err(Failure::Usage(format!("{PICTURES} does not exist yet; it makes the pictures")));
    }
    tool::for_database(stages)?;
    tool::for_browser(stages)?;
    build::all(house, stages)?;
    let gezhi = stages.run("pictures: demo city up", || Gezhi::start(house, "pictures", "demo"))?;
    stages.run("pictures", || process::run(node(house, PICTURES, &gezhi).args(arguments)))
}
