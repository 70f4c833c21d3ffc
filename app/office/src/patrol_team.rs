//! Volunteer patrol teams 义务巡逻队 of an area and their last patrols.

use chrono::NaiveDate;
use domain::area::Area;
use leptos::prelude::*;
use service::patrol_board::{Team, TeamPatrol};
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Field, format};
use wording::Word;
use wording::field::TrailWord;

use crate::unit_list::Wrong;

/// The teams, each with its members, its patrols and the form for a new one.
#[component]
pub fn Teams(
    teams: Vec<Team>,
    patrols: Vec<TeamPatrol>,
    area: Area,
    today: NaiveDate,
    back: String,
    may_keep: bool,
) -> impl IntoView {
    let empty = teams.is_empty().then(|| view! { <p class="form__hint">{say(TrailWord::NoTeams)}</p> });
    let cards = teams.into_iter().map(|team| {
        let own = patrols.iter().filter(|patrol| patrol.team == team.id).cloned().collect::<Vec<_>>();
        view! { <OneTeam team=team patrols=own today=today back=back.clone() may_keep=may_keep /> }
    });
    let cards = cards.collect_view();
    let new = may_keep.then(|| view! { <NewTeam area=area back=back.clone() /> });
    view! {
        <section aria-labelledby="teams">
            <h2 class="card__title" id="teams">{say(TrailWord::Teams)}</h2>
            <Wrong form="patrol-team-end" />
            <Wrong form="team-patrol" />
            {empty}
            {cards}
            {new}
        </section>
    }
}

#[component]
fn OneTeam(team: Team, patrols: Vec<TeamPatrol>, today: NaiveDate, back: String, may_keep: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: TrailWord| Signal::stored(word.text(lang).to_owned());
    let id = team.id.to_string();
    let rows = patrols.into_iter().map(|patrol| {
        view! { <li>{format::date(patrol.day)} " · " {patrol.members.join("、")} " " {patrol.note}</li> }
    });
    let rows = rows.collect_view();
    let forms = may_keep.then(|| {
        view! {
            <form class="form" method="post" action="/form/team-patrol">
                <input type="hidden" name="back" value=back.clone() />
                <input type="hidden" name="team" value=id.clone() />
                <Field
                    name="day"
                    id=format!("day-{id}")
                    label=Signal::stored(Word::Day.text(lang).to_owned())
                    kind="date"
                    value=today.to_string()
                />
                <Field name="members" id=format!("went-{id}") label=label(TrailWord::WhoWent) value=team.members.join("，") />
                <Field name="note" id=format!("saw-{id}") label=label(TrailWord::WhatTheySaw) value=String::new() />
                <Button>{say(TrailWord::WritePatrol)}</Button>
            </form>
            <form method="post" action="/form/patrol-team-end">
                <input type="hidden" name="back" value=back.clone() />
                <input type="hidden" name="team" value=id.clone() />
                <Button kind=ButtonKind::Quiet>{say(TrailWord::EndTeam)}</Button>
            </form>
        }
    });
    view! {
        <article class="card">
            <h3 class="card__title">{team.name}</h3>
            <p>{team.members.join("、")}</p>
            <ul>{rows}</ul>
            {forms}
        </article>
    }
}

#[component]
fn NewTeam(area: Area, back: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("patrol-team");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: TrailWord| Signal::derive(move || word.text(lang.get()).to_owned());
    view! {
        <section class="card" aria-labelledby="new-team">
            <h3 class="card__title" id="new-team">{say(TrailWord::NewTeam)}</h3>
            <form class="form" method="post" action="/form/patrol-team">
                <Wrong form="patrol-team" />
                <input type="hidden" name="back" value=back />
                <input type="hidden" name="area" value=area.to_string() />
                <Field name="name_zh" id="team-name" label=label(TrailWord::TeamName) value=typed("name_zh") />
                <Field name="members" label=label(TrailWord::Members) hint=label(TrailWord::MembersHint) value=typed("members") />
                <Button kind=ButtonKind::Primary>{say(TrailWord::NewTeam)}</Button>
            </form>
        </section>
    }
}
