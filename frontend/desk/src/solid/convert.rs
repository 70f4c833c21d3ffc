//! Between the URL's viewpoint in whole units and the scene's camera: pure.

use desk::map::bridge::Camera;
use glam::DVec2;
use scene::Camera as SceneCamera;

/// The direction from which areas are shown: a little from the side, so that depth can be seen; radians.
pub const YAW: f64 = 0.35;
/// The tilt with which areas are shown, radians below the horizon.
pub const PITCH: f64 = 0.85;

/// A viewpoint as whole units.
pub fn to_bridge(camera: &SceneCamera) -> Camera {
    let tenths = |radians: f64| (radians.to_degrees() * 10.0).round() as i32;
    Camera {
        x_dm: (camera.target.x * 10.0).round() as i32,
        y_dm: (camera.target.y * 10.0).round() as i32,
        distance_dm: (camera.distance_m * 10.0).round().max(1.0) as i32,
        yaw: tenths(camera.yaw).rem_euclid(3600),
        pitch: tenths(camera.pitch).clamp(0, 900),
    }
}

/// The camera of a viewpoint.
pub fn from_bridge(camera: Camera) -> SceneCamera {
    let radians = |tenths: i32| (f64::from(tenths) / 10.0).to_radians();
    SceneCamera {
        target: DVec2::new(f64::from(camera.x_dm), f64::from(camera.y_dm)) / 10.0,
        distance_m: f64::from(camera.distance_dm) / 10.0,
        yaw: radians(camera.yaw),
        pitch: radians(camera.pitch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewpoint_survives_the_url() {
        let camera = Camera { x_dm: -12_345, y_dm: 6_789, distance_dm: 4_321, yaw: 3_599, pitch: 447 };

        assert_eq!(to_bridge(&from_bridge(camera)), camera);
    }
}
