//! The cases that wait longest: number, category, area, who holds them, and how long. Never anybody's words.

use chrono::{DateTime, Utc};
use domain::screen::{Board, Waiting};
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{LampShape, case, name};
use wording::{Lang, Phrase, Word};

use crate::address;

/// From so many hours on days are counted.
const DAYS_FROM_H: i64 = 48;

/// The list.
pub fn waiting(board: &Board) -> impl IntoView + use<> {
    let (now, linked) = (board.now, board.sees_cases);
    let lines = board.waiting.iter().map(|line| row(line, now, linked)).collect_view();
    let content = if board.waiting.is_empty() {
        view! { <p class="screen-panel__none">{say(Word::ScreenNobodyWaits)}</p> }.into_any()
    } else {
        view! { <ol class="screen-waiting">{lines}</ol> }.into_any()
    };
    view! {
        <section class="screen-panel screen-panel--rest" aria-labelledby="screen-waiting">
            <h2 class="screen-panel__title" id="screen-waiting">{say(Word::ScreenWaiting)}</h2>
            {content}
        </section>
    }
}

fn row(line: &Waiting, now: DateTime<Utc>, linked: bool) -> impl IntoView + use<> {
    let lang = use_lang();
    let class = if line.light == domain::case::Light::Red { "lamp--red" } else { "lamp--yellow" };
    let number = line.case.serial().to_string();
    let (category, holder) = (line.category_name.clone(), line.holder_name.clone());
    let category = move || {
        let found = case::names(&category, lang.get());
        if found.is_empty() { Word::CaseNoCategory.text(lang.get()).to_owned() } else { found.to_owned() }
    };
    let since = line.since;
    let waits = move || how_long(since, now, lang.get());
    let number = move || Phrase::ScreenNumber { number: &number }.text(lang.get());
    let late = line.is_late.then(|| {
        view! {
            <span class="screen-waiting__late">
                <Glyph icon=Icon::Warning />
                {say(Word::ScreenLate)}
            </span>
        }
    });
    let inner = view! {
        <span class="screen-waiting__head">
            <LampShape light=line.light />
            <span class="visually-hidden">{say(name::light(line.light))}</span>
            <span class="screen-waiting__what">{category}</span>
            {late}
            <time class="screen-waiting__time">{waits}</time>
        </span>
        <span class="screen-waiting__facts">
            <span>{number}</span>
            <span class="screen-waiting__where">{line.area_name.clone()}</span>
            <span class="screen-waiting__who">{move || case::names(&holder, lang.get()).to_owned()}</span>
        </span>
    };
    let inner = if linked {
        view! { <a class="screen-waiting__line" href=address::case(line.case)>{inner}</a> }.into_any()
    } else {
        view! { <span class="screen-waiting__line">{inner}</span> }.into_any()
    };
    view! { <li class=class data-case=line.case.to_string()>{inner}</li> }
}

/// How long it waits: whole minutes, from an hour on whole hours, from two days on whole days.
fn how_long(since: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> String {
    let waited = now - since;
    match (waited.num_hours(), waited.num_minutes().max(0)) {
        (0, count) => Phrase::ScreenWaitsMinutes { count },
        (count, _) if count < DAYS_FROM_H => Phrase::ScreenWaitsHours { count },
        (hours, _) => Phrase::ScreenWaitsDays { count: hours / 24 },
    }
    .text(lang)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_wait_is_told_in_the_unit_that_is_read_at_a_glance() {
        let now = DateTime::from_timestamp(1_763_692_927, 0).unwrap();
        let waited = |minutes| how_long(now - TimeDelta::minutes(minutes), now, Lang::En);

        assert_eq!([waited(59), waited(60), waited(47 * 60 + 59), waited(48 * 60)], ["59 min", "1 h", "47 h", "2 d"]);
        assert_eq!(how_long(now, now - TimeDelta::seconds(40), Lang::Zh), "已等 0 分");
    }
}
