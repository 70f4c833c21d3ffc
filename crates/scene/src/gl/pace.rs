//! When edges are smoothed: how fast frames come while the camera moves.

use super::Smoothing;

/// Frames slower than this are drawn without smooth edges while the camera moves.
const SLOW_MS: f64 = 24.0;
/// How long the camera must rest before a slow machine draws the smooth picture.
const REST_MS: f64 = 140.0;

/// How fast frames come while the camera moves.
pub(super) struct Pace {
    frame_ms: f64,
    last_move_ms: f64,
    /// Whether the last picture was drawn roughly, to be drawn smoothly when the camera rests.
    pub rough: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self { frame_ms: 100.0, last_move_ms: f64::NEG_INFINITY, rough: false }
    }
}

impl Pace {
    /// Whether a rough picture has stood long enough.
    pub(super) fn is_rested(&self, now_ms: f64) -> bool {
        self.rough && now_ms - self.last_move_ms > REST_MS
    }

    /// Decides whether this picture gets smooth edges, and remembers to draw a smooth one later if not.
    pub(super) fn choose(&mut self, smoothing: Smoothing, camera_moved: bool, now_ms: f64) -> bool {
        let since = now_ms - self.last_move_ms;
        if camera_moved {
            if since < 250.0 {
                self.frame_ms = self.frame_ms * 0.7 + since * 0.3;
            }
            self.last_move_ms = now_ms;
        }
        let moving = camera_moved && since < 250.0;
        let smooth = match smoothing {
            Smoothing::Always => true,
            Smoothing::Never => false,
            Smoothing::Auto => !moving || self.frame_ms < SLOW_MS,
        };
        self.rough = !smooth && smoothing == Smoothing::Auto;
        smooth
    }
}
