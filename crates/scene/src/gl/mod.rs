//! The WebGL2 renderer: draws the prepared city on a canvas when something changed, and never otherwise.
//!
//! Not for input, labels or time: the frontend calls [`Renderer::draw`] from one animation frame callback while it
//! returns `true` or after a setter was called. Everything on the graphics card can be made again from the city and the
//! arrays kept here, so a lost context costs a moment and nothing else.

mod card;
mod choice;
mod context;
mod ground;
mod houses;
mod listen;
mod overlay;
mod pace;
mod picture;
mod prepare;
mod target;

use std::rc::Rc;

use web_sys::{HtmlCanvasElement, WebGl2RenderingContext as Gl};

use self::card::Card;
use self::listen::{ContextEvent, Listener};
use self::pace::Pace;
use self::picture::Picture;
use self::prepare::Preparing;
use self::target::SmoothTarget;
use crate::average::average;
use crate::camera::{Camera, View, Viewport};
use crate::city::City;
use crate::style::{Beacon, Style, Trail};

/// How long one slice of preparation may take, in milliseconds.
const SLICE_MS: f64 = 7.0;
/// Above this many device pixels the density is capped.
const MANY_PX: f64 = 4_000_000.0;
/// The cap.
const MOST_DENSITY: f64 = 1.5;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The browser or the machine has no WebGL2: show the 2D map and say so.
    #[error("this browser shows no WebGL2")]
    NoWebGl2,
    /// The graphics card's textures are too small for so many cells.
    #[error("the graphics card is too small for this city")]
    TooSmall,
    /// A shader was refused: a mistake in this program or a driver.
    #[error("a shader was refused: {0}")]
    Shader(String),
    /// The context was lost; it comes back by itself.
    #[error("the graphics context was lost")]
    Lost,
}

/// Whether edges are smoothed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Smoothing {
    /// Always on fast machines; on slow ones when the camera rests.
    #[default]
    Auto,
    /// In every frame.
    Always,
    /// In no frame.
    Never,
}

/// Draws one city on one canvas.
pub struct Renderer {
    canvas: HtmlCanvasElement,
    gl: Gl,
    city: Rc<City>,
    stage: Stage,
    /// One byte a cell: the copy that the card's is made from.
    state: Vec<u8>,
    /// One colour a building.
    averages: Vec<u8>,
    style: Style,
    camera: Camera,
    viewport: Viewport,
    density: f64,
    beacons: Vec<Beacon>,
    trails: Vec<Trail>,
    smooth: Option<SmoothTarget>,
    smoothing: Smoothing,
    stale: Stale,
    pace: Pace,
    frames: u64,
    listener: Listener,
}

/// What is on the graphics card.
enum Stage {
    Preparing(Box<Preparing>),
    Ready(Box<Card>),
    Lost,
}

/// What must be done before the next picture.
#[derive(Clone, Copy, Default)]
struct Stale {
    picture: bool,
    camera: bool,
    averages: bool,
}

impl Renderer {
    /// Takes over a canvas. Geometry is prepared by the first calls of [`Renderer::draw`].
    pub fn new(canvas: HtmlCanvasElement, city: Rc<City>) -> Result<Self, RenderError> {
        let gl = context::context(&canvas)?;
        let rows = (city.index.cells() as usize).div_ceil(houses::CELLS_A_ROW);
        let most = gl.get_parameter(Gl::MAX_TEXTURE_SIZE).ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
        if rows as f64 > most {
            return Err(RenderError::TooSmall);
        }
        let viewport = Viewport { width: 1.0, height: 1.0 };
        let palette = crate::style::Palette::of(crate::style::Theme::default(), domain::cell::Lens::default());
        Ok(Self {
            listener: Listener::new(&canvas),
            stage: Stage::Preparing(Box::new(Preparing::start(&gl, &city)?)),
            state: vec![0; city.index.cells() as usize],
            averages: vec![0; city.pack.buildings.len() * 4],
            style: Style::new(palette),
            camera: city.frame_city(viewport),
            viewport,
            density: 1.0,
            beacons: Vec::new(),
            trails: Vec::new(),
            smooth: None,
            smoothing: Smoothing::default(),
            stale: Stale { picture: true, camera: true, averages: true },
            pace: Pace::default(),
            frames: 0,
            canvas,
            gl,
            city,
        })
    }

    /// What is called when the picture must be drawn again though no setter was called: a lost context came back.
    pub fn on_wake(&self, wake: impl Fn() + 'static) {
        self.listener.on_wake(wake);
    }

    /// The city that is drawn.
    pub fn city(&self) -> &Rc<City> {
        &self.city
    }

    /// The camera of the last or the next picture.
    pub fn camera(&self) -> Camera {
        self.camera
    }

    /// The view of the last or the next picture, for picking and labels.
    pub fn view(&self) -> View {
        View::new(self.camera, self.viewport)
    }

    /// How many pictures were drawn: does not grow while nothing changes.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether the geometry is on the graphics card.
    pub fn is_ready(&self) -> bool {
        matches!(self.stage, Stage::Ready(_))
    }

    /// The display bytes of all cells.
    pub fn state(&self) -> &[u8] {
        &self.state
    }

    /// Replaces the display bytes of all cells; missing ones become 0.
    pub fn set_state(&mut self, bytes: &[u8]) {
        let length = bytes.len().min(self.state.len());
        self.state[..length].copy_from_slice(&bytes[..length]);
        self.state[length..].fill(0);
        if let Stage::Ready(card) = &self.stage {
            // A lost context is noticed by the next picture, which makes everything again.
            let _lost = card.houses.set_state(&self.gl, &self.state);
        }
        self.stale.averages = true;
        self.stale.picture = true;
    }

    /// Changes single cells: one texel each, and the average of the buildings they are in.
    pub fn patch(&mut self, changes: &[(u32, u8)]) {
        let mut touched = Vec::new();
        for (cell, byte) in changes {
            let Some(place) = self.state.get_mut(*cell as usize) else { continue };
            *place = *byte;
            if let Stage::Ready(card) = &self.stage {
                let _lost = card.houses.set_cell(&self.gl, *cell, *byte);
            }
            touched.extend(self.city.index.slot(&self.city.pack, *cell).map(|slot| slot.building));
        }
        touched.sort_unstable();
        touched.dedup();
        for building in touched {
            let colour = self.average(building);
            let at = building as usize * 4;
            self.averages[at..at + 4].copy_from_slice(&colour);
            if let Stage::Ready(card) = &self.stage {
                let _lost = card.houses.set_average(&self.gl, building, colour);
            }
        }
        self.stale.picture |= !changes.is_empty();
    }

    /// Moves the camera.
    pub fn set_view(&mut self, camera: Camera) {
        if self.camera != camera {
            self.camera = camera;
            self.stale.picture = true;
            self.stale.camera = true;
        }
    }

    /// Changes colours, filter, hover, selection or focus.
    pub fn set_style(&mut self, style: Style) {
        if self.style == style {
            return;
        }
        let key = |style: &Style| (style.visible_mask, style.lights_only);
        self.stale.averages |= key(&self.style) != key(&style) || self.style.palette != style.palette;
        self.stale.picture = true;
        self.style = style;
    }

    /// The style in use.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Sets the beams over open cases.
    pub fn set_beacons(&mut self, beacons: Vec<Beacon>) {
        self.beacons = beacons;
        if let Stage::Ready(card) = &mut self.stage {
            card.overlay.set_beacons(&self.gl, &self.beacons);
        }
        self.stale.picture = true;
    }

    /// Sets the patrols to show.
    pub fn set_trails(&mut self, trails: Vec<Trail>) {
        self.trails = trails;
        if let Stage::Ready(card) = &mut self.stage {
            card.overlay.set_trails(&self.gl, &self.trails);
        }
        self.stale.picture = true;
    }

    /// Moves all patrols to a time, in the seconds of their points.
    pub fn set_trail_time(&mut self, now_s: f64) {
        for trail in &mut self.trails {
            trail.now_s = now_s;
        }
        if let Stage::Ready(card) = &mut self.stage {
            card.overlay.set_time(&self.gl, &self.trails);
        }
        self.stale.picture |= !self.trails.is_empty();
    }

    /// Chooses when edges are smoothed.
    pub fn set_smoothing(&mut self, smoothing: Smoothing) {
        self.smoothing = smoothing;
        self.stale.picture = true;
    }

    /// Fits the canvas to its size in CSS pixels and the screen's density.
    pub fn resize(&mut self, width: f64, height: f64, density: f64) {
        let (width, height) = (width.max(1.0), height.max(1.0));
        let many = width * height * density * density > MANY_PX;
        self.density = if many { density.min(MOST_DENSITY) } else { density }.max(0.5);
        self.viewport = Viewport { width, height };
        let (px_width, px_height) = self.size_px();
        if (self.canvas.width() as i32, self.canvas.height() as i32) != (px_width, px_height) {
            self.canvas.set_width(px_width as u32);
            self.canvas.set_height(px_height as u32);
        }
        self.stale.picture = true;
    }

    fn size_px(&self) -> (i32, i32) {
        let part = |side: f64| (side * self.density).round().max(1.0) as i32;
        (part(self.viewport.width), part(self.viewport.height))
    }

    /// Draws if something changed, or prepares a little more. Says whether it wants to be called for the next frame.
    ///
    /// `now_ms` is the time that the browser hands to animation frames.
    pub fn draw(&mut self, now_ms: f64) -> Result<bool, RenderError> {
        self.notice_events()?;
        match &self.stage {
            Stage::Lost => return Ok(false),
            Stage::Preparing(_) => {
                self.prepare()?;
                return Ok(true);
            }
            Stage::Ready(_) => {}
        }
        if self.stale.averages {
            self.refresh_averages();
        }
        let rested = self.pace.is_rested(now_ms);
        if !self.stale.picture && !rested {
            return Ok(self.pace.rough);
        }
        let smooth = self.pace.choose(self.smoothing, self.stale.camera, now_ms);
        self.stale = Stale::default();
        self.picture(smooth)?;
        self.frames += 1;
        Ok(self.pace.rough)
    }

    /// Waits until the graphics card is done: for measuring only.
    pub fn finish(&self) {
        let mut pixel = [0u8; 4];
        let _read = self.gl.read_pixels_with_opt_u8_array(0, 0, 1, 1, Gl::RGBA, Gl::UNSIGNED_BYTE, Some(&mut pixel));
    }

    fn notice_events(&mut self) -> Result<(), RenderError> {
        match self.listener.take() {
            Some(ContextEvent::Lost) => {
                self.stage = Stage::Lost;
                self.smooth = None;
            }
            Some(ContextEvent::Restored) => {
                self.stage = Stage::Preparing(Box::new(Preparing::start(&self.gl, &self.city)?));
                self.smooth = None;
            }
            None => {}
        }
        Ok(())
    }

    /// Prepares for a slice of time.
    fn prepare(&mut self) -> Result<(), RenderError> {
        let gl = &self.gl;
        let start = now_ms();
        while let Stage::Preparing(preparing) = &mut self.stage {
            if let Some(mut card) = preparing.step(gl, &self.city)? {
                card.houses.set_state(gl, &self.state)?;
                card.overlay.set_beacons(gl, &self.beacons);
                card.overlay.set_trails(gl, &self.trails);
                self.stage = Stage::Ready(Box::new(card));
                self.stale = Stale { picture: true, camera: false, averages: true };
            }
            if now_ms() - start > SLICE_MS {
                break;
            }
        }
        Ok(())
    }

    fn average(&self, building: u32) -> [u8; 4] {
        let cells = self.city.index.building_cells(building);
        average(&self.state[cells.start as usize..cells.end as usize], &self.style)
    }

    fn refresh_averages(&mut self) {
        for building in 0..self.city.pack.buildings.len() as u32 {
            let colour = self.average(building);
            let at = building as usize * 4;
            self.averages[at..at + 4].copy_from_slice(&colour);
        }
        if let Stage::Ready(card) = &self.stage {
            let _lost = card.houses.set_averages(&self.gl, &self.averages);
        }
        self.stale.averages = false;
    }

    fn picture(&mut self, smooth: bool) -> Result<(), RenderError> {
        let size = self.size_px();
        if smooth && !self.smooth.as_ref().is_some_and(|target| target.fits(size)) {
            if let Some(old) = self.smooth.take() {
                old.delete(&self.gl);
            }
            self.smooth = Some(SmoothTarget::new(&self.gl, size)?);
        }
        let Stage::Ready(card) = &self.stage else { return Ok(()) };
        let (gl, target) = (&self.gl, self.smooth.as_ref().filter(|_| smooth));
        if let Some(target) = target {
            target.enter(gl);
        }
        gl.viewport(0, 0, size.0, size.1);
        let picture = Picture::new(self.view(), &self.style, self.density, !smooth);
        card.draw(gl, &self.city, &picture);
        if let Some(target) = target {
            target.show(gl);
        }
        // The graphics process draws while labels are placed.
        gl.flush();
        Ok(())
    }
}

fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
