//! The track's stops: numbered buttons in order of time.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use desk::map::bridge::MapView;
use gloo::events::EventListener;
use web_sys::HtmlElement;

use super::labels::move_to;
use super::{Mark, Rect, text};
use crate::browser::page;
use crate::engine::drawing::{Place, Project, Screen};
use crate::engine::model::Model;
use crate::track::line::Line;

/// The room that a stop takes.
const SIZE_PX: f64 = 26.0;

/// The layer of stops.
pub struct StopLayer {
    root: HtmlElement,
    shown: Vec<Button>,
    /// What the buttons were made for.
    made_for: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    marked: Rc<dyn Fn(Mark)>,
}

struct Button {
    element: HtmlElement,
    reached: Option<bool>,
    _listener: EventListener,
}

impl StopLayer {
    /// An empty layer.
    pub fn new(parent: &HtmlElement, marked: Rc<dyn Fn(Mark)>) -> Self {
        let root: HtmlElement = page::element("div", "map-stops");
        page::append(parent, &root);
        Self { root, shown: Vec::new(), made_for: Vec::new(), marked }
    }

    /// Shows the stops of the view's track; returns the room that they take.
    pub fn draw(&mut self, project: &dyn Project, model: &Model, view: &MapView, line: Option<&Line>) -> Vec<Rect> {
        let track = view.track.as_ref().filter(|_| line.is_some());
        let wanted: Vec<_> = track.iter().flat_map(|track| &track.stops).map(|stop| (stop.from, stop.until)).collect();
        if wanted != self.made_for {
            self.make(view);
            self.made_for = wanted;
        }
        let (width, height) = project.size();
        let mut rects = Vec::new();
        for (button, stop) in self.shown.iter_mut().zip(track.iter().flat_map(|track| &track.stops)) {
            let at = project.screen(Place::on_ground(model.frame.to_metre(stop.position)));
            let at = at.filter(|at| (0.0..=width).contains(&at.x) && (0.0..=height).contains(&at.y));
            button.element.set_hidden(at.is_none());
            if let Some(at) = at {
                move_to(&button.element, at);
                rects.push(Rect::around(Screen { x: at.x, y: at.y }, SIZE_PX, SIZE_PX));
            }
            let reached = view.now.is_none_or(|now| now >= stop.from);
            if button.reached.replace(reached) != Some(reached) {
                button.element.class_list().toggle_with_force("is-ahead", !reached).ok();
            }
        }
        rects
    }

    fn make(&mut self, view: &MapView) {
        self.shown.drain(..).for_each(|button| button.element.remove());
        let stops = view.track.iter().flat_map(|track| &track.stops);
        for (index, stop) in stops.enumerate() {
            let element: HtmlElement = page::element("button", "map-stop");
            let title = text::stop(view, stop);
            page::set_attribute(&element, "type", "button");
            page::set_attribute(&element, "title", &title);
            page::set_attribute(&element, "aria-label", &format!("{} {title}", index + 1));
            element.set_text_content(Some(&(index + 1).to_string()));
            page::append(&self.root, &element);
            let marked = Rc::clone(&self.marked);
            let listener = EventListener::new(&element, "click", move |event| {
                event.stop_propagation();
                marked(Mark::Stop(index));
            });
            self.shown.push(Button { element, reached: None, _listener: listener });
        }
    }
}
