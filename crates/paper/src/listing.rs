//! A table over as many A4 pages as it needs: title, a few lines, headings on every page, and the page's number at its foot.

use krilla::Document;
use krilla::page::PageSettings;

use crate::draw::{HEIGHT, LEADING, MARGIN, Pen, RIGHT, SMALL, WIDTH, begin, lines, width};
use crate::{PaperError, Typeface};

const TITLE: f32 = 18.0;
const TEXT: f32 = 10.0;
/// Room above and below the text of a row.
const PAD: f32 = 4.0;
/// Room between columns.
const GAP: f32 = 6.0;
/// Where a page ends and its foot begins.
const FOOT: f32 = HEIGHT - 56.0;
/// Where a page begins.
const TOP: f32 = 64.0;

/// A column: its heading, and its share of the page's width.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The heading.
    pub heading: String,
    /// How wide it is, compared with the others.
    pub share: f32,
}

/// A table over several pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// In the middle on top of the first page.
    pub title: String,
    /// Lines below it.
    pub lines: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a cell for every column.
    pub rows: Vec<Vec<String>>,
    /// At the foot of every page, beside its number: who took it out, and when.
    pub mark: String,
    /// Year, month and day of the document.
    pub made_on: (u16, u8, u8),
}

/// A row as it is drawn: the lines of each cell.
type Row = Vec<Vec<String>>;

impl Listing {
    /// Writes the pages as PDF/A-2u.
    ///
    /// *Errors*: [`PaperError::Unwritable`] when the font lacks a sign.
    pub fn to_pdf(&self, typeface: &Typeface) -> Result<Vec<u8>, PaperError> {
        let mut document = begin(&self.title, self.made_on)?;
        let pages = self.pages();
        for (at, rows) in pages.iter().enumerate() {
            self.page(&mut document, typeface, (at, pages.len()), rows)?;
        }
        document.finish().map_err(|_rule_broken| PaperError::Unwritable)
    }

    /// Where each column begins, and how much room it has.
    fn places(&self) -> Vec<(f32, f32)> {
        let whole: f32 = self.columns.iter().map(|column| column.share).sum::<f32>().max(f32::MIN_POSITIVE);
        let mut x = MARGIN;
        let place = |column: &Column| {
            let room = (RIGHT - MARGIN) * column.share / whole;
            let place = (x, room - GAP);
            x += room;
            place
        };
        self.columns.iter().map(place).collect()
    }

    fn broken(&self, cells: &[String]) -> Row {
        let cut = |(cell, (_, room)): (&String, (f32, f32))| {
            cell.split('\n').flat_map(|part| lines(part, room, TEXT)).collect::<Vec<_>>()
        };
        cells.iter().zip(self.places()).map(cut).collect()
    }

    fn head(&self) -> Row {
        self.broken(&self.columns.iter().map(|column| column.heading.clone()).collect::<Vec<_>>())
    }

    /// The lines above the table, as they are drawn.
    fn intro(&self) -> Vec<String> {
        self.lines.iter().flat_map(|line| lines(line, RIGHT - MARGIN, TEXT)).collect()
    }

    /// The rows by page; a row is never cut, unless it alone is longer than a page.
    fn pages(&self) -> Vec<Vec<Row>> {
        let head = tall(&self.head());
        let mut left = FOOT - TOP - TITLE * LEADING - self.intro().len() as f32 * TEXT * LEADING - head;
        let mut pages = vec![Vec::new()];
        for cells in &self.rows {
            let row = self.broken(cells);
            let needed = tall(&row);
            if needed > left && pages.last().is_some_and(|page: &Vec<Row>| !page.is_empty()) {
                pages.push(Vec::new());
                left = FOOT - TOP - head;
            }
            left -= needed;
            if let Some(page) = pages.last_mut() {
                page.push(row);
            }
        }
        pages
    }

    fn page(
        &self,
        document: &mut Document,
        typeface: &Typeface,
        (at, count): (usize, usize),
        rows: &[Row],
    ) -> Result<(), PaperError> {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PaperError::Unwritable)?;
        let mut page = document.start_page_with(size);
        let mut pen = Pen { surface: page.surface(), font: &typeface.0 };
        let mut y = TOP;
        if at == 0 {
            pen.text((WIDTH - width(&self.title, TITLE)) / 2.0, y, TITLE, &self.title);
            y += TITLE * LEADING;
            for line in self.intro() {
                pen.text(MARGIN, y, TEXT, &line);
                y += TEXT * LEADING;
            }
        }
        let places = self.places();
        for row in std::iter::once(&self.head()).chain(rows) {
            for (cell, (x, _)) in row.iter().zip(&places) {
                let mut line_y = y + PAD + TEXT;
                for line in cell {
                    pen.text(*x, line_y, TEXT, line);
                    line_y += TEXT * LEADING;
                }
            }
            y += tall(row);
            pen.rule(y);
        }
        let number = format!("{} / {count}", at + 1);
        pen.text(MARGIN, HEIGHT - 36.0, SMALL, &self.mark);
        pen.text(RIGHT - width(&number, SMALL), HEIGHT - 36.0, SMALL, &number);
        drop(pen);
        page.finish();
        Ok(())
    }
}

fn tall(row: &Row) -> f32 {
    let most = row.iter().map(Vec::len).max().unwrap_or(0).max(1);
    most as f32 * TEXT * LEADING + 2.0 * PAD
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_on_one_page_and_no_page_is_overfull() {
        let columns = [("时间", 1.0), ("步骤", 2.0)];
        let columns = columns.map(|(heading, share)| Column { heading: heading.into(), share }).to_vec();
        let rows = (0..300).map(|at| vec![at.to_string(), "很长的说明".repeat(at % 40)]).collect();
        let listing = Listing { title: "全程".into(), columns, rows, ..Listing::default() };

        let pages = listing.pages();

        let first: Vec<_> = pages.iter().flatten().map(|row| row[0][0].clone()).collect();
        assert_eq!(first, (0..300).map(|at| at.to_string()).collect::<Vec<_>>());
        assert!(pages.len() > 10);
        for page in pages {
            assert!(page.iter().map(tall).sum::<f32>() <= FOOT - TOP);
        }
    }
}
