//! The number that a sender gives to something it may have to send twice, such as an upload over a bad line.
//!
//! Not here: what is done with a repetition; whoever keeps the number answers with what came of the first.

use std::fmt;
use std::str::FromStr;

/// A UUID that the sender drew: 32 hexadecimal digits, grouped by hyphens or not. It identifies, and proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OperationId(u128);

/// Text that is no UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an operation's number has 32 hexadecimal digits")]
pub struct InvalidOperation;

impl OperationId {
    /// The number of sixteen bytes.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// Its sixteen bytes.
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The number of what is sent under this one and has this digest: the same for the same content, another for another. A form
    /// that is sent again with another file means another file.
    #[must_use]
    pub fn about(self, digest: &[u8; 32]) -> Self {
        let (first, _) = digest.split_at(16);
        Self(first.iter().fold(0, |number, byte| number << 8 | u128::from(*byte)) ^ self.0)
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:032x}", self.0);
        write!(f, "{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
    }
}

impl FromStr for OperationId {
    type Err = InvalidOperation;

    fn from_str(text: &str) -> Result<Self, InvalidOperation> {
        let digits: String = text.chars().filter(|sign| *sign != '-').collect();
        if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) || text.len() > 36 {
            return Err(InvalidOperation);
        }
        u128::from_str_radix(&digits, 16).map(Self).map_err(|_no_number| InvalidOperation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_of_an_operation_is_refused() {
        for text in
            ["", "7", "+0000000000000000000000000000001", "zz3e4567-e89b-12d3-a456-426614174000", &"0".repeat(33)]
        {
            assert_eq!(text.parse::<OperationId>(), Err(InvalidOperation), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_number_of_a_content_is_its_own(bytes: [u8; 16], one: [u8; 32], other: [u8; 32]) {
            let operation = OperationId::new(bytes);

            prop_assert_eq!(operation.about(&one), operation.about(&one));
            prop_assert_eq!(operation.about(&one) == operation.about(&other), one[..16] == other[..16]);
        }

        #[test]
        fn a_number_survives_its_text(bytes: [u8; 16]) {
            let operation = OperationId::new(bytes);

            prop_assert_eq!(operation.to_string().parse::<OperationId>(), Ok(operation));
            prop_assert_eq!(operation.to_string().replace('-', "").parse::<OperationId>(), Ok(operation));
        }
    }
}
