//! Who is meant: the questions of every day over the map, and how many fit the present one. All others recede on map and
//! board. Own conditions are put together on the office's page `/filter`, which leads back here.

use domain::cell::Label;
use domain::filter::{Filter, FilterCount, Preset};
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::{format, later, name};
use wording::{Phrase, Word};

use super::api;
use super::context::{MapContext, use_map};

/// The filter over the map.
#[component]
pub fn FilterBar() -> impl IntoView {
    let context = use_map();
    let asked = Memo::new(move |_| context.view.with(|view| (view.filter.as_ref().map(Filter::to_string), view.area)));
    let pulse = context.pulse;
    let count = Resource::new(
        move || (asked.get(), pulse.get()),
        |((filter, area), _)| async move {
            match filter {
                Some(filter) => Some(api::filter_count(filter, area).await),
                None => None,
            }
        },
    );
    let labels = move || async move { context.city.await.map(|city| city.labels).unwrap_or_default() };
    let choice = later(labels, move |labels| {
        let labels = StoredValue::new(labels);
        // Made anew with every choice, so that it is folded again.
        move || {
            asked.track();
            choice(context, labels)
        }
    });
    let both = move || async move { (labels().await, count.await) };
    let present = later(both, move |(labels, count)| count.map(|count| present(context, &labels, count)));
    view! {
        <div class="map-filter">
            <Transition fallback=|| ()>{choice}</Transition>
            <Transition fallback=|| ()>{present}</Transition>
        </div>
    }
}

/// The questions of every day, folded away.
fn choice(context: MapContext, labels: StoredValue<Vec<Label>>) -> impl IntoView {
    let lang = use_lang();
    let presets = labels.with_value(|labels| Preset::all(labels));
    let rows = presets.into_iter().map(move |preset| {
        let href = context.href(move |view| view.filtered(Some(preset.filter())));
        let current = move || context.view.with(|view| view.filter == Some(preset.filter())).then_some("true");
        let text = move || labels.with_value(|labels| name::preset(preset, labels, lang.get()));
        view! {
            <li>
                <a {..stay_put()} class="map-filter__preset" href=href aria-current=current>{text}</a>
            </li>
        }
    });
    let rows = rows.collect_view();
    let own = move || list_href(context);
    view! {
        <details class="map-filter__choice">
            <summary class="map-filter__open">
                <Glyph icon=Icon::People />
                {say(Word::Filter)}
            </summary>
            <ul class="map-filter__presets">
                {rows}
                <li>
                    <a class="map-filter__preset" href=own rel="external">{say(Word::FilterBuild)}</a>
                </li>
            </ul>
        </details>
    }
}

/// The list of those who fit, in the area in focus.
fn list_href(context: MapContext) -> String {
    context.view.with(|view| {
        let pairs =
            [view.area.map(|area| format!("area={area}")), view.filter.as_ref().map(|filter| format!("f={filter}"))];
        let query = pairs.into_iter().flatten().collect::<Vec<_>>().join("&");
        if query.is_empty() { "/filter".to_owned() } else { format!("/filter?{query}") }
    })
}

/// What is asked now, how much fits, and the ways to the list and out of it.
fn present(context: MapContext, labels: &[Label], count: Result<FilterCount, AppError>) -> impl IntoView + use<> {
    let lang = use_lang();
    let filter = context.view.with_untracked(|view| view.filter.clone()).unwrap_or_default();
    let preset = Preset::of(&filter, labels);
    let labels = labels.to_vec();
    let title = move || match preset {
        Some(preset) => name::preset(preset, &labels, lang.get()),
        None => Word::FilterResult.text(lang.get()).to_owned(),
    };
    let households = count.as_ref().map(|count| count.households.to_string()).unwrap_or_default();
    let fits = move || match &count {
        Ok(count) => {
            let (households, people) = (format::number(count.households), format::number(count.people));
            Phrase::FilterFits { households: &households, people: &people }.text(lang.get())
        }
        Err(_) => "—".to_owned(),
    };
    let none = context.href(|view| view.filtered(None));
    view! {
        <p class="map-filter__present" role="status" data-households=households>
            <strong>{title}</strong>
            <span>{fits}</span>
            <a href=move || list_href(context) rel="external">{say(Word::FilterList)}</a>
            <a {..stay_put()} href=none class="map-filter__clear" aria-label=say(Word::FilterClear)>
                <Glyph icon=Icon::Close />
            </a>
        </p>
    }
}
