//! What the hotline's desk knows of a call: the caller's households and open cases, duplicates, known works.

use domain::case::{CaseLine, Light};
use domain::id::CaseId;
use domain::work::Work;
use leptos::prelude::*;
use service::hotline::{Caller, Hints};
use ui::language::{say, use_lang};
use ui::{Lamp, format};
use wording::{Phrase, Word};

/// Who may be calling, and what they wait for.
#[component]
pub fn CallerCard(caller: Caller) -> impl IntoView {
    let lang = use_lang();
    let Caller { phone, people, cases, earlier, own, works } = caller;
    let is_known = !people.is_empty();
    let people = people.into_iter().map(|person| {
        view! {
            <li>
                <a rel="external" href=format!("/households/{}", person.dwelling)>
                    {person.door}
                </a>
                " "
                {person.name}
            </li>
        }
    });
    let people = people.collect_view();
    let none = (is_known && cases.is_empty()).then(|| view! { <p>{say(Word::HotlineNoCases)}</p> });
    let earlier = (earlier > 0).then(|| {
        let count = earlier.to_string();
        let said = Phrase::HotlineEarlier { count: &count }.text(lang.get_untracked());
        view! { <p data-earlier=count>{said}</p> }
    });
    view! {
        <section class="card" aria-labelledby="known" role="status" data-caller="">
            <h2 class="card__title" id="known">
                {phone}
            </h2>
            {(!is_known).then(|| view! { <p>{say(Word::HotlineUnknown)}</p> })}
            <ul>{people}</ul>
            {none}
            <Cases heading=Word::HotlineTheirCases lines=cases.into_iter().map(line).collect() />
            {earlier}
            <Cases heading=Word::HotlineOwnCases lines=own.into_iter().map(line).collect() />
            <Works works=works />
        </section>
    }
}

fn line(line: CaseLine) -> Line {
    (line.case, line.title, line.light, line.reported_at)
}

/// What a report would repeat.
#[component]
pub fn HintsCard(hints: Hints) -> impl IntoView {
    let is_nothing = hints.doubles.is_empty() && hints.works.is_empty();
    let lines: Vec<_> =
        hints.doubles.into_iter().map(|double| (double.case, double.title, double.light, double.reported_at)).collect();
    view! {
        <div class="hotline-hints">
            {is_nothing.then(|| view! { <p>{say(Word::HotlineNothingNear)}</p> })}
            <Cases heading=Word::HotlineDoubles lines=lines /> <Works works=hints.works />
        </div>
    }
}

type Line = (CaseId, String, Light, chrono::DateTime<chrono::Utc>);

#[component]
fn Cases(heading: Word, lines: Vec<Line>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|(case, title, light, at)| {
            view! {
                <li data-case=case.to_string()>
                    <Lamp light=light />
                    " "
                    <a href=format!("/cases?axis=all&case={case}")>{title}</a>
                    " "
                    <time>{format::moment(at)}</time>
                </li>
            }
        });
        view! {
            <h3>{say(heading)}</h3>
            <ul>{lines.collect_view()}</ul>
        }
    })
}

#[component]
fn Works(works: Vec<Work>) -> impl IntoView {
    (!works.is_empty()).then(|| {
        let lines = works.into_iter().map(|work| {
            view! {
                <li>
                    <a href=format!("/works/{}", work.work)>{work.draft.title}</a>
                    " "
                    {work.area_name}
                    " "
                    {work.draft.place}
                </li>
            }
        });
        view! {
            <h3>{say(Word::HotlineWorks)}</h3>
            <ul>{lines.collect_view()}</ul>
        }
    })
}
