//! The form of a report in 长辈版: one question a page. What was typed travels in hidden fields, never in an address, and the last page
//! sends what the whole form would.

use std::collections::BTreeMap;

use domain::case::Ground;
use leptos::prelude::*;
use ui::error::AppError;
use ui::gate::GateFields;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind};
use wording::public::PublicWord;
use wording::{Phrase, Word};

use crate::place::place_fields;
use crate::report_form::{Draft, alert};
use crate::report_photo::ReportPhotos;
use crate::say::word;

/// A question of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportStep {
    /// What is wrong.
    Words,
    /// A photo of it.
    Photo,
    /// Where to ring.
    Phone,
}

impl ReportStep {
    /// All questions, in their order, with their words in fields and addresses.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Words, "words"), (Self::Photo, "photo"), (Self::Phone, "phone")];

    fn slug(self) -> &'static str {
        Self::ALL[self.place()].1
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|(step, _)| *step == self).unwrap_or_default()
    }

    /// Reads the word; the first question for any other.
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == slug).map_or(Self::Words, |(step, _)| *step)
    }

    /// Where a button leads: `next` or `back`.
    pub fn after(slug: &str, go: &str) -> &'static str {
        let place = Self::from_slug(slug).place();
        let place = if go == "back" { place.saturating_sub(1) } else { place + 1 };
        Self::ALL[place.min(Self::ALL.len() - 1)].1
    }

    /// The question that a refused form is about.
    pub fn of(error: &AppError) -> &'static str {
        match error {
            AppError::Invalid { field } if field == "words" => Self::Words.slug(),
            AppError::Entry { .. } => Self::Photo.slug(),
            _ => Self::Phone.slug(),
        }
    }
}

/// One page of the form.
#[component]
pub fn StepForm(ground: Ground, back: String, drawn: (String, String)) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let draft = Draft::find();
    let step = ReportStep::from_slug(draft.value("step"));
    let (operation, ticket) = draft.drawn(drawn);
    let place = Phrase::ReportStep { number: step.place() + 1, count: ReportStep::ALL.len() }.text(lang);
    let question = match step {
        ReportStep::Words => (PublicWord::AskWords, PublicWord::AskWordsHint),
        ReportStep::Photo => (PublicWord::AskPhoto, PublicWord::AskPhotoHint),
        ReportStep::Phone => (PublicWord::AskPhone, PublicWord::AskPhoneHint),
    };
    let refused = Refused::find("report").as_ref().map(alert);
    view! {
        <form
            class="form report__form step"
            method="post"
            action=format!("/report?step={}", step.slug())
            enctype="multipart/form-data"
        >
            <p class="step__place">{place}</p>
            <h2 class="step__question" id="question">
                {say(question.0)}
            </h2>
            <p class="field__hint" id="question-hint">
                {say(question.1)}
            </p>
            {refused}
            <input type="hidden" name="operation" value=operation />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="step" value=step.slug() />
            <input type="hidden" name="intake_only" value="1" />
            {place_fields(ground)}
            {asked(step, &draft)}
            {others(step, &draft.values)}
            <GateFields ticket=ticket />
            <Buttons step=step />
        </form>
    }
}

/// The one thing that the page asks for.
fn asked(step: ReportStep, draft: &Draft) -> AnyView {
    match step {
        ReportStep::Words => view! {
            <textarea
                class="field__input"
                name="words"
                rows="4"
                maxlength="500"
                aria-labelledby="question"
                aria-describedby="question-hint"
            >
                {draft.value("words").to_owned()}
            </textarea>
        }
        .into_any(),
        ReportStep::Photo => view! { <ReportPhotos sent=draft.pictures() /> }.into_any(),
        ReportStep::Phone => view! {
            <input
                class="field__input"
                type="tel"
                name="phone"
                autocomplete="tel"
                value=draft.value("phone").to_owned()
                aria-labelledby="question"
                aria-describedby="question-hint"
            />
        }
        .into_any(),
    }
}

/// What the other pages asked for.
fn others(step: ReportStep, values: &BTreeMap<String, String>) -> impl IntoView + use<> {
    let asked = match step {
        ReportStep::Words => "words",
        ReportStep::Photo => "picture",
        ReportStep::Phone => "phone",
    };
    let names = ["words", "picture", "phone", "caller", "category"].into_iter().filter(|name| *name != asked);
    let kept = names.filter_map(|name| Some((name, values.get(name)?.clone())).filter(|(_, value)| !value.is_empty()));
    kept.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
}

/// On, which the return key does as well, and back.
#[component]
fn Buttons(step: ReportStep) -> impl IntoView {
    let on = if step == ReportStep::Phone {
        view! { <Button kind=ButtonKind::Primary>{word(Word::ReportSend)}</Button> }.into_any()
    } else {
        view! {
            <Button kind=ButtonKind::Primary name="go" value="next">
                {word(PublicWord::Next)}
            </Button>
        }
        .into_any()
    };
    let back = (step != ReportStep::Words).then(|| {
        view! {
            <Button name="go" value="back">
                {word(PublicWord::Back)}
            </Button>
        }
    });
    view! { <p class="step__buttons">{on} {back}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_leads_on_and_back_and_never_out() {
        assert_eq!(
            ["words", "photo", "phone"].map(|slug| ReportStep::after(slug, "next")),
            ["photo", "phone", "phone"]
        );
        assert_eq!(
            ["words", "photo", "phone"].map(|slug| ReportStep::after(slug, "back")),
            ["words", "words", "photo"]
        );
        assert_eq!(ReportStep::after("<script>", "back"), "words");
    }
}
