//! What the documents name must be there: paths in backticks and links, so that a reader who follows one arrives.

use crate::root;

const DOCUMENTS: [&str; 9] = [
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/guide/running.md",
    "docs/interfaces.md",
    "docs/guide/oidc.md",
    "docs/guide/tiles.md",
    "bench/README.md",
];

/// Top folders: a text in backticks that begins with one of them is a path.
const FOLDERS: [&str; 12] = [
    "app/",
    "bench/",
    "crates/",
    "data/",
    "docs/",
    "end2end/",
    "frontend/",
    "public/",
    "server/",
    "style/",
    "xtask/",
    ".ci/",
];

#[test]
fn every_path_and_link_in_the_documents_leads_somewhere() {
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        let home = root().join(document);
        let home = home.parent().unwrap();
        for path in paths(&text).filter(|path| !root().join(path).exists()) {
            missing.push(format!("{document}: {path}"));
        }
        for link in links(&text).filter(|link| !home.join(link).exists()) {
            missing.push(format!("{document}: {link}"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Paths in backticks; ones with a placeholder (`<concept>`, `*`) are a pattern, and results (`target/`) come and go.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    quoted.filter(|path| {
        FOLDERS.iter().any(|folder| path.starts_with(folder)) && !path.contains(['<', '*', ' ', '{', '…'])
    })
}

/// Targets of links to files, without the part behind `#`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets
        .filter(|target| !target.contains("://"))
        .filter_map(|target| target.split('#').next())
        .filter(|target| !target.is_empty())
}

#[test]
fn a_path_with_a_placeholder_is_a_pattern_and_a_link_loses_its_anchor() {
    let text = "see `crates/store/src/<concept>.rs`, `server/src`, [a](docs/adr/#two) and [b](https://example.org/x)";

    assert_eq!(paths(text).collect::<Vec<_>>(), ["server/src"]);
    assert_eq!(links(text).collect::<Vec<_>>(), ["docs/adr/"]);
}
