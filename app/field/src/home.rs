//! `/m`: look a household up by who, by door or by building; until something is asked, with what is left of today.

use leptos::prelude::*;
use leptos_meta::Title;
use service::building::{BuildingLine, list};
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel};
use wording::field::PhoneWord;
use wording::{Lang, Phrase};

use crate::find::{self, Answers, Forms};
use crate::today::{self, Today};
use crate::{address, request};

/// The look-up.
#[component]
pub fn HomePage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match look().await {
            Ok(found) => content(found).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/m".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=PhoneWord::Home.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="visually-hidden">{say(PhoneWord::Home)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

struct Found {
    answers: Answers,
    /// Nothing for who has no plan, and where something was asked.
    today: Option<Today>,
    /// Those that somebody lives in.
    buildings: Vec<BuildingLine>,
}

async fn look() -> Result<Found, AppError> {
    let answers = find::answers().await?;
    let (service, actor) = request::acting()?;
    let mut buildings = list(&service, &actor, actor.area).await.map_err(request::answered)?;
    buildings.retain(|line| line.dwellings > 0);
    let today = match answers.asked {
        Some(_) => None,
        None => today::find(&service, &actor).await.map_err(request::answered)?,
    };
    Ok(Found { answers, today, buildings })
}

fn content(found: Found) -> impl IntoView {
    let Found { answers, today, buildings } = found;
    view! {
        <Forms asked=answers.asked.clone() />
        {today.map(|today| today::part(today, &buildings))}
        {find::results(answers)}
        {chooser(buildings)}
    }
}

/// The buildings that somebody lives in, as large tiles.
fn chooser(buildings: Vec<BuildingLine>) -> impl IntoView {
    let lang = use_lang();
    let tiles = buildings.into_iter().map(|line| {
        let title = building_title(line.number, line.estate.map(|(_, name)| name), line.source, lang.get_untracked());
        view! {
            <li>
                <a class="tile" href=address::building(line.building) rel="external">
                    <Glyph icon=Icon::Building />
                    {title}
                </a>
            </li>
        }
    });
    let tiles = tiles.collect_view();
    let content = if tiles.is_empty() {
        let title = Signal::derive(move || PhoneWord::NoBuildings.text(lang.get()).to_owned());
        let hint = Signal::derive(move || PhoneWord::NoBuildingsHint.text(lang.get()).to_owned());
        view! { <EmptyState title=title hint=hint icon=Icon::Building /> }.into_any()
    } else {
        view! { <ul class="tiles">{tiles}</ul> }.into_any()
    };
    view! {
        <section>
            <h2 class="phone__part" id="buildings">
                {say(PhoneWord::Buildings)}
            </h2>
            {content}
        </section>
    }
}

/// What a building is called: its estate and number, else the source's street and house number.
pub fn building_title(number: i32, estate: Option<String>, source: Option<String>, lang: Lang) -> String {
    let numbered = (number > 0).then(|| Phrase::BuildingNumber { number }.text(lang));
    match (estate, numbered) {
        (Some(estate), Some(number)) => format!("{estate} {number}"),
        (None, Some(number)) => number,
        (estate, None) => source.or(estate).unwrap_or_else(|| "—".to_owned()),
    }
}
