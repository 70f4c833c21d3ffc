//! The way back up: city › street › community › grid › building.

use domain::area::Area;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use wording::{Phrase, Word};

use super::context::use_map;

/// Links to the enclosing areas; the last one is where we are.
#[component]
pub fn Crumbs(
    /// The areas from the post's own down to the one in focus.
    path: Vec<(Area, String)>,
    /// The selected building's number.
    #[prop(into)]
    building: Signal<Option<i32>>,
) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let last = path.len().saturating_sub(1);
    let areas = path.into_iter().enumerate().map(move |(place, (area, name))| {
        let href = context.href(move |view| view.at_area((place > 0).then_some(area)));
        let current = move || (place == last && building.get().is_none()).then_some("page");
        view! {
            <li class="crumbs__item">
                {(place > 0).then(|| view! { <Glyph icon=Icon::ChevronRight /> })}
                <a {..stay_put()} class="crumbs__link" href=href aria-current=current>{name}</a>
            </li>
        }
    });
    let areas = areas.collect_view();
    let number = move || building.get().map(|number| Phrase::BuildingNumber { number }.text(lang.get()));
    view! {
        <nav class="crumbs" aria-label=say(Word::YouAreHere)>
            <ol class="crumbs__list">
                {areas}
                <li class="crumbs__item" hidden=move || building.get().is_none()>
                    <Glyph icon=Icon::ChevronRight />
                    <span class="crumbs__link" aria-current="page">{number}</span>
                </li>
            </ol>
        </nav>
    }
}
