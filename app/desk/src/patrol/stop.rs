//! The stops of a day: when, how long or what was reported, and a link that sets the replay there.

use chrono::{DateTime, Utc};
use domain::patrol::Stop;
use leptos::prelude::*;
use ui::format;
use ui::language::{say, use_lang};
use ui::link::stay_put;
use wording::field::TrailWord;
use wording::{Phrase, Word};

use super::replay::time_of_day;
use crate::map::use_map;
use crate::map::view_state::ViewState;

/// The list of stops; the one that the replay's time lies in is marked.
#[component]
pub fn Stops(
    /// The stops, in order of time.
    stops: Vec<Stop>,
    /// The replay's time.
    now: Signal<DateTime<Utc>>,
) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let rows = stops.into_iter().enumerate().map(|(place, stop)| {
        let href = context.href(move |view| ViewState { at: Some(time_of_day(stop.from)), ..view.clone() });
        let current = move || (stop.from <= now.get() && now.get() <= stop.until).then_some("true");
        let case = stop.case;
        let words = move || {
            if case.is_some() {
                return Phrase::ReportedAt { at: &format::minute(stop.from) }.text(lang.get());
            }
            let (from, until) = (format::minute(stop.from), format::minute(stop.until));
            Phrase::StopAt { from: &from, until: &until, minutes: (stop.until - stop.from).num_minutes() }
                .text(lang.get())
        };
        view! {
            <li>
                <a {..stay_put()} class="stop" href=href aria-current=current>
                    <span class="stop__number" aria-hidden="true">{(place + 1).to_string()}</span>
                    {words}
                </a>
                {case.map(|case| view! { <a class="stop__record" href=format!("/cases/{case}")>{say(TrailWord::OpenCase)}</a> })}
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <h3 class="player__part">{say(Word::Stops)}</h3>
        <ol class="stops">{rows}</ol>
    }
}
