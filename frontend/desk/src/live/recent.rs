//! The last frames seen, so that a late tab or a fresh state pack can be brought up to date without asking the server.

use std::collections::VecDeque;

use domain::live::LiveFrame;

/// How many frames are kept.
const MOST: usize = 512;

/// Frames in the order of their numbers, without gaps from [`Recent::since`]'s point of view.
#[derive(Debug)]
pub struct Recent {
    frames: VecDeque<LiveFrame>,
    /// Everything after this number and up to `last` is in `frames`.
    start: i64,
    last: i64,
}

impl Recent {
    /// Starts after a number.
    pub fn after(seq: i64) -> Self {
        Self { frames: VecDeque::new(), start: seq, last: seq }
    }

    /// The highest number seen.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Takes a frame; says whether it was new.
    pub fn push(&mut self, frame: &LiveFrame) -> bool {
        if frame.seq <= self.last {
            return false;
        }
        self.last = frame.seq;
        self.start = self.start.min(frame.seq);
        self.frames.push_back(frame.clone());
        if self.frames.len() > MOST
            && let Some(dropped) = self.frames.pop_front()
        {
            self.start = dropped.seq;
        }
        true
    }

    /// All frames after a number, or nothing when some of them are not kept.
    pub fn since(&self, after: i64) -> Option<Vec<LiveFrame>> {
        (after >= self.start).then(|| self.frames.iter().filter(|frame| frame.seq > after).cloned().collect())
    }

    /// All frames that are kept.
    pub fn all(&self) -> Vec<LiveFrame> {
        self.frames.iter().cloned().collect()
    }

    /// Something was missed: nothing before the next frame can be answered for.
    pub fn forget(&mut self) {
        self.frames.clear();
        self.start = i64::MAX;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(seq: i64) -> LiveFrame {
        LiveFrame { seq, scene_version: 1, cells: Vec::new(), beacons: Vec::new() }
    }

    #[test]
    fn a_frame_counts_once_and_never_backwards() {
        let mut recent = Recent::after(5);

        let news: Vec<bool> = [7, 7, 6, 9].map(|seq| recent.push(&frame(seq))).into();

        assert_eq!(news, [true, false, false, true]);
        assert_eq!(recent.last(), 9);
    }

    #[test]
    fn after_a_gap_only_what_came_since_is_answered_for() {
        let mut recent = Recent::after(5);
        recent.push(&frame(6));
        recent.forget();
        recent.push(&frame(20));
        recent.push(&frame(21));

        assert!(recent.since(6).is_none());
        assert_eq!(recent.since(20).map(|frames| frames.len()), Some(1));
    }

    #[test]
    fn a_tab_that_is_further_behind_than_the_memory_is_told_so() {
        let mut recent = Recent::after(0);
        for seq in 1..=(MOST as i64 + 10) {
            recent.push(&frame(seq));
        }

        assert!(recent.since(9).is_none());
        assert_eq!(recent.since(10).map(|frames| frames.len()), Some(MOST));
        assert_eq!(recent.since(MOST as i64 + 9).map(|frames| frames.len()), Some(1));
    }
}
