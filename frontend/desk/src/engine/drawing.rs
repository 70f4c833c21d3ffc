//! What the engine asks of a drawing of the city, solid or flat.

use desk::map::bridge::{Camera, Destination, Gesture};
use domain::geo::Metre;

use crate::plane::Bounds;

/// How to get to a viewpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// At once.
    Jump,
    /// In a short flight (at once for people who prefer reduced motion); the page is told where it ended.
    Fly,
    /// The same, without telling the page, because it was the page that asked.
    Quiet,
}

/// A place on the container, in CSS pixels from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Screen {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Screen {
    /// Distance in pixels.
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// How much of the picture panels of the page cover on each side, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Above.
    pub top: f64,
    /// On the right.
    pub right: f64,
    /// Below.
    pub bottom: f64,
    /// On the left.
    pub left: f64,
}

impl Room {
    /// The size of the free part of a picture; never less than a quarter of it.
    pub fn free(self, width: f64, height: f64) -> (f64, f64) {
        ((width - self.left - self.right).max(width / 4.0), (height - self.top - self.bottom).max(height / 4.0))
    }

    /// The middle of the free part.
    pub fn middle(self, width: f64, height: f64) -> Screen {
        Screen { x: (width + self.left - self.right) / 2.0, y: (height + self.top - self.bottom) / 2.0 }
    }
}

/// A place above the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// On the ground.
    pub ground: Metre,
    /// Metres above it; a flat drawing ignores this.
    pub up_m: f64,
}

impl Place {
    /// A place on the ground.
    pub fn on_ground(ground: Metre) -> Self {
        Self { ground, up_m: 0.0 }
    }
}

/// What lies under a point of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Picked {
    /// The household's cell.
    pub cell: Option<u32>,
    /// The index of the building.
    pub building: Option<u32>,
    /// The ground under the point, or behind what was hit.
    pub ground: Option<Metre>,
}

/// What changed, so that a drawing need not find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// The view: lens, filter, selection, focus, theme, language.
    View,
    /// Hover, beacons, trail or replay time: nothing that is expensive.
    Overlay,
    /// These cells' bytes.
    Cells(&'a [u32]),
    /// All cells' bytes.
    State,
}

/// The places that belong to a building without covering its households.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Over {
    /// Where its lamp is.
    pub lamp: Screen,
    /// Where the middle of its name is.
    pub name: Screen,
}

/// Projects places to the screen.
pub trait Project {
    /// Where a place is on the screen; nothing behind the camera.
    fn screen(&self, place: Place) -> Option<Screen>;
    /// CSS pixels per metre at a place.
    fn scale_at(&self, place: Place) -> f64;
    /// The size of the container in CSS pixels.
    fn size(&self) -> (f64, f64);
    /// Where the lamp over a building is, and where its name.
    fn over(&self, bounds: Bounds, height_m: f64) -> Option<Over>;
    /// The ground in the middle of the picture.
    fn centre(&self) -> Metre;
}

/// A drawing of the city. Dropping it gives everything back.
pub trait Drawing: Project {
    /// Draws again, soon.
    fn changed(&self, change: Change<'_>);
    /// The viewpoint.
    fn camera(&self) -> Camera;
    /// Moves to a viewpoint.
    fn look(&self, camera: Camera, motion: Motion);
    /// Moves so that a box on the ground fills the picture.
    fn fit(&self, bounds: Bounds, motion: Motion);
    /// Moves to an area, a building or a household.
    fn go(&self, destination: Destination, motion: Motion);
    /// Moves by one step of a gesture; ones that are no movement are not passed on.
    fn step(&self, gesture: Gesture);
    /// What lies under a point.
    fn pick(&self, at: Screen) -> Picked;
    /// Where a household can be clicked, and whether it can be seen there.
    fn locate(&self, cell: u32) -> Option<(Screen, bool)>;
    /// Whether the drawing shows the track's line itself; its stops are always elements.
    fn draws_trail(&self) -> bool;
    /// How many pictures were drawn so far.
    fn frames(&self) -> u32;
}
