//! The one box people type into.

use leptos::ev::SubmitEvent;
use leptos::html;
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
    /// Called with the text instead of loading the form's address.
    #[prop(optional, into)]
    on_submit: Option<Callback<String>>,
    /// Hidden inputs that the form keeps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        if let (Some(on_submit), Some(input)) = (on_submit, input.get_untracked()) {
            event.prevent_default();
            on_submit.run(input.value());
        }
    };
    view! {
        <form class="search-box" role="search" method="get" action=action on:submit=submit>
            {children.map(|children| children())}
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
