//! Kept filters: one's own and those that others share, and the form that keeps the present one.

use leptos::prelude::*;
use service::saved::SavedFilter;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Field, Tag};
use wording::{Lang, Word};

use crate::filter_page::{Asked, href};

/// The list; nothing while there is none.
#[component]
pub fn SavedFilters(asked: Asked, saved: Vec<SavedFilter>) -> impl IntoView {
    let is_empty = saved.is_empty();
    let rows = saved.into_iter().map(|saved| row(&asked, saved)).collect_view();
    (!is_empty).then(|| {
        view! {
            <section aria-labelledby="saved">
                <h2 class="card__title" id="saved">
                    {say(Word::SavedFilters)}
                </h2>
                <ul class="filter-page__saved">{rows}</ul>
            </section>
        }
    })
}

fn row(asked: &Asked, saved: SavedFilter) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    // What was made for a wider area is asked in one's own.
    let area = if asked.own.contains(saved.area) { saved.area } else { asked.own };
    let by = if lang == Lang::Zh { saved.by.0 } else { saved.by.1 };
    let shared = saved.is_shared.then(|| view! { <Tag tone="tag--quiet">{say(Word::FilterShared)}</Tag> });
    let by = (!saved.is_own).then(|| view! { <span class="filter-page__place">{by}</span> });
    let remove = saved.is_own.then(|| {
        view! {
            <form method="post" action="/form/filter-remove">
                <input type="hidden" name="back" value=asked.href(&asked.filter) />
                <input type="hidden" name="filter" value=saved.id.to_string() />
                <Button kind=ButtonKind::Quiet>{say(Word::FilterRemove)}</Button>
            </form>
        }
    });
    view! {
        <li>
            <a href=href(area, &saved.filter, 0)>{saved.name}</a>
            {shared}
            {by}
            {remove}
        </li>
    }
}

/// Keeps the present filter under a name.
#[component]
pub fn SaveFilter(asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("filter-save");
    let is_open = refused.is_some();
    let typed = refused.as_ref().and_then(|refused| refused.value("name")).unwrap_or_default().to_owned();
    let error = refused.map(Refused::alert);
    let label = Signal::derive(move || Word::FilterName.text(lang.get()).to_owned());
    view! {
        <details class="card" open=is_open>
            <summary class="card__title">{say(Word::FilterKeep)}</summary>
            {error}
            <form class="filter" method="post" action="/form/filter-save">
                <input type="hidden" name="back" value=asked.href(&asked.filter) />
                <input type="hidden" name="area" value=asked.area.to_string() />
                <input type="hidden" name="f" value=asked.filter.to_string() />
                <Field name="name" label=label value=typed />
                <label class="notice__label">
                    <input type="checkbox" name="shared" value="1" />
                    {say(Word::FilterShare)}
                </label>
                <Button>{say(Word::Save)}</Button>
            </form>
        </details>
    }
}
