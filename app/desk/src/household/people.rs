//! The people of a household: masked, and one at a time in full, for a reason.
//!
//! What was unmasked lives in the page only, for [`SHOWN_S`] seconds; it is in no address and in no storage.

use std::time::Duration;

use domain::id::ResidentId;
use domain::person::{FullPerson, MaskedPerson, Reason};
use leptos::prelude::*;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{ErrorText, Tag, format, name};
use wording::{Phrase, Word};

use super::api;
use crate::address;

/// How long a person stays unmasked on the screen, in seconds.
const SHOWN_S: u64 = 60;

/// The list of people.
pub fn people(people: Vec<MaskedPerson>, may_unmask: bool) -> impl IntoView {
    if people.is_empty() {
        return view! { <p class="card__quiet">{say(Word::NoPeople)}</p> }.into_any();
    }
    let lines = people.into_iter().map(|person| view! { <li><Person person=person may_unmask=may_unmask /></li> });
    let lines = lines.collect_view();
    let note = may_unmask.then(|| view! { <p class="card__quiet">{say(Word::UnmaskNote)}</p> });
    view! {
        <ul class="people">{lines}</ul>
        {note}
    }
    .into_any()
}

/// One person, as a list shows it.
pub fn person_line(person: MaskedPerson, may_unmask: bool) -> impl IntoView {
    view! { <Person person=person may_unmask=may_unmask /> }
}

#[component]
fn Person(person: MaskedPerson, may_unmask: bool) -> impl IntoView {
    let lang = use_lang();
    let MaskedPerson {
        resident,
        name: masked,
        sex,
        age_years,
        relation,
        id_number,
        phone,
        has_medical_note,
        is_checked,
    } = person;
    let full = RwSignal::new(None::<FullPerson>);
    let shown = move || full.with(|full| full.as_ref().map(|full| full.name.clone())).unwrap_or_else(|| masked.clone());
    let number =
        move || full.with(|full| full.as_ref().and_then(|full| full.id_number.clone())).or_else(|| id_number.clone());
    let phone = move || full.with(|full| full.as_ref().and_then(|full| full.phone.clone())).or_else(|| phone.clone());
    let note = move || {
        let shown = full.with(|full| full.as_ref().and_then(|full| full.medical_note.clone()));
        shown.or_else(|| has_medical_note.then(|| Word::HasMedicalNote.text(lang.get()).to_owned()))
    };
    let born = move || full.with(|full| full.as_ref().and_then(|full| full.born_on)).map(format::date);
    let facts = move || {
        let age = age_years.map(|years| Phrase::YearsOld { years }.text(lang.get()));
        let words = [name::relation(relation), name::sex(sex)].map(|word| word.text(lang.get()).to_owned());
        words.into_iter().chain(age).chain(born()).collect::<Vec<_>>().join(" · ")
    };
    let change = format!("{}?edit=contact", address::person(resident));
    view! {
        <div class="person" data-resident=resident.to_string() class:is-full=move || full.with(Option::is_some)>
            <a class="person__name" href=address::person(resident)>{shown}</a>
            {(!is_checked).then(|| view! { <Tag tone="tag--care">{say(Word::Unchecked)}</Tag> })}
            <p class="person__facts">{facts}</p>
            <p class="person__number">{number}</p>
            <p class="person__phone">
                {phone}
                // Whoever keeps the file may see it whole; a changed number is the commonest change at the door.
                {may_unmask.then(|| view! { <a class="person__change" href=change>{say(Word::ChangePhone)}</a> })}
            </p>
            {has_medical_note.then(|| view! { <p class="person__note">{note}</p> })}
            {may_unmask.then(|| view! { <Unmask resident=resident full=full /> })}
        </div>
    }
}

/// Asks for the reason, and shows the person for a while. Needs WebAssembly: without it nobody sees more than the mask.
#[component]
fn Unmask(resident: ResidentId, full: RwSignal<Option<FullPerson>>) -> impl IntoView {
    let lang = use_lang();
    let ask = Action::new(move |reason: &Reason| api::unmask(resident, *reason));
    Effect::new(move |_| {
        if let Some(Ok(person)) = ask.value().get() {
            full.set(Some(person));
            set_timeout(move || drop(full.try_set(None)), Duration::from_secs(SHOWN_S));
        }
    });
    let error = Signal::derive(move || ask.value().get().and_then(Result::err));
    // Without WebAssembly nobody could answer the form: it is there as soon as somebody can.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let chosen = RwSignal::new(Reason::Verify);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask.dispatch(chosen.get_untracked());
    };
    let choose = move |slug: String| chosen.set(Reason::from_slug(&slug).unwrap_or(Reason::Verify));
    let reasons = move || {
        let options = Reason::ALL.map(|(reason, slug)| {
            view! { <option value=slug>{move || name::reason(reason).text(lang.get())}</option> }
        });
        options.into_iter().collect_view()
    };
    let shown = move || full.with(Option::is_some);
    view! {
        <form class="person__unmask" method="post" hidden=move || !awake.get() || shown() on:submit=submit>
            <select
                class="field__input"
                aria-label=say(Word::UnmaskWhy)
                on:change:target=move |event| choose(event.target().value())
            >
                {reasons}
            </select>
            <button type="submit" class="button" disabled=move || ask.pending().get()>{say(Word::Unmask)}</button>
        </form>
        <button type="button" class="button button--quiet person__hide" hidden=move || !shown() on:click=move |_| full.set(None)>
            {say(Word::UnmaskHide)}
        </button>
        <Show when=move || error.get().is_some()>
            <ErrorText error=Signal::derive(move || error.get().unwrap_or(AppError::Transport)) />
        </Show>
    }
}
