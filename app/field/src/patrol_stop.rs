//! The stops of one's own trail, each with the household that was visited there and room for a note.

use chrono::NaiveDate;
use leptos::prelude::*;
use service::trail::StopLine;
use ui::language::say;
use ui::{Button, format};
use wording::field::TrailWord;

/// The list.
#[component]
pub fn Stops(stops: Vec<StopLine>, day: NaiveDate) -> impl IntoView {
    (!stops.is_empty()).then(|| {
        let rows = stops.into_iter().map(|stop| view! { <One stop=stop day=day /> }).collect_view();
        view! {
            <section aria-labelledby="stops">
                <h2 class="phone__part" id="stops">{say(TrailWord::Stops)}</h2>
                <ul class="phone-rows">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn One(stop: StopLine, day: NaiveDate) -> impl IntoView {
    let minutes = (stop.until - stop.from).num_minutes();
    let stayed = (minutes > 0).then(|| view! { " · " {minutes} " min" });
    let household = stop.dwelling.map(|dwelling| {
        view! { <a class="button" href=format!("/m/h/{dwelling}")>{say(TrailWord::ToHousehold)}</a> }
    });
    let note = (!stop.note.is_empty()).then(|| view! { <span class="phone-row__facts">{stop.note.clone()}</span> });
    let at = stop.from.to_rfc3339();
    let id = format!("note-{}", stop.from.timestamp());
    view! {
        <li class="phone-row">
            <span class="phone-row__name">{format::minute(stop.from)} {stayed}</span>
            {household}
            {note}
            <details>
                <summary>{say(TrailWord::Annotate)}</summary>
                <form class="form" method="post" action="/m/trail-note">
                    <input type="hidden" name="back" value=format!("/m/patrol?day={day}") />
                    <input type="hidden" name="at" value=at />
                    <label class="field__label" for=id.clone()>{say(TrailWord::Note)}</label>
                    <input class="field__input" id=id name="note" maxlength="200" value=stop.note />
                    <Button>{say(TrailWord::SaveNote)}</Button>
                </form>
            </details>
        </li>
    }
}
