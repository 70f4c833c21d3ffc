//! Work orders of the city's hotline 12345 工单: what a row of its sheet says, and until when it wants an answer.
//!
//! The columns follow what platforms of cities hand down (工单编号, 来电人, 联系电话, 来电时间, 诉求分类, 诉求内容, 地址, 办理时限, 回访).
//! Files, headings and faults are those of lists of people ([`crate::intake`]). Not here: what becomes of an order, which is a case.

mod column;
mod read;
mod term;

use chrono::{DateTime, Utc};

pub use column::{COLUMNS, column};
pub use read::{TEXT_SIGNS, read};
pub use term::{Term, due_at, moment};

use crate::case::{Reporter, Title};
use crate::deadline::Urgency;

/// Orders that one file may have: they are taken in at once, while its sender waits.
pub const MOST_ROWS: usize = 2_000;

/// The number of a work order: 1 to 40 letters, digits and hyphens, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderNumber(String);

impl OrderNumber {
    /// The most signs.
    pub const LONGEST: usize = 40;

    /// Reads a number as sheets have it; nothing for anything else.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
        let fits = (1..=Self::LONGEST).contains(&text.len()) && text.chars().all(is_sign);
        (fits && text.bytes().any(|sign| sign.is_ascii_digit())).then_some(Self(text))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A row that can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Row of the sheet, from 1.
    pub row: u32,
    /// Its number: importing it again finds it by this.
    pub number: OrderNumber,
    /// Who rang.
    pub reporter: Reporter,
    /// When they rang, if the sheet says so.
    pub received_at: Option<DateTime<Utc>>,
    /// What the hotline calls it; may be empty.
    pub kind: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// 疑难复杂: it has longer.
    pub is_complex: bool,
    /// What is wrong, in a line.
    pub title: Title,
    /// All that was said, as a case keeps it.
    pub detail: String,
    /// Where, as the caller said it; may be empty.
    pub address: String,
    /// Until when the hotline wants an answer, if the sheet says so.
    pub term: Option<Term>,
    /// What decides whether the order says something new.
    pub said: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_platforms_write_them() {
        for (text, number) in [("ydh2026112300017", "YDH2026112300017"), (" 20261123-0001 ", "20261123-0001")] {
            assert_eq!(OrderNumber::new(text).unwrap().as_str(), number);
        }
        for text in ["", "无", "工单1", "2.02611E+15", "ABC"] {
            assert_eq!(OrderNumber::new(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_refused_or_read_the_same_again(text in "\\PC{0,50}|[0-9A-Za-z_-]{0,50}") {
            if let Some(number) = OrderNumber::new(&text) {
                prop_assert_eq!(OrderNumber::new(number.as_str()), Some(number));
            }
        }
    }
}
