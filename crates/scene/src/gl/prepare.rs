//! Bringing the city on to the graphics card in slices, while the browser compiles the programs beside it.

use web_sys::WebGl2RenderingContext as Gl;

use super::RenderError;
use super::card::Card;
use super::context::{Compiling, Program};
use super::ground::{self, Ground};
use super::houses::{self, Houses};
use super::overlay::{self, Overlay};
use crate::city::City;
use crate::mesh::{MeshBuilder, Meshes};

/// What a program is made of: the parts of both shaders.
pub(super) type Source = (&'static [&'static str], &'static [&'static str]);

/// A city on its way to the graphics card.
pub(super) struct Preparing {
    houses: Batch<7>,
    ground: Batch<5>,
    overlay: Batch<3>,
    builder: Option<MeshBuilder>,
    meshes: Meshes,
    done: (Option<Houses>, Option<Ground>),
}

impl Preparing {
    /// Starts all compilations; nothing here waits for one.
    pub(super) fn start(gl: &Gl, city: &City) -> Result<Self, RenderError> {
        Ok(Self {
            houses: Batch::start(gl, houses::SOURCES)?,
            ground: Batch::start(gl, ground::SOURCES)?,
            overlay: Batch::start(gl, overlay::SOURCES)?,
            builder: Some(MeshBuilder::new(city)),
            meshes: Meshes::default(),
            done: (None, None),
        })
    }

    /// Does a little; gives the card when it is ready.
    pub(super) fn step(&mut self, gl: &Gl, city: &City) -> Result<Option<Card>, RenderError> {
        if let Some(builder) = &mut self.builder {
            if builder.step(city) {
                self.meshes = self.builder.take().map(MeshBuilder::finish).unwrap_or_default();
            }
            return Ok(None);
        }
        if self.houses.step(gl)? || self.ground.step(gl)? || self.overlay.step(gl)? {
            return Ok(None);
        }
        let (houses, ground) = &mut self.done;
        if let Some(programs) = self.houses.take() {
            *houses = Some(Houses::new(gl, programs, &mut self.meshes, city.index.cells() as usize)?);
        } else if let Some(programs) = self.ground.take() {
            *ground = Some(Ground::new(gl, programs, &mut self.meshes.ground)?);
        } else if let Some(programs) = self.overlay.take() {
            let overlay = Overlay::new(gl, programs)?;
            let card = houses.take().zip(ground.take()).map(|(houses, ground)| Card { houses, ground, overlay });
            return card.map(Some).ok_or(RenderError::Lost);
        }
        Ok(None)
    }
}

/// Programs that are compiled at the same time.
struct Batch<const N: usize> {
    waiting: Vec<Compiling>,
    ready: Vec<Program>,
}

impl<const N: usize> Batch<N> {
    fn start(gl: &Gl, sources: [Source; N]) -> Result<Self, RenderError> {
        let waiting: Result<Vec<_>, _> =
            sources.iter().rev().map(|(vertex, fragment)| Compiling::start(gl, vertex, fragment)).collect();
        Ok(Self { waiting: waiting?, ready: Vec::with_capacity(N) })
    }

    /// Waits for one program; says whether there was one.
    fn step(&mut self, gl: &Gl) -> Result<bool, RenderError> {
        let Some(next) = self.waiting.pop() else { return Ok(false) };
        self.ready.push(next.finish(gl)?);
        Ok(true)
    }

    /// Hands the programs over, once, in the order of their sources.
    fn take(&mut self) -> Option<[Program; N]> {
        std::mem::take(&mut self.ready).try_into().ok()
    }
}
