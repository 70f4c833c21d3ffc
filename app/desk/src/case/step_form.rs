//! The form of a step that needs words, pictures or an aim. It posts like any form; awake, it calls the server function,
//! unless a file was chosen.

use domain::case::{Aims, Kind, Need, Offer, Sheet};
use domain::id::CaseId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui::language::say;
use ui::link::stay_put;
use ui::refused::Refused;
use ui::{PictureTaken, case};
use wording::Word;

use super::context::CaseContext;
use super::{aim_field, answers, taken};
use crate::browser::{focus, form};

/// The id of the button that sends the form.
const SEND: &str = "step-send";
/// The id of the words.
const NOTE: &str = "step-note";

/// What was typed into the form of this case and step before it was refused.
#[derive(Clone, Debug, Default)]
pub struct TypedStep(Option<Refused>);

impl TypedStep {
    fn find(case: CaseId, kind: Kind) -> Self {
        let refused = Refused::find("case-step");
        Self(refused.filter(|refused| {
            refused.value("case") == Some(case.to_string().as_str()) && refused.value("step") == Some(kind.slug())
        }))
    }

    /// The values of a field, repeated ones each; nothing when the form was not refused.
    pub fn values(&self, field: &str) -> Option<Vec<String>> {
        let refused = self.0.as_ref()?;
        // The server joins what was repeated with line ends; lines of text have none.
        Some(refused.value(field).unwrap_or_default().split('\n').map(str::to_owned).collect())
    }

    /// A field that is not repeated.
    pub fn value(&self, field: &str) -> Option<String> {
        self.0.as_ref()?.value(field).map(str::to_owned)
    }
}

/// The form of the step that the address names, when it is offered.
///
/// It stands in a keyed list of one: the page around it loads again while somebody types, another step's form is another one.
pub fn open(
    sheet: &Sheet,
    aims: Aims,
    offered: Option<Offer>,
    operation: String,
    context: CaseContext,
) -> impl IntoView + use<> {
    let case = sheet.line.case;
    let forms: Vec<(CaseId, Offer)> = offered.map(|offer| (case, offer)).into_iter().collect();
    let made_of = StoredValue::new((sheet.clone(), aims, operation));
    view! {
        <For
            each=move || forms.clone()
            key=|(case, offer)| (*case, offer.kind)
            children=move |(_, offer)| {
                let made = made_of.with_value(|(sheet, aims, operation)| form_of(sheet, aims, offer, operation, context));
                made.into_any()
            }
        />
    }
}

fn form_of(sheet: &Sheet, aims: &Aims, offer: Offer, operation: &str, context: CaseContext) -> impl IntoView + use<> {
    let (case, kind, version) = (sheet.line.case, offer.kind, sheet.line.version);
    let typed = TypedStep::find(case, kind);
    // What is sent is what stands on the page now: news since the form was opened stand above it.
    let version = move || if context.version.get() > 0 { context.version.get() } else { version };
    let submit = move |event: SubmitEvent| {
        let Some(pairs) = form::entries(&event, &taken::FIELDS) else { return };
        // What can't be read is posted, and the server names the field.
        let Ok((step, note)) = taken::read(&pairs) else { return };
        event.prevent_default();
        context.take((case, context.version.get_untracked(), step, note, Vec::new()));
    };
    let first = if offer.needs.note == Need::Must { NOTE } else { SEND };
    Effect::new(move |_| {
        request_animation_frame(move || focus::focus(first));
    });
    let back = Signal::derive(move || context.view.get().href());
    let done = Signal::derive(move || context.view.get().still().href());
    let fields = aim_field::fields(offer.needs.aim, sheet, aims, &typed);
    view! {
        <form method="post"
            class="step-form"
            action="/form/case-step"
            enctype="multipart/form-data"
            aria-label=say(case::step(kind))
            data-step-form=kind.slug()
            on:submit=submit
        >
            <h3 class="sheet__heading">{say(case::step(kind))}</h3>
            <input type="hidden" name="case" value=case.to_string() />
            <input type="hidden" name="version" value=version prop:value=move || version().to_string() />
            <input type="hidden" name="step" value=kind.slug() />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="done" value=done />
            {fields}
            {answers::select(case, offer, NOTE)}
            {note_field(offer.needs.note, &typed)}
            {picture_field(offer.needs.picture, &typed, operation)}
            <div class="step-form__send">
                <button type="submit" class="button button--primary" id=SEND disabled=context.busy>
                    {say(case::step(kind))}
                </button>
                <a {..stay_put()} class="button button--quiet" href=done>
                    {say(Word::CaseCancel)}
                </a>
            </div>
        </form>
    }
}

fn note_field(need: Need, typed: &TypedStep) -> Option<impl IntoView + use<>> {
    let label = match need {
        Need::No => return None,
        Need::May => Word::CaseNoteMay,
        Need::Must => Word::CaseNoteMust,
    };
    let text = typed.value("note").unwrap_or_default();
    Some(view! {
        <div class="field">
            <label class="field__label" for=NOTE>
                {say(label)}
            </label>
            <textarea
                class="field__input"
                id=NOTE
                name="note"
                rows="3"
                maxlength="1000"
                required=need == Need::Must
            >
                {text}
            </textarea>
        </div>
    })
}

fn picture_field(need: Need, typed: &TypedStep, operation: &str) -> Option<impl IntoView + use<>> {
    let label = match need {
        Need::No => return None,
        Need::May => Word::CasePictureMay,
        Need::Must => Word::CasePictureMust,
    };
    // A form that was refused keeps its number and the pictures that came before.
    let operation = typed.value("operation").unwrap_or_else(|| operation.to_owned());
    let staged = typed.values("picture").unwrap_or_default().into_iter().filter(|id| !id.is_empty());
    let staged = staged.map(|id| view! { <input type="hidden" name="picture" value=id /> }).collect_view();
    Some(view! {
        <div class="field">
            <input type="hidden" name="operation" value=operation />
            <PictureTaken />
            {staged}
            <label class="field__label" for="step-photo">
                {say(label)}
            </label>
            <input
                class="field__input"
                id="step-photo"
                type="file"
                name="photo"
                multiple
                accept="image/jpeg,image/png,image/webp"
                required=need == Need::Must
            />
        </div>
    })
}
