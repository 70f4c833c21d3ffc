//! What may stand where in our sources.

use std::path::Path;

use crate::text::Source;
use crate::{root, rust_files};

/// Longest file, in lines before its tests.
const LONGEST_FILE: usize = 400;
/// Longer files: how long they may be, and why. A file that grows past its figure is split, not excused again.
const LONGER_FILES: &[(&str, usize, &str)] = &[
    ("crates/citypack/src/city.rs", 440, "one format read and written in one place"),
    ("crates/citypack/src/facade.rs", 440, "one rule, used by shader, picking and board alike"),
    ("crates/citypack/src/pack.rs", 440, "one format read and written in one place"),
    ("crates/cityplan/src/layout/border.rs", 440, "one algorithm with its own geometry"),
    ("crates/cityplan/src/layout/divide.rs", 510, "one algorithm with its own geometry"),
    ("crates/cityplan/src/read/mod.rs", 520, "a reader per kind of file, side by side"),
    ("crates/domain/src/field.rs", 600, "one row per field of the register: a table, not code"),
    ("crates/scene/src/gl/mod.rs", 460, "one drawing pass after the other"),
    ("crates/store/src/household.rs", 500, "the statements that show households, whose columns have to agree"),
    ("crates/store/src/import/write.rs", 540, "one statement per table of an import, in their order"),
    ("crates/wording/src/phrase.rs", 2_000, "one row per sentence of the product: a table, not code"),
    ("crates/wording/src/word.rs", 2_200, "one row per sentence of the product: a table, not code"),
    ("server/tests/web/route.rs", 480, "one row per route: a table, not code"),
];
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 5] = ["utils", "helpers", "common", "types", "manager"];

/// The rules' own tests quote what they look for.
const RULES: &str = "server/tests/house";

/// Asserts that no file breaks a rule; `finds` says what is wrong with one.
fn nowhere(finds: impl Fn(&str, &Source) -> Vec<String>) {
    let mut wrong = Vec::new();
    for path in rust_files() {
        let name = path.to_string_lossy().into_owned();
        if name.starts_with(RULES) {
            continue;
        }
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        wrong.extend(finds(&name, &Source::read(&text)).into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn mentions(source: &Source, words: &[&str]) -> Vec<String> {
    words.iter().filter(|word| source.code.contains(**word)).map(|word| format!("contains {word}")).collect()
}

#[test]
fn only_the_store_contains_sql() {
    let signs = [
        "\"select ",
        "\"insert into ",
        "\"update ",
        "\"delete from ",
        "\"with recursive ",
        "query!(",
        "query_as!(",
        "use sqlx",
    ];
    nowhere(|name, source| {
        // The cluster asks a server through psql whether it is the one that it was; benchmarks make a million of something and run
        // their peers' statements, which lie beside them as files.
        let homes = ["crates/store/", "crates/cluster/tests/", "bench/people/", "bench/city/", "bench/case/"];
        let home = homes.iter().any(|home| name.starts_with(home));
        if home { Vec::new() } else { mentions(source, &signs) }
    });
}

#[test]
fn server_functions_stand_in_api_files_and_have_fixed_addresses() {
    nowhere(|name, source| {
        let mut wrong = Vec::new();
        for (at, _) in source.code.match_indices("#[server") {
            let attribute = source.code[at..].split(']').next().unwrap_or_default();
            if !name.ends_with("/api.rs") {
                wrong.push("has a server function, but is no api.rs".to_owned());
            }
            if !attribute.contains("endpoint") {
                wrong.push(format!("has a server function without endpoint: {attribute}]"));
            }
        }
        wrong
    });
}

#[test]
fn only_browser_modules_touch_the_browser() {
    nowhere(|name, source| {
        let home = ["frontend/", "crates/scene/", "bench/map/"].iter().any(|home| name.starts_with(home));
        let home = home || name.contains("/browser");
        if home { Vec::new() } else { mentions(source, &["web_sys::", "js_sys::", "gloo::"]) }
    });
}

#[test]
fn the_domain_does_no_io_and_reads_no_clock() {
    let signs =
        ["std::fs", "std::net", "std::env", "std::process", "std::time::", "tokio", "Utc::now", "rand::", "println!"];
    nowhere(|name, source| if name.starts_with("crates/domain/") { mentions(source, &signs) } else { Vec::new() });
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    nowhere(|_, source| {
        let mut wrong = mentions(source, &["#[allow", "#![allow"]);
        for (at, _) in source.code.match_indices("[expect(") {
            let attribute = source.code[at..].split(")]").next().unwrap_or_default();
            if !attribute.contains("reason") {
                wrong.push(format!("expects a lint without a reason: {attribute})]"));
            }
        }
        wrong
    });
}

#[test]
fn pages_have_no_style_attributes() {
    nowhere(|name, source| {
        let draws_pages = name.starts_with("app/") || name.starts_with("server/src/");
        if draws_pages { mentions(source, &[" style=", " style:", "\tstyle="]) } else { Vec::new() }
    });
}

#[test]
fn files_stay_short_and_say_what_they_are_for() {
    nowhere(|name, source| {
        let mut wrong = Vec::new();
        let longest = LONGER_FILES.iter().find(|(file, ..)| *file == name).map_or(LONGEST_FILE, |(_, most, _)| *most);
        if source.lines_before_tests > longest {
            wrong.push(format!("has {} lines before its tests; {longest} are enough", source.lines_before_tests));
        }
        let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder =
            Path::new(name).parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        if EMPTY_NAMES.contains(&stem.as_str()) || EMPTY_NAMES.contains(&folder.as_str()) {
            wrong.push("is called by a name that says nothing".to_owned());
        }
        let text = std::fs::read_to_string(root().join(name)).unwrap();
        if !text.starts_with("//!") {
            wrong.push("does not open with what it is for".to_owned());
        }
        wrong
    });
}
