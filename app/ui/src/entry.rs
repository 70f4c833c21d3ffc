//! Fields of forms that a person's or household's file is entered with: what was typed comes back, each with its fault.

use domain::file::view::DictionaryWord;
use domain::file::{EntryProblem, FieldSpec, Kind, Method, Problem};
use domain::person::Sex;
use leptos::prelude::*;
use wording::{Lang, Word};

use crate::component::Field;
use crate::error::AppError;
use crate::language::{say, use_lang};
use crate::refused::Refused;
use crate::{fault, name};

/// A form on its page: what was typed and refused, if it is the one that was refused.
#[derive(Clone, Debug, Default)]
pub struct Typed(Option<Refused>);

impl Typed {
    /// The form with this name. Of several on one page it is the one whose `key` field has `value`.
    pub fn find(form: &str, key: &str, value: &str) -> Self {
        Self(Refused::find(form).filter(|refused| refused.value(key) == Some(value)))
    }

    /// Whether this form was refused, so that it has to be open.
    pub fn is_refused(&self) -> bool {
        self.0.is_some()
    }

    /// What was typed, else what the file has.
    pub fn value(&self, field: &str, otherwise: &str) -> String {
        let typed = self.0.as_ref().map(|refused| refused.value(field).unwrap_or_default());
        typed.unwrap_or(otherwise).to_owned()
    }

    /// Whether a box was ticked, else whether it is.
    pub fn is_on(&self, field: &str, otherwise: bool) -> bool {
        self.0.as_ref().map_or(otherwise, |refused| refused.value(field).is_some())
    }

    /// All that is wrong.
    pub fn problems(&self) -> &[EntryProblem] {
        match self.0.as_ref().map(|refused| &refused.error) {
            Some(AppError::Entry { problems }) => problems,
            _ => &[],
        }
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<Problem> {
        self.problems().iter().find(|found| found.field == field).map(|found| found.problem)
    }
}

/// A line of text or a date.
pub fn text(typed: &Typed, slug: &'static str, kind: &'static str, current: &str, hint: Option<Word>) -> AnyView {
    let lang = use_lang();
    let problem = typed.problem(slug);
    let error = Signal::derive(move || problem.map(|problem| fault::problem(problem).text(lang.get()).to_owned()));
    let label = Signal::derive(move || fault::field(slug).text(lang.get()).to_owned());
    let value = Signal::stored(typed.value(slug, current));
    match hint {
        Some(hint) => {
            let hint = Signal::derive(move || hint.text(lang.get()).to_owned());
            view! { <Field name=slug label=label value=value kind=kind error=error hint=hint /> }.into_any()
        }
        None => view! { <Field name=slug label=label value=value kind=kind error=error /> }.into_any(),
    }
}

/// A choice out of a list of values with their names.
pub fn choice(
    typed: &Typed,
    slug: &'static str,
    label: Word,
    current: &str,
    choices: Vec<(String, String, String)>,
) -> impl IntoView + use<> {
    let lang = use_lang();
    let problem = typed.problem(slug);
    let chosen = typed.value(slug, current);
    let options = choices.into_iter().map(|(value, zh, en)| {
        let selected = value == chosen;
        let text = move || if lang.get() == Lang::Zh { zh.clone() } else { en.clone() };
        view! { <option value=value selected=selected>{text}</option> }
    });
    let options = options.collect_view();
    let fault =
        problem.map(|problem| view! { <span class="field__error" role="alert">{say(fault::problem(problem))}</span> });
    view! {
        <label class="field" class:is-wrong=problem.is_some()>
            <span class="field__label">{say(label)}</span>
            <select class="field__input" name=slug aria-invalid=problem.map(|_| "true")>{options}</select>
            {fault}
        </label>
    }
}

/// Choices with words of ours.
pub fn worded<T: Copy>(all: &[(T, &'static str)], name: impl Fn(T) -> Word) -> Vec<(String, String, String)> {
    let line = |(value, slug): &(T, &'static str)| {
        let word = name(*value);
        ((*slug).to_owned(), word.text(Lang::Zh).to_owned(), word.text(Lang::En).to_owned())
    };
    all.iter().map(line).collect()
}

/// A field of a file, whatever it holds.
pub fn field(typed: &Typed, spec: &FieldSpec, current: &str, words: &[DictionaryWord]) -> AnyView {
    let hint = spec.masked.then_some(Word::KeepMasked);
    match spec.kind {
        Kind::Text(_) => text(typed, spec.slug, "text", current, hint),
        Kind::Day | Kind::DayToCome => text(typed, spec.slug, "date", current, hint),
        Kind::Sex => {
            let all = [(Sex::Unknown, ""), (Sex::Male, "1"), (Sex::Female, "2"), (Sex::NotSaid, "9")];
            choice(typed, spec.slug, fault::field(spec.slug), current, worded(&all, name::sex)).into_any()
        }
        Kind::Word(kind) => {
            let offered = words.iter().filter(|word| word.kind == kind && (word.is_offered || word.code == current));
            let none = (String::new(), "—".to_owned(), "—".to_owned());
            let lines = offered.map(|word| (word.code.clone(), word.name_zh.clone(), word.name_en.clone()));
            // What the file names already stays to choose, though its word is not among those of this area.
            let is_strange = !current.is_empty() && !words.iter().any(|word| word.kind == kind && word.code == current);
            let strange = is_strange.then(|| strange_word(current));
            let choices = std::iter::once(none).chain(lines).chain(strange).collect();
            choice(typed, spec.slug, fault::field(spec.slug), current, choices).into_any()
        }
    }
}

fn strange_word(code: &str) -> (String, String, String) {
    let name = |lang: Lang| Word::PartyElsewhere.text(lang).to_owned();
    (code.to_owned(), name(Lang::Zh), name(Lang::En))
}

/// A box to tick.
pub fn tick(typed: &Typed, slug: String, label: impl IntoView + 'static, current: bool) -> AnyView {
    let on = typed.is_on(&slug, current);
    view! {
        <label class="tick">
            <input type="checkbox" name=slug value="on" checked=on />
            <span>{label.into_any()}</span>
        </label>
    }
    .into_any()
}

/// How it was verified; the door first, because that is where most of it happens.
pub fn method(typed: &Typed) -> impl IntoView + use<> {
    let none = (String::new(), Word::NotVerifiedNow);
    let mut choices = worded(&Method::ALL, name::method);
    choices.push((none.0, none.1.text(Lang::Zh).to_owned(), none.1.text(Lang::En).to_owned()));
    choice(typed, "method", Word::VerifiedHow, Method::Door.slug(), choices)
}

/// Why the form was refused, over its fields.
pub fn summary(typed: &Typed) -> impl IntoView + use<> {
    let lang = use_lang();
    let error = typed.0.as_ref().map(|refused| refused.error.clone());
    let whole = typed.problem("file").or_else(|| typed.problem("merged")).or_else(|| typed.problem("resident"));
    error.map(|error| {
        view! {
            <div class="entry__fault" role="alert">
                <p>{move || error.advice(lang.get())}</p>
                {whole.map(|problem| view! { <p>{say(fault::problem(problem))}</p> })}
            </div>
        }
    })
}

/// A hidden field.
pub fn hidden(slug: &'static str, value: &dyn std::fmt::Display) -> AnyView {
    view! { <input type="hidden" name=slug value=value.to_string() /> }.into_any()
}
