//! Hears when the browser takes the graphics context away and gives it back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, HtmlCanvasElement};

/// What happened to the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContextEvent {
    Lost,
    Restored,
}

type OnEvent = Closure<dyn Fn(Event)>;
type Wake = Rc<RefCell<Option<Box<dyn Fn()>>>>;

/// Listens until dropped.
pub(super) struct Listener {
    canvas: HtmlCanvasElement,
    happened: Rc<Cell<Option<ContextEvent>>>,
    wake: Wake,
    closures: [(&'static str, OnEvent); 2],
}

impl Listener {
    pub(super) fn new(canvas: &HtmlCanvasElement) -> Self {
        let happened = Rc::new(Cell::new(None));
        let wake: Wake = Rc::default();
        let closures = [
            ("webglcontextlost", listener(&happened, &wake, ContextEvent::Lost)),
            ("webglcontextrestored", listener(&happened, &wake, ContextEvent::Restored)),
        ];
        for (name, closure) in &closures {
            // Refused only for names that are no events.
            let _added = canvas.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        }
        Self { canvas: canvas.clone(), happened, wake, closures }
    }

    pub(super) fn on_wake(&self, wake: impl Fn() + 'static) {
        *self.wake.borrow_mut() = Some(Box::new(wake));
    }

    pub(super) fn take(&self) -> Option<ContextEvent> {
        self.happened.take()
    }
}

fn listener(happened: &Rc<Cell<Option<ContextEvent>>>, wake: &Wake, what: ContextEvent) -> OnEvent {
    let (happened, wake) = (Rc::clone(happened), Rc::clone(wake));
    Closure::new(move |event: Event| {
        // Without this the browser never gives the context back.
        event.prevent_default();
        happened.set(Some(what));
        if let Some(wake) = wake.borrow().as_ref() {
            wake();
        }
    })
}

impl Drop for Listener {
    fn drop(&mut self) {
        for (name, closure) in &self.closures {
            let _removed = self.canvas.remove_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        }
    }
}
