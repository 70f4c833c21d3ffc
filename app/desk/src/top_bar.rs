//! The bar over every page of the desk: where one can go, how the page looks, and who acts.

use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::say;
use ui::later;
use ui::theme::Theme;
use wording::{Lang, Word};

use crate::address::use_here_with;
use crate::preference::use_preferences;
use crate::session::{ActingAs, api};

/// The bar; its children stand in the middle.
#[component]
pub fn TopBar(
    /// What the page itself puts into the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let path = leptos_router::hooks::use_location().pathname;
    let link = move |href: &'static str, word: Word| {
        let current =
            move || path.with(|path| path.starts_with(href) || href == "/areas" && path.starts_with("/buildings"));
        view! {
            <li>
                <a class="top__link" href=href aria-current=move || current().then_some("page")>{say(word)}</a>
            </li>
        }
    };
    let posts = Resource::new(|| (), |()| api::posts());
    // Administrators and wall screens have nothing to do with single cases.
    let cases = later(
        move || async move { posts.await.ok() },
        move |posts| posts.is_some_and(|posts| posts.sees_cases()).then(|| link("/cases", Word::Cases)),
    );
    let screen = later(
        move || async move { posts.await.ok() },
        move |posts| posts.is_some_and(|posts| posts.has_screen()).then(|| link("/screen", Word::Screen)),
    );
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
