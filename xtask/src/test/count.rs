//! Sums what the different runners say.

use std::io::Write;

use crate::failure::Failure;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
}

impl Count {
    /// Adds another runner's count.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Counts a whole part as one test.
    pub fn judge(&mut self, part: &str, outcome: Result<(), Failure>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(failure) => {
                eprintln!("FAILED {part}: {failure}");
                self.failed += 1;
            }
        }
    }

    /// Reads a line of `cargo test`, of nextest, or of our own runners.
    pub fn take_in(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        let counted = line.starts_with("test result:")
            || line.starts_with("Summary [")
            || line.split_once(" passed, ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        if counted {
            self.passed += number_before(line, "passed");
            self.failed += number_before(line, "failed");
        }
    }

    /// Prints the last line.
    pub fn print(self) {
        let mut out = std::io::stdout().lock();
        let _printed = writeln!(out, "{} passed, {} failed", self.passed, self.failed);
    }
}

/// The number before a word: 12 of `12 passed`, 0 when it is not there.
fn number_before(line: &str, word: &str) -> u32 {
    let mut last = "";
    for piece in line.split([' ', ',', ';', '(', ')']).filter(|piece| !piece.is_empty()) {
        if piece == word
            && let Ok(number) = last.parse()
        {
            return number;
        }
        last = piece;
    }
    0
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(letter) = rest.next() {
        if letter == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(line: &str) -> (u32, u32) {
        let mut count = Count::default();
        count.take_in(line);
        (count.passed, count.failed)
    }

    #[test]
    fn cargos_and_nextests_and_our_own_lines_are_counted() {
        let cargo = "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 1 filtered out; finished in 3.46s";
        assert_eq!(counted(cargo), (7, 2));
        assert_eq!(counted("     Summary [   4.1s] 15 tests run: 14 passed (1 slow), 1 failed, 3 skipped"), (14, 1));
        assert_eq!(counted("     Summary [   4.1s] 15 tests run: 15 passed, 3 skipped"), (15, 0));
        assert_eq!(
            counted("\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] 2 tests run: \u{1b}[1m2\u{1b}[0m passed, 0 skipped"),
            (2, 0)
        );
        assert_eq!(counted("9 passed, 1 failed"), (9, 1));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counted("test a_line_with_3 passed ... ok"), (0, 0));
        assert_eq!(counted("the gate was passed, 4 failed to see it"), (0, 0));
    }
}
