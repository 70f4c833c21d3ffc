//! The facts on a case's sheet: who has it, its clocks, the units beside the holder, and its milestones.

use chrono::{DateTime, Utc};
use domain::case::{Kind, Sheet};
use domain::category::Closing;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{case, format};
use wording::{Phrase, Word};

use super::context::CaseContext;
use super::remaining::Remaining;
use super::sheet;

/// Who, what, until when.
pub fn facts(sheet: &Sheet, now: DateTime<Utc>) -> impl IntoView + use<> {
    let lang = use_lang();
    let (line, times) = (&sheet.line, sheet.times);
    let (holder, category) = (line.holder_name.clone(), line.category_name.clone());
    let has_category = line.category.is_some();
    let sender = sheet.entries.iter().rev().filter(|entry| !entry.is_undone);
    let sender = sender.filter(|entry| entry.kind.is_some_and(Kind::hands_over)).map(|entry| entry.by.clone()).next();
    let sender = sheet.standing.sender.and(sender);
    let rework = sheet.standing.rework_count;
    let paused = sheet.standing.is_paused();
    let clock = move |word: Word, due_at: Option<DateTime<Utc>>| due_at.map(|due_at| due(word, due_at, now, paused));
    let moment = move |word: Word, at: Option<DateTime<Utc>>| {
        at.map(|at| fact(word, view! { <time>{format::moment(at)}</time> }.into_any(), false))
    };
    let answer = match times.answered_at {
        Some(at) => moment(Word::CaseAnswered, Some(at)),
        None => times.answer_due_at.map(|due_at| due(Word::CaseClockAnswer, due_at, now, false)),
    };
    let category = move || {
        if has_category {
            case::names(&category, lang.get()).to_owned()
        } else {
            Word::CaseNoCategory.text(lang.get()).to_owned()
        }
    };
    let text = |word: Word, content: AnyView| fact(word, content, false);
    let verdict =
        times.closed_at.map(|_| text(Word::CaseVerdict, view! { {say(case::verdict(sheet.verdict))} }.into_any()));
    let closing: Closing = sheet.closing();
    view! {
        <dl class="facts sheet__facts">
            {text(Word::CaseHolder, view! { {move || case::names(&holder, lang.get()).to_owned()} }.into_any())}
            {sender.map(|by| text(Word::CaseSender, view! { {move || case::names(&by, lang.get()).to_owned()} }.into_any()))}
            {moment(Word::CaseHolderSince, Some(times.holder_since))}
            {clock(Word::CaseClockHolder, times.holder_due_at)}
            {clock(Word::CaseClockBusiness, times.business_due_at)}
            {answer}
            {moment(Word::CasePausedSince, times.paused_at)}
            {moment(Word::CaseFinishedAt, times.finished_at)}
            {moment(Word::CaseClosedAt, times.closed_at)}
            {text(Word::CaseCategory, view! { {category} }.into_any())}
            {text(Word::CaseUrgency, view! { {say(case::urgency(line.urgency))} }.into_any())}
            {text(Word::CaseClosingRule, view! { {say(case::closing(closing))} }.into_any())}
            {(rework > 0)
                .then(|| text(Word::CaseRework, view! { {move || sheet::rework(rework, lang.get())} }.into_any()))}
            {verdict}
        </dl>
    }
}

fn fact(word: Word, content: AnyView, is_late: bool) -> AnyView {
    view! {
        <div class="facts__fact" class:is-late=is_late>
            <dt>{say(word)}</dt>
            <dd>{content}</dd>
        </div>
    }
    .into_any()
}

fn due(word: Word, due_at: DateTime<Utc>, now: DateTime<Utc>, is_paused: bool) -> AnyView {
    let lang = use_lang();
    let remaining = if is_paused { Remaining::Paused } else { Remaining::until(Some(due_at), now) };
    let until = format::moment(due_at);
    let text = move || {
        let remaining = remaining.text(lang.get());
        Phrase::CaseUntil { until: &until, remaining: &remaining }.text(lang.get())
    };
    fact(word, view! { {text} }.into_any(), remaining.is_late())
}

/// The units beside the holder and how far they are.
pub fn parties(sheet: &Sheet) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    let lines = sheet.parties.iter().cloned().map(move |party| {
        view! {
            <li>
                <span>{move || case::names(&party.name, lang.get()).to_owned()}</span>
                " — "
                {say(case::co_state(party.state))}
            </li>
        }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="sheet__part">
                <h3 class="sheet__heading">{say(Word::CaseParties)}</h3>
                <ul class="sheet__list">{lines}</ul>
            </section>
        }
    })
}

/// 时间表、任务书、路线图, each line with its tick.
pub fn milestones(sheet: &Sheet, context: CaseContext) -> Option<impl IntoView + use<>> {
    let may_tick = sheet.offers.iter().any(|offer| offer.kind == Kind::Tick);
    let (case, version) = (sheet.line.case, sheet.line.version);
    let lines = sheet.milestones.iter().cloned().zip(0_u8..).map(move |(milestone, at)| {
        let tick = move |event: SubmitEvent| {
            event.prevent_default();
            context.take((case, version, domain::case::Step::Tick(at), None, Vec::new()));
        };
        let back = Signal::derive(move || context.view.get().still().href());
        let button = (may_tick && !milestone.is_done).then(|| {
            view! {
                <form method="post" action="/form/case-step" on:submit=tick>
                    <input type="hidden" name="case" value=case.to_string() />
                    <input type="hidden" name="version" value=version.to_string() />
                    <input type="hidden" name="step" value=Kind::Tick.slug() />
                    <input type="hidden" name="tick" value=at.to_string() />
                    <input type="hidden" name="back" value=back />
                    <button type="submit" class="button" disabled=context.busy>
                        {say(Word::StepTick)}
                    </button>
                </form>
            }
        });
        let done =
            milestone.is_done.then(|| view! { <span class="sheet__done">"✓ " {say(Word::CaseMilestoneDone)}</span> });
        view! {
            <li class="sheet__milestone">
                <time>{format::date(milestone.due_on)}</time>
                <span>{milestone.text}</span>
                {done}
                {button}
            </li>
        }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="sheet__part">
                <h3 class="sheet__heading">{say(Word::CaseMilestones)}</h3>
                <ol class="sheet__list">{lines}</ol>
            </section>
        }
    })
}
