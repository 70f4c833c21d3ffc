//! The trail of a case as it leaves the system: every hop with its light, clock and link, numbers in words masked.

use super::line::{Entry, Sheet};
use super::queue::QueueLine;

/// A run of digits from this length on may be a telephone or identity number.
const LONG: usize = 7;

/// The trail of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Trail {
    /// The case as its viewer sees it, with numbers in words masked.
    pub sheet: Sheet,
    /// Each entry of its timeline, those that were taken back as well, with its link; nothing for entries from before there
    /// were any.
    pub hops: Vec<(Entry, Option<[u8; 32]>)>,
    /// The link of the last entry: the chain's head.
    pub head: Option<[u8; 32]>,
    /// Whether every entry is what was written.
    pub is_whole: bool,
}

impl Sheet {
    /// The same for paper: what may be somebody's number in its words is hidden, and no door of a household is named by its id.
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.line = self.line.masked();
        self.detail = mask_numbers(&self.detail);
        for entry in &mut self.entries {
            entry.note = mask_numbers(&entry.note);
        }
        for milestone in &mut self.milestones {
            milestone.text = mask_numbers(&milestone.text);
        }
        self.dwelling = None;
        self
    }
}

impl QueueLine {
    /// The same for paper: what may be somebody's number in its words is hidden.
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.title = mask_numbers(&self.title);
        self
    }
}

/// Hides the middle of what may be somebody's number in a text: `13812341234` becomes `138******34`.
pub fn mask_numbers(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut run = String::new();
    for sign in text.chars() {
        if sign.is_ascii_digit() || (!run.is_empty() && matches!(sign, 'X' | 'x' | '-')) {
            run.push(sign);
        } else {
            put(&mut masked, &run);
            run.clear();
            masked.push(sign);
        }
    }
    put(&mut masked, &run);
    masked
}

fn put(masked: &mut String, run: &str) {
    let count = run.bytes().filter(u8::is_ascii_digit).count();
    if count < LONG || is_date(run) {
        masked.push_str(run);
        return;
    }
    let last = run.len() - 2;
    masked.extend(run.char_indices().map(|(at, sign)| if (3..last).contains(&at) { '*' } else { sign }));
}

/// Such as 2026-11-22: when something was done is no secret.
fn is_date(run: &str) -> bool {
    chrono::NaiveDate::parse_from_str(run, "%Y-%m-%d").is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_people_are_hidden_and_doors_and_days_are_not() {
        assert_eq!(mask_numbers("请打13812341234找王姐"), "请打138******34找王姐");
        assert_eq!(mask_numbers("0433-2712345"), "043*******45");
        assert_eq!(mask_numbers("99999919900101001X。"), "999*************1X。");
        assert_eq!(mask_numbers("3-2-401，2026-11-22 到货"), "3-2-401，2026-11-22 到货");
    }

    proptest! {
        #[test]
        fn no_sign_is_lost(text in "\\PC{0,40}") {
            prop_assert_eq!(mask_numbers(&text).chars().count(), text.chars().count());
        }
    }
}
