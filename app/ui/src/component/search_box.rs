//! The one box people type into.

use leptos::prelude::*;
use wording::Word;

use crate::icon::{Glyph, Icon};
use crate::language::say;

/// A search form (GET) that works by itself; with `on_input` results may also appear while typing.
#[component]
pub fn SearchBox(
    /// Where the form goes.
    #[prop(into)]
    action: Signal<String>,
    /// What the box holds.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text while typing.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Hidden inputs that the form keeps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <form class="search-box" role="search" method="get" action=action>
            {children.map(|children| children())}
            <label class="visually-hidden" for="search">{say(Word::SearchLabel)}</label>
            <Glyph icon=Icon::Search />
            <input
                class="search-box__input"
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
