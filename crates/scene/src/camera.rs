//! The camera over the city: where it stands, what it sees, and the way between screen and world.
//!
//! World coordinates are metres east, north and up from the city's origin; screen coordinates are CSS pixels from the top
//! left. Everything is f64 here; the graphics card gets positions relative to the eye, so that f32 is enough there.

use glam::{DVec2, DVec3};

/// Vertical field of view in radians: 40 degrees.
const FIELD_OF_VIEW: f64 = 40.0 / 180.0 * std::f64::consts::PI;
/// The flattest and the steepest look, radians below the horizon.
const PITCH: (f64, f64) = (0.10, 1.55);
/// The nearest and the furthest distance to the target in metres.
const DISTANCE_M: (f64, f64) = (12.0, 60_000.0);

/// Where the camera looks and from where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The point on the ground in the middle of the picture: metres east and north.
    pub target: DVec2,
    /// From the target to the eye in metres.
    pub distance_m: f64,
    /// The direction of view, radians clockwise from north.
    pub yaw: f64,
    /// Radians below the horizon; π/2 looks straight down.
    pub pitch: f64,
}

/// The size of the picture in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A half line from the eye into the city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ray {
    /// Where it starts, metres.
    pub origin: DVec3,
    /// Where it goes; length 1.
    pub direction: DVec3,
}

impl Ray {
    /// The point so many metres along.
    pub fn at(&self, distance_m: f64) -> DVec3 {
        self.origin + self.direction * distance_m
    }
}

/// A point on the screen and how far away from the eye it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnScreen {
    /// CSS pixels from the left.
    pub x: f64,
    /// CSS pixels from the top.
    pub y: f64,
    /// Metres from the eye along the direction of view.
    pub depth_m: f64,
}

impl Camera {
    /// The camera moved into the permitted range: inside the box `min` to `max`, not too near, not too flat.
    #[must_use]
    pub fn clamped(self, min: DVec2, max: DVec2) -> Self {
        let finite = |value: f64, otherwise: f64| if value.is_finite() { value } else { otherwise };
        let middle = (min + max) / 2.0;
        Self {
            target: DVec2::new(finite(self.target.x, middle.x), finite(self.target.y, middle.y)).max(min).min(max),
            distance_m: finite(self.distance_m, 1_000.0).clamp(DISTANCE_M.0, DISTANCE_M.1),
            yaw: finite(self.yaw, 0.0).rem_euclid(std::f64::consts::TAU),
            pitch: finite(self.pitch, 0.8).clamp(PITCH.0, PITCH.1),
        }
    }

    /// The camera moved so that the ground under screen point `from` comes to lie under `to`: dragging the map.
    #[must_use]
    pub fn dragged(self, viewport: Viewport, from: DVec2, to: DVec2) -> Self {
        let view = View::new(self, viewport);
        match (view.ground(from.x, from.y), view.ground(to.x, to.y)) {
            (Some(start), Some(end)) => {
                Self { target: self.target + (start - end).clamp_length_max(self.distance_m), ..self }
            }
            _ => self,
        }
    }

    /// The camera nearer (factor below 1) or further, with the ground under a screen point held in place.
    #[must_use]
    pub fn zoomed(self, viewport: Viewport, at: DVec2, factor: f64) -> Self {
        let distance_m = (self.distance_m * factor).clamp(DISTANCE_M.0, DISTANCE_M.1);
        let held = View::new(self, viewport)
            .ground(at.x, at.y)
            .filter(|point| point.distance(self.target) < self.distance_m * 3.0);
        let target = held.map_or(self.target, |point| point + (self.target - point) * (distance_m / self.distance_m));
        Self { target, distance_m, ..self }
    }

    /// The camera turned round its target (positive is clockwise) and tilted (positive looks further down), in radians.
    #[must_use]
    pub fn turned(self, yaw: f64, pitch: f64) -> Self {
        Self { yaw: self.yaw + yaw, pitch: (self.pitch + pitch).clamp(PITCH.0, PITCH.1), ..self }
    }

    /// The camera from which a box on the ground, so many metres high, fills about the whole picture.
    #[must_use]
    pub fn framing(min: DVec2, max: DVec2, height_m: f64, yaw: f64, pitch: f64, viewport: Viewport) -> Self {
        let target = (min + max) / 2.0;
        let half = (max - min) / 2.0;
        let (sin, cos) = yaw.sin_cos();
        let across = half.x * cos.abs() + half.y * sin.abs();
        let along = half.x * sin.abs() + half.y * cos.abs();
        let upright = along * pitch.sin() + height_m * pitch.cos();
        let tangent = (FIELD_OF_VIEW / 2.0).tan();
        let aspect = viewport.width / viewport.height.max(1.0);
        let needed = (across / (tangent * aspect.max(0.1))).max(upright / tangent);
        let camera = Self { target, distance_m: needed * 1.08 + along * pitch.cos(), yaw, pitch };
        camera.clamped(DVec2::splat(f64::MIN), DVec2::splat(f64::MAX))
    }

    /// The position of the eye.
    pub fn eye(&self) -> DVec3 {
        self.target.extend(0.0) - self.direction() * self.distance_m
    }

    fn direction(&self) -> DVec3 {
        let (sin_yaw, cos_yaw) = self.yaw.sin_cos();
        let (sin_pitch, cos_pitch) = self.pitch.sin_cos();
        DVec3::new(sin_yaw * cos_pitch, cos_yaw * cos_pitch, -sin_pitch)
    }
}

/// A camera and a viewport, ready for arithmetic.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The camera.
    pub camera: Camera,
    /// The picture.
    pub viewport: Viewport,
    /// The eye in metres.
    pub eye: DVec3,
    /// To the right of the picture; length 1.
    pub right: DVec3,
    /// Upwards in the picture; length 1.
    pub up: DVec3,
    /// Into the picture; length 1.
    pub forward: DVec3,
    /// Pixels per unit of (offset / depth).
    pub focal_px: f64,
}

impl View {
    /// Prepares a view.
    pub fn new(camera: Camera, viewport: Viewport) -> Self {
        let forward = camera.direction();
        let (sin, cos) = camera.yaw.sin_cos();
        let right = DVec3::new(cos, -sin, 0.0);
        let up = right.cross(forward);
        let focal_px = viewport.height.max(1.0) / 2.0 / (FIELD_OF_VIEW / 2.0).tan();
        Self { camera, viewport, eye: camera.eye(), right, up, forward, focal_px }
    }

    /// The nearest and furthest depth drawn, in metres.
    pub fn depth_range_m(&self) -> (f64, f64) {
        let near = (self.camera.distance_m * 0.04).clamp(0.5, 400.0).min((self.eye.z * 0.3).max(0.5));
        (near, self.sight_m() * 1.5 + 1_000.0)
    }

    /// How far one can see before everything is fog, in metres.
    pub fn sight_m(&self) -> f64 {
        self.camera.distance_m * 5.0 + 4_000.0
    }

    /// Metres per pixel at a depth.
    pub fn metres_per_px(&self, depth_m: f64) -> f64 {
        depth_m.max(0.0) / self.focal_px
    }

    /// Where a point of the world is on the screen; nothing when it is behind the eye.
    pub fn project(&self, point: DVec3) -> Option<OnScreen> {
        let offset = point - self.eye;
        let depth_m = offset.dot(self.forward);
        (depth_m > 0.01).then(|| OnScreen {
            x: self.viewport.width / 2.0 + self.focal_px * offset.dot(self.right) / depth_m,
            y: self.viewport.height / 2.0 - self.focal_px * offset.dot(self.up) / depth_m,
            depth_m,
        })
    }

    /// The ray through a point of the screen.
    pub fn ray(&self, x: f64, y: f64) -> Ray {
        let across = (x - self.viewport.width / 2.0) / self.focal_px;
        let upwards = (self.viewport.height / 2.0 - y) / self.focal_px;
        Ray { origin: self.eye, direction: (self.forward + self.right * across + self.up * upwards).normalize() }
    }

    /// The point of the ground under a point of the screen; nothing above the horizon.
    pub fn ground(&self, x: f64, y: f64) -> Option<DVec2> {
        let ray = self.ray(x, y);
        (ray.direction.z < -1e-6).then(|| ray.at(-ray.origin.z / ray.direction.z).truncate())
    }

    /// The matrix from metres relative to the eye to clip space, column by column.
    pub fn matrix(&self) -> [f32; 16] {
        let (near, far) = self.depth_range_m();
        let across = 2.0 * self.focal_px / self.viewport.width.max(1.0);
        let upwards = 2.0 * self.focal_px / self.viewport.height.max(1.0);
        let (depth, offset) = ((far + near) / (far - near), -2.0 * far * near / (far - near));
        let rows = [self.right * across, self.up * upwards, self.forward * depth, self.forward];
        let mut matrix = [0.0; 16];
        for (row, axis) in rows.into_iter().enumerate() {
            for (column, value) in axis.to_array().into_iter().enumerate() {
                matrix[column * 4 + row] = value as f32;
            }
        }
        matrix[14] = offset as f32;
        matrix
    }

    /// The planes round what is visible, as `(normal, offset)`: inside is `normal · point ≥ offset`. No far plane.
    fn planes(&self) -> [(DVec3, f64); 5] {
        let (half_w, half_h) = (self.viewport.width / 2.0, self.viewport.height / 2.0);
        let (near, _) = self.depth_range_m();
        let side = |normal: DVec3| (normal, normal.dot(self.eye));
        [
            side(self.forward * half_w - self.right * self.focal_px),
            side(self.forward * half_w + self.right * self.focal_px),
            side(self.forward * half_h - self.up * self.focal_px),
            side(self.forward * half_h + self.up * self.focal_px),
            (self.forward, self.forward.dot(self.eye) + near),
        ]
    }

    /// A test for boxes: whether any part may be visible.
    pub fn culler(&self) -> Culler {
        Culler { planes: self.planes() }
    }
}

/// Tells boxes that can't be seen.
#[derive(Clone, Copy, Debug)]
pub struct Culler {
    planes: [(DVec3, f64); 5],
}

impl Culler {
    /// Whether a box may be visible. Never wrong about a box that is.
    pub fn sees(&self, min: DVec3, max: DVec3) -> bool {
        self.planes.iter().all(|(normal, offset)| {
            let corner = DVec3::select(normal.cmpge(DVec3::ZERO), max, min);
            normal.dot(corner) >= *offset
        })
    }
}
