//! A4 pages to print, as PDF/A-2u files: one with a title, a table of facts, a statement, a code to scan and who signs
//! ([`Sheet`]), or a table over as many as it needs ([`Listing`]).
//!
//! The font is the caller's: a font file of the system, of which only the characters used are embedded. Not here: what is
//! certified and to whom (`service`), nor any wording.

mod draw;
mod listing;
mod square;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use listing::{Column, Listing};
pub use square::svg;

/// Where Debian, Fedora and Alpine keep a font with Chinese characters.
pub const KNOWN_FONTS: [&str; 4] = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
];
/// Which face of a Noto collection draws characters as they are written in mainland China; other files have it first.
const NOTO_CHINESE_FACE: u32 = 2;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// No font was found.
    #[error("no font with Chinese characters: install fonts-noto-cjk, or name a font file with GEZHI_FONT")]
    NoFont,
    /// The font file can't be read.
    #[error("the font {path} can't be read: name another with GEZHI_FONT")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file holds no font that can be embedded.
    #[error("{path} holds no font that can be embedded: name another with GEZHI_FONT")]
    NotAFont {
        /// The file.
        path: PathBuf,
    },
    /// The code to scan is too long.
    #[error("the address is too long for a code to scan")]
    Code,
    /// The font lacks a character of the text, or the file would break a rule of PDF/A.
    #[error("the page could not be written: the font lacks one of its characters; name another with GEZHI_FONT")]
    Unwritable,
}

/// A font file, found but not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile(PathBuf);

impl FontFile {
    /// The chosen file, else the first known one that is there.
    ///
    /// *Errors*: [`PaperError::NoFont`] when nothing is there.
    pub fn find(chosen: Option<&Path>) -> Result<Self, PaperError> {
        let known = KNOWN_FONTS.iter().map(Path::new).filter(|path| path.is_file());
        chosen.or_else(|| known.into_iter().next()).map(|path| Self(path.to_owned())).ok_or(PaperError::NoFont)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Reads it. The result is kept by the caller: the file has some 20 MB.
    pub fn load(&self) -> Result<Typeface, PaperError> {
        let unreadable = |source| PaperError::Unreadable { path: self.0.clone(), source };
        let bytes = Arc::new(std::fs::read(&self.0).map_err(unreadable)?);
        let face = |index| krilla::text::Font::new(bytes.clone().into(), index);
        let noto = self.0.file_name().is_some_and(|name| name.to_string_lossy().starts_with("Noto"));
        let font = noto.then(|| face(NOTO_CHINESE_FACE)).flatten().or_else(|| face(0));
        font.map(Typeface).ok_or_else(|| PaperError::NotAFont { path: self.0.clone() })
    }
}

/// A font that is ready to draw. Cheap to clone.
#[derive(Clone)]
pub struct Typeface(krilla::text::Font);

impl std::fmt::Debug for Typeface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typeface").finish_non_exhaustive()
    }
}

/// What stands on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// In the middle on top.
    pub title: String,
    /// Right below it, on the right.
    pub number: String,
    /// The table: what, and its value.
    pub facts: Vec<(String, String)>,
    /// One paragraph below the table.
    pub statement: String,
    /// Lines at the lower right: who signs, and when.
    pub signature: Vec<String>,
    /// What the code holds that is scanned.
    pub code: String,
    /// Lines below the code.
    pub code_lines: Vec<String>,
    /// Year, month and day of the document.
    pub made_on: (u16, u8, u8),
}

impl Sheet {
    /// Writes the page as PDF/A-2u.
    ///
    /// *Errors*: [`PaperError::Code`] or [`PaperError::Unwritable`].
    pub fn to_pdf(&self, typeface: &Typeface) -> Result<Vec<u8>, PaperError> {
        draw::pdf(self, &typeface.0)
    }
}
