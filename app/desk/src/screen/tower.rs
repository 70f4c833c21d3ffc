//! What is said about the building that was clicked: totals. The people behind its doors are no matter for a screen; those who
//! may see them find them on the map page.

use domain::screen::Tower;
use leptos::prelude::*;
use ui::format;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use ui::link::stay_put;
use wording::{Lang, Word};

use super::api;
use crate::map::MapContext;
use crate::map::level::building_title;
use crate::map::round::Round;
use crate::map::view_state::{Page, ViewState};

/// The chosen building's box; nothing while none is chosen.
#[component]
pub fn TowerBox(
    /// The page.
    context: MapContext,
) -> impl IntoView {
    let chosen = Memo::new(move |_| context.view.with(|view| view.building));
    let pulse = context.pulse;
    let tower = Resource::new(
        move || (chosen.get(), chosen.get().map(|_| pulse.get())),
        |(chosen, _)| async move {
            match chosen {
                Some(building) => api::tower(building).await.ok(),
                None => None,
            }
        },
    );
    let show = later(
        move || async move { (tower.await, context.sees_cells().await) },
        move |(tower, sees_people)| tower.map(|tower| content(tower, context, sees_people)),
    );
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

fn content(tower: Tower, context: MapContext, sees_people: bool) -> impl IntoView {
    let lang = use_lang();
    let title = building_title(tower.number, tower.estate.clone(), tower.source.clone());
    let totals = [
        (Word::Dwellings, Some(tower.dwellings)),
        (Word::Households, tower.households),
        (Word::Residents, tower.residents),
        (Word::OpenCases, tower.cases),
    ];
    let totals = totals.map(|(word, total)| {
        view! {
            <div class="screen-figure">
                <dt>{say(word)}</dt>
                <dd class:is-untold=total.is_none()>{move || told(total, lang.get())}</dd>
            </div>
        }
    });
    let on_map =
        context.href(|view| ViewState { page: Page::Map, round: Round::default(), camera: None, ..view.clone() });
    let close = context.href(ViewState::deselected);
    let open = sees_people.then(|| {
        view! {
            <a class="screen-tower__open" href=on_map>
                <Glyph icon=Icon::External />
                {say(Word::ScreenOpenOnMap)}
            </a>
        }
    });
    view! {
        <section class="screen-panel screen-tower" aria-labelledby="screen-tower">
            <h2 class="screen-panel__title" id="screen-tower">{title}</h2>
            <dl class="screen-figures">{totals.into_iter().collect_view()}</dl>
            {open}
            <a {..stay_put()} class="icon-button screen-tower__close" href=close aria-label=say(Word::Close)>
                <Glyph icon=Icon::Close />
            </a>
        </section>
    }
}

/// A total, or that it is too small to be told.
fn told(total: Option<i64>, lang: Lang) -> String {
    total.map_or_else(|| Word::Suppressed.text(lang).to_owned(), format::number)
}
