//! Bytes: variable-length integers and text. Not for what is coded by chance (`range`).

/// Why bytes are no pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The first bytes are not the ones of this kind of pack.
    #[error("these bytes are no city pack")]
    Magic,
    /// A format that this program is too old or too new for.
    #[error("pack format {0} is not known here")]
    Version(u8),
    /// The bytes end too early.
    #[error("the pack is cut off")]
    CutOff,
    /// Bytes are left over where the pack should end.
    #[error("the pack has bytes too many")]
    LeftOver,
    /// A number that its field can't hold.
    #[error("the pack has a number out of range")]
    Number,
    /// Text that is not UTF-8.
    #[error("the pack has broken text")]
    Text,
    /// The parts don't fit each other.
    #[error("the pack does not fit together: {0}")]
    Invalid(#[from] crate::city::Invalid),
}

/// Appends bytes.
#[derive(Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Seven bits a byte, the low ones first.
    pub(crate) fn unsigned(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.unsigned(text.len() as u64);
        self.raw(text.as_bytes());
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A place in the pack from which one part is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reader {
    at: usize,
    end: usize,
}

impl Reader {
    pub(crate) fn new(at: usize, end: usize) -> Self {
        Self { at, end }
    }

    /// How many bytes are left: also the most items that can still follow, since each takes a byte.
    pub(crate) fn left(&self) -> usize {
        self.end - self.at
    }

    pub(crate) fn byte(&mut self, bytes: &[u8]) -> Result<u8, DecodeError> {
        if self.at >= self.end {
            return Err(DecodeError::CutOff);
        }
        let byte = *bytes.get(self.at).ok_or(DecodeError::CutOff)?;
        self.at += 1;
        Ok(byte)
    }

    pub(crate) fn unsigned(&mut self, bytes: &[u8]) -> Result<u64, DecodeError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte(bytes)?;
            let part = u64::from(byte & 0x7f);
            if shift == 63 && part > 1 {
                return Err(DecodeError::Number);
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(DecodeError::Number)
    }

    /// A number of items that follow, each of which takes a byte of `most` at least.
    pub(crate) fn count(&mut self, bytes: &[u8], most: usize) -> Result<usize, DecodeError> {
        let count = usize::try_from(self.unsigned(bytes)?).map_err(|_wide| DecodeError::Number)?;
        if count > most { Err(DecodeError::CutOff) } else { Ok(count) }
    }

    pub(crate) fn raw<'a>(&mut self, bytes: &'a [u8], length: usize) -> Result<&'a [u8], DecodeError> {
        if length > self.left() {
            return Err(DecodeError::CutOff);
        }
        let part = bytes.get(self.at..self.at + length).ok_or(DecodeError::CutOff)?;
        self.at += length;
        Ok(part)
    }

    pub(crate) fn text(&mut self, bytes: &[u8]) -> Result<String, DecodeError> {
        let length = self.count(bytes, self.left())?;
        let raw = self.raw(bytes, length)?;
        String::from_utf8(raw.to_vec()).map_err(|_broken| DecodeError::Text)
    }

    /// Reads a number into a narrower type.
    pub(crate) fn narrow<T: TryFrom<u64>>(&mut self, bytes: &[u8]) -> Result<T, DecodeError> {
        T::try_from(self.unsigned(bytes)?).map_err(|_wide| DecodeError::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_comes_back_as_it_went(value: u64) {
            let mut writer = Writer::default();
            writer.unsigned(value);
            let bytes = writer.into_bytes();

            let mut reader = Reader::new(0, bytes.len());

            prop_assert_eq!(reader.unsigned(&bytes), Ok(value));
            prop_assert_eq!(reader.left(), 0);
        }
    }
}
