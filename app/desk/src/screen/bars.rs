//! Shares by area, which lead down, and what cases are about.

use domain::area::Area;
use domain::figure::Rate;
use domain::screen::Tally;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::{case, format};
use wording::Word;

use super::chart::share;
use crate::map::MapContext;

/// How many were closed on time, area by area.
pub fn on_time(tally: &Tally, context: MapContext) -> impl IntoView + use<> {
    let rows = tally.on_time.iter().map(|rate| rate_row(rate, context)).collect_view();
    let list = view! { <ul class="screen-bars">{rows}</ul> };
    panel("screen-on-time", Word::ScreenOnTime, tally.on_time.is_empty(), list)
}

fn rate_row(rate: &Rate, context: MapContext) -> impl IntoView + use<> {
    let lang = use_lang();
    let names = rate.name.clone();
    let name = move || case::names(&names, lang.get()).to_owned();
    let area: Option<Area> = rate.key.parse().ok();
    let name = match area {
        Some(area) => {
            let href = context.href(move |view| view.at_area(Some(area)));
            view! { <a {..stay_put()} class="screen-bars__name" href=href>{name}</a> }.into_any()
        }
        None => view! { <span class="screen-bars__name">{name}</span> }.into_any(),
    };
    let percent = rate.basis_points().map_or_else(|| "—".to_owned(), |points| format!("{} %", points / 100));
    let of = format!("{}/{}", format::number(rate.part), format::number(rate.whole));
    view! {
        <li class="screen-bars__row">
            {name} {share(rate.part, rate.whole)} <span class="screen-bars__value">
                <strong>{percent}</strong>
                " "
                <small>{of}</small>
            </span>
        </li>
    }
}

/// What the cases of the last weeks are about, the most first.
pub fn categories(tally: &Tally) -> impl IntoView + use<> {
    let most = tally.categories.iter().map(|group| group.reported).max().unwrap_or_default();
    let lang = use_lang();
    let rows = tally.categories.iter().map(|group| {
        let names = group.name.clone();
        let name = move || {
            let found = case::names(&names, lang.get());
            if found.is_empty() { Word::CaseNoCategory.text(lang.get()).to_owned() } else { found.to_owned() }
        };
        view! {
            <li class="screen-bars__row">
                <span class="screen-bars__name">{name}</span>
                {share(group.reported, most)}
                <strong class="screen-bars__value">{format::number(group.reported)}</strong>
            </li>
        }
    });
    let list = view! { <ul class="screen-bars">{rows.collect_view()}</ul> };
    panel("screen-categories", Word::ScreenCategories, tally.categories.is_empty(), list)
}

fn panel(id: &'static str, title: Word, is_empty: bool, content: impl IntoView + 'static) -> impl IntoView {
    let content = if is_empty {
        view! { <p class="screen-panel__none">{say(Word::ScreenNothingCounted)}</p> }.into_any()
    } else {
        content.into_any()
    };
    view! {
        <section class="screen-panel screen-panel--rest" aria-labelledby=id>
            <div class="screen-flow__head">
                <h2 class="screen-panel__title" id=id>{say(title)}</h2>
                <small>{say(Word::ScreenMonth)}</small>
            </div>
            {content}
        </section>
    }
}
