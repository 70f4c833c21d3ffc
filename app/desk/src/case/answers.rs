//! The texts of one's desk beside the words of a step: choosing one fills them in. Only awake: without script one writes.

use domain::answer::{self, Answer};
use domain::case::{Need, Offer};
use domain::id::CaseId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::language::{say, use_lang};
use wording::Word;

use super::api;
use crate::browser::form;

/// The choice of a text, once there are any; the words stand in the field with this id.
pub fn select(case: CaseId, offer: Offer, note: &'static str) -> Option<impl IntoView + use<>> {
    if offer.needs.note == Need::No || !answer::serves(offer.kind) {
        return None;
    }
    let found = RwSignal::new(Vec::<Answer>::new());
    // Effects run in the browser alone.
    Effect::new(move |_| {
        spawn_local(async move {
            if let Ok(answers) = api::answers(case).await {
                // The form may be closed by now.
                let _ = found.try_set(answers);
            }
        });
    });
    Some(move || {
        let answers = found.get();
        (!answers.is_empty()).then(|| view! { <Choice answers=answers note=note /> })
    })
}

#[component]
fn Choice(answers: Vec<Answer>, note: &'static str) -> impl IntoView {
    let lang = use_lang();
    let put_in = StoredValue::new(String::new());
    let options = answers.iter().enumerate().map(|(at, answer)| {
        view! { <option value=at.to_string()>{answer.name.clone()}</option> }
    });
    let options = options.collect_view();
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|at| answers.get(at).cloned());
        if let Some(Answer { text, .. }) = chosen {
            let words = answer::chosen(&form::typed(note), &put_in.get_value(), &text);
            form::write(note, &words);
            put_in.set_value(text);
        }
    };
    view! {
        <div class="field">
            <label class="field__label" for="step-template">
                {say(Word::AnswerChoose)}
            </label>
            <select class="field__input" id="step-template" on:change=choose>
                <option value="">{move || Word::AnswerChooseNone.text(lang.get())}</option>
                {options}
            </select>
            <a class="field__hint" href="/cases/answers" rel="external">
                {say(Word::AnswerManage)}
            </a>
        </div>
    }
}
