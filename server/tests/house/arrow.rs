//! Dependencies between our own crates point one way.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

use crate::root;

/// Who may depend on whom, by package. A new package needs a line here and one in `ARCHITECTURE.md`.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("wording", &[]),
    ("cluster", &[]),
    ("vault", &[]),
    ("paper", &[]),
    ("oidc", &[]),
    ("picture", &[]),
    ("sheet", &[]),
    ("citypack", &["domain"]),
    ("cityplan", &["domain"]),
    ("scene", &["citypack", "domain"]),
    ("store", &["domain", "citypack", "cityplan", "cluster", "vault"]),
    // Messages that leave the system are sentences shown to people.
    ("service", &["store", "domain", "wording", "citypack", "cityplan", "picture", "sheet", "vault"]),
    ("ui", &["domain", "wording"]),
    ("desk", &["ui", "wording", "domain", "service"]),
    ("public", &["ui", "wording", "domain", "service"]),
    ("office", &["ui", "wording", "domain", "service"]),
    ("field", &["ui", "wording", "domain", "service"]),
    ("desk-frontend", &["desk", "ui", "wording", "scene", "citypack", "domain"]),
    (
        "server",
        &[
            "desk", "public", "office", "field", "ui", "wording", "service", "store", "cityplan", "cluster", "domain",
            "oidc", "paper", "sheet", "vault",
        ],
    ),
    ("xtask", &["cluster"]),
    ("bench-load", &[]),
    ("bench-pack", &["service", "cityplan", "citypack", "domain"]),
    ("bench-city", &["service", "store", "vault", "cityplan", "cluster", "domain"]),
    ("bench-people", &["bench-city", "service", "store", "vault", "domain"]),
    ("bench-case", &["bench-city", "service", "store", "domain"]),
    ("bench-harness", &["scene", "citypack", "domain"]),
    ("bundle", &[]),
];

/// Foreign crates that only these packages of ours may name, tests included.
const HOMES: &[(&str, &[&str])] = &[
    // Benchmarks make up rows and ask peers' tables; their statements lie beside them as files.
    ("sqlx", &["store", "bench-city", "bench-people", "bench-case"]),
    ("aes-gcm-siv", &["vault"]),
    ("hmac", &["vault"]),
    ("krilla", &["paper"]),
    ("qrcode", &["paper"]),
    ("image", &["picture"]),
    // Its tests make keys: those of the web side sign as a provider does.
    ("ring", &["oidc", "server"]),
    ("calamine", &["sheet"]),
    ("rust_xlsxwriter", &["sheet"]),
    ("web-sys", &["desk", "scene", "desk-frontend", "bench-harness"]),
    ("leaflet", &["desk-frontend"]),
    ("wasm-bindgen-cli-support", &["bundle"]),
    ("axum", &["server", "desk"]),
    ("leptos_axum", &["server", "ui", "desk", "public", "office"]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `None` for what the product contains; `dev` and `build` otherwise.
    kind: Option<String>,
}

fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice::<Metadata>(&output.stdout).unwrap().packages
}

#[test]
fn arrows_point_one_way() {
    let packages = packages();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();

    let mut wrong = Vec::new();
    for package in &packages {
        let Some(may) = allowed.get(package.name.as_str()) else {
            wrong.push(format!("{} is not in the table of arrows", package.name));
            continue;
        };
        let taken =
            package.dependencies.iter().filter(|other| other.kind.is_none() && ours.contains(other.name.as_str()));
        for other in taken.filter(|other| !may.contains(&other.name.as_str())) {
            wrong.push(format!("{} must not depend on {}", package.name, other.name));
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_with_one_home_stay_in_it() {
    let mut wrong = Vec::new();
    for package in packages() {
        for (name, homes) in HOMES {
            let names_it = package.dependencies.iter().any(|other| other.name == *name);
            if names_it && !homes.contains(&package.name.as_str()) {
                wrong.push(format!("{} must not depend on {name}", package.name));
            }
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}
