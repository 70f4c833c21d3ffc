//! A household's labels as switches: a form each, so that they work without WebAssembly, and quicker with it.

use domain::cell::Label;
use domain::household::HouseholdCard;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{Chip, Tag, name};
use wording::Word;

use super::card::CardActions;
use crate::address::use_here;

/// All labels of the dictionary for somebody who may change them, else the household's own.
pub fn labels(card: &HouseholdCard, dictionary: Vec<Label>, actions: CardActions) -> impl IntoView + use<> {
    if card.may_edit {
        // A retired one is there to be taken off, and gone then.
        let offered = dictionary.into_iter().filter(|label| !label.is_retired || card.labels.contains(&label.code));
        let chips = offered.map(|label| switch(card, label, actions)).collect_view();
        return view! { <div class="chips">{chips}</div> }.into_any();
    }
    let lang = use_lang();
    let own = dictionary.into_iter().filter(|label| card.labels.contains(&label.code));
    let tags = own.map(|label| {
        let glyph = label.glyph.clone();
        view! { <Tag glyph=glyph>{move || name::label(&label, lang.get()).to_owned()}</Tag> }
    });
    let tags = tags.collect_view();
    let none = card.labels.is_empty().then(|| view! { <p class="card__quiet">{say(Word::LabelNone)}</p> });
    view! {
        <div class="chips">{tags}</div>
        {none}
        <p class="card__quiet">{say(Word::LabelReadOnly)}</p>
    }
    .into_any()
}

fn switch(card: &HouseholdCard, label: Label, actions: CardActions) -> impl IntoView + use<> {
    let lang = use_lang();
    let here = use_here();
    let (dwelling, revision, code) = (card.dwelling, card.revision, label.code);
    let on = card.labels.contains(&code);
    let title = Signal::derive(move || if on { Word::LabelOn } else { Word::LabelOff }.text(lang.get()).to_owned());
    let glyph = label.glyph.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        actions.set_label.dispatch((dwelling, code, !on, revision));
    };
    view! {
        <form class="chips__form" method="post" action="/form/label" on:submit=submit>
            <input type="hidden" name="dwelling" value=dwelling.to_string() />
            <input type="hidden" name="label" value=code.0.to_string() />
            <input type="hidden" name="on" value=if on { "0" } else { "1" } />
            <input type="hidden" name="revision" value=revision.to_string() />
            <input type="hidden" name="back" value=here />
            <Chip pressed=on glyph=glyph title=title disabled=actions.busy>
                {move || name::label_to_choose(&label, lang.get())}
            </Chip>
        </form>
    }
}
