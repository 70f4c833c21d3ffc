//! Writing: tables for people and for Excel, with nothing in them that a program would run.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format as Style, FormatAlign, Formula, Workbook, Worksheet,
    XlsxError,
};

use crate::fill::{Head, Mark, Writer};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook.
    Xlsx,
    /// Text: UTF-8 with the mark that Excel needs, commas.
    Csv,
}

impl Format {
    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What a browser calls it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A column of a template.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What is to be entered.
    pub hint: String,
    /// A value as an example.
    pub example: String,
    /// Words to choose from; none for free text.
    pub choices: Vec<String>,
    /// Whether a row can't do without.
    pub is_needed: bool,
}

/// An empty sheet to fill in: headings, an explanation and an example below them, and lists to choose from.
#[derive(Clone, Debug)]
pub struct Template {
    /// What the sheet is called.
    pub name: String,
    /// What the sheet with the words is called.
    pub words_name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Rows for which lists to choose from are laid out.
    pub rows: u32,
}

/// The rows below the headings that explain: they begin with this sign, by which a reader knows them.
pub const EXPLAINS: char = '※';

pub(crate) const WIDTH: f64 = 18.0;
const NEEDED: Color = Color::RGB(0xFF_E8_CC);
pub(crate) const QUIET: Color = Color::RGB(0xEE_F2_F6);

impl Template {
    /// The workbook.
    ///
    /// # Errors
    /// When a name or text is longer than Excel takes.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let text = Style::new().set_num_format("@");
        let head = Style::new().set_bold().set_num_format("@");
        let hint = text.clone().set_text_wrap().set_background_color(QUIET).set_align(FormatAlign::Top);
        let mut words = Worksheet::new();
        words.set_name(&self.words_name)?;
        let sheet = book.add_worksheet();
        sheet.set_name(&self.name)?.set_freeze_panes(1, 0)?;
        for (at, column) in (0u16..).zip(&self.columns) {
            let colour = if column.is_needed { NEEDED } else { QUIET };
            // Everything is text: Excel rounds long numbers otherwise.
            sheet.set_column_format(at, &text)?.set_column_width(at, WIDTH)?;
            sheet.write_string_with_format(0, at, &column.heading, &head.clone().set_background_color(colour))?;
            let mark = if at == 0 { format!("{EXPLAINS} ") } else { String::new() };
            sheet.write_string_with_format(1, at, format!("{mark}{}", column.hint), &hint)?;
            sheet.write_string_with_format(2, at, format!("{mark}{}", column.example), &hint)?;
            if !column.choices.is_empty() {
                self.offer(sheet, &mut words, at, column)?;
            }
        }
        book.push_worksheet(words);
        book.save_to_buffer()
    }

    fn offer(&self, sheet: &mut Worksheet, words: &mut Worksheet, at: u16, column: &Column) -> Result<(), XlsxError> {
        words.write_string(0, at, &column.heading)?;
        for (row, word) in (1u32..).zip(&column.choices) {
            words.write_string(row, at, word)?;
        }
        let letter = rust_xlsxwriter::utility::column_number_to_name(at);
        let list = format!("='{}'!${letter}$2:${letter}${}", self.words_name, column.choices.len() + 1);
        // A stop would keep people from pasting; the check says what is wrong.
        let rule = DataValidation::new()
            .allow_list_formula(Formula::new(list))
            .set_error_style(DataValidationErrorStyle::Warning);
        sheet.add_data_validation(3, at, self.rows + 3, at, &rule)?;
        Ok(())
    }
}

/// Rows below headings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What the sheet is called.
    pub name: String,
    /// Lines above the headings and in the sheet's header: who took it out, when, under which number.
    pub marks: Vec<String>,
    /// Headings.
    pub headings: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The file. Every cell is text, and none begins with a sign that a program would take for a formula.
    ///
    /// # Errors
    /// When a name or text is longer than Excel takes.
    pub fn to_bytes(&self, format: Format) -> Result<Vec<u8>, XlsxError> {
        let marks = self.marks.iter().map(|mark| vec![mark.clone()]);
        let lines = marks.chain([self.headings.clone()]).collect();
        let head = Head { name: self.name.clone(), lines, merges: Vec::new() };
        let mark = Mark { text: self.marks.join(" · "), ..Mark::default() };
        let mut writer = Writer::begin(format, &head, mark)?;
        for cells in &self.rows {
            writer.row(cells)?;
        }
        writer.finish()
    }
}

pub(crate) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// A cell that no program runs: an apostrophe goes before `=`, `+`, `-`, `@`, a tab and a line end (OWASP, CSV injection),
/// their full-width twins included.
pub fn plain(cell: &str) -> String {
    let runs = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if runs || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, read};

    const LIMITS: Limits = Limits { rows: 100, columns: 20, signs: 200 };

    #[test]
    fn no_cell_is_a_formula() {
        let rows = ["=1+1", "+86", "-1", "@x", "\tx", " =x", "plain"].map(|cell| vec![cell.to_owned()]).to_vec();
        let table = Table { name: "a".into(), marks: vec!["=mark".into()], headings: vec!["=head".into()], rows };

        let csv = String::from_utf8(table.to_bytes(Format::Csv).unwrap()).unwrap();
        for line in csv.trim_start_matches('\u{feff}').lines() {
            assert!(line.starts_with('\'') || line == "plain", "{line}");
        }
        let cells = read(&table.to_bytes(Format::Xlsx).unwrap(), LIMITS).unwrap();
        assert_eq!(cells[2][0], "'=1+1");
        assert_eq!(cells.last().unwrap()[0], "plain");
    }

    #[test]
    fn a_template_is_read_back_with_its_headings_and_explanations() {
        let column = |heading: &str, choices: &[&str]| Column {
            heading: heading.into(),
            hint: "说明".into(),
            example: "例".into(),
            choices: choices.iter().map(|word| (*word).to_owned()).collect(),
            is_needed: true,
        };
        let columns = vec![column("姓名", &[]), column("性别", &["男", "女"])];
        let template = Template { name: "人员".into(), words_name: "选项".into(), columns, rows: 10 };

        let cells = read(&template.to_xlsx().unwrap(), LIMITS).unwrap();

        assert_eq!(cells[0], ["姓名", "性别"]);
        assert!(cells[1][0].starts_with(EXPLAINS) && cells[2][0].starts_with(EXPLAINS));
        assert_eq!(cells.len(), 3, "the words stand in a sheet of their own");
    }
}
