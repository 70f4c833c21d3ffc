//! What the engine shares with its drawings.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use desk::map::bridge::{Camera, MapEvent, MapView};
use web_sys::HtmlElement;

use super::drawing::Room;
use super::model::Model;
use crate::browser::page;

/// What is framed keeps so far from panels and edges.
const MARGIN_PX: f64 = 28.0;

/// The container, the model, the wanted view and the way up.
pub struct Stage {
    /// The element that the map is drawn into.
    pub container: HtmlElement,
    /// The city; nothing before it is loaded.
    pub model: RefCell<Option<Model>>,
    /// What should be on the map.
    pub view: RefCell<MapView>,
    /// The household under the pointer or the keyboard's cursor.
    pub hovered: Cell<Option<u32>>,
    /// The viewpoint that the page knows.
    pub reported: Cell<Option<Camera>>,
    events: Rc<dyn Fn(MapEvent)>,
}

impl Stage {
    /// Makes the stage of a map that shows nothing yet.
    pub fn new(container: HtmlElement, view: MapView, events: Rc<dyn Fn(MapEvent)>) -> Rc<Self> {
        let reported = Cell::new(view.camera);
        Rc::new(Self {
            container,
            model: RefCell::new(None),
            view: RefCell::new(view),
            hovered: Cell::new(None),
            reported,
            events,
        })
    }

    /// Tells the page. Nothing may be borrowed meanwhile: the page may answer at once.
    pub fn tell(&self, event: MapEvent) {
        (self.events)(event);
    }

    /// Tells the page that the viewpoint came to rest after somebody moved it.
    pub fn rested(&self, camera: Camera) {
        if self.reported.replace(Some(camera)) != Some(camera) {
            self.tell(MapEvent::CameraMoved(camera));
        }
    }

    /// What the page's panels cover: the container's padding, which its children ignore.
    pub fn room(&self) -> Room {
        let [top, right, bottom, left] = page::padding(&self.container).map(|side| side + MARGIN_PX);
        Room { top, right, bottom, left }
    }

    /// Reads the city, when it is there.
    pub fn with_model<T>(&self, read: impl FnOnce(&Model) -> T) -> Option<T> {
        self.model.borrow().as_ref().map(read)
    }
}
