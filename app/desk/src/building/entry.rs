//! What the register has in a building: schools, shops, who speaks for a stairwell.

use domain::household::EntryLine;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use wording::{Lang, Word};

/// The entries with the ways to their pages; nothing when there are none.
pub fn entry_list(entries: Vec<EntryLine>) -> Option<impl IntoView> {
    let lang = use_lang();
    let row = move |EntryLine { entry, name, kind }: EntryLine| {
        let kind = move || if lang.get() == Lang::Zh { kind.0.clone() } else { kind.1.clone() };
        view! {
            <li>
                <a class="row" rel="external" href=format!("/register/{entry}")>
                    <span class="row__name">{name}</span>
                    <span class="row__facts">{kind}</span>
                    <Glyph icon=Icon::ChevronRight />
                </a>
            </li>
        }
    };
    (!entries.is_empty()).then(|| {
        view! {
            <section class="legend" aria-labelledby="building-entries">
                <h2 class="legend__title" id="building-entries">{say(Word::RegisterHere)}</h2>
                <ul class="rows">{entries.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
