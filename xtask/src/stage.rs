//! Names every stage and says how many seconds it took.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// The stages of one task, in order.
pub struct Stages {
    began: Instant,
    done: Vec<(String, Duration, Outcome)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    Fresh,
    Failed,
}

/// Whether a stage had anything to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// It did its work.
    Done,
    /// Its inputs had not changed.
    Fresh,
}

impl Stages {
    /// Starts the clock.
    pub fn new() -> Self {
        Self { began: Instant::now(), done: Vec::new() }
    }

    /// Runs one stage; its work returns anything.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        eprintln!("── {name}");
        self.timed(name, work, |_| Outcome::Done)
    }

    /// Runs one stage that may find everything up to date.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Work, Failure>) -> Result<(), Failure> {
        self.timed(name, work, |work| if *work == Work::Fresh { Outcome::Fresh } else { Outcome::Done }).map(drop)
    }

    fn timed<T>(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Result<T, Failure>,
        judge: impl FnOnce(&T) -> Outcome,
    ) -> Result<T, Failure> {
        let began = Instant::now();
        let result = work();
        let took = began.elapsed();
        let outcome = result.as_ref().map_or(Outcome::Failed, judge);
        let remark = match outcome {
            Outcome::Done => "",
            Outcome::Fresh => "  (up to date)",
            Outcome::Failed => "  FAILED",
        };
        eprintln!("── {name} … {:.1} s{remark}", took.as_secs_f64());
        self.done.push((name.to_owned(), took, outcome));
        result
    }

    /// Records a stage that was timed elsewhere.
    pub fn note(&mut self, name: &str, took: Duration) {
        eprintln!("── {name} … {:.1} s", took.as_secs_f64());
        self.done.push((name.to_owned(), took, Outcome::Done));
    }

    /// Prints all stages and the sum.
    pub fn print_table(&self) {
        if self.done.is_empty() {
            return;
        }
        eprintln!();
        for (name, took, outcome) in &self.done {
            let mark = if *outcome == Outcome::Failed { "  FAILED" } else { "" };
            eprintln!("{:>8.1} s  {name}{mark}", took.as_secs_f64());
        }
        eprintln!("{:>8.1} s  total", self.began.elapsed().as_secs_f64());
    }
}
