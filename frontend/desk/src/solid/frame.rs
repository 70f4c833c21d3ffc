//! Cameras from which given points fill the part of the picture that no panel covers: pure.

use glam::{DVec2, DVec3};
use scene::{Camera, View, Viewport};

use crate::engine::drawing::Room;

/// Rounds of moving and scaling at most. Perspective makes each step miss a little, so that most frames take about ten.
const ROUNDS: usize = 60;
/// How near the frame comes to what was asked: a share of its size, and pixels beside its middle.
const NEAR_ENOUGH: (f64, f64) = (0.005, 1.0);

/// Moves a camera until all points lie in the free part of the picture and fill it.
pub fn fill(points: &[DVec3], start: Camera, viewport: Viewport, room: Room) -> Camera {
    let mut camera = start;
    let (width, height) = room.free(viewport.width, viewport.height);
    let wanted = room.middle(viewport.width, viewport.height);
    let wanted = DVec2::new(wanted.x, wanted.y);
    for _ in 0..ROUNDS {
        let Some((low, high)) = enclosed(points, &View::new(camera, viewport)) else {
            camera.distance_m *= 1.6;
            continue;
        };
        let size = (high - low).max(DVec2::splat(1.0));
        let by = (size.x / width).max(size.y / height).clamp(0.4, 2.5);
        if (by - 1.0).abs() < NEAR_ENOUGH.0 && wanted.distance((low + high) / 2.0) < NEAR_ENOUGH.1 {
            break;
        }
        let scaled = Camera { distance_m: camera.distance_m * by, ..camera };
        let (low, high) = enclosed(points, &View::new(scaled, viewport)).unwrap_or((low, high));
        camera = scaled.dragged(viewport, (low + high) / 2.0, wanted);
    }
    camera
}

/// The camera with what is in the middle of the picture moved to the middle of its free part.
pub fn shifted(camera: Camera, viewport: Viewport, room: Room) -> Camera {
    let middle = DVec2::new(viewport.width / 2.0, viewport.height / 2.0);
    let wanted = room.middle(viewport.width, viewport.height);
    camera.dragged(viewport, middle, DVec2::new(wanted.x, wanted.y))
}

/// The box round the points on the screen; nothing when one is behind the eye.
fn enclosed(points: &[DVec3], view: &View) -> Option<(DVec2, DVec2)> {
    let mut range: Option<(DVec2, DVec2)> = None;
    for point in points {
        let at = view.project(*point)?;
        let at = DVec2::new(at.x, at.y);
        range = Some(range.map_or((at, at), |(low, high)| (low.min(at), high.max(at))));
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn everything_asked_for_is_in_the_free_part(
            width in 50.0..5_000.0, depth in 50.0..5_000.0, yaw in 0.0..6.2, pitch in 0.5..1.4, left in 0.0..400.0
        ) {
            let viewport = Viewport { width: 1440.0, height: 900.0 };
            let room = Room { top: 20.0, right: 20.0, bottom: 20.0, left };
            let corners = [(0.0, 0.0), (width, 0.0), (width, depth), (0.0, depth)];
            let points = corners.map(|(x, y)| DVec3::new(x, y, 0.0));
            let start = Camera::framing(DVec2::ZERO, DVec2::new(width, depth), 0.0, yaw, pitch, viewport);

            let view = View::new(fill(&points, start, viewport, room), viewport);

            let (low, high) = enclosed(&points, &view).unwrap();
            prop_assert!(low.x > left - 12.0 && high.x < 1432.0 && low.y > 8.0 && high.y < 892.0, "{low} {high}");
            let filled = ((high.x - low.x) / (1420.0 - left)).max((high.y - low.y) / 860.0);
            prop_assert!(filled > 0.9, "{filled}");
        }
    }
}
