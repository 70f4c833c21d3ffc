//! The bar over every page of the desk: where one can go, how the page looks, and who acts.

use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::say;
use ui::later;
use ui::theme::Theme;
use wording::field::PhoneWay;
use wording::{Lang, Word};

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
    }
}

/// The ways to pages that are forms and lists, folded up: the bar is as wide as a phone. Each only for a post that may follow it.
fn more(posts: &Posts) -> Option<impl IntoView + use<>> {
    let ways = [
        (posts.has_screen(), "/screen", Word::Screen, "top__narrow"),
        (posts.sees_figures(), "/statistics", Word::Statistics, ""),
        (posts.watches(), "/supervision", Word::Supervision, ""),
        (posts.takes_calls(), "/hotline", Word::Hotline, ""),
        (posts.has_board, "/board", Word::CityBoard, ""),
        (posts.keeps_answers, "/cases/answers", Word::Answers, ""),
    ];
    let phone = posts.goes_to_doors().then(|| {
        view! {
            <li>
                <a class="top__link" href="/m" rel="external">
                    {say(PhoneWay::Phone)}
                </a>
            </li>
        }
    });
    let ways: Vec<_> = ways.into_iter().filter(|(is_open, ..)| *is_open).collect();
    let links = ways.iter().map(|(_, href, word, class)| {
        let (href, word) = (*href, *word);
        view! {
            <li class=*class>
                <a class="top__link" href=href rel="external">
                    {say(word)}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    (!ways.is_empty() || phone.is_some()).then(|| {
        view! {
            <details class="more">
                <summary class="top__link more__open">{say(Word::TopMore)}</summary>
                <ul class="more__list">{phone} {links}</ul>
            </details>
        }
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
