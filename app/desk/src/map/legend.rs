//! The legend: what each colour means, how many households have it, and a switch to hide it.

use domain::cell::{Badge, Label, LegendEntry, Lens};
use leptos::prelude::*;
use ui::cell::{class_glyph, fill_class};
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use ui::link::stay_put;
use ui::palette;
use ui::{EmptyState, ErrorPanel, Skeleton, format, name};
use wording::Word;

use super::context::{MapContext, use_map};

/// The legend of the present lens over the area in focus.
#[component]
pub fn LegendPanel(
    /// The entries.
    legend: Resource<Result<Vec<LegendEntry>, AppError>>,
) -> impl IntoView {
    let context = use_map();
    let load = move || async move {
        let labels = context.city.await.map(|city| city.labels).unwrap_or_default();
        (legend.await, labels)
    };
    let show = later(load, move |(legend_entries, labels)| match legend_entries {
        Ok(entries) => entry_list(context, entries, labels).into_any(),
        Err(error) => {
            let retry = Callback::new(move |()| legend.refetch());
            let href = context.href(Clone::clone);
            view! { <ErrorPanel error=Signal::stored(error) retry_href=href retry=retry /> }.into_any()
        }
    });
    let any_hidden = move || context.view.with(|view| view.hidden != 0);
    let show_all = context.href(|view| view.through(view.lens));
    view! {
        <section class="legend" aria-labelledby="legend-title">
            <header class="legend__head">
                <h2 class="legend__title" id="legend-title">{say(Word::Legend)}</h2>
                <span class="legend__hint" hidden=any_hidden>{say(Word::LegendHint)}</span>
                <a {..stay_put()} class="legend__all" href=show_all hidden=move || !any_hidden()>
                    {say(Word::ShowAll)}
                </a>
            </header>
            <Transition fallback=|| view! { <Skeleton lines=6 /> }>{show}</Transition>
            <LegendMarks />
        </section>
    }
}

fn entry_list(context: MapContext, entries: Vec<LegendEntry>, labels: Vec<Label>) -> impl IntoView {
    let lang = use_lang();
    if entries.iter().all(|entry| entry.cells == 0) {
        let title = Signal::derive(move || Word::LegendEmpty.text(lang.get()).to_owned());
        return view! { <EmptyState title=title icon=Icon::Cube /> }.into_any();
    }
    let lens = context.view.get_untracked().lens;
    let most = entries.iter().map(|entry| entry.cells).max().unwrap_or(1).max(1);
    let labels = StoredValue::new(labels);
    let rows = entries.into_iter().map(|entry| entry_row(context, lens, entry, labels, most)).collect_view();
    view! { <ul class="legend__list">{rows}</ul> }.into_any()
}

fn entry_row(
    context: MapContext,
    lens: Lens,
    entry: LegendEntry,
    labels: StoredValue<Vec<Label>>,
    most: i64,
) -> impl IntoView {
    let lang = use_lang();
    let LegendEntry { class, label, cells } = entry;
    let title = move || labels.with_value(|labels| name::class(lens, class, label, labels, lang.get()));
    let glyph = labels.with_value(|labels| class_glyph(lens, class, labels));
    let shown = move || context.view.with(|view| !view.hides(class));
    let href = context.href(move |view| view.toggled(class));
    let space = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == " " {
            event.prevent_default();
            context.go(&context.view.get_untracked().toggled(class));
        }
    };
    view! {
        <li>
            <a
                {..stay_put()}
                class="legend__entry"
                role="switch"
                aria-checked=move || if shown() { "true" } else { "false" }
                href=href
                on:keydown=space
                data-class=class.to_string()
                data-count=cells.to_string()
            >
                <span class=format!("swatch {}", fill_class(lens, class)) aria-hidden="true">{glyph}</span>
                <span class="legend__name">{title}</span>
                <span class="legend__count">{format::number(cells)}</span>
                <meter class="legend__bar" min="0" max=most.to_string() value=cells.to_string() aria-hidden="true"></meter>
                <span class="legend__eye">
                    <Glyph icon=Signal::derive(move || if shown() { Icon::Eye } else { Icon::EyeOff }) />
                </span>
            </a>
        </li>
    }
}

/// What the edge and the badge of a cell mean.
#[component]
fn LegendMarks() -> impl IntoView {
    let badges = [(Badge::Elder, Word::BadgeElder), (Badge::Care, Word::BadgeCare), (Badge::Other, Word::BadgeOther)];
    let badges = badges.map(|(badge, word)| {
        view! {
            <span class="legend__mark">
                <span class="badge" aria-hidden="true">{palette::badge_glyph(badge)}</span>
                {say(word)}
            </span>
        }
    });
    view! {
        <div class="legend__marks">
            <p class="legend__note">{say(Word::EdgeIsLight)}</p>
            <p class="legend__note">{say(Word::BadgeIsLabel)}</p>
            <p class="legend__badges">{badges.into_iter().collect_view()}</p>
        </div>
    }
}
