//! What helpers must know about somebody's health: text that is shown to nobody unasked, not even in part.

use std::fmt;
use std::str::FromStr;

/// Longest note, in signs.
pub const LONGEST_NOTE: usize = 500;

/// Why a text is no note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MedicalNoteError {
    /// Nothing in it.
    #[error("the note is empty")]
    Empty,
    /// Longer than [`LONGEST_NOTE`] signs.
    #[error("the note has more than 500 signs")]
    TooLong,
}

/// A note on somebody's health 健康备注. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct MedicalNote(String);

impl MedicalNote {
    /// The note itself: only for storing, and for an answer that was asked for with a reason.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MedicalNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MedicalNote(***)")
    }
}

impl FromStr for MedicalNote {
    type Err = MedicalNoteError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match text.chars().take(LONGEST_NOTE + 1).count() {
            0 => Err(MedicalNoteError::Empty),
            signs if signs > LONGEST_NOTE => Err(MedicalNoteError::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_text_of_a_sensible_length_and_hides_from_logs() {
        let note: MedicalNote = " 青霉素过敏 ".parse().unwrap();

        assert_eq!(note.reveal(), "青霉素过敏");
        assert_eq!(format!("{note:?}"), "MedicalNote(***)");
        assert_eq!("  ".parse::<MedicalNote>(), Err(MedicalNoteError::Empty));
        assert!("病".repeat(500).parse::<MedicalNote>().is_ok());
        assert_eq!("病".repeat(501).parse::<MedicalNote>(), Err(MedicalNoteError::TooLong));
    }
}
