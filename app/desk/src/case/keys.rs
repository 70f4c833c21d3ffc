//! Plain keys of the desk. Each presses a button or link that is on the page, so that keys can do nothing that hands can't.

use leptos::html;
use leptos::prelude::*;
use ui::{KeyHelp, KeyLine};
use wording::Word;

use super::context::CaseContext;

/// All keys, for the help.
const KEYS: &[KeyLine] = &[
    KeyLine { keys: &["?"], action: Word::KeyHelp },
    KeyLine { keys: &["J", "K"], action: Word::KeyCaseNext },
    KeyLine { keys: &["Enter"], action: Word::KeyCaseOpen },
    KeyLine { keys: &["X"], action: Word::KeyCaseTick },
    KeyLine { keys: &["A"], action: Word::KeyCaseAccept },
    KeyLine { keys: &["F"], action: Word::KeyCaseFinish },
    KeyLine { keys: &["P"], action: Word::KeyCasePassOn },
    KeyLine { keys: &["U"], action: Word::KeyCasePassUp },
    KeyLine { keys: &["R"], action: Word::KeyCaseReturn },
    KeyLine { keys: &["E"], action: Word::KeyCaseEvaluate },
    KeyLine { keys: &["Z"], action: Word::KeyCaseUndo },
    KeyLine { keys: &["A", "P", "E"], action: Word::KeyCaseTogether },
    KeyLine { keys: &["Esc"], action: Word::KeyCaseEscape },
];

/// Listens to the page's keys and holds their help.
#[component]
pub fn Keys(
    /// The page.
    context: CaseContext,
    /// The help, so that a button can open it as well.
    help: NodeRef<html::Dialog>,
    /// Becomes true once keys are heard.
    hears: RwSignal<bool>,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    listen::attach(context, hears);
    #[cfg(not(feature = "hydrate"))]
    let _ = (context, hears);
    view! { <KeyHelp lines=KEYS node_ref=help /> }
}

#[cfg(feature = "hydrate")]
mod listen {
    use leptos::ev;
    use leptos::prelude::*;

    use crate::browser::{dialog, focus, press, typing};
    use crate::case::context::CaseContext;

    /// Attaches the listener for as long as the page lives.
    pub fn attach(context: CaseContext, hears: RwSignal<bool>) {
        Effect::new(move |_| {
            let listener = window_event_listener(ev::keydown, move |event| pressed(context, &event));
            on_cleanup(move || listener.remove());
            hears.set(true);
        });
    }

    fn pressed(context: CaseContext, event: &ev::KeyboardEvent) {
        if dialog::is_any_open() {
            return;
        }
        let view = context.view.get_untracked();
        if event.key() == "Escape" {
            if view.step.is_some() {
                context.go(view.still());
            } else if !context.bulk.ticks.with_untracked(std::collections::BTreeMap::is_empty) {
                context.bulk.clear();
            } else if view.case.is_some() {
                context.go(view.closed());
            }
            return;
        }
        if typing::is_typing(event) || event.repeat() {
            return;
        }
        let done = match event.key().as_str() {
            "Enter" if press::is_on_control(event) => false,
            "Enter" => {
                focus::focus(super::super::sheet::HEADING);
                true
            }
            "x" | "X" => {
                let next = context.bulk.tick(view.case);
                if let Some(next) = next.filter(|next| view.case != Some(*next)) {
                    context.go(view.at(next));
                }
                next.is_some()
            }
            key => {
                let key = key.to_ascii_lowercase();
                if together(context, &key) {
                    event.prevent_default();
                    return;
                }
                let is_ours = ["?", "j", "k", "a", "f", "p", "u", "r", "e", "z"].contains(&key.as_str());
                is_ours && press::press(&key)
            }
        };
        if done {
            event.prevent_default();
        }
    }

    /// The keys that mean what is ticked while something is; whether this was one.
    fn together(context: CaseContext, key: &str) -> bool {
        match key {
            "z" => press::press("bulk-z"),
            _ if context.bulk.ticks.with_untracked(std::collections::BTreeMap::is_empty) => false,
            "p" if context.bulk.desks.with_untracked(Vec::is_empty) => false,
            "p" => {
                context.bulk.ask();
                true
            }
            "a" | "e" => press::press(&format!("bulk-{key}")),
            _ => false,
        }
    }
}
