//! The catalog as a picture: a box for each table, what it refers to on its left.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::catalog::Table;

const WIDTH: i32 = 250;
const GAP_X: i32 = 130;
const GAP_Y: i32 = 26;
const ROW: i32 = 18;
const HEAD: i32 = 28;
const MARGIN: i32 = 24;

struct Box {
    x: i32,
    y: i32,
}

pub fn render(tables: &[Table]) -> String {
    let columns = arrange(tables);
    let mut boxes: BTreeMap<&str, Box> = BTreeMap::new();
    let mut bottom = 0;
    for (column, members) in columns.iter().enumerate() {
        let mut y = MARGIN;
        for table in members {
            boxes.insert(&table.name, Box { x: MARGIN + column as i32 * (WIDTH + GAP_X), y });
            y += height(table) + GAP_Y;
        }
        bottom = bottom.max(y);
    }
    let right = MARGIN * 2 + columns.len() as i32 * (WIDTH + GAP_X) - GAP_X;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {right} {bottom}\" width=\"{right}\" height=\"{bottom}\" \
        font-family=\"sans-serif\" font-size=\"12\">\n<title>Tables and references of the database</title>\n\
        <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for table in tables {
        references(&mut out, table, &boxes);
    }
    for table in tables {
        draw(&mut out, table, &boxes[table.name.as_str()]);
    }
    out.push_str("</svg>\n");
    out
}

/// Columns of tables: each table right of everything that it refers to; tables without references to or from come last,
/// spread over the shortest columns.
fn arrange(tables: &[Table]) -> Vec<Vec<&Table>> {
    let is_target = |name: &str| tables.iter().flat_map(targets).any(|target| target == name);
    let mut columns: Vec<Vec<&Table>> = Vec::new();
    let mut alone = Vec::new();
    for table in tables {
        if targets(table).next().is_none() && !is_target(&table.name) {
            alone.push(table);
            continue;
        }
        let depth = depth(tables, table);
        columns.resize_with(columns.len().max(depth + 1), Vec::new);
        columns[depth].push(table);
    }
    for table in alone {
        let shortest =
            columns.iter_mut().min_by_key(|column| column.iter().map(|table| height(table) + GAP_Y).sum::<i32>());
        shortest.expect("some tables refer to others").push(table);
    }
    columns
}

fn targets(table: &Table) -> impl Iterator<Item = &str> {
    let targets = table.constraints.iter().filter_map(|constraint| constraint.target.as_deref());
    targets.filter(|target| *target != table.name)
}

fn depth(tables: &[Table], table: &Table) -> usize {
    let find = |name: &str| tables.iter().find(|other| other.name == name);
    targets(table).filter_map(find).map(|target| depth(tables, target) + 1).max().unwrap_or(0)
}

fn height(table: &Table) -> i32 {
    HEAD + table.columns.len() as i32 * ROW + 6
}

fn references(out: &mut String, table: &Table, boxes: &BTreeMap<&str, Box>) {
    let from = &boxes[table.name.as_str()];
    for target in targets(table) {
        let to = &boxes[target];
        let (x1, y1, x2, y2) = (from.x, from.y + HEAD / 2, to.x + WIDTH, to.y + HEAD / 2);
        let bend = (x1 - x2).max(60) / 2;
        writeln!(
            out,
            "<path d=\"M{x1} {y1} C{} {y1} {} {y2} {x2} {y2}\" fill=\"none\" stroke=\"#5b7c99\" stroke-width=\"1.2\"/>\
            <circle cx=\"{x2}\" cy=\"{y2}\" r=\"3\" fill=\"#5b7c99\"/>",
            x1 - bend,
            x2 + bend
        )
        .unwrap();
    }
}

fn draw(out: &mut String, table: &Table, at: &Box) {
    let (x, y, height) = (at.x, at.y, height(table));
    let head = if table.is_locked { "#8a2f3b" } else { "#24527a" };
    let lock = if table.is_locked { " · locked" } else { "" };
    writeln!(
        out,
        "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"5\" fill=\"#f7f9fb\" stroke=\"{head}\"/>\
        <path d=\"M{x} {} v-{} a5 5 0 0 1 5 -5 h{} a5 5 0 0 1 5 5 v{} z\" fill=\"{head}\"/>\
        <text x=\"{}\" y=\"{}\" fill=\"#fff\" font-weight=\"bold\">{}{lock}</text>",
        escape(&table.comment),
        y + HEAD,
        HEAD - 5,
        WIDTH - 10,
        HEAD - 5,
        x + 9,
        y + 19,
        table.name
    )
    .unwrap();
    for (row, column) in (0..).zip(&table.columns) {
        let y = y + HEAD + 15 + row * ROW;
        let key = if column.is_key { " text-decoration=\"underline\"" } else { "" };
        let optional = if column.is_optional { "?" } else { "" };
        writeln!(
            out,
            "<text x=\"{}\" y=\"{y}\" fill=\"#1d2733\"{key}>{}<title>{}</title></text>\
            <text x=\"{}\" y=\"{y}\" fill=\"#66727f\" text-anchor=\"end\">{}{optional}</text>",
            x + 9,
            column.name,
            escape(&column.comment),
            x + WIDTH - 9,
            short(&column.kind)
        )
        .unwrap();
    }
    out.push_str("</g>\n");
}

fn short(kind: &str) -> &str {
    match kind {
        "timestamp with time zone" => "timestamptz",
        "double precision" => "float8",
        "bigint" => "int8",
        "integer" => "int4",
        "smallint" => "int2",
        other => other,
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
