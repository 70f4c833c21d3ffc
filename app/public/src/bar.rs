//! The bar over every page for residents: the ways, the language, and 长辈版 at the top right, each a plain link to the same page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::language::say;
use ui::preference::Preferences;
use ui::reading::{Elder, Reading, Size};
use ui::script::{READ_ALOUD, Script};
use ui::theme::Theme;
use wording::public::{PublicWord, Tongue, WishWord};
use wording::{Lang, Word};

use crate::say::{tongue, word};

/// The national number for everything that is no emergency (国办发〔2020〕53号).
const HOTLINE: &str = "tel:12345";
/// What the address may say about how pages look.
const CHOICES: [&str; 3] = ["lang", "theme", "elder"];

/// The bar, and below it what somebody who was never here is asked.
#[component]
pub fn PublicBar(preferences: Preferences) -> impl IntoView {
    let reading = use_context::<Reading>().unwrap_or_default();
    let elder = match reading.elder {
        Elder::On(_) => ("0".to_owned(), PublicWord::ElderOff),
        Elder::Unasked | Elder::Off => (Elder::On(Size::ALL[0]).slug(), PublicWord::Elder),
    };
    view! {
        <a class="skip-link" href="#content">{word(Word::SkipToContent)}</a>
        <header class="top top--public">
            <a class="top__brand" href="/">
                <span class="top__mark" aria-hidden="true">"格"</span>
                <span class="top__name">{say(Word::Product)}</span>
            </a>
            <nav class="top__tools" aria-label=say(Word::MainMenu)>
                <a class="top__link" href="/report">{word(Word::ReportTitle)}</a>
                <a class="top__link" href="/wish">{say(WishWord::Send)}</a>
                <a class="top__link" href="/wishes">{say(WishWord::Board)}</a>
                <a class="top__link" href="/ongoing">{word(Word::WorksPublicTitle)}</a>
                <a class="top__link" href="/map">{word(Word::Map)}</a>
                <a class="top__link" href="/areas">{word(Word::PlainList)}</a>
                <Looks theme=preferences.theme />
                <Languages lang=preferences.lang />
            </nav>
            <a class="top__elder" href=choosing("elder", &elder.0)>{word(elder.1)}</a>
        </header>
        {reading.elder.size().map(|size| view! { <ElderTools size=size /> })}
        {(reading.elder == Elder::Unasked).then(|| view! { <Ask /> })}
        {tongue().filter(|tongue| !tongue.is_reviewed()).map(|_| draft())}
    }
}

/// The same page with another choice. Nothing else of the address is lost.
fn choosing(name: &str, value: &str) -> String {
    let location = use_location();
    let path = location.pathname.get_untracked();
    let query = location.search.get_untracked();
    let kept = query.trim_start_matches('?').split('&').filter(|pair| {
        let key = pair.split('=').next().unwrap_or_default();
        !key.is_empty() && !CHOICES.contains(&key)
    });
    let pairs = kept.map(str::to_owned).chain([format!("{name}={value}")]).collect::<Vec<_>>().join("&");
    format!("{path}?{pairs}")
}

/// The other look, and the one of high contrast.
#[component]
fn Looks(theme: Theme) -> impl IntoView {
    let other = theme.other();
    let name = if other == Theme::Screen { Word::ThemeScreen } else { Word::ThemeLight };
    let contrast = (theme != Theme::Outdoor).then(|| {
        let href = choosing("theme", Theme::Outdoor.slug());
        view! { <a class="top__link" href=href>{say(PublicWord::HighContrast)}</a> }
    });
    view! {
        <a class="top__link" href=choosing("theme", other.slug())>{say(name)}</a>
        {contrast}
    }
}

/// All languages, each in its own.
#[component]
fn Languages(lang: Lang) -> impl IntoView {
    let chosen = tongue();
    let link = |slug: &str, tag: &'static str, name: &'static str, is_chosen: bool| {
        let current = is_chosen.then_some("true");
        view! {
            <a class="top__lang" href=choosing("lang", slug) lang=tag aria-current=current>
                {name}
            </a>
        }
    };
    let whole = Lang::ALL.map(|one| link(one.slug(), one.tag(), one.own_name(), chosen.is_none() && one == lang));
    let prepared = Tongue::ALL.map(|one| link(one.slug(), one.tag(), one.own_name(), chosen == Some(one)));
    view! {
        <details class="more">
            <summary class="top__link more__open">{word(PublicWord::Language)}</summary>
            <div class="more__list">{whole.into_iter().chain(prepared).collect_view()}</div>
        </details>
    }
}

/// What 长辈版 has within reach on every page: size, reading aloud, and a person to talk to.
#[component]
fn ElderTools(size: Size) -> impl IntoView {
    let lang = ui::language::use_lang().get_untracked();
    let step = |size: Option<Size>, name: PublicWord| {
        size.map(|size| {
            let href = choosing("elder", &Elder::On(size).slug());
            view! { <a class="button" href=href>{say(name)}</a> }
        })
    };
    view! {
        <nav class="elder" aria-label=say(PublicWord::ElderTools)>
            {step(size.larger(), PublicWord::Larger)} {step(size.smaller(), PublicWord::Smaller)}
            <button
                class="button"
                type="button"
                data-read-aloud=""
                data-word-stop=PublicWord::ReadStop.text(lang)
                aria-pressed="false"
                hidden
            >
                {say(PublicWord::ReadAloud)}
            </button>
        </nav>
        <aside class="elder-call" aria-label=say(PublicWord::Call)>
            <a class="button button--primary" href=HOTLINE>{word(PublicWord::Call)}</a>
        </aside>
        <Script name=READ_ALOUD />
    }
}

/// 长辈版 is offered once, in the page and never over it.
#[component]
fn Ask() -> impl IntoView {
    view! {
        <aside class="elder-ask" aria-label=say(PublicWord::Elder)>
            <p>{say(PublicWord::ElderAsk)}</p>
            <p class="elder-ask__answers">
                <a class="button button--primary" href=choosing("elder", "18")>{say(PublicWord::ElderYes)}</a>
                <a class="button" href=choosing("elder", "0")>{say(PublicWord::ElderNo)}</a>
            </p>
        </aside>
    }
}

/// Says that nobody has read the translation.
fn draft() -> impl IntoView {
    view! {
        <aside class="tongue-draft" lang="zh-CN">
            {PublicWord::TongueDraft.text(Lang::Zh)}
        </aside>
    }
}
