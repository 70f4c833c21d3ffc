//! Filling: what stands above the rows of a file is kept, and rows are put below it one by one.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{DocProperties, Format as Style, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::read::{Limits, SheetError, named, read};
use crate::write::{Format, QUIET, WIDTH, plain, quoted};

/// What stands above the rows: titles, remarks, and the headings in the last line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What the sheet is called.
    pub name: String,
    /// The lines; the last one has the headings.
    pub lines: Vec<Vec<String>>,
    /// Cells of them that are one.
    pub merges: Vec<Merge>,
}

/// Cells that are one: first and last row and column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u16, u16),
}

impl Merge {
    fn has(&self, row: usize, column: usize) -> bool {
        let (row, column) = (row as u32, column as u16);
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }
}

impl Head {
    /// The headings by column. Over a column whose cell in the last line belongs to one above, that one is its heading.
    pub fn headings(&self) -> Vec<String> {
        let Some(at) = self.lines.len().checked_sub(1) else { return Vec::new() };
        let own = |column: usize| self.lines[at].get(column).filter(|cell| !cell.is_empty());
        let above = |column: usize| {
            let merge = self.merges.iter().find(|merge| merge.has(at, column))?;
            self.lines.get(merge.rows.0 as usize)?.get(usize::from(merge.columns.0))
        };
        let wide = self.merges.iter().filter(|merge| merge.has(at, usize::from(merge.columns.0)));
        let width = wide.map(|merge| usize::from(merge.columns.1) + 1).max().unwrap_or(0).max(self.lines[at].len());
        (0..width).map(|column| own(column).or_else(|| above(column)).cloned().unwrap_or_default()).collect()
    }
}

/// Lines that headings can take beyond the first.
const LOWEST: u32 = 3;

/// Reads what stands above the rows of a form. `heading` says which of the rows has the headings; what is below is not kept.
///
/// # Errors
/// [`SheetError`] as in [`read`]; `Empty` also when there are no headings.
pub fn read_head(
    bytes: &[u8],
    limits: Limits,
    heading: impl FnOnce(&[Vec<String>]) -> Option<usize>,
) -> Result<Head, SheetError> {
    let (name, mut rows, merges) = match bytes {
        [b'P', b'K', 3, 4, ..] => {
            let (name, rows) = named(bytes, limits)?;
            let merges = merges(bytes, &name)?;
            (name, rows, merges)
        }
        _ => ("Sheet1".to_owned(), read(bytes, limits)?, Vec::new()),
    };
    let at = heading(&rows).ok_or(SheetError::Empty)? as u32;
    // Headings in two lines: those that stand over others end in the lower one.
    let tall = merges.iter().filter(|merge| merge.rows.0 <= at && at <= merge.rows.1).map(|merge| merge.rows.1);
    let last = tall.max().unwrap_or(at).min(at + LOWEST);
    rows.resize_with(last as usize + 1, Vec::new);
    let merges = merges.into_iter().filter(|merge| merge.rows.1 <= last).collect();
    Ok(Head { name, lines: rows, merges })
}

fn merges(bytes: &[u8], name: &str) -> Result<Vec<Merge>, SheetError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_unreadable| SheetError::NotASheet)?;
    let found = book.merge_cells_by_sheet_name(name).map_err(|_unreadable| SheetError::NotASheet)?;
    let merge = |found: calamine::Dimensions| {
        let columns = (u16::try_from(found.start.1).ok()?, u16::try_from(found.end.1).ok()?);
        Some(Merge { rows: (found.start.0, found.end.0), columns })
    };
    Ok(found.into_iter().filter_map(merge).collect())
}

/// By what a file is known again when it turns up where it should not be.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// One line in words: stands in the sheet's print header and footer and in the workbook's properties.
    pub text: String,
    /// The number alone, as a property of the workbook.
    pub number: String,
    /// Whether the line also stands below the last row.
    pub is_below: bool,
}

/// A file in the making.
pub struct Writer {
    made: Made,
    mark: Mark,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Nothing of what it holds.
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

enum Made {
    Xlsx { book: Box<Workbook>, sheet: Box<Worksheet>, text: Style, row: u32 },
    Csv(String),
}

/// Signs that a header of a workbook may have; Excel takes 255.
const LONGEST_HEADER: usize = 200;

impl Writer {
    /// Begins a file with what stands above its rows, which stays in sight when one scrolls.
    ///
    /// # Errors
    /// When a name or text is longer than Excel takes.
    pub fn begin(format: Format, head: &Head, mark: Mark) -> Result<Self, XlsxError> {
        let mut writer = match format {
            Format::Csv => Self { made: Made::Csv(String::from("\u{feff}")), mark },
            Format::Xlsx => Self { made: workbook(head, &mark)?, mark },
        };
        let at_heading = head.lines.len().saturating_sub(1);
        for (at, line) in head.lines.iter().enumerate() {
            writer.line(line, at == at_heading, &head.merges)?;
        }
        if let Made::Xlsx { sheet, row, .. } = &mut writer.made {
            sheet.set_freeze_panes(*row, 0)?.set_repeat_rows(row.saturating_sub(1), row.saturating_sub(1))?;
        }
        Ok(writer)
    }

    /// A row. Every cell is text, and none begins with a sign that a program would take for a formula.
    ///
    /// # Errors
    /// When a cell is longer than Excel takes, or there are too many rows.
    pub fn row(&mut self, cells: &[String]) -> Result<(), XlsxError> {
        self.line(cells, false, &[])
    }

    fn line(&mut self, cells: &[String], is_heading: bool, merges: &[Merge]) -> Result<(), XlsxError> {
        match &mut self.made {
            Made::Csv(text) => {
                let cells: Vec<String> = cells.iter().map(|cell| quoted(&plain(cell))).collect();
                text.push_str(&cells.join(","));
                text.push_str("\r\n");
            }
            Made::Xlsx { sheet, text, row, .. } => {
                let head = Style::new().set_bold().set_background_color(QUIET).set_text_wrap();
                let style = if is_heading { &head } else { &*text };
                for (at, cell) in (0u16..).zip(cells) {
                    if is_heading {
                        sheet.set_column_width(at, WIDTH)?;
                    }
                    // The first cell of a merge takes its text; the others are part of it.
                    let merged = merges.iter().any(|merge| merge.has(*row as usize, usize::from(at)));
                    if !merged && !cell.is_empty() {
                        sheet.write_string_with_format(*row, at, plain(cell), style)?;
                    }
                }
                *row += 1;
            }
        }
        Ok(())
    }

    /// The bytes.
    ///
    /// # Errors
    /// When the workbook can't be put together.
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        if self.mark.is_below {
            let line = self.mark.text.clone();
            self.row(&[])?;
            self.row(&[line])?;
        }
        match self.made {
            Made::Csv(text) => Ok(text.into_bytes()),
            Made::Xlsx { mut book, sheet, .. } => {
                book.push_worksheet(*sheet);
                book.save_to_buffer()
            }
        }
    }
}

fn workbook(head: &Head, mark: &Mark) -> Result<Made, XlsxError> {
    let mut book = Box::new(Workbook::new());
    let mut sheet = Box::new(Worksheet::new());
    sheet.set_name(&head.name)?;
    if !mark.text.is_empty() {
        let line: String = mark.text.chars().take(LONGEST_HEADER).collect::<String>().replace('&', "&&");
        sheet.set_header(&line).set_footer(&line);
        let properties = DocProperties::new().set_subject(&mark.text).set_comment(&mark.text);
        book.set_properties(&properties.set_custom_property("gezhi-export", mark.number.as_str()));
    }
    let wide = Style::new().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let last = head.lines.len().saturating_sub(1) as u32;
    for merge in &head.merges {
        let (row, column) = (merge.rows.0 as usize, usize::from(merge.columns.0));
        let text = head.lines.get(row).and_then(|line| line.get(column)).map_or("", String::as_str);
        let style = if merge.rows.1 == last { wide.clone().set_bold() } else { wide.clone() };
        sheet.merge_range(merge.rows.0, merge.columns.0, merge.rows.1, merge.columns.1, &plain(text), &style)?;
    }
    Ok(Made::Xlsx { book, sheet, text: Style::new().set_num_format("@"), row: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { rows: 100, columns: 20, signs: 200 };

    fn line(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    /// A form as a street office sends it: a title over all columns, a group over two, and headings below.
    fn form() -> Head {
        Head {
            name: "一表通".to_owned(),
            lines: vec![line(&["老年人登记表"]), line(&["序号", "老人", "", "备注"]), line(&["", "姓名", "年龄", ""])],
            merges: vec![
                Merge { rows: (0, 0), columns: (0, 3) },
                Merge { rows: (1, 2), columns: (0, 0) },
                Merge { rows: (1, 1), columns: (1, 2) },
                Merge { rows: (1, 2), columns: (3, 3) },
            ],
        }
    }

    fn mark() -> Mark {
        Mark { text: "格治导出 7 号 & 某人".to_owned(), number: "7".to_owned(), is_below: true }
    }

    #[test]
    fn a_form_keeps_its_head_and_takes_rows_below() {
        let mut first = Writer::begin(Format::Xlsx, &form(), Mark::default()).unwrap();
        first.row(&line(&["例", "例", "例", ""])).unwrap();
        let sent = first.finish().unwrap();

        let head = read_head(&sent, LIMITS, |_| Some(1)).unwrap();
        let mut filled = Writer::begin(Format::Xlsx, &head, mark()).unwrap();
        filled.row(&line(&["1", "张*", "80", ""])).unwrap();
        let bytes = filled.finish().unwrap();

        assert_eq!(head.headings(), ["序号", "姓名", "年龄", "备注"]);
        let again = read_head(&bytes, LIMITS, |_| Some(2)).unwrap();
        assert_eq!((&again.name, &again.headings()), (&head.name, &head.headings()));
        assert_eq!((again.merges, &again.lines[0][0]), (form().merges, &"老年人登记表".to_owned()));
        let rows = read(&bytes, LIMITS).unwrap();
        assert_eq!(rows[3], ["1", "张*", "80"], "the example of the sender is gone");
        assert_eq!(rows.last().unwrap()[0], "格治导出 7 号 & 某人");
    }

    #[test]
    fn no_cell_of_a_filled_form_runs_and_the_mark_is_everywhere() {
        for format in [Format::Xlsx, Format::Csv] {
            let mut writer = Writer::begin(format, &form(), mark()).unwrap();
            for cell in ["=1+1", "+86", "-1", "@x", "\tx", " =x", "＝x", "=cmd|' /C calc'!A0"] {
                writer.row(&line(&[cell])).unwrap();
            }
            let bytes = writer.finish().unwrap();
            let rows = if format == Format::Xlsx {
                read(&bytes, LIMITS).unwrap()
            } else {
                // As a program sees it: reading takes the apostrophe off.
                let text = String::from_utf8(bytes).unwrap();
                text.trim_start_matches('\u{feff}').lines().map(|row| vec![row.to_owned()]).collect()
            };
            let cells: Vec<&String> = rows.iter().skip(3).filter_map(|row| row.first()).collect();
            assert_eq!(cells.iter().filter(|cell| cell.trim_matches('"').starts_with('\'')).count(), 8, "{cells:?}");
            assert!(cells.last().unwrap().contains("7 号"));
        }
    }

    #[test]
    fn a_form_without_headings_is_refused() {
        assert_eq!(read_head("a,b\n".as_bytes(), LIMITS, |_| None), Err(SheetError::Empty));
        assert_eq!(read_head(b"PK\x03\x04 no workbook", LIMITS, |_| Some(0)), Err(SheetError::NotASheet));
    }
}
