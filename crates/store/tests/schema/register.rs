//! The register of personal data as a page to read.

use std::fmt::Write;

use domain::field::{Field, Mask, REGISTER, Retention, Sensitivity, Unmask};

pub fn render() -> String {
    let mut out = String::from(
        "# Register of personal data\n\n\
        Made from `crates/domain/src/field.rs` by `BLESS=1 cargo test -p store --test schema`. A column of a locked table that\n\
        is not in it fails the tests. Sensitivity: L1 technical, L2 about work, L3 personal, L4 sensitive. Terms are the rule.\n\
        The running servers prune the outbox, sessions, exports, searches, pictures of photos that were taken away and pictures that no case took\n\
        and reporters of cases that ended a year ago (`service::retention`); files of lists go with the next upload of their area. The trail and raw tracks are not pruned yet.\n",
    );
    let mut table = "";
    for field in REGISTER.iter() {
        if field.table != table {
            table = field.table;
            write!(out, "\n## {table}\n\n| field | level | kept for | shown unasked | whole | term |\n|---|---|---|---|---|---|\n")
                .unwrap();
        }
        line(&mut out, field);
    }
    out
}

fn line(out: &mut String, field: &Field) {
    let level = match field.sensitivity {
        Sensitivity::Technical => "L1",
        Sensitivity::Work => "L2",
        Sensitivity::Personal => "L3",
        Sensitivity::Sensitive => "L4",
    };
    let shown = match field.mask {
        Mask::Nothing => "all, within the scope",
        Mask::Name => "张*",
        Mask::IdNumber | Mask::Phone => "first 3 and last 4",
        Mask::Presence => "whether there is one",
        Mask::Age => "age in years",
        Mask::Everything => "never leaves the server",
    };
    let whole = match field.unmask {
        Unmask::NotMasked => "",
        Unmask::FileKeepers => "grid worker and community, for a reason",
        Unmask::Nobody => "nobody",
    };
    let term = match field.retention {
        Retention::Record => "the record's".to_owned(),
        Retention::Days(days) => format!("{days} days"),
        Retention::Newest(rows) => format!("the newest {rows} rows"),
    };
    writeln!(out, "| {} | {level} | {} | {shown} | {whole} | {term} |", field.column, field.purpose).unwrap();
}
