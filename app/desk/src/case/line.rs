//! One case on a household's card: its light, what it is about, and how it came here. What can be done is on its sheet.

use domain::case::{CaseLine, CaseMoment};
use leptos::prelude::*;
use ui::language::say;
use ui::{Lamp, format};
use wording::Word;

use crate::address;

/// A case on a card.
#[component]
pub fn CaseItem(
    /// The case.
    case: CaseLine,
) -> impl IntoView {
    let history = history(case.history.clone());
    view! {
        <article class="case-item" data-case=case.case.to_string() data-light=case.light.number().to_string()>
            <header class="case-item__head">
                <Lamp light=case.light />
                <time class="case-item__time" title=say(Word::ChangedAt)>{format::moment(case.changed_at)}</time>
            </header>
            <p class="case-item__title">
                <a href=address::case(case.case)>{case.title.clone()}</a>
            </p>
            {history}
        </article>
    }
}

fn history(moments: Vec<CaseMoment>) -> impl IntoView {
    let lines = moments.into_iter().map(|moment| {
        view! {
            <li class="history__line">
                <Lamp light=moment.light />
                <time>{format::moment(moment.at)}</time>
                <span class="history__by">{moment.by}</span>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <details class="history">
            <summary>{say(Word::History)}</summary>
            <ol class="history__list">{lines}</ol>
        </details>
    }
}
