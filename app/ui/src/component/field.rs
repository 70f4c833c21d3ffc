//! One line of text to type, with its label, hint and error.

use leptos::prelude::*;

/// A labelled input. The error is announced and tied to the input.
#[component]
pub fn Field(
    /// The name in the form; also the id.
    #[prop(into)]
    name: String,
    /// Another id, where several forms of a page ask for the same.
    #[prop(optional, into)]
    id: Option<String>,
    /// What to type.
    #[prop(into)]
    label: Signal<String>,
    /// What was typed before.
    #[prop(optional, into)]
    value: Signal<String>,
    /// The native input type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in by itself, as HTML names it.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Help below the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = format!("field-{}", id.as_ref().unwrap_or(&name));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = format!("{hint_id} {error_id}");
    view! {
        <div class="field" class:is-wrong=move || error.get().is_some()>
            <label class="field__label" for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <span class="field__hint" id=hint_id>{hint}</span> })}
            <input
                class="field__input"
                id=id
                type=kind
                name=name
                autocomplete=autocomplete
                prop:value=value
                value=value.get_untracked()
                aria-describedby=described_by
                aria-invalid=move || error.get().map(|_| "true")
            />
            <span class="field__error" id=error_id role="alert">{error}</span>
        </div>
    }
}
