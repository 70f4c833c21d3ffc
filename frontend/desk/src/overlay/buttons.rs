//! Buttons over the map: lamps of cases and marks of the register, with a number where one stands for many.
//!
//! Kept by what they are about, so that a button moves, and keeps the focus, instead of becoming another.

use std::collections::HashMap;
use std::rc::Rc;

use domain::case::Light;
use gloo::events::EventListener;
use web_sys::{Element, HtmlElement};

use super::labels::move_to;
use super::{Mark, Rect, beacons};
use crate::browser::page;
use crate::engine::drawing::Screen;

/// Where a button may step to when something is in its way, in pixels.
const ASIDE_PX: [(f64, f64); 11] = [
    (0.0, 0.0),
    (0.0, -24.0),
    (0.0, 24.0),
    (30.0, 0.0),
    (-30.0, 0.0),
    (0.0, -40.0),
    (0.0, 40.0),
    (0.0, -64.0),
    (0.0, 64.0),
    (64.0, 0.0),
    (-64.0, 0.0),
];
/// No more buttons of one layer than this at once.
pub const MOST: usize = 80;
/// The room that a button takes.
pub const SIZE_PX: f64 = 34.0;

/// A layer of buttons.
pub struct ButtonLayer {
    root: HtmlElement,
    shown: HashMap<String, Button>,
    marked: Rc<dyn Fn(Mark)>,
}

struct Button {
    element: HtmlElement,
    face: Face,
    at: Screen,
    _listener: EventListener,
}

/// What a button shows and means.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// How it looks.
    pub class: &'static str,
    /// The attribute that says what it is about; no other button of the layer has the same value.
    pub key: (&'static str, String),
    /// All of it in words.
    pub title: String,
    /// How many it stands for.
    pub count: i64,
    /// What is on it.
    pub sign: Sign,
    /// What a click on it asks for.
    pub mark: Mark,
}

/// What is on a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A lamp's shape.
    Lamp(Light),
    /// One character.
    Character(char),
}

impl ButtonLayer {
    /// An empty layer of a style class.
    pub fn new(parent: &HtmlElement, class: &str, marked: Rc<dyn Fn(Mark)>) -> Self {
        let root: HtmlElement = page::element("div", class);
        page::append(parent, &root);
        Self { root, shown: HashMap::new(), marked }
    }

    /// Shows the buttons beside what is taken already; returns the room that they take.
    pub fn draw(&mut self, faces: Vec<(Screen, Face)>, taken: &[Rect]) -> Vec<Rect> {
        let mut last = std::mem::take(&mut self.shown);
        let mut rects = Vec::new();
        for (at, face) in faces {
            let key = face.key.1.clone();
            let at = beside(at, taken);
            rects.push(rect(at));
            let button = match last.remove(&key) {
                Some(button) if button.face == face => button,
                old => {
                    if let Some(old) = old {
                        old.element.remove();
                    }
                    self.button(face, at)
                }
            };
            let button = if button.at == at { button } else { Button { at, ..button } };
            move_to(&button.element, at);
            self.shown.insert(key, button);
        }
        for button in last.into_values() {
            button.element.remove();
        }
        rects
    }

    fn button(&self, face: Face, at: Screen) -> Button {
        let element: HtmlElement = page::element("button", face.class);
        page::set_attribute(&element, "type", "button");
        page::set_attribute(&element, "title", &face.title);
        page::set_attribute(&element, "aria-label", &face.title);
        page::set_attribute(&element, face.key.0, &face.key.1);
        match face.sign {
            Sign::Lamp(light) => page::append(&element, &beacons::shape(light)),
            Sign::Character(sign) => element.set_text_content(Some(sign.encode_utf8(&mut [0; 4]))),
        }
        if face.count > 1 {
            let count: Element = page::element("span", "map-beacon__count");
            count.set_text_content(Some(&face.count.to_string()));
            page::append(&element, &count);
        }
        page::append(&self.root, &element);
        let (marked, mark) = (Rc::clone(&self.marked), face.mark.clone());
        let listener = EventListener::new(&element, "click", move |event| {
            event.stop_propagation();
            marked(mark.clone());
        });
        Button { element, face, at, _listener: listener }
    }
}

/// The room of a button and its number.
fn rect(at: Screen) -> Rect {
    Rect {
        left: at.x - SIZE_PX / 2.0,
        top: at.y - SIZE_PX / 2.0 - 6.0,
        right: at.x + SIZE_PX / 2.0 + 8.0,
        bottom: at.y + SIZE_PX / 2.0,
    }
}

/// The nearest place that nothing takes; where it belongs when there is none.
fn beside(at: Screen, taken: &[Rect]) -> Screen {
    let places = ASIDE_PX.into_iter().map(|(x, y)| Screen { x: at.x + x, y: at.y + y });
    places.into_iter().find(|at| !taken.iter().any(|other| rect(*at).meets(*other))).unwrap_or(at)
}
