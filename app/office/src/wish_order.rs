//! The fields of what is published of a wish: what, when, where, how many, with what, and what to mind.

use chrono::{DateTime, Utc};
use domain::clock::zone;
use domain::wish::{Kind, Repeat};
use leptos::prelude::*;
use service::wish::WishRow;
use ui::language::use_lang;
use ui::refused::Refused;
use ui::{Choice, Field, Select};
use wording::WishDesk;

use crate::wish_name;

/// The fields, filled with what was typed and refused, else with the wish as it is.
#[component]
pub fn WishOrder(
    /// The form that they stand in.
    form: &'static str,
    /// The wish; nothing for a new one.
    wish: Option<WishRow>,
    /// What the resident wrote, to begin with.
    words: String,
) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: WishDesk| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find(form);
    let typed = move |field: &str, of: String| match &refused {
        Some(refused) => refused.value(field).unwrap_or_default().to_owned(),
        None => of,
    };
    let row = wish.as_ref();
    let of = |get: fn(&WishRow) -> String| row.map(get).unwrap_or_default();
    let content = if of(|wish| wish.content.clone()).is_empty() { words } else { of(|wish| wish.content.clone()) };
    let kind = typed("kind", of(|wish| wish.standing.kind.slug().to_owned()));
    let repeat = typed("repeat", of(|wish| wish.repeat.map(Repeat::slug).unwrap_or_default().to_owned()));
    let slots = typed("slots", row.map_or(1, |wish| wish.slots).to_string());
    view! {
        <Select name="kind" label=text(WishDesk::OrderKind) choices=Signal::stored(kinds(lang.get_untracked())) value=kind />
        <Field name="title" label=text(WishDesk::OrderTitle) value=typed("title", of(|wish| wish.title.clone())) />
        <Long name="content" label=WishDesk::OrderContent hint=WishDesk::OrderHint value=typed("content", content) />
        <Field
            name="place"
            label=text(WishDesk::OrderPlace)
            hint=text(WishDesk::OrderPlaceHint)
            value=typed("place", of(|wish| wish.place.clone()))
        />
        <Field
            name="starts_at"
            kind="datetime-local"
            label=text(WishDesk::OrderStarts)
            value=typed("starts_at", of(|wish| wish.starts_at.map(local).unwrap_or_default()))
        />
        <Field
            name="ends_at"
            kind="datetime-local"
            label=text(WishDesk::OrderEnds)
            value=typed("ends_at", of(|wish| wish.ends_at.map(local).unwrap_or_default()))
        />
        <Field name="slots" kind="number" label=text(WishDesk::OrderSlots) value=slots />
        <Long
            name="tools"
            label=WishDesk::OrderTools
            hint=WishDesk::OrderToolsHint
            value=typed("tools", of(|wish| wish.tools.join("\n")))
        />
        <Field name="safety" label=text(WishDesk::OrderSafety) value=typed("safety", of(|wish| wish.safety.clone())) />
        <Select
            name="repeat"
            label=text(WishDesk::OrderRepeat)
            choices=Signal::stored(repeats(lang.get_untracked()))
            value=repeat
        />
    }
}

/// A text of a few lines, with a hint.
#[component]
pub fn Long(
    /// The name in the form; also the id.
    name: &'static str,
    /// What to type.
    label: WishDesk,
    /// Help below the label.
    hint: WishDesk,
    /// What was typed before.
    value: String,
) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let (id, hint_id) = (format!("field-{name}"), format!("field-{name}-hint"));
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {label.text(lang)}
            </label>
            <span class="field__hint" id=hint_id.clone()>
                {hint.text(lang)}
            </span>
            <textarea class="field__input" id=id name=name rows="3" maxlength="600" aria-describedby=hint_id>
                {value}
            </textarea>
        </div>
    }
}

/// The kinds to choose from.
pub fn kinds(lang: wording::Lang) -> Vec<Choice> {
    let choice = |(kind, slug): (Kind, &str)| Choice {
        value: slug.to_owned(),
        text: wish_name::kind(kind).text(lang).to_owned(),
    };
    Kind::ALL.into_iter().map(choice).collect()
}

fn repeats(lang: wording::Lang) -> Vec<Choice> {
    let never = Choice { value: String::new(), text: WishDesk::RepeatNever.text(lang).to_owned() };
    let choice = |(repeat, slug): (Repeat, &str)| Choice {
        value: slug.to_owned(),
        text: wish_name::repeat(Some(repeat)).text(lang).to_owned(),
    };
    std::iter::once(never).chain(Repeat::ALL.into_iter().map(choice)).collect()
}

/// An instant as a field for date and time shows it.
fn local(at: DateTime<Utc>) -> String {
    at.with_timezone(&zone()).format("%Y-%m-%dT%H:%M").to_string()
}
