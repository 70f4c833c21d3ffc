//! The browser's half of the desk: hydrates the pages of `app/desk` and draws the city in 3D and 2D.
//!
//! Belongs here: what only a browser has, behind the bridge of `desk::map::bridge`. Does not belong here: pages and
//! their state (`app/desk`), the city's arithmetic and the renderer (`scene`).
#![warn(missing_docs)]

mod browser;
mod colours;
mod engine;
mod factory;
mod flat;
mod live;
mod overlay;
mod plane;
mod solid;
mod track;

use std::rc::Rc;

use desk::map::bridge::MapFactory;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server sent.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(|| {
        MapFactory::provide(Rc::new(factory::Factory));
        desk::App()
    });
}
