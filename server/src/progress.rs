//! Shows how far a long task is: stages with rows done and in all, and seconds, on standard error.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// On a terminal the line is rewritten this often; in a log a new line is written less often.
const REDRAW_EVERY: Duration = Duration::from_millis(100);
const LOG_EVERY: Duration = Duration::from_secs(5);

/// The progress of one task.
pub struct Progress {
    is_terminal: bool,
    stage: Option<Stage>,
}

struct Stage {
    name: String,
    began: Instant,
    shown: Instant,
    done: u64,
    total: u64,
}

impl Progress {
    /// Progress on standard error.
    pub fn new() -> Self {
        Self { is_terminal: stderr().is_terminal(), stage: None }
    }

    /// Says one thing.
    pub fn say(&mut self, text: &str) {
        self.finish();
        eprintln!("   {text}");
    }

    /// Says how many of how many are done in a stage; a new name ends the stage before.
    pub fn at(&mut self, name: &str, done: u64, total: u64) {
        let now = Instant::now();
        if self.stage.as_ref().is_none_or(|stage| stage.name != name) {
            self.finish();
            // A stage of one step is only a name.
            let total = if total == 1 { 0 } else { total };
            self.stage = Some(Stage { name: name.to_owned(), began: now, shown: now, done: 0, total });
        }
        let is_terminal = self.is_terminal;
        let Some(stage) = &mut self.stage else { return };
        if total != 1 {
            (stage.done, stage.total) = (done, total);
        }
        let every = if is_terminal { REDRAW_EVERY } else { LOG_EVERY };
        if now.duration_since(stage.shown) >= every {
            stage.shown = now;
            let text = stage.text();
            if is_terminal {
                eprint!("\r\u{1b}[2K{text}");
                let _flushed = stderr().flush();
            } else {
                eprintln!("{text}");
            }
        }
    }

    /// Ends the current stage as done.
    pub fn finish(&mut self) {
        if let Some(stage) = &mut self.stage {
            stage.done = stage.done.max(stage.total);
        }
        self.end();
    }

    fn end(&mut self) {
        let Some(stage) = self.stage.take() else { return };
        let start = if self.is_terminal { "\r\u{1b}[2K" } else { "" };
        eprintln!("{start}{} … {:.1} s", stage.text(), stage.began.elapsed().as_secs_f64());
    }
}

/// A task that broke off leaves its last numbers.
impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

impl Stage {
    fn text(&self) -> String {
        match (self.done, self.total) {
            (0, 0) => format!("── {}", self.name),
            (done, 0) => format!("── {} {}", self.name, grouped(done)),
            (done, total) => format!("── {} {}/{}", self.name, grouped(done), grouped(total)),
        }
    }
}

/// A number with thousands set apart: 32,056.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(320), "320");
        assert_eq!(grouped(1_032_056), "1,032,056");
    }
}
