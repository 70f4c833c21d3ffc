//! Makes sure that the tools are there: installs what it may, otherwise says the one line to run.

mod apt;
pub mod npm;
mod rust;

use std::path::Path;

use crate::failure::Failure;
use crate::house::House;
use crate::process;
use crate::stage::{Stages, Work};

/// What `run` and `build` need.
pub fn for_build(house: &House, stages: &mut Stages) -> Result<(), Failure> {
    stages.step("tools: WebAssembly target", rust::wasm_target)?;
    stages.step("tools: node", apt::node)?;
    stages.step("tools: npm packages", || npm::packages(house))
}

/// What scripts without a browser need.
pub fn for_script(stages: &mut Stages) -> Result<(), Failure> {
    stages.step("tools: node", apt::node)
}

/// What the private database needs.
pub fn for_database(stages: &mut Stages) -> Result<(), Failure> {
    stages.step("tools: PostgreSQL", || {
        if cluster::Binaries::find().is_ok() {
            return Ok(Work::Fresh);
        }
        apt::install("PostgreSQL", &["postgresql"])?;
        cluster::Binaries::find()?;
        Ok(Work::Done)
    })
}

/// What the lints need.
pub fn for_lint(stages: &mut Stages) -> Result<(), Failure> {
    stages.step("tools: rustfmt, clippy", rust::lint_components)?;
    stages.step("tools: WebAssembly target", rust::wasm_target)
}

/// What browser tests, benchmarks and screenshots need.
pub fn for_browser(stages: &mut Stages) -> Result<(), Failure> {
    stages.step("tools: Chromium", || {
        if chromium().is_some() {
            return Ok(Work::Fresh);
        }
        apt::install("Chromium", &["chromium"])
    })?;
    stages.step("tools: Chinese fonts", || {
        if Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists() || has_chinese_font() {
            return Ok(Work::Fresh);
        }
        apt::install("a font with Chinese characters", &["fonts-noto-cjk"])
    })?;
    // Journeys that take days are walked by a server whose clock is set.
    stages.step("tools: a clock that can be set", || {
        if has_set_clock() {
            return Ok(Work::Fresh);
        }
        apt::install("a clock that can be set", &["faketime"])
    })
}

/// Whether Debian's library is in the folder of this machine's architecture.
fn has_set_clock() -> bool {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    folders.map(|folder| folder.path()).any(|folder| folder.join("faketime/libfaketimeMT.so.1").exists())
}

/// The Chromium on this machine.
pub fn chromium() -> Option<std::path::PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| process::find(name))
}

fn has_chinese_font() -> bool {
    std::process::Command::new("fc-list").arg(":lang=zh").output().is_ok_and(|answer| !answer.stdout.is_empty())
}
