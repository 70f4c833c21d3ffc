//! The form that a photo is added with, and the one that says why a document has to be seen.

use chrono::NaiveDate;
use domain::file::Problem;
use domain::person::Reason;
use domain::photo::{Kind, PhotoLine, Subject};
use leptos::prelude::*;
use ui::component::Choice;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Field, Select, fault, name};
use wording::Word;

/// The subject as its form sends it.
fn hidden_subject(subject: Subject) -> impl IntoView {
    let (field, id) = match subject {
        Subject::Resident(resident) => ("resident", resident.to_string()),
        Subject::Dwelling(dwelling) => ("dwelling", dwelling.to_string()),
    };
    view! { <input type="hidden" name=field value=id /> }
}

/// What is wrong with a field of the form that was refused.
fn problem(refused: Option<&Refused>, field: &str) -> Option<Problem> {
    match refused.map(|refused| &refused.error) {
        Some(AppError::Entry { problems }) => {
            problems.iter().find(|found| found.field == field).map(|found| found.problem)
        }
        _ => None,
    }
}

/// Adds a photo.
#[component]
pub fn AddPhoto(subject: Subject, back: String, today: NaiveDate) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("photo");
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).map(str::to_owned);
    let fault = |field: &str| {
        let problem = problem(refused.as_ref(), field);
        Signal::derive(move || problem.map(|problem| fault::problem(problem).text(lang.get()).to_owned()))
    };
    let kinds = Kind::ALL.into_iter().filter(|(kind, _)| subject.takes(*kind));
    let kinds = kinds.map(|(kind, slug)| Choice {
        value: slug.to_owned(),
        text: name::photo_kind(kind).text(lang.get_untracked()).to_owned(),
    });
    let kinds: Vec<Choice> = kinds.collect();
    let (photo_fault, caption_fault, day_fault) = (fault("photo"), fault("caption"), fault("taken_on"));
    let (kind, caption) = (typed("kind").unwrap_or_default(), typed("caption").unwrap_or_default());
    let taken_on = typed("taken_on").unwrap_or_else(|| today.to_string());
    view! {
        <section class="card" aria-labelledby="add">
            <h2 class="card__title" id="add">
                {say(Word::PhotoAdd)}
            </h2>
            <form class="form" method="post" action="/form/photo" enctype="multipart/form-data">
                <input type="hidden" name="back" value=back />
                {hidden_subject(subject)}
                <div class="field" class:is-wrong=move || photo_fault.get().is_some()>
                    <label class="field__label" for="field-photo">
                        {say(Word::PhotoFile)}
                    </label>
                    <input
                        class="field__input"
                        id="field-photo"
                        type="file"
                        name="photo"
                        required
                        accept="image/jpeg,image/png,image/webp"
                        aria-describedby="field-photo-error"
                        aria-invalid=move || photo_fault.get().map(|_| "true")
                    />
                    <span class="field__error" id="field-photo-error" role="alert">
                        {photo_fault}
                    </span>
                </div>
                <Select name="kind" label=text(Word::PhotoKind) choices=kinds value=kind />
                <Field name="caption" label=text(Word::PhotoCaption) value=caption error=caption_fault />
                <Field name="taken_on" label=text(Word::PhotoTakenOn) kind="date" value=taken_on error=day_fault />
                <Button kind=ButtonKind::Primary>{say(Word::PhotoAdd)}</Button>
            </form>
        </section>
    }
}

/// Says why a document has to be seen.
#[component]
pub fn Unmask(line: PhotoLine, back: String) -> impl IntoView {
    let lang = use_lang();
    let reasons = Reason::ALL.map(|(reason, slug)| {
        view! { <option value=slug>{move || name::reason(reason).text(lang.get())}</option> }
    });
    let label = move || Word::UnmaskWhy.text(lang.get());
    view! {
        <form class="photos__tools" method="post" action="/form/photo-unmask">
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="photo" value=line.photo.to_string() />
            <select class="field__input" name="reason" aria-label=label>
                {reasons.into_iter().collect_view()}
            </select>
            <Button>{say(Word::PhotoUnmask)}</Button>
        </form>
    }
}
