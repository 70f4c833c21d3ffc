//! Our renderer behind the few calls that `bench map` makes of every map. For measuring only: the product's way to the
//! renderer is `frontend/desk`.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use citypack::StatePack;
use glam::DVec2;
use js_sys::Array;
use scene::gl::Smoothing;
use scene::{Camera, City, Loader, Renderer, labels};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// One slice of loading takes about so long, in milliseconds: the page stays alive meanwhile.
const SLICE_MS: f64 = 7.0;
/// How many items of work are done between two looks at the clock.
const ITEMS: usize = 500;
/// Our eye sees 40 degrees, the peers' stands 1.5 picture heights away: with this factor things are of the same size.
const NEARER: f64 = 0.915_825;

/// A map from its bytes to its pictures.
#[wasm_bindgen]
pub struct Harness {
    canvas: HtmlCanvasElement,
    stage: Option<Stage>,
    state: Vec<u8>,
    camera: Camera,
    size: (f64, f64),
    smooth: bool,
}

enum Stage {
    Load(Loader),
    Draw(Box<Renderer>),
}

#[wasm_bindgen]
impl Harness {
    /// Starts with the bytes of a scene and of a state.
    #[wasm_bindgen(constructor)]
    pub fn new(
        canvas: HtmlCanvasElement,
        scene: Vec<u8>,
        state: Vec<u8>,
        width: f64,
        height: f64,
    ) -> Result<Self, JsError> {
        let camera = Camera { target: DVec2::ZERO, distance_m: 1_000.0, yaw: 0.0, pitch: 1.0 };
        let stage = Some(Stage::Load(Loader::new(scene)?));
        Ok(Self { canvas, stage, state, camera, size: (width, height), smooth: false })
    }

    /// Works for one slice; true when the first picture is drawn.
    pub fn step(&mut self) -> Result<bool, JsError> {
        let stage = match self.stage.take() {
            Some(Stage::Load(loader)) => self.load(loader)?,
            Some(Stage::Draw(mut renderer)) => {
                renderer.draw(now_ms())?;
                Stage::Draw(renderer)
            }
            None => return Err(JsError::new("loading has failed before")),
        };
        let done = matches!(&stage, Stage::Draw(renderer) if renderer.frames() > 0);
        self.stage = Some(stage);
        Ok(done)
    }

    fn load(&mut self, mut loader: Loader) -> Result<Stage, JsError> {
        let start = now_ms();
        while now_ms() - start < SLICE_MS {
            if let Some(city) = loader.step(ITEMS)? {
                return Ok(Stage::Draw(Box::new(self.renderer(city)?)));
            }
        }
        Ok(Stage::Load(loader))
    }

    fn renderer(&mut self, city: City) -> Result<Renderer, JsError> {
        let mut dense = vec![0; city.index.cells() as usize];
        StatePack::decode(&std::mem::take(&mut self.state))?.apply(&mut dense);
        let mut renderer = Renderer::new(self.canvas.clone(), Rc::new(city))?;
        renderer.set_smoothing(Smoothing::Never);
        renderer.resize(self.size.0, self.size.1, 1.0);
        renderer.set_view(self.camera);
        renderer.set_state(&dense);
        Ok(renderer)
    }

    /// Looks from a camera of the peers': metres, and degrees from straight down and clockwise from north.
    pub fn look(&mut self, x: f64, y: f64, distance_m: f64, pitch: f64, bearing: f64) {
        let distance_m = distance_m * NEARER;
        let pitch = (90.0 - pitch).to_radians();
        self.camera = Camera { target: DVec2::new(x, y), distance_m, yaw: bearing.to_radians(), pitch };
        if let Some(Stage::Draw(renderer)) = &mut self.stage {
            renderer.set_view(self.camera);
        }
    }

    /// Chooses whether edges are smoothed.
    pub fn smooth(&mut self, smooth: bool) {
        self.smooth = smooth;
    }

    /// Draws, changed or not.
    pub fn frame(&mut self) -> Result<(), JsError> {
        let smoothing = if self.smooth { Smoothing::Always } else { Smoothing::Never };
        let renderer = self.ready()?;
        renderer.set_smoothing(smoothing);
        renderer.draw(now_ms())?;
        Ok(())
    }

    /// Lets the renderer draw if it wants to, as an animation frame does.
    pub fn tick(&mut self) -> Result<(), JsError> {
        self.ready()?.draw(now_ms())?;
        Ok(())
    }

    /// How many pictures were drawn so far.
    pub fn drawn(&mut self) -> Result<f64, JsError> {
        Ok(self.ready()?.frames() as f64)
    }

    /// The labels of the view: text, x, y, font size in pixels, text, …
    pub fn labels(&mut self) -> Result<Array, JsError> {
        let renderer = self.ready()?;
        let list = Array::new();
        for label in labels(renderer.city(), &renderer.view()) {
            list.push(&label.text.into());
            list.push(&label.x.into());
            list.push(&label.y.into());
            list.push(&label.kind.font_px().into());
        }
        Ok(list)
    }

    /// How many cells are numbered.
    pub fn cells(&mut self) -> Result<u32, JsError> {
        Ok(self.ready()?.city().index.cells())
    }

    /// Recolours one cell.
    pub fn recolour(&mut self, cell: u32, byte: u8) -> Result<(), JsError> {
        self.ready()?.patch(&[(cell, byte)]);
        Ok(())
    }

    /// Recolours all cells, and hands the picture over to the graphics process without waiting for it.
    pub fn recolour_all(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        self.ready()?.set_state(bytes);
        self.frame()
    }

    /// What lies under a point of the picture: −2 sky, −1 something that is no cell, else the cell.
    pub fn pick(&mut self, x: f64, y: f64) -> Result<i32, JsError> {
        let renderer = self.ready()?;
        let hit = renderer.city().pick(&renderer.view().ray(x, y));
        Ok(hit.map_or(-2, |hit| hit.cell.map_or(-1, |cell| cell as i32)))
    }

    fn ready(&mut self) -> Result<&mut Renderer, JsError> {
        match &mut self.stage {
            Some(Stage::Draw(renderer)) => Ok(renderer),
            _ => Err(JsError::new("the map is not loaded yet")),
        }
    }
}

fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
