//! Taking one's last step back, for the few seconds in which nobody else acted upon it.

use domain::case::Kind;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui::case;
use ui::language::{say, use_lang};
use wording::{Lang, Phrase, Word};

use super::api::SheetView;
use super::context::CaseContext;
use crate::browser::pulse::use_seconds;

/// What was done, how long it can be taken back, and the button.
#[component]
pub fn Undo(
    /// The sheet after the step.
    loaded: SheetView,
    /// The page.
    context: CaseContext,
) -> impl IntoView {
    let lang = use_lang();
    let (version, until) = loaded.sheet.undo?;
    let id = loaded.sheet.line.case;
    let kind = loaded.sheet.entries.iter().find(|entry| entry.version == version).and_then(|entry| entry.kind)?;
    let passed = use_seconds();
    let all = (until - loaded.now).num_seconds();
    let left = move || (all - passed.get()).max(0);
    let back = Signal::derive(move || context.view.get().still().href());
    let take_back = move |event: SubmitEvent| {
        event.prevent_default();
        context.take_back(id, version);
    };
    Some(view! {
        <div class="case-undo" hidden=move || left() == 0>
            <p role="status">{move || said(kind, lang.get())}</p>
            <form method="post" action="/form/case-undo" on:submit=take_back>
                <input type="hidden" name="case" value=id.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
                <input type="hidden" name="back" value=back />
                <button type="submit" class="button" data-key="z" disabled=context.busy>
                    {say(Word::CaseUndo)}
                    " (z)"
                </button>
            </form>
            <span class="case-undo__left" aria-hidden="true">
                {move || Phrase::CaseSeconds { count: left() }.text(lang.get())}
            </span>
        </div>
    })
}

fn said(kind: Kind, lang: Lang) -> String {
    Phrase::CaseDid { step: case::step(kind).text(lang) }.text(lang)
}
