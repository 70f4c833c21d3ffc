//! The look-up's two forms and what was found. Both are posted: what is typed may be somebody's name.

use domain::search::{Hit, Target};
use leptos::prelude::*;
use service::search::{Scope, find, recent};
use ui::EmptyState;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::script::{DOOR_PAD, Script};
use wording::field::PhoneWord;
use wording::{Phrase, Word};

use crate::{address, request};

/// The most hits on a page.
const HIT_LIMIT: u16 = 20;

/// What is shown below the box.
pub struct Answers {
    /// What was typed; nothing when this is what one looked at last.
    pub asked: Option<String>,
    /// Places and people.
    pub hits: Vec<Hit>,
}

/// What the text of the address's number means inside the post's area; what one looked at last when nothing was asked.
pub async fn answers() -> Result<Answers, AppError> {
    let (service, actor) = request::acting()?;
    let asked = request::asked(&service, &actor, request::question()).await?;
    let hits = match &asked {
        Some(text) => {
            let scope = Scope { area: actor.area, near: None, limit: HIT_LIMIT };
            find(&service, &actor, text, scope).await.map_err(request::answered)?
        }
        None => recent(&service, &actor).await.unwrap_or_default(),
    };
    Ok(Answers { asked, hits })
}

/// The box for everything, and the door with its pad.
#[component]
pub fn Forms(
    /// What the box holds.
    asked: Option<String>,
) -> impl IntoView {
    let refused = Refused::find("phone-find").map(Refused::alert);
    view! {
        {refused}
        <form class="lookup" role="search" method="post" action="/m/find">
            <div class="field">
                <label class="field__label" for="find">
                    {say(PhoneWord::FindLabel)}
                </label>
                <input
                    class="field__input"
                    id="find"
                    type="search"
                    name="q"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="60"
                    value=asked.unwrap_or_default()
                />
            </div>
            <button class="button" type="submit">
                {say(PhoneWord::Find)}
            </button>
        </form>
        <DoorPad />
    }
}

/// A door in digits: the telephone's own pad without script, ours under the thumb with it.
#[component]
fn DoorPad() -> impl IntoView {
    let lang = use_lang();
    let word = move |word: PhoneWord| word.text(lang.get_untracked());
    let key = move |sign: &'static str, said: Option<PhoneWord>| {
        let label = said.map(word);
        view! {
            <button class="pad__key" type="button" data-pad-key=sign aria-label=label>
                {if sign == "erase" { "⌫" } else { sign }}
            </button>
        }
    };
    let digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(|digit| key(digit, None)).into_iter().collect_view();
    view! {
        <form class="pad" method="post" action="/m/find" data-door-pad="">
            <input type="hidden" name="door" value="1" />
            <div class="lookup">
                <div class="field">
                    <label class="field__label" for="door">
                        {say(PhoneWord::DoorLabel)}
                    </label>
                    <input
                        class="field__input pad__door"
                        id="door"
                        name="q"
                        inputmode="decimal"
                        autocomplete="off"
                        maxlength="20"
                        required
                        aria-describedby="door-hint"
                    />
                </div>
                <button class="button button--primary" type="submit">
                    {say(PhoneWord::Find)}
                </button>
            </div>
            <p class="field__hint" id="door-hint">
                {say(PhoneWord::DoorHint)}
            </p>
            <div class="pad__keys" role="group" aria-label=say(PhoneWord::DoorPad) data-pad-keys="" hidden>
                {digits}
                {key("-", Some(PhoneWord::Dash))}
                {key("0", None)}
                {key("erase", Some(PhoneWord::DoorErase))}
            </div>
        </form>
        <Script name=DOOR_PAD />
    }
}

/// What was found, or looked at last.
pub fn results(answers: Answers) -> AnyView {
    let lang = use_lang();
    let Answers { asked, hits } = answers;
    if hits.is_empty() {
        let title = Signal::derive(move || Word::SearchEmpty.text(lang.get()).to_owned());
        return asked.map(|_| view! { <EmptyState title=title icon=Icon::Search /> }).into_any();
    }
    let count = hits.len();
    let head = if asked.is_some() {
        view! { <p class="phone__quiet" role="status">{move || Phrase::ResultCount { count }.text(lang.get())}</p> }
            .into_any()
    } else {
        view! { <h2 class="phone__part">{say(Word::SearchRecent)}</h2> }.into_any()
    };
    view! {
        <section>
            {head}
            <ul class="phone-rows">{hits.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn row(hit: Hit) -> impl IntoView {
    let lang = use_lang();
    let (href, icon, kind) = match hit.target {
        Target::Dwelling(dwelling, _) => (address::household(dwelling), Icon::Door, Word::LevelHousehold),
        Target::Person(_, dwelling, _) => (address::household(dwelling), Icon::Person, Word::People),
        Target::Building(building) | Target::Entry(_, Some(building)) => {
            (address::building(building), Icon::Building, Word::LevelBuilding)
        }
        Target::Entry(entry, None) => (format!("/register/{entry}"), Icon::List, Word::Register),
        Target::Estate(_, area) | Target::Area(area) => (format!("/map?area={area}"), Icon::Layers, Word::Areas),
    };
    let age = hit.age_years.map(|years| move || format!(" · {}", Phrase::YearsOld { years }.text(lang.get())));
    let formerly = hit
        .formerly
        .map(|number| move || format!(" · {}", Phrase::DoorFormerly { number: number.as_str() }.text(lang.get())));
    view! {
        <li>
            <a class="phone-row" href=href rel="external">
                <span class="phone-row__name">{hit.title} {age}</span>
                <Glyph icon=icon />
                <span class="phone-row__facts">{hit.place} {formerly}</span>
                <span class="visually-hidden">{say(kind)}</span>
            </a>
        </li>
    }
}
