//! The served files: named by their content, compressed, listed in a manifest.

use std::process::Command;

use crate::build::stamp::Stamp;
use crate::build::{Profile, frontend};
use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::Work;

/// Fonts of scripts that telephones may not have, under the SIL Open Font License 1.1: the one slice of each that has the script itself.
const FONTS: [&str; 2] = [
    "@fontsource/noto-serif-tibetan/files/noto-serif-tibetan-tibetan-400-normal.woff2",
    "@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2",
];

/// Collects all served files into `target/site`; the work is in `xtask/pack.mjs`, because node has brotli and SHA-256.
pub fn pack(house: &House, profile: Profile) -> Result<Work, Failure> {
    let script = house.root.join("xtask/pack.mjs");
    let bundle = frontend::finished(house, profile);
    let style = house.target.join("site-part/style");
    let leaflet = house.npm("leaflet/dist");
    let public = house.root.join("public");
    let fonts = FONTS.map(|path| house.npm(path));
    let step = if profile == Profile::Release { "assets" } else { "assets-dev" };
    let mut inputs = vec![script.clone(), bundle.clone(), style.clone(), leaflet.clone(), public.clone()];
    inputs.extend(fonts.iter().cloned());
    let stamp = Stamp::of(house, step, &inputs)?;
    let made_by = house.stamp("site-profile");
    let same_profile = std::fs::read_to_string(&made_by).is_ok_and(|last| last == step);
    if stamp.is_fresh() && same_profile && house.site().join("manifest.json").is_file() {
        return Ok(Work::Fresh);
    }
    let mut node = Command::new("node");
    node.arg(script).arg("--out").arg(house.site());
    node.arg("--bundle")
        .arg(bundle)
        .arg("--style")
        .arg(style)
        .arg("--leaflet")
        .arg(leaflet)
        .arg("--public")
        .arg(public);
    for font in fonts {
        node.arg("--font").arg(font);
    }
    if profile == Profile::Release {
        node.arg("--compress");
    }
    process::run(&mut node)?;
    stamp.write()?;
    let written = std::fs::write(&made_by, step);
    written.map_err(crate::failure::while_doing(format!("write {}", made_by.display())))?;
    Ok(Work::Done)
}
