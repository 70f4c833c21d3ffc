//! Loading: first the geometry (public, kept by the browser), then what the cells show (private, never kept).

use std::rc::Rc;

use citypack::StatePack;
use desk::map::bridge::MapEvent;
use scene::{City, Loader};
use wasm_bindgen_futures::spawn_local;

use super::drawing::Change;
use super::fetch::{self, LoadError};
use super::model::Model;
use super::{Inner, probe};
use crate::browser::{page, slice};
use crate::live::Live;
use crate::overlay::Overlay;

/// How many numbers back the live connection begins, for cases that changed while the page was loading.
const BEACON_ROWS: i64 = 200;
/// Items of work between two looks at the clock.
const STEP: usize = 1_500;

impl Inner {
    /// Loads the geometry, and then the cells.
    pub(super) fn load(self: &Rc<Self>) {
        page::set_attribute(&self.stage.container, "aria-busy", "true");
        probe::ready(&self.stage.container, "loading");
        let (abort, bytes) = fetch::bytes(&self.scene_url);
        self.request.replace(Some(abort));
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            let city = async { decode(bytes.await?).await }.await;
            let Some(inner) = weak.upgrade().filter(|inner| !inner.destroyed.get()) else { return };
            match city {
                Ok(city) => inner.take_city(city),
                Err(error) => inner.failed(&error),
            }
        });
    }

    fn take_city(self: &Rc<Self>, city: City) {
        let view = self.stage.view.borrow().clone();
        let model = Model::new(city, view.lens);
        let (frame, cells) = (model.frame, model.bytes.len() as u32);
        self.stage.model.replace(Some(model));
        self.take_beacons();
        self.replay.follow(None, &view, frame);
        probe::cells(&self.stage.container, cells);
        let weak = Rc::downgrade(self);
        let overlay = Overlay::new(
            &self.stage,
            Rc::new(move |mark| {
                if let Some(inner) = weak.upgrade() {
                    inner.marked(&mark);
                }
            }),
        );
        self.overlay.replace(Some(Rc::new(overlay)));
        self.draw_anew();
        probe::ready(&self.stage.container, "scene");
        self.load_state();
    }

    /// Loads what the cells show under the view's lens. A request that is still under way is given up.
    pub(super) fn load_state(self: &Rc<Self>) {
        let (url, lens, filtered, sees_cells) = {
            let view = self.stage.view.borrow();
            (view.state_url(), view.lens, view.filter.is_some(), view.sees_cells)
        };
        if !sees_cells {
            let cells = self.stage.with_model(|model| model.bytes.len() as u32).unwrap_or(0);
            return self.loaded(cells);
        }
        let (abort, bytes) = fetch::bytes(&url);
        self.request.replace(Some(abort));
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            let pack = bytes.await.and_then(|bytes| Ok(StatePack::decode(&bytes)?));
            let Some(inner) = weak.upgrade().filter(|inner| !inner.destroyed.get()) else { return };
            let taken = pack.and_then(|pack| {
                let mut model = inner.stage.model.borrow_mut();
                let model = model.as_mut().ok_or(LoadError::Superseded)?;
                if pack.scene_version != model.city.pack.scene_version {
                    return Err(LoadError::OtherScene);
                }
                model.take_state(pack, lens, filtered);
                // What changed between the server's reading and now is not in the pack.
                let since = inner.live.borrow().as_ref().and_then(|live| live.frames_after(model.state_seq));
                since.into_iter().flatten().for_each(|frame| drop(model.take_frame(&frame)));
                Ok(model.bytes.len() as u32)
            });
            match taken {
                Ok(cells) => inner.loaded(cells),
                Err(LoadError::Superseded) => {}
                Err(LoadError::OtherScene) => inner.stage.tell(MapEvent::SceneReplaced),
                Err(error) => inner.failed(&error),
            }
        });
    }

    fn loaded(self: &Rc<Self>, cells: u32) {
        let container = &self.stage.container;
        container.remove_attribute("aria-busy").ok();
        probe::ready(container, "state");
        probe::seq(container, self.stage.with_model(|model| model.state_seq).unwrap_or(0));
        self.changed(Change::State);
        if self.live.borrow().is_none() {
            self.start_live();
            self.stage.tell(MapEvent::Loaded { cells });
        }
    }

    fn start_live(self: &Rc<Self>) {
        let (topic, after) = {
            let view = self.stage.view.borrow();
            let after = self.stage.with_model(|model| model.state_seq).unwrap_or(0);
            // The page's list of open cases is older than the cells: what changed in between is asked for again.
            let after = (after - BEACON_ROWS).max(0);
            (format!("gezhi-live-{}-{}", view.scope, view.scene_version), after)
        };
        let weak = Rc::downgrade(self);
        let live = Live::start(&topic, after, move |signal| {
            if let Some(inner) = weak.upgrade() {
                inner.heard(signal);
            }
        });
        self.live.replace(Some(live));
    }

    fn failed(&self, error: &LoadError) {
        if matches!(error, LoadError::Superseded) {
            return;
        }
        self.stage.container.remove_attribute("aria-busy").ok();
        probe::ready(&self.stage.container, "failed");
        let lang = self.stage.view.borrow().lang;
        self.stage.tell(MapEvent::Failed(error.text(lang).to_owned()));
    }
}

/// Decodes and prepares the city without keeping the page from answering.
async fn decode(bytes: Vec<u8>) -> Result<City, LoadError> {
    let mut loader = Loader::new(bytes)?;
    let mut city = None;
    slice::in_slices(|| {
        city = loader.step(STEP)?;
        Ok::<bool, LoadError>(city.is_some())
    })
    .await?;
    city.ok_or(LoadError::Superseded)
}
