//! The one box people type into.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use wording::Word;

use crate::icon::{Glyph, Icon};
use crate::language::say;

/// A search form that works by itself; with `on_input` results may also appear while typing.
///
/// It is posted, because what is typed may be somebody's name: the server keeps it and leads to `back` with its number.
#[component]
pub fn SearchBox(
    /// The page that shows what is found.
    #[prop(into)]
    back: Signal<String>,
    /// What the box holds.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text while typing.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Called with the text instead of sending the form.
    #[prop(optional, into)]
    on_submit: Option<Callback<String>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        if let (Some(on_submit), Some(input)) = (on_submit, input.get_untracked()) {
            event.prevent_default();
            on_submit.run(input.value());
        }
    };
    view! {
        <form class="search-box" role="search" method="post" action="/form/search" on:submit=submit>
            <input type="hidden" name="back" value=back />
            <label class="visually-hidden" for="search">{say(Word::SearchLabel)}</label>
            <Glyph icon=Icon::Search />
            <input
                class="search-box__input"
                node_ref=input
                id="search"
                type="search"
                name="q"
                autocomplete="off"
                spellcheck="false"
                maxlength="80"
                placeholder=say(Word::SearchHint)
                value=value.get_untracked()
                prop:value=value
                on:input:target=move |ev| {
                    if let Some(on_input) = on_input {
                        on_input.run(ev.target().value());
                    }
                }
            />
            <button class="search-box__button visually-hidden" type="submit">{say(Word::Search)}</button>
        </form>
    }
}
