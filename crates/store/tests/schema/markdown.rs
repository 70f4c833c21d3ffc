//! The catalog as a page to read.

use std::fmt::Write;

use super::catalog::{Column, Table};

pub fn render(tables: &[Table]) -> String {
    let mut out = String::from(
        "# Database schema\n\n\
        Made from the migrations by `BLESS=1 cargo test -p store --test schema`; a test fails when it is out of date.\n\n\
        **Locked** tables hold personal data: row-level security is on and forced, and a statement sees the rows of the acting\n\
        session's area and no others. Key columns are underlined in the picture.\n\n\
        ![Tables and references](schema.svg)\n\n",
    );
    for table in tables {
        let lock = if table.is_locked { " · locked" } else { "" };
        writeln!(out, "- [{0}](#{0}){lock} — {1}", table.name, table.comment).unwrap();
    }
    for table in tables {
        section(&mut out, table);
    }
    out
}

fn section(out: &mut String, table: &Table) {
    let lock = if table.is_locked { " **Locked.**" } else { "" };
    write!(out, "\n## {}\n\n{}{lock}\n\n| column | type | what it means |\n|---|---|---|\n", table.name, table.comment)
        .unwrap();
    for column in &table.columns {
        let Column { name, kind, comment, .. } = column;
        let optional = if column.is_optional { ", may be null" } else { "" };
        let name = if column.is_key { format!("**{name}**") } else { name.clone() };
        writeln!(out, "| {name} | {kind}{optional} | {} |", comment.replace('|', "\\|")).unwrap();
    }
    out.push('\n');
    for constraint in &table.constraints {
        writeln!(out, "- `{}`: {}", constraint.name, constraint.text).unwrap();
    }
    for index in &table.indexes {
        writeln!(out, "- `{index}`").unwrap();
    }
}
