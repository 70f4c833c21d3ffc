//! `/vol/me`: what somebody likes to serve and when they are free.

use chrono::Weekday;
use domain::wish::{FreeTimes, Kind, Part, WEEK};
use leptos::prelude::*;
use leptos_meta::Title;
use service::wish::profile;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel};
use wording::field::VolWord;

use crate::request;
use crate::unit_list::Wrong;
use crate::vol_word as called;

/// What is shown of somebody.
struct Me {
    skills: Vec<Kind>,
    free: FreeTimes,
    is_party_member: bool,
    organisation: Option<String>,
}

/// The page.
#[component]
pub fn VolMe() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(me) => view! { <Content me=me /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/vol/me".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=VolWord::Me.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/vol">{say(VolWord::Vol)}</a>
            </p>
            <h1 class="page__title">{say(VolWord::Me)}</h1>
            <p class="page__facts">{say(VolWord::MeHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Me, AppError> {
    let (service, actor) = request::acting()?;
    let found = profile(&service, &actor).await.map_err(request::answered)?;
    Ok(Me {
        skills: found.skills,
        free: found.free,
        is_party_member: found.is_party_member,
        organisation: found.organisation,
    })
}

fn day(day: Weekday) -> VolWord {
    match day {
        Weekday::Mon => VolWord::Mon,
        Weekday::Tue => VolWord::Tue,
        Weekday::Wed => VolWord::Wed,
        Weekday::Thu => VolWord::Thu,
        Weekday::Fri => VolWord::Fri,
        Weekday::Sat => VolWord::Sat,
        Weekday::Sun => VolWord::Sun,
    }
}

fn part(part: Part) -> VolWord {
    match part {
        Part::Morning => VolWord::Morning,
        Part::Afternoon => VolWord::Afternoon,
        Part::Evening => VolWord::Evening,
    }
}

#[component]
fn Content(me: Me) -> impl IntoView {
    let skills = Kind::ALL.map(|(kind, slug)| {
        view! {
            <label class="tick">
                <input type="checkbox" name="skill" value=slug checked=me.skills.contains(&kind) />
                <span>{say(called::kind(kind))}</span>
            </label>
        }
    });
    let party = me.is_party_member.then(|| {
        let branch = me.organisation.clone().map(|name| view! { <span>" · " {name}</span> });
        view! { <p class="page__facts">{say(VolWord::PartyMember)} {branch}</p> }
    });
    view! {
        {party}
        <form class="card form" method="post" action="/form/vol-me">
            <Wrong form="vol-me" />
            <input type="hidden" name="back" value="/vol/me" />
            <fieldset class="ticks">
                <legend class="field__label">{say(VolWord::Skills)}</legend>
                {skills.into_iter().collect_view()}
            </fieldset>
            <FreeGrid free=me.free />
            <Button kind=ButtonKind::Primary>{say(VolWord::Save)}</Button>
        </form>
    }
}

/// A box for each part of each day; each says which it is.
#[component]
fn FreeGrid(free: FreeTimes) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let head = Part::ALL.map(|one| view! { <th scope="col">{say(part(one))}</th> });
    let rows = WEEK.into_iter().enumerate().map(|(at, weekday)| {
        let cells = Part::ALL.map(|one| {
            let label = format!("{} {}", day(weekday).text(lang), part(one).text(lang));
            view! {
                <td>
                    <label>
                        <input
                            type="checkbox"
                            name="free"
                            value=format!("{at}-{}", one as u8)
                            checked=free.has(weekday, one)
                            aria-label=label
                        />
                    </label>
                </td>
            }
        });
        view! {
            <tr>
                <th scope="row">{say(day(weekday))}</th>
                {cells.into_iter().collect_view()}
            </tr>
        }
    });
    view! {
        <table class="vol__grid">
            <caption class="field__label">{say(VolWord::FreeTimes)}</caption>
            <thead>
                <tr>
                    <th scope="col">{say(VolWord::Day)}</th>
                    {head.into_iter().collect_view()}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
