//! The letters at the heads of several trails: who is where at the replay's time. One trail alone needs none.

use desk::map::bridge::MapView;
use desk::patrol::letter;
use web_sys::HtmlElement;

use super::labels::move_to;
use crate::browser::page;
use crate::engine::drawing::{Place, Project};
use crate::track::line::Line;

/// The layer of letters.
pub struct HeadLayer {
    root: HtmlElement,
    shown: Vec<HtmlElement>,
}

impl HeadLayer {
    /// An empty layer. The panel lists the same people, so that it says nothing to screen readers.
    pub fn new(parent: &HtmlElement) -> Self {
        let root: HtmlElement = page::element("div", "map-heads");
        page::set_attribute(&root, "aria-hidden", "true");
        page::append(parent, &root);
        Self { root, shown: Vec::new() }
    }

    /// Puts each letter at its head; whoever has not set out is not there yet.
    pub fn draw(&mut self, project: &dyn Project, view: &MapView, lines: &[Line]) {
        let wanted = if lines.len() > 1 { lines.len() } else { 0 };
        while self.shown.len() > wanted {
            self.shown.pop().into_iter().for_each(|element| element.remove());
        }
        while self.shown.len() < wanted {
            let element: HtmlElement = page::element("div", "map-head");
            element.set_text_content(Some(&letter(self.shown.len()).to_string()));
            page::append(&self.root, &element);
            self.shown.push(element);
        }
        for (element, line) in self.shown.iter().zip(lines) {
            let now = view.now.or(line.times.first().copied());
            let begun = now.filter(|now| line.times.first().is_some_and(|first| first <= now));
            let place = begun.and_then(|now| line.at(now));
            let at = place.and_then(|(_, place)| project.screen(Place::on_ground(place)));
            element.set_hidden(at.is_none());
            if let Some(at) = at {
                move_to(element, at);
            }
        }
    }
}
