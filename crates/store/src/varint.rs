//! Variable-length integers for the packed columns: LEB128, signed numbers in zigzag.

use crate::StoreError;

/// Appends an unsigned number.
pub(crate) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a signed number.
pub(crate) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, ((number << 1) ^ (number >> 63)) as u64);
}

/// Reads numbers one after the other; running out of bytes is an error, never a panic.
pub(crate) struct Reader<'a> {
    /// What is left.
    pub(crate) bytes: &'a [u8],
    /// The column that the bytes came from.
    pub(crate) column: &'static str,
}

impl Reader<'_> {
    pub(crate) fn take(&mut self) -> Result<u64, StoreError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.bytes.split_first().ok_or(StoreError::Unreadable { column: self.column })?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(StoreError::Unreadable { column: self.column })
    }

    pub(crate) fn take_signed(&mut self) -> Result<i64, StoreError> {
        let number = self.take()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// Reads a length that the remaining bytes can hold.
    pub(crate) fn take_len(&mut self) -> Result<usize, StoreError> {
        let number = self.take()?;
        usize::try_from(number)
            .ok()
            .filter(|len| *len <= self.bytes.len())
            .ok_or(StoreError::Unreadable { column: self.column })
    }
}
