//! The list of keys, opened by `?`.

use leptos::html;
use leptos::prelude::*;
use wording::Word;

use super::dialog::Dialog;
use crate::language::{say, use_lang};

/// One line of the help: the keys and what they do.
#[derive(Clone, Copy, Debug)]
pub struct KeyLine {
    /// The keys, each drawn as a cap.
    pub keys: &'static [&'static str],
    /// What they do.
    pub action: Word,
}

/// The dialog with all keys of a page.
#[component]
pub fn KeyHelp(
    /// The keys.
    lines: &'static [KeyLine],
    /// To open it from code.
    node_ref: NodeRef<html::Dialog>,
) -> impl IntoView {
    let lang = use_lang();
    let title = Signal::derive(move || Word::KeysHelp.text(lang.get()).to_owned());
    view! {
        <Dialog id="key-help" title=title node_ref=node_ref>
            <table class="key-help">
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">{say(Word::Key)}</th>
                        <th scope="col">{say(Word::KeyAction)}</th>
                    </tr>
                </thead>
                <tbody>{lines.iter().map(line).collect_view()}</tbody>
            </table>
        </Dialog>
    }
}

fn line(line: &'static KeyLine) -> impl IntoView {
    view! {
        <tr>
            <td class="key-help__keys">{line.keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}</td>
            <td>{say(line.action)}</td>
        </tr>
    }
}
