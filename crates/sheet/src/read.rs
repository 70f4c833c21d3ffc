//! Reading: the first sheet with something in it, as text.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

/// Rows of cells; the index of a row is its number in the sheet minus one, so that people find it again.
pub type Cells = Vec<Vec<String>>;

/// How much is read at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows, headings among them.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Signs of one cell; what is longer is cut, one sign behind the limit.
    pub signs: usize,
}

/// Why a file can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Neither xlsx nor text.
    #[error("the file is neither an xlsx workbook nor csv text")]
    NotASheet,
    /// An old or locked workbook.
    #[error("the file is an old xls workbook or locked with a password: save it as xlsx without one")]
    OldOrLocked,
    /// More than the limits allow.
    #[error("the file has more rows or columns than are read at once")]
    TooLarge,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
}

/// Reads an xlsx or csv file (UTF-8 with or without mark, UTF-16, GBK; comma, semicolon or tab).
///
/// Numbers that have lost digits (more than 15) come out with an exponent, dates as `2026-11-22`
/// (`2026-11-22 17:30` with a time of day), faults of formulas as
/// `#N/A` and the like.
///
/// # Errors
/// [`SheetError`] when it is no table or too large; nothing of the content is in it.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Cells, SheetError> {
    let rows = match bytes {
        [b'P', b'K', 3, 4, ..] => named(bytes, limits)?.1,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(SheetError::OldOrLocked),
        _ => text(bytes, limits)?,
    };
    if rows.iter().all(|row| row.iter().all(String::is_empty)) { Err(SheetError::Empty) } else { Ok(rows) }
}

/// The first sheet of a workbook with something in it, and what it is called.
pub(crate) fn named(bytes: &[u8], limits: Limits) -> Result<(String, Cells), SheetError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_unreadable| SheetError::NotASheet)?;
    for name in book.sheet_names() {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_unreadable| SheetError::NotASheet)?;
        let mut rows = Cells::new();
        // Cell by cell: a range would be as large as the corner that a careless sheet names.
        while let Some(cell) = cells.next_cell().map_err(|_unreadable| SheetError::NotASheet)? {
            let text = cell_text(cell.get_value(), limits.signs);
            if text.is_empty() {
                continue;
            }
            let (row, column) = (cell.get_position().0 as usize, cell.get_position().1 as usize);
            if row >= limits.rows || column >= limits.columns {
                return Err(SheetError::TooLarge);
            }
            if rows.len() <= row {
                rows.resize_with(row + 1, Vec::new);
            }
            if rows[row].len() <= column {
                rows[row].resize_with(column + 1, String::new);
            }
            rows[row][column] = text;
        }
        if !rows.is_empty() {
            return Ok((name, rows));
        }
    }
    Err(SheetError::Empty)
}

/// From this size on a number in a sheet has lost digits.
const EXACT: f64 = 1e15;

fn cell_text(value: &DataRef<'_>, signs: usize) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DurationIso(text) => short(text, signs),
        DataRef::SharedString(text) => short(text, signs),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.abs() >= EXACT => format!("{number:E}").replace('E', "E+"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute) == (0, 0) { date } else { format!("{date} {hour:02}:{minute:02}") }
        }
        DataRef::DateTimeIso(text) => text.replacen('T', " ", 1).replace(" 00:00:00", ""),
        DataRef::Error(error) => format!("#{error}").replacen("##", "#", 1),
    }
}

fn short(text: &str, signs: usize) -> String {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}' || sign == '\u{200b}');
    text.chars().take(signs + 1).collect()
}

fn text(bytes: &[u8], limits: Limits) -> Result<Cells, SheetError> {
    let (text, _, has_errors) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes),
        None => match encoding_rs::UTF_8.decode(bytes) {
            (_, _, true) => encoding_rs::GB18030.decode(bytes),
            found => found,
        },
    };
    if has_errors || text.contains('\0') {
        return Err(SheetError::NotASheet);
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let marks = [b',', b'\t', b';'];
    let mark = marks.into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count()).unwrap_or(b',');
    // Excel's guess wins a tie: `max_by_key` takes the last of equals.
    let mark = if first.bytes().any(|byte| byte == mark) { mark } else { b',' };
    let text = format!("{text}\n");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(mark).from_reader(text.as_bytes());
    let (mut rows, mut record) = (Cells::new(), csv::StringRecord::new());
    while reader.read_record(&mut record).map_err(|_unreadable| SheetError::NotASheet)? {
        // The reader skips empty lines; a row keeps the number of the line that an editor shows for its end.
        let at = (reader.position().line() as usize).saturating_sub(2).max(rows.len());
        if at >= limits.rows || record.len() > limits.columns {
            return Err(SheetError::TooLarge);
        }
        rows.resize_with(at, Vec::new);
        rows.push(record.iter().map(|cell| text_cell(cell, limits.signs)).collect());
    }
    Ok(rows)
}

/// A cell of csv; the forms that keep Excel from reading a number as one (`="123"`, `'123`, a tab in front) are taken off.
fn text_cell(cell: &str, signs: usize) -> String {
    let cell = short(cell, signs + 3);
    let bare = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let bare = bare.or_else(|| cell.strip_prefix('\'')).unwrap_or(&cell);
    short(bare, signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { rows: 100, columns: 20, signs: 40 };

    #[test]
    fn csv_is_read_in_the_encodings_that_offices_use() {
        let plain = "姓名,身份证号\n张三,\"=\"\"11010519491231002X\"\"\"\n";
        let gbk = encoding_rs::GBK.encode(plain).0.into_owned();
        let marked = [b"\xEF\xBB\xBF", plain.as_bytes()].concat();

        for bytes in [plain.as_bytes(), &gbk, &marked] {
            let rows = read(bytes, LIMITS).unwrap();
            assert_eq!(rows, [["姓名", "身份证号"], ["张三", "11010519491231002X"]]);
        }
        assert_eq!(read("a;b\n\n1;2".as_bytes(), LIMITS).unwrap(), [vec!["a", "b"], vec![], vec!["1", "2"]]);
    }

    #[test]
    fn what_is_no_table_or_too_large_is_refused() {
        assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 1], LIMITS), Err(SheetError::OldOrLocked));
        assert_eq!(read(b"PK\x03\x04 but no workbook", LIMITS), Err(SheetError::NotASheet));
        assert_eq!(read(&[0, 1, 2, 255, 254, 0], LIMITS), Err(SheetError::NotASheet));
        assert_eq!(read(b"\n ,\n", LIMITS), Err(SheetError::Empty));
        assert_eq!(read("a\n".repeat(101).as_bytes(), LIMITS), Err(SheetError::TooLarge));
    }
}
