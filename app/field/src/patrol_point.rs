//! Check-points with one tap each: green by themselves where a visit, a report or the duty track came by.

use domain::trail::Way;
use leptos::prelude::*;
use service::check_point::Standing;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, format};
use wording::field::TrailWord;

/// The list; nothing where there are none.
#[component]
pub fn CheckPoints(standings: Vec<Standing>, is_today: bool) -> impl IntoView {
    if standings.is_empty() {
        return None;
    }
    let passed = standings.iter().filter(|standing| standing.passed.is_some()).count();
    let count = standings.len();
    let rows = standings.into_iter().map(|standing| view! { <One standing=standing is_today=is_today /> });
    Some(view! {
        <section aria-labelledby="points">
            <h2 class="phone__part" id="points">
                {say(TrailWord::CheckPoints)} " " {passed} " / " {count}
            </h2>
            <ul class="phone-rows">{rows.collect_view()}</ul>
        </section>
    })
}

#[component]
fn One(standing: Standing, is_today: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let id = standing.point.id.to_string();
    let state = match standing.passed {
        None => view! { <span class="phone-row__facts">{say(TrailWord::NotPassed)}</span> }.into_any(),
        Some(passing) => view! {
            <span class="phone-row__facts patrol-passed">
                <Glyph icon=Icon::Check />
                {say(way(passing.way))}
                " "
                {format::minute(passing.at)}
            </span>
        }
        .into_any(),
    };
    let tapped = standing.is_own
        && standing.passed.is_some_and(|passing| matches!(passing.way, Way::Tap | Way::Word | Way::Fix));
    let act = is_today.then(|| {
        let (word, kind, undo) = match (standing.passed, tapped) {
            (_, true) => (TrailWord::TakeBack, ButtonKind::Quiet, Some("1")),
            (Some(_), false) => return None,
            (None, false) => (TrailWord::HereNow, ButtonKind::Primary, None),
        };
        let asks = undo.is_none().then_some("1");
        let asking = TrailWord::AskingPosition.text(lang);
        let undo = undo.map(|value| view! { <input type="hidden" name="undo" value=value /> });
        Some(view! {
            <form method="post" action="/m/check-point" data-here-now=asks data-word-asking=asking>
                <input type="hidden" name="back" value="/m/patrol" />
                <input type="hidden" name="check_point" value=id />
                {undo}
                <Button kind=kind>{say(word)}</Button>
                <span role="status"></span>
            </form>
        })
    });
    view! {
        <li class="phone-row" class:is-passed=standing.passed.is_some()>
            <span class="phone-row__name">{standing.point.name}</span>
            {state}
            {act.flatten()}
        </li>
    }
}

fn way(way: Way) -> TrailWord {
    match way {
        Way::Visit => TrailWord::ByVisit,
        Way::Report => TrailWord::ByReport,
        Way::Fix => TrailWord::ByFix,
        Way::Tap => TrailWord::ByTap,
        Way::Word => TrailWord::ByWord,
    }
}
