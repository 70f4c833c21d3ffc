//! What the live connection brings: cells, beacons, signs of life.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use desk::map::bridge::{LiveStatus, MapEvent};
use domain::live::LiveFrame;

use super::drawing::Change;
use super::{Inner, probe};
use crate::live::Signal;

impl Inner {
    pub(super) fn heard(self: &Rc<Self>, signal: Signal) {
        match signal {
            Signal::Frame(frame) => self.take_frame(&frame),
            Signal::Alive(alive) => {
                let server_time = Some(alive.server_time);
                self.report(LiveStatus { server_time, stale: None, ..self.status.get() });
            }
            Signal::Silent => {
                let since = self.status.get().server_time.or_else(browser_time);
                self.report(LiveStatus { stale: since, ..self.status.get() });
            }
            Signal::Reset => {
                self.load_state();
                self.stage.tell(MapEvent::Reset);
            }
        }
    }

    fn report(&self, status: LiveStatus) {
        self.status.set(status);
        self.stage.tell(MapEvent::Live(status));
    }

    fn take_frame(self: &Rc<Self>, frame: &LiveFrame) {
        let Some((version, known)) = self.stage.with_model(|model| (model.city.pack.scene_version, model.state_seq))
        else {
            return;
        };
        if version != frame.scene_version {
            return self.stage.tell(MapEvent::SceneReplaced);
        }
        let (cells, beacons) = {
            let mut model = self.stage.model.borrow_mut();
            let Some(model) = model.as_mut() else { return };
            let cells = model.take_frame(frame);
            let beacons = frame.beacons.iter().filter(|change| model.take_beacon(change)).count();
            (cells, beacons)
        };
        if !cells.is_empty() {
            self.changed(Change::Cells(&cells));
        }
        if self.stage.view.borrow().filter.is_some() && !frame.cells.is_empty() {
            // Who fits now, only the server knows.
            self.load_state();
        }
        if beacons > 0 {
            self.changed(Change::Overlay);
        }
        let seq = frame.seq.max(known);
        probe::seq(&self.stage.container, seq);
        self.report(LiveStatus { seq, stale: None, ..self.status.get() });
        // A household's card may have changed although its colour under this lens did not.
        if !frame.cells.is_empty() && frame.seq > known {
            self.stage.tell(MapEvent::CellsChanged(frame.cells.iter().map(|cell| cell.cell).collect()));
        }
        // An empty frame tells a screen that sees no cells that totals changed.
        let is_nudge = frame.cells.is_empty() && frame.beacons.is_empty();
        if beacons > 0 || is_nudge {
            self.stage.tell(MapEvent::BeaconsChanged);
        }
    }
}

/// The browser's clock: only for a picture of which no server ever said how old it is.
fn browser_time() -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64)
}
