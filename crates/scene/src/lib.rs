//! The 3D city: camera, culling, picking and cell arithmetic (pure, tested on the host) and the WebGL2 renderer.
//!
//! Belongs here: everything between a decoded city pack and pixels, and back from pixels to cells. The 2D map shares the
//! hit test and the plan of cells. Does not belong here: pages, pointers and keys (`frontend`), and anything personal:
//! the renderer knows numbers of cells and bytes of colour only.
//! Only [`gl`] touches the browser; it exists with the feature of its name.
#![warn(missing_docs)]

pub mod anchor;
pub mod average;
pub mod camera;
pub mod city;
pub mod flight;
#[cfg(feature = "gl")]
pub mod gl;
pub mod label;
#[cfg_attr(not(feature = "gl"), expect(dead_code, reason = "only the renderer reads meshes; the host tests make them"))]
mod mesh;
pub mod pick;
pub mod plan;
pub mod sight;
pub mod style;

pub use anchor::Anchor;
pub use camera::{Camera, OnScreen, Ray, View, Viewport};
pub use city::{City, Loader};
pub use flight::Flight;
#[cfg(feature = "gl")]
pub use gl::{RenderError, Renderer, Smoothing};
pub use label::{LabelKind, Named, ScreenLabel, labels};
pub use pick::{Hit, Part};
pub use plan::PlanCell;
pub use style::{Beacon, Colour, Palette, Style, Theme, Trail};
