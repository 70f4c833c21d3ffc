//! Where everything goes on the page. Lengths in points, 72 to the inch; y runs down.

use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};
use qrcode::{Color, EcLevel, QrCode};

use crate::{PaperError, Sheet};

pub(crate) const WIDTH: f32 = 595.0;
pub(crate) const HEIGHT: f32 = 842.0;
pub(crate) const MARGIN: f32 = 64.0;
/// Where a table's values begin.
const VALUE_X: f32 = MARGIN + 120.0;
pub(crate) const RIGHT: f32 = WIDTH - MARGIN;
const BODY: f32 = 12.0;
pub(crate) const SMALL: f32 = 9.0;
const TITLE: f32 = 26.0;
/// From one line of text to the next.
pub(crate) const LEADING: f32 = 1.6;
/// A line of the table with room above and below.
const ROW_PAD: f32 = 9.0;
const RULE: f32 = 0.6;
const CODE_SIDE: f32 = 96.0;
const FOOT_Y: f32 = HEIGHT - 210.0;

/// The whole page.
pub(crate) fn pdf(sheet: &Sheet, font: &Font) -> Result<Vec<u8>, PaperError> {
    let code = QrCode::with_error_correction_level(&sheet.code, EcLevel::M).map_err(|_too_long| PaperError::Code)?;
    let mut document = begin(&sheet.title, sheet.made_on)?;
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PaperError::Unwritable)?;
    let mut page = document.start_page_with(size);
    // The page's content is closed when the pen is put down.
    Pen { surface: page.surface(), font }.page(sheet, &code);
    page.finish();
    document.finish().map_err(|_rule_broken| PaperError::Unwritable)
}

/// A document without pages, that keeps the rules of PDF/A-2u.
pub(crate) fn begin(title: &str, (year, month, day): (u16, u8, u8)) -> Result<Document, PaperError> {
    let mut builder = ConfigurationBuilder::new();
    builder = builder.with_archival_validator(Archival::A2_U);
    let configuration = builder.finish().map_err(|_contradiction| PaperError::Unwritable)?;
    let settings = SerializeSettings { configuration, enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let made_on = DateTime::new(year).month(month).day(day);
    let metadata = Metadata::new().title(title.to_owned()).language("zh-CN".to_owned()).creation_date(made_on);
    document.set_metadata(metadata);
    Ok(document)
}

pub(crate) struct Pen<'a> {
    pub(crate) surface: Surface<'a>,
    pub(crate) font: &'a Font,
}

impl Pen<'_> {
    fn page(&mut self, sheet: &Sheet, code: &QrCode) {
        self.text((WIDTH - width(&sheet.title, TITLE)) / 2.0, 110.0, TITLE, &sheet.title);
        self.text(RIGHT - width(&sheet.number, BODY), 146.0, BODY, &sheet.number);
        let mut y = 164.0;
        self.rule(y);
        for (name, value) in &sheet.facts {
            y = self.fact(y, name, value);
        }
        y += 30.0;
        for line in lines(&sheet.statement, RIGHT - MARGIN, BODY) {
            self.text(MARGIN, y, BODY, &line);
            y += BODY * LEADING;
        }
        self.code(code, MARGIN, FOOT_Y);
        for (line, at) in sheet.code_lines.iter().zip(1u8..) {
            self.text(MARGIN, FOOT_Y + CODE_SIDE + f32::from(at) * SMALL * LEADING, SMALL, line);
        }
        for (line, at) in sheet.signature.iter().zip(1u8..) {
            self.text(RIGHT - width(line, BODY), FOOT_Y + f32::from(at) * BODY * 2.0, BODY, line);
        }
    }

    /// One line of the table; gives where the next begins.
    fn fact(&mut self, top: f32, name: &str, value: &str) -> f32 {
        let mut y = top + ROW_PAD + BODY;
        self.text(MARGIN, y, BODY, name);
        for line in lines(value, RIGHT - VALUE_X, BODY) {
            self.text(VALUE_X, y, BODY, &line);
            y += BODY * LEADING;
        }
        let bottom = y - BODY * LEADING + ROW_PAD;
        self.rule(bottom);
        bottom
    }

    pub(crate) fn text(&mut self, x: f32, y: f32, size: f32, text: &str) {
        self.surface.draw_text(Point::from_xy(x, y), self.font.clone(), size, text, false, TextDirection::Auto);
    }

    pub(crate) fn rule(&mut self, y: f32) {
        self.boxes([(MARGIN, y, RIGHT - MARGIN, RULE)]);
    }

    fn code(&mut self, code: &QrCode, x: f32, y: f32) {
        let modules = code.width();
        let side = CODE_SIDE / modules as f32;
        let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
        self.boxes(dark.map(|(at, _)| {
            let (column, row) = ((at % modules) as f32, (at / modules) as f32);
            (x + column * side, y + row * side, side, side)
        }));
    }

    fn boxes(&mut self, boxes: impl IntoIterator<Item = (f32, f32, f32, f32)>) {
        let mut path = PathBuilder::new();
        for (x, y, width, height) in boxes {
            if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                path.push_rect(rect);
            }
        }
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }
}

/// How wide a sign is, in parts of the size: Chinese characters are square, most others narrower.
fn sign_width(sign: char) -> f32 {
    if sign.is_ascii() { 0.58 } else { 1.0 }
}

pub(crate) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(sign_width).sum::<f32>() * size
}

/// Breaks a text where the line is full: Chinese may be broken anywhere.
pub(crate) fn lines(text: &str, room: f32, size: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut filled = 0.0;
    for sign in text.chars() {
        let wide = sign_width(sign) * size;
        if filled + wide > room {
            lines.push(String::new());
            filled = 0.0;
        }
        filled += wide;
        if let Some(line) = lines.last_mut() {
            line.push(sign);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_its_room_and_no_sign_is_lost() {
        let text = "兹证明该居民自二〇二四年起租住于本社区 3-2-401。".repeat(9);
        let broken = lines(&text, 300.0, BODY);

        assert!(broken.iter().all(|line| width(line, BODY) <= 300.0), "{broken:?}");
        assert_eq!(broken.concat(), text);
    }
}
