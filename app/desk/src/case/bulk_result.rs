//! What became of each of many cases: done with its light, or why not and what to do next; and taking all of it back.

use domain::case::{Became, BulkLine, Refusal, Together};
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use ui::Lamp;
use ui::language::{say, use_lang};
use ui::link::stay_put;
use wording::{Lang, Phrase, Word};

use super::bulk::{Bulked, value_of};
use super::context::CaseContext;
use crate::browser::pulse::use_seconds;

/// The panel; nothing before anything was done.
#[component]
pub fn BulkResult(
    /// The page.
    context: CaseContext,
) -> impl IntoView {
    move || context.bulk.shown.get().map(|shown| panel(shown, context))
}

fn panel(shown: Bulked, context: CaseContext) -> impl IntoView {
    let lang = use_lang();
    let did = shown.did;
    let (done, all) = (shown.lines.iter().filter(|line| line.done().is_some()).count(), shown.lines.len());
    let title = move || {
        let step = said(did, lang.get());
        Phrase::BulkDid { step: &step, done, left: all - done }.text(lang.get())
    };
    let undo = undo(&shown, context);
    // What went wrong is read first.
    let mut lines = shown.lines;
    lines.sort_by_key(|line| line.done().is_some());
    let lines = lines.into_iter().map(|line| row(line, did, context)).collect_view();
    let close = move |event: MouseEvent| {
        event.prevent_default();
        context.bulk.dismiss();
    };
    view! {
        <section class="bulk-result" aria-labelledby="bulk-result" data-done=done.to_string()>
            <p class="bulk-result__title" id="bulk-result" role="status">
                {title}
            </p>
            {undo}
            <ol class="bulk-result__lines">{lines}</ol>
            <a {..stay_put()} class="button button--quiet" href=context.href(|view| view) on:click=close>
                {say(Word::BulkClose)}
            </a>
        </section>
    }
}

/// What was done, as its button says it.
fn said(did: Option<Together>, lang: Lang) -> String {
    let word = match did {
        Some(Together::Accept) => Word::StepAccept,
        Some(Together::Dispatch) => Word::BulkDispatch,
        Some(Together::Evaluate) => Word::StepEvaluate,
        None => Word::CaseUndo,
    };
    word.text(lang).to_owned()
}

fn undo(shown: &Bulked, context: CaseContext) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    let until = shown.lines.iter().filter_map(|line| match line.became {
        Became::Done { undo_until, .. } => undo_until,
        _ => None,
    });
    // The first that was done is the first that can't be taken back.
    let all = (until.min()? - shown.now).num_seconds();
    let passed = use_seconds();
    let left = Memo::new(move |_| (all - passed.get()).max(0));
    let is_open = Memo::new(move |_| left.get() > 0);
    let values: Vec<String> = shown.lines.iter().filter_map(BulkLine::done).map(value_of).collect();
    let back = Signal::derive(move || context.view.get().href());
    let take_back = move |event: SubmitEvent| {
        event.prevent_default();
        context.bulk.take_back();
    };
    Some(move || {
        let cases = values.iter().map(|value| view! { <input type="hidden" name="case" value=value.clone() /> });
        let cases = cases.collect_view();
        is_open.get().then(|| {
            view! {
                <form class="bulk-result__undo" method="post" action="/form/case-bulk-undo" on:submit=take_back>
                    {cases}
                    <input type="hidden" name="back" value=back />
                    <button type="submit" class="button" data-key="bulk-z" disabled=move || context.bulk.is_busy()>
                        {say(Word::BulkUndo)}
                        " (z)"
                    </button>
                    <span class="case-undo__left" aria-hidden="true">
                        {move || Phrase::CaseSeconds { count: left.get() }.text(lang.get())}
                    </span>
                </form>
            }
        })
    })
}

fn row(line: BulkLine, did: Option<Together>, context: CaseContext) -> impl IntoView {
    let case = line.case;
    let link = (!line.title.is_empty()).then(|| {
        view! {
            <a {..stay_put()} href=context.href(move |view| view.at(case))>
                {line.title.clone()}
            </a>
        }
    });
    let word = match line.became {
        Became::Done { light, .. } => {
            return view! {
                <li class="bulk-result__line" data-case=case.to_string() data-became="done">
                    {link}
                    <Lamp light=light />
                </li>
            }
            .into_any();
        }
        became => why(became, did),
    };
    view! {
        <li class="bulk-result__line is-refused" data-case=case.to_string() data-became=slug(line.became)>
            {link}
            <span class="bulk-result__why">{say(word)}</span>
        </li>
    }
    .into_any()
}

fn slug(became: Became) -> &'static str {
    match became {
        Became::Done { .. } => "done",
        Became::Changed => "changed",
        Became::NotFound => "not_found",
        Became::Refused(_) => "refused",
        Became::Failed => "failed",
    }
}

/// Why not, and what to do next.
fn why(became: Became, did: Option<Together>) -> Word {
    match became {
        Became::Changed if did.is_none() => Word::BulkTooLate,
        Became::Changed | Became::Done { .. } => Word::BulkChanged,
        Became::NotFound => Word::BulkNotFound,
        Became::Refused(Refusal::NotNow(_)) => Word::BulkNotNow,
        Became::Refused(Refusal::NotYours(_)) => Word::BulkNotYours,
        Became::Refused(Refusal::NeedsNote | Refusal::NeedsPicture) => Word::BulkNeedsMore,
        Became::Refused(Refusal::WrongAim) => Word::BulkWrongAim,
        Became::Failed => Word::BulkFailed,
    }
}
