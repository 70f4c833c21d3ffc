//! The list of the desk: one line per case, the most pressing first.

use chrono::{DateTime, Utc};
use domain::case::{Light, QueueLine};
use domain::deadline::Urgency;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::{EmptyState, Lamp, Tag, case};
use wording::{Phrase, Word};

use super::api::QueueView;
use super::bulk::value_of;
use super::bulk_bar;
use super::context::CaseContext;
use super::remaining::Remaining;
use super::view::{CaseView, light_slug};

/// The lines, with the ways to the next and previous case and to the rest of the list.
pub fn list(found: QueueView, context: CaseContext, is_stale: bool) -> impl IntoView {
    if found.lines.is_empty() {
        return nothing(context).into_any();
    }
    let QueueView { lines, counts, now, together, .. } = found;
    context.bulk.lines.set(lines.iter().map(|line| (line.case, line.version)).collect());
    let has_boxes = !together.is_empty();
    let cases: Vec<_> = lines.iter().map(|line| line.case).collect();
    let shown = cases.len();
    let total = {
        let view = context.view.get_untracked();
        let lights = view.light.map_or(Light::OPEN.to_vec(), |light| vec![light]);
        lights.iter().map(|light| counts.of(*light)).sum::<i64>()
    };
    let lines = lines.into_iter().map(|line| row(line, now, has_boxes, context)).collect_view();
    view! {
        {steps_through(cases, context)}
        <ol class="case-lines" class:is-stale=is_stale>
            {lines}
        </ol>
        {rest(shown, total, context)}
    }
    .into_any()
}

fn nothing(context: CaseContext) -> impl IntoView {
    let lang = use_lang();
    let title = Signal::derive(move || Word::CaseQueueEmpty.text(lang.get()).to_owned());
    let hint = Signal::derive(move || Word::CaseQueueEmptyHint.text(lang.get()).to_owned());
    view! {
        <EmptyState title=title hint=hint icon=Icon::Check />
        {rest(0, 0, context)}
    }
}

/// Links to the case before and after the open one; the keys J and K press them.
fn steps_through(cases: Vec<domain::id::CaseId>, context: CaseContext) -> impl IntoView {
    let cases = StoredValue::new(cases);
    let beside = move |after: bool| {
        let open = context.view.get().case;
        cases.with_value(|cases| {
            let at = open.and_then(|open| cases.iter().position(|case| *case == open));
            let other = match (at, after) {
                (None, _) => Some(0),
                (Some(at), true) => Some(at + 1),
                (Some(at), false) => at.checked_sub(1),
            };
            other.and_then(|other| cases.get(other).copied())
        })
    };
    let link = move |after: bool, key: &'static str, word: Word, icon: Icon| {
        let href = move || beside(after).map(|case| context.view.get().at(case).href());
        let is_last = move || beside(after).is_none().then_some("true");
        view! {
            <a
                {..stay_put()}
                class="icon-button"
                role="link"
                href=href
                aria-label=say(word)
                title=say(word)
                aria-disabled=is_last
                data-key=key
            >
                <Glyph icon=icon />
            </a>
        }
    };
    view! {
        <div class="case-queue__walk">
            {link(false, "k", Word::CasePrevious, Icon::ChevronUp)} {link(true, "j", Word::CaseNext, Icon::ChevronDown)}
        </div>
    }
}

fn row(line: QueueLine, now: DateTime<Utc>, has_box: bool, context: CaseContext) -> impl IntoView {
    let lang = use_lang();
    let (id, light) = (line.case, line.phase.light());
    let remaining = Remaining::of(&line, now);
    let current = move || (context.view.get().case == Some(id)).then_some("true");
    let (category, holder) = (line.category_name.clone(), line.holder_name.clone());
    let has_category = line.category.is_some();
    let category = move || {
        let none = || Word::CaseNoCategory.text(lang.get()).to_owned();
        if has_category { case::names(&category, lang.get()).to_owned() } else { none() }
    };
    let tick = has_box.then(|| tick(&line, context));
    view! {
        <li class="case-line" class:is-late=remaining.is_late() data-case=id.to_string() data-light=light_slug(light)>
            {tick}
            <a
                {..stay_put()}
                class="case-line__link"
                href=context.href(move |view| view.at(id))
                aria-current=current
            >
                <span class="case-line__head">
                    <Lamp light=light />
                    <span class="case-line__time">{move || remaining.text(lang.get())}</span>
                </span>
                <span class="case-line__title">{line.title.clone()}</span>
                <span class="case-line__facts">
                    <span>{line.place.clone()}</span>
                    <span>{category}</span>
                    <span>{move || case::names(&holder, lang.get()).to_owned()}</span>
                </span>
                {marks(&line)}
            </a>
        </li>
    }
}

/// The box that ticks a case; it belongs to the bar's form.
fn tick(line: &QueueLine, context: CaseContext) -> impl IntoView + use<> {
    let lang = use_lang();
    let (bulk, seen, title) = (context.bulk, (line.case, line.version), line.title.clone());
    let label = move || Phrase::BulkTick { title: &title }.text(lang.get());
    view! {
        <label class="case-line__tick">
            <input
                type="checkbox"
                form=bulk_bar::FORM
                name="case"
                value=value_of(seen)
                prop:checked=move || bulk.has(seen.0)
                on:change=move |_| bulk.toggle(seen)
            />
            <span class="visually-hidden">{label}</span>
        </label>
    }
}

/// What singles a case out: supervision, a call for help, urgency.
fn marks(line: &QueueLine) -> impl IntoView + use<> {
    let supervised = line.is_supervised.then(|| {
        view! { <Tag glyph="督" tone="tag--care">{say(Word::CaseSupervised)}</Tag> }
    });
    let help = line.needs_help.then(|| view! { <Tag tone="tag--care">{say(Word::CaseHelpMark)}</Tag> });
    let suspect = suspect(line);
    let urgency = line.urgency;
    let urgent = (urgency != Urgency::Ordinary)
        .then(|| view! { <Tag glyph="!" tone="tag--care">{say(case::urgency(urgency))}</Tag> });
    let chased = chased(line);
    let any = supervised.is_some() || help.is_some() || urgent.is_some() || chased.is_some() || suspect.is_some();
    any.then(|| view! { <span class="case-line__marks">{supervised} {chased} {help} {suspect} {urgent}</span> })
}

/// That a program may have sent it, until somebody accepts it.
pub fn suspect(line: &QueueLine) -> Option<impl IntoView + use<>> {
    line.is_suspect.then(|| view! { <Tag glyph="?" tone="tag--care">{say(Word::CaseSuspect)}</Tag> })
}

/// What a light that nobody moved led to: an inquiry that waits for words, or a reminder.
pub fn chased(line: &QueueLine) -> Option<impl IntoView + use<>> {
    let (glyph, word) = match (line.is_inquired, line.alarm) {
        (true, _) => ("询", Word::CaseInquired),
        (false, Some(_)) => ("催", Word::CaseUrged),
        (false, None) => return None,
    };
    Some(view! { <Tag glyph=glyph tone="tag--care">{say(word)}</Tag> })
}

/// The next part of a long list, and back to its beginning.
fn rest(shown: usize, total: i64, context: CaseContext) -> impl IntoView {
    let skip = context.view.get_untracked().skip;
    let next = usize::from(skip).saturating_add(shown);
    let more = (shown > 0 && (next as i64) < total).then(|| {
        let skip = u16::try_from(next).unwrap_or(u16::MAX);
        view! { <a class="button" href=context.href(move |view| view.skipping(skip))>{say(Word::NextPage)}</a> }
    });
    let first = (skip > 0).then(|| {
        let href = context.href(|view: CaseView| view.skipping(0));
        view! { <a class="button" href=href>{say(Word::CaseFirstPage)}</a> }
    });
    view! { <p class="case-queue__rest">{first} {more}</p> }
}
