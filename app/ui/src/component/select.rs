//! One choice out of a list.

use leptos::prelude::*;

/// One line of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What is shown.
    pub text: String,
}

/// A native drop-down with its label. Without WebAssembly its form needs a button.
#[component]
pub fn Select(
    /// The name in the form; also the id.
    #[prop(into)]
    name: String,
    /// What to choose.
    #[prop(into)]
    label: Signal<String>,
    /// The choices; the first is taken when `value` names none of them.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The chosen value.
    #[prop(optional, into)]
    value: Signal<String>,
    /// Called with the new value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = format!("select-{name}");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <select
                class="field__input"
                id=id
                name=name
                on:change:target=move |ev| {
                    if let Some(on_change) = on_change {
                        on_change.run(ev.target().value());
                    }
                }
            >
                <For each=move || choices.get() key=|choice| choice.clone() let:choice>
                    <option
                        value=choice.value.clone()
                        selected={
                            let own = choice.value.clone();
                            move || value.with(|value| *value == own)
                        }
                    >
                        {choice.text.clone()}
                    </option>
                </For>
            </select>
        </div>
    }
}
