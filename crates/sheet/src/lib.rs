//! Spreadsheets: xlsx and csv read as rows of text, and written with rows of text, explanations and lists to choose from.
//!
//! Not here: what columns mean (`domain::intake`), where files come from and who may have them.
#![warn(missing_docs)]

mod fill;
mod read;
mod write;

pub use fill::{Head, Mark, Merge, Writer, read_head};
pub use read::{Cells, Limits, SheetError, read};
pub use rust_xlsxwriter::XlsxError;
pub use write::{Column, EXPLAINS, Format, Table, Template, plain};
