//! The bar over every page of the desk: where one can go, how the page looks, and who acts.

use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::say;
use ui::theme::Theme;
use ui::{Banner, BannerKind, later};
use wording::bank::BankWay;
use wording::field::{CheckWay, MonthWay, PhoneWay};
use wording::{Lang, Text, Word};

use crate::address::use_here_with;
use crate::preference::use_preferences;
use crate::session::ActingAs;
use crate::session::api::{self, Posts};

/// The bar; its children stand in the middle.
#[component]
pub fn TopBar(
    /// What the page itself puts into the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let path = leptos_router::hooks::use_location().pathname;
    let link_of = move |href: &'static str, word: Word, class: &'static str| {
        let current =
            move || path.with(|path| path.starts_with(href) || href == "/areas" && path.starts_with("/buildings"));
        view! {
            <li class=class>
                <a class="top__link" href=href aria-current=move || current().then_some("page")>{say(word)}</a>
            </li>
        }
    };
    let link = move |href: &'static str, word: Word| link_of(href, word, "");
    let posts = Resource::new(|| (), |()| api::posts());
    // Administrators and wall screens have nothing to do with single cases.
    let cases = later(
        move || async move { posts.await.ok() },
        move |posts| posts.is_some_and(|posts| posts.sees_cases()).then(|| link("/cases", Word::Cases)),
    );
    let screen = later(
        move || async move { posts.await.ok() },
        move |posts| {
            posts.is_some_and(|posts| posts.has_screen()).then(|| link_of("/screen", Word::Screen, "top__wide"))
        },
    );
    let more = later(move || async move { posts.await.ok() }, move |posts| posts.map(|posts| more(&posts)));
    let emergencies = later(move || async move { posts.await.ok() }, move |posts| posts.map(emergencies));
    view! {
        <a class="skip-link" href="#content" rel="external">{say(Word::SkipToContent)}</a>
        <header class="top">
            <a class="top__brand" href="/" rel="external">
                <span class="top__mark" aria-hidden="true">"格"</span>
                <span class="top__name">{say(Word::Product)}</span>
            </a>
            <nav class="top__nav" aria-label=say(Word::MainMenu)>
                <ul>
                    {link("/map", Word::Map)} {link("/areas", Word::PlainList)}
                    <Transition fallback=|| ()>{cases}</Transition>
                    <Transition fallback=|| ()>{screen}</Transition>
                </ul>
                <Transition fallback=|| ()>{more}</Transition>
            </nav>
            <div class="top__middle">{children.map(|children| children())}</div>
            <div class="top__tools">
                <ThemeSwitch />
                <LangSwitch />
                <ActingAs posts=posts />
            </div>
        </header>
        <Transition fallback=|| ()>{emergencies}</Transition>
    }
}

/// What holds where the post works: above everything else on the page.
fn emergencies(posts: Posts) -> impl IntoView {
    let lang = ui::language::use_lang();
    let lines = posts.emergencies.into_iter().map(|(zh, en)| {
        let text = move || if lang.get() == Lang::Zh { zh.clone() } else { en.clone() };
        view! {
            <Banner kind=BannerKind::Warning>
                <a href="/emergencies" rel="external">
                    {text}
                </a>
            </Banner>
        }
    });
    lines.collect_view()
}

/// The ways to pages that are forms and lists, folded up: the bar is as wide as a phone. Each only for a post that may follow it.
fn more(posts: &Posts) -> Option<impl IntoView + use<>> {
    let ways = [
        way(posts.goes_to_doors(), "/m", PhoneWay::Phone, ""),
        way(posts.has_screen(), "/screen", Word::Screen, "top__narrow"),
        way(posts.sees_figures(), "/statistics", Word::Statistics, ""),
        way(posts.watches(), "/supervision", Word::Supervision, ""),
        way(posts.takes_calls(), "/hotline", Word::Hotline, ""),
        way(posts.has_board, "/board", Word::CityBoard, ""),
        way(posts.keeps_answers, "/cases/answers", Word::Answers, ""),
        way(posts.reads_months(), "/months", MonthWay::Months, ""),
        way(posts.has_bank(), "/bank", BankWay::Bank, ""),
        way(posts.sees_spot_checks(), "/spot-checks", CheckWay::SpotChecks, ""),
        way(posts.is_at_work(), "/emergencies", MonthWay::Emergencies, ""),
    ];
    let links: Vec<AnyView> = ways.into_iter().flatten().collect();
    (!links.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary class="top__link more__open">{say(Word::TopMore)}</summary>
                <ul class="more__list">{links}</ul>
            </details>
        }
    })
}

/// One way, for a post that may follow it.
fn way(is_open: bool, href: &'static str, word: impl Text, class: &'static str) -> Option<AnyView> {
    is_open.then(|| {
        view! {
            <li class=class>
                <a class="top__link" href=href rel="external">
                    {say(word)}
                </a>
            </li>
        }
        .into_any()
    })
}

#[component]
fn ThemeSwitch() -> impl IntoView {
    let preferences = use_preferences();
    let other = move || preferences.get().theme.other();
    let href = use_here_with("theme", move || other().slug());
    let icon = Signal::derive(move || if other() == Theme::Screen { Icon::Moon } else { Icon::Sun });
    let lang = ui::language::use_lang();
    let label = move || if other() == Theme::Screen { Word::ThemeScreen } else { Word::ThemeLight }.text(lang.get());
    view! {
        <a {..ui::link::stay_put()} class="icon-button" href=href aria-label=label title=label>
            <Glyph icon=icon />
        </a>
    }
}

#[component]
fn LangSwitch() -> impl IntoView {
    let preferences = use_preferences();
    let other = move || if preferences.get().lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let href = use_here_with("lang", move || other().slug());
    view! {
        <a {..ui::link::stay_put()} class="top__lang" href=href lang=move || other().tag() hreflang=move || other().tag()>
            {move || other().own_name()}
        </a>
    }
}
