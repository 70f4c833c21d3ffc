//! Plain keys of the page. Movements of the map belong to the map itself and work while it has the focus.

use leptos::html;
use leptos::prelude::*;
use ui::{KeyHelp, KeyLine};
use wording::Word;

/// All keys, for the help.
const KEYS: &[KeyLine] = &[
    KeyLine { keys: &["?"], action: Word::KeyHelp },
    KeyLine { keys: &["/"], action: Word::KeySearch },
    KeyLine { keys: &["T"], action: Word::KeyMode },
    KeyLine { keys: &["Esc"], action: Word::KeyEscape },
    KeyLine { keys: &["←", "↑", "→", "↓"], action: Word::KeyPan },
    KeyLine { keys: &["+", "−"], action: Word::KeyZoom },
    KeyLine { keys: &["Q", "E"], action: Word::KeyTurn },
    KeyLine { keys: &["R", "F"], action: Word::KeyTilt },
    KeyLine { keys: &["Home"], action: Word::KeyHome },
    KeyLine { keys: &[",", "."], action: Word::KeyWalk },
    KeyLine { keys: &["Enter"], action: Word::KeyPick },
];

/// Listens to the page's keys and holds their help.
#[component]
pub fn Keyboard(
    /// The help, so that a button can open it as well.
    help: NodeRef<html::Dialog>,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    listen::attach(super::context::use_map(), help);
    view! { <KeyHelp lines=KEYS node_ref=help /> }
}

#[cfg(feature = "hydrate")]
mod listen {
    use leptos::ev;
    use leptos::html;
    use leptos::prelude::*;

    use crate::browser::{dialog, focus, typing};
    use crate::map::bridge::Mode;
    use crate::map::context::MapContext;
    use crate::map::view_state::ViewState;

    /// Attaches the listener for as long as the page lives.
    pub fn attach(context: MapContext, help: NodeRef<html::Dialog>) {
        Effect::new(move |_| {
            let listener = window_event_listener(ev::keydown, move |event| pressed(context, help, &event));
            on_cleanup(move || listener.remove());
        });
    }

    fn pressed(context: MapContext, help: NodeRef<html::Dialog>, event: &ev::KeyboardEvent) {
        if dialog::is_any_open() {
            return;
        }
        if event.key() == "Escape" {
            escape(context, event);
            return;
        }
        if typing::is_typing(event) {
            return;
        }
        match event.key().as_str() {
            "?" => dialog::open(help),
            "/" => focus::focus("search"),
            "t" | "T" => {
                let view = context.view.get_untracked();
                let mode = if view.mode == Mode::Solid { Mode::Flat } else { Mode::Solid };
                context.go(&ViewState { mode, ..view });
            }
            _ => return,
        }
        event.prevent_default();
    }

    /// Out of a field first, then out of what is open, then one level up.
    fn escape(context: MapContext, event: &ev::KeyboardEvent) {
        if typing::is_typing(event) {
            focus::focus(crate::map::CONTAINER);
            return;
        }
        let view = context.view.get_untracked();
        if view.dwelling.is_some() || view.building.is_some() {
            context.go(&view.closed());
        } else if let Some(area) = view.area {
            context.go(&view.at_area(area.parent().filter(|_| is_below_scope(context, area))));
        }
    }

    fn is_below_scope(context: MapContext, area: domain::area::Area) -> bool {
        let scope = context.city.get_untracked().and_then(Result::ok).map(|city| city.scope);
        scope.is_some_and(|scope| area.parent().is_some_and(|parent| scope.contains(parent) && scope != parent))
    }
}
