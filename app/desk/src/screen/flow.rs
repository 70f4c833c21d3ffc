//! What came in and what was closed: today by hour, and the last days.

use domain::screen::Tally;
use leptos::prelude::*;
use ui::format;
use ui::language::{say, use_lang};
use wording::{Phrase, Word};

use super::chart::{Pair, pairs};

/// Both charts.
pub fn flow(tally: &Tally) -> impl IntoView + use<> {
    let hours =
        tally.hours.iter().map(|hour| Pair { name: format!("{:02}", hour.hour), came: hour.opened, went: hour.closed });
    let days = tally.days.iter().map(|day| Pair {
        name: day.on.format("%m-%d").to_string(),
        came: day.opened,
        went: day.closed,
    });
    view! {
        {chart("screen-hours", Word::ScreenHours, hours.collect(), 6)}
        {chart("screen-days", Word::ScreenDays, days.collect(), 1)}
    }
}

/// One chart with its sums; every `step`-th span is named below it.
fn chart(id: &'static str, title: Word, all: Vec<Pair>, step: usize) -> impl IntoView {
    let lang = use_lang();
    let came = format::number(all.iter().map(|pair| pair.came).sum());
    let went = format::number(all.iter().map(|pair| pair.went).sum());
    let label = {
        let (came, went) = (came.clone(), went.clone());
        move || {
            let lang = lang.get();
            Phrase::ScreenBars { hours: title.text(lang), reported: &came, closed: &went }.text(lang)
        }
    };
    let last = all.len().saturating_sub(1);
    let is_named = |at: usize| if step > 1 { at.is_multiple_of(step) } else { at == 0 || at == last };
    let ticks = all.iter().enumerate().filter(|(at, _)| is_named(*at)).map(|(_, pair)| pair.name.clone());
    let mut ticks: Vec<String> = ticks.collect();
    if step > 1 {
        ticks.push("24".to_owned());
    }
    let ticks = ticks.into_iter().map(|tick| view! { <span>{tick}</span> }).collect_view();
    view! {
        <section class="screen-panel screen-flow" aria-labelledby=id>
            <div class="screen-flow__head">
                <h2 class="screen-panel__title" id=id>{say(title)}</h2>
                {key("screen-chart__came", Word::ScreenReported, came)}
                {key("screen-chart__went", Word::ScreenClosed, went)}
            </div>
            {pairs(&all, label)}
            <p class="screen-chart__ticks" aria-hidden="true">{ticks}</p>
        </section>
    }
}

/// What a bar means, with its sum.
fn key(class: &'static str, word: Word, sum: String) -> impl IntoView {
    view! {
        <span class="screen-flow__key">
            <svg viewBox="-1 -1 12 12" aria-hidden="true" focusable="false">
                <rect class=class x="0" y="0" width="10" height="10" />
            </svg>
            {say(word)}
            <strong>{sum}</strong>
        </span>
    }
}
