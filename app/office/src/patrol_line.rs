//! The lines of a day by worker, and where everybody was at a minute.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::Area;
use leptos::prelude::*;
use service::patrol::{DayLine, Whereabouts};
use ui::language::{say, use_lang};
use ui::{Button, Field, Table, format};
use wording::Word;
use wording::field::TrailWord;

/// Who has a line on the day; each opens its replay on the map.
#[component]
pub fn Lines(lines: Vec<DayLine>, area: Area, day: NaiveDate) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let head = || {
        let columns = [TrailWord::Worker, TrailWord::LineSource, TrailWord::Length];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let row = move |line: DayLine| {
        let source = if line.is_recorded { TrailWord::LineOfFixes } else { TrailWord::LineOfPoints };
        let replay = format!("/map?area={area}&worker={}&day={day}", line.worker);
        view! {
            <tr>
                <th scope="row" class="table__main">
                    <a href=replay>{line.title}</a>
                </th>
                <td data-label=TrailWord::LineSource.text(lang)>{source.text(lang)}</td>
                <td data-label=TrailWord::Length.text(lang)>{format::kilometres(line.length_m)} " km"</td>
            </tr>
        }
    };
    let list = if lines.is_empty() {
        view! { <p class="form__hint">{say(Word::NoTrack)}</p> }.into_any()
    } else {
        let rows = lines.into_iter().map(row).collect_view();
        view! {
            <Table caption=Signal::stored(TrailWord::Lines.text(lang).to_owned()) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="lines">
            <h2 class="card__title" id="lines">{say(TrailWord::Lines)}</h2>
            {list}
        </section>
    }
}

/// 谁在何处: asked for a minute of the day.
#[component]
pub fn Places(places: Option<(DateTime<Utc>, Vec<Whereabouts>)>, base: String, day: NaiveDate) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = Signal::stored(TrailWord::AtMinute.text(lang).to_owned());
    let minute = places.as_ref().map_or_else(|| "16:00".to_owned(), |(at, _)| format::minute(*at));
    let found = places.map(|(_, found)| {
        let head = || {
            let columns = [TrailWord::Worker, TrailWord::Place, TrailWord::LastSeen];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = found.into_iter().map(place_row).collect_view();
        view! {
            <Table caption=Signal::stored(TrailWord::WhoWasWhere.text(lang).to_owned()) head=head>
                {rows}
            </Table>
        }
    });
    view! {
        <section class="card" aria-labelledby="where">
            <h2 class="card__title" id="where">{say(TrailWord::WhoWasWhere)}</h2>
            <p class="form__hint">{say(TrailWord::WhoWasWhereHint)}</p>
            <form class="form form--line" method="get" action=base>
                <input type="hidden" name="day" value=day.to_string() />
                <Field name="at" label=label kind="time" value=minute />
                <Button>{say(TrailWord::WhoWasWhere)}</Button>
            </form>
            {found}
        </section>
    }
}

fn place_row(found: Whereabouts) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let (place, at) = match found.at {
        None => (say(TrailWord::NotYetOut).into_any(), String::new()),
        Some((at, building, name)) => {
            let name = if name.is_empty() { building.to_string() } else { name };
            (view! { <a href=format!("/buildings/{building}")>{name}</a> }.into_any(), format::minute(at))
        }
    };
    view! {
        <tr>
            <th scope="row" class="table__main">{found.title}</th>
            <td data-label=TrailWord::Place.text(lang)>{place}</td>
            <td data-label=TrailWord::LastSeen.text(lang)>{at}</td>
        </tr>
    }
}
