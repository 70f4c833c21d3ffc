//! The names as elements: kept by what they belong to, so that a name moves instead of changing into another.

use std::collections::HashMap;

use web_sys::HtmlElement;

use super::label::{Candidate, Named, Rank};
use crate::browser::page;
use crate::engine::drawing::Screen;

/// The layer of names.
pub struct LabelLayer {
    root: HtmlElement,
    shown: HashMap<Named, Shown>,
    spare: Vec<HtmlElement>,
}

struct Shown {
    element: HtmlElement,
    rank: Rank,
    text: String,
    at: Screen,
}

impl LabelLayer {
    /// An empty layer.
    pub fn new(parent: &HtmlElement) -> Self {
        let root: HtmlElement = page::element("div", "map-labels");
        // The same names stand in the page's lists, which are the accessible way in.
        page::set_attribute(&root, "aria-hidden", "true");
        page::append(parent, &root);
        Self { root, shown: HashMap::new(), spare: Vec::new() }
    }

    /// Shows names where they were placed.
    pub fn draw(&mut self, placed: Vec<Candidate>) {
        let mut last = std::mem::take(&mut self.shown);
        let mut fresh = Vec::new();
        for candidate in placed {
            match last.remove(&candidate.named) {
                Some(shown) => {
                    let shown = Self::update(shown, candidate);
                    self.shown.insert(shown.0, shown.1);
                }
                None => fresh.push(candidate),
            }
        }
        for shown in last.into_values() {
            shown.element.set_hidden(true);
            self.spare.push(shown.element);
        }
        for candidate in fresh {
            let element = self.spare.pop().unwrap_or_else(|| {
                let element: HtmlElement = page::element("span", "map-label");
                page::append(&self.root, &element);
                element
            });
            element.set_hidden(false);
            element.set_class_name(candidate.rank.class());
            element.set_text_content(Some(&candidate.text));
            move_to(&element, candidate.at);
            let Candidate { named, rank, text, at } = candidate;
            self.shown.insert(named, Shown { element, rank, text, at });
        }
    }

    fn update(mut shown: Shown, candidate: Candidate) -> (Named, Shown) {
        if shown.rank != candidate.rank {
            shown.rank = candidate.rank;
            shown.element.set_class_name(candidate.rank.class());
        }
        if shown.text != candidate.text {
            shown.element.set_text_content(Some(&candidate.text));
            shown.text = candidate.text;
        }
        if shown.at != candidate.at {
            shown.at = candidate.at;
            move_to(&shown.element, candidate.at);
        }
        (candidate.named, shown)
    }
}

/// Puts the middle of an element at a point, with one write.
pub fn move_to(element: &HtmlElement, at: Screen) {
    page::set_style(element, "transform", &format!("translate({:.1}px,{:.1}px) translate(-50%,-50%)", at.x, at.y));
}
