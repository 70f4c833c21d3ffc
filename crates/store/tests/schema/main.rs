//! The schema's documentation and picture, made from the live catalog. `BLESS=1` rewrites them.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod catalog;
mod markdown;
mod picture;
mod register;

use std::fs;
use std::path::PathBuf;

use catalog::Table;
use domain::field::REGISTER;
use store::testing::TestDb;

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

async fn tables() -> Vec<Table> {
    let db = TestDb::new().await;
    catalog::read(&mut db.owner_connection().await).await
}

#[tokio::test]
async fn the_documentation_and_the_picture_are_those_of_the_migrations() {
    let tables = tables().await;
    let made = [
        ("schema.md", markdown::render(&tables)),
        ("schema.svg", picture::render(&tables)),
        ("field.md", register::render()),
    ];
    for (name, made) in made {
        let path = docs().join(name);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &made).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == made, "docs/{name} is out of date: run `BLESS=1 cargo test -p store --test schema`");
    }
}

#[tokio::test]
async fn every_table_and_every_column_is_commented() {
    for table in tables().await {
        assert!(!table.comment.is_empty(), "{}", table.name);
        for column in &table.columns {
            assert!(!column.comment.is_empty(), "{}.{}", table.name, column.name);
        }
    }
}

#[tokio::test]
async fn every_constraint_has_a_name_that_says_what_it_wants() {
    for table in tables().await {
        for constraint in &table.constraints {
            let generated = ["_check", "_fkey", "_key"].iter().any(|end| constraint.name.ends_with(end));
            assert!(!generated, "{}.{}", table.name, constraint.name);
        }
    }
}

#[tokio::test]
async fn every_field_of_a_locked_table_is_registered_and_no_other() {
    let tables = tables().await;
    let there: Vec<(String, String)> = tables
        .iter()
        .filter(|table| table.is_locked)
        .flat_map(|table| table.columns.iter().map(|column| (table.name.clone(), column.name.clone())))
        .collect();
    let registered: Vec<(String, String)> =
        REGISTER.iter().map(|field| (field.table.to_owned(), field.column.to_owned())).collect();

    let missing: Vec<_> = there.iter().filter(|field| !registered.contains(field)).collect();
    let gone: Vec<_> = registered.iter().filter(|field| !there.contains(field)).collect();

    assert!(missing.is_empty(), "say in domain::field why these are kept, and who sees them: {missing:?}");
    assert!(gone.is_empty(), "these are registered in domain::field and not in the database: {gone:?}");
}
