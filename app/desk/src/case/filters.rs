//! Which cases the list shows: axes as tabs, lights and marks as links, each with its count of the same question.

use domain::case::{Axis, Light};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::{LampShape, Tab, Tabs, case, format, later, name};
use wording::Word;

use super::context::CaseContext;
use super::page::Queued;
use super::view::{CaseView, light_slug};

/// Mine, sent, all.
#[component]
pub fn Axes(context: CaseContext, queued: Queued) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::CaseAxes.text(lang.get()).to_owned());
    let show = later(
        move || async move { queued.await.map(|found| found.axes).unwrap_or_default() },
        move |counts| {
            let tabs = Axis::ALL.into_iter().zip(counts).map(|((axis, _), count)| {
                let current = Signal::derive(move || context.view.get().axis == axis);
                view! {
                    <Tab href=context.href(move |view| view.along(axis)) current=current>
                        {say(case::axis(axis))}
                        " "
                        <span class="case-count">{format::number(count)}</span>
                    </Tab>
                }
            });
            tabs.collect_view()
        },
    );
    view! {
        <Tabs label=label>
            <Transition fallback=|| ()>{show}</Transition>
        </Tabs>
    }
}

/// Lights, late ones, supervised ones.
#[component]
pub fn Filters(context: CaseContext, queued: Queued) -> impl IntoView {
    let show = later(
        move || async move { queued.await.map(|found| found.counts).unwrap_or_default() },
        move |counts| {
            let open: i64 = Light::OPEN.iter().map(|light| counts.of(*light)).sum();
            let lights = Light::ALL.into_iter().map(|light| lamp(context, light, counts.of(light))).collect_view();
            view! {
                {choice(context, Word::CaseAllOpen, open, |view| view.light.is_none(), |view| view.through(None))}
                {lights}
                {choice(context, Word::CaseLate, counts.late(), |view| view.late, CaseView::late_toggled)}
                {choice(
                    context,
                    Word::CaseSupervised,
                    counts.supervised,
                    |view| view.supervised,
                    CaseView::supervised_toggled,
                )}
            }
        },
    );
    view! {
        <nav class="case-filters" aria-label=say(Word::CaseFilters)>
            <Transition fallback=|| ()>{show}</Transition>
        </nav>
    }
}

fn choice(
    context: CaseContext,
    word: Word,
    count: i64,
    is_on: fn(&CaseView) -> bool,
    make: fn(CaseView) -> CaseView,
) -> impl IntoView {
    let current = move || is_on(&context.view.get()).then_some("true");
    view! {
        <a {..stay_put()} class="case-filter" href=context.href(make) aria-current=current>
            <span>{say(word)}</span>
            " "
            <span class="case-count">{format::number(count)}</span>
        </a>
    }
}

fn lamp(context: CaseContext, light: Light, count: i64) -> impl IntoView {
    let is_on = move || context.view.get().light == Some(light);
    let current = move || is_on().then_some("true");
    // The chosen light again is all of them again.
    let href = context.href(move |view| {
        let light = (view.light != Some(light)).then_some(light);
        view.through(light)
    });
    view! {
        <a {..stay_put()} class=format!("case-filter lamp lamp--{}", light_slug(light)) href=href aria-current=current>
            <LampShape light=light />
            <span class="lamp__word">{say(name::light(light))}</span>
            " "
            <span class="case-count">{format::number(count)}</span>
        </a>
    }
}
