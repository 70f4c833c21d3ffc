//! The hover card: door and class of the household under the pointer or the keyboard's cursor.

use desk::map::bridge::MapView;
use web_sys::{Element, HtmlElement};

use super::text;
use crate::browser::page;
use crate::engine::drawing::{Place, Project, Screen};
use crate::engine::model::Model;

/// How far from the pointer the card stands.
const GAP_PX: f64 = 16.0;
/// The room that the card may need.
const ROOM_PX: (f64, f64) = (260.0, 70.0);

/// The hover card.
pub struct Tip {
    root: HtmlElement,
    lines: [Element; 2],
    shown: Option<[String; 2]>,
    pointer: Option<Screen>,
}

impl Tip {
    /// A hidden card.
    pub fn new(parent: &HtmlElement) -> Self {
        let root: HtmlElement = page::element("div", "map-tip");
        // The page's live region says what the keyboard's cursor is on.
        page::set_attribute(&root, "aria-hidden", "true");
        root.set_hidden(true);
        let lines = ["map-tip__place", "map-tip__state"].map(|class| page::element("div", class));
        for line in &lines {
            page::append(&root, line);
        }
        page::append(parent, &root);
        Self { root, lines, shown: None, pointer: None }
    }

    /// Remembers where the pointer is.
    pub fn pointer(&mut self, at: Option<Screen>) {
        self.pointer = at;
    }

    /// Shows the card of a household, or hides it.
    pub fn draw(&mut self, project: &dyn Project, model: &Model, view: &MapView, cell: Option<u32>) {
        let text = cell.and_then(|cell| text::cell(model, view, cell));
        if text != self.shown {
            self.root.set_hidden(text.is_none());
            for (line, text) in self.lines.iter().zip(text.iter().flatten()) {
                line.set_text_content(Some(text));
            }
            self.shown = text;
        }
        let at = self.pointer.or_else(|| cell.and_then(|cell| place(project, model, cell)));
        if let (Some(at), Some(_)) = (at, &self.shown) {
            let (width, height) = project.size();
            let x = if at.x + GAP_PX + ROOM_PX.0 < width { at.x + GAP_PX } else { at.x - GAP_PX - ROOM_PX.0 };
            let y = if at.y + GAP_PX + ROOM_PX.1 < height { at.y + GAP_PX } else { at.y - GAP_PX - ROOM_PX.1 };
            page::set_style(&self.root, "transform", &format!("translate({:.0}px,{:.0}px)", x.max(4.0), y.max(4.0)));
        }
    }
}

fn place(project: &dyn Project, model: &Model, cell: u32) -> Option<Screen> {
    let anchor = model.city.cell_anchor(cell)?;
    let ground = domain::geo::Metre { x: anchor.point.x, y: anchor.point.y };
    project.screen(Place { ground, up_m: anchor.point.z })
}
