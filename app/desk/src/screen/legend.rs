//! What the colours of the cells mean, in one line over the foot of the city; for those who see cells.

use domain::cell::{Label, LegendEntry, Lens};
use leptos::prelude::*;
use ui::cell::{class_glyph, fill_class};
use ui::language::{say, use_lang};
use ui::{later, name};
use wording::Word;

use crate::map::MapContext;
use crate::map::api;

/// The line; nothing on a wall, whose cells are blank.
#[component]
pub fn LegendLine(
    /// The page.
    context: MapContext,
) -> impl IntoView {
    let shown = Memo::new(move |_| context.view.with(|view| (view.lens, view.area)));
    let legend = Resource::new(
        move || shown.get(),
        move |(lens, area)| async move {
            let sees = context.sees_cells().await;
            let entries = if sees { api::legend(lens, area, None).await.ok() } else { None };
            (lens, entries.unwrap_or_default())
        },
    );
    let show = later(
        move || async move {
            let labels = context.city.await.map(|city| city.labels).unwrap_or_default();
            (legend.await, labels)
        },
        |((lens, entries), labels)| line(lens, entries, labels),
    );
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

fn line(lens: Lens, entries: Vec<LegendEntry>, labels: Vec<Label>) -> Option<impl IntoView> {
    let lang = use_lang();
    let labels = StoredValue::new(labels);
    let there: Vec<_> = entries.into_iter().filter(|entry| entry.cells > 0).collect();
    let is_empty = there.is_empty();
    let items = there.into_iter().map(|LegendEntry { class, label, .. }| {
        let title = move || labels.with_value(|labels| name::class(lens, class, label, labels, lang.get()));
        let glyph = labels.with_value(|labels| class_glyph(lens, class, labels));
        view! {
            <li class="screen-legend__entry">
                <span class=format!("swatch {}", fill_class(lens, class)) aria-hidden="true">{glyph}</span>
                {title}
            </li>
        }
    });
    let items = items.collect_view();
    (!is_empty).then(|| view! { <ul class="screen-legend" aria-label=say(Word::Legend)>{items}</ul> })
}
