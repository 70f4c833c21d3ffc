//! What is around every page of the phone: which post acts and what waits to be sent on top, the five ways at the thumb.

use domain::actor::{Actor, Role};
use domain::area::Level;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::icon::{Glyph, Icon};
use ui::language::say;
use ui::name;
use wording::Word;
use wording::field::PhoneWord;

/// Today's plan.
pub const PLAN: &str = "/m/plan";
/// The ways at the foot: address, what it is called, its drawing.
const WAYS: [(&str, PhoneWord, Icon); 5] = [
    ("/m", PhoneWord::Home, Icon::Search),
    (PLAN, PhoneWord::Visits, Icon::Route),
    ("/m/report", PhoneWord::Report, Icon::Plus),
    ("/m/cases", PhoneWord::Cases, Icon::List),
    ("/m/me", PhoneWord::Me, Icon::Person),
];

/// Whether these pages are made for a role: whoever goes to doors, or leads those who do. Others have a desk.
pub fn serves(role: Role) -> bool {
    matches!(role, Role::GridWorker | Role::GridLeader)
}

/// Whether the post that acts has a plan for the day: plans are made by grid.
pub fn has_plan() -> bool {
    use_context::<Actor>().is_some_and(|actor| actor.area.level() == Level::Grid)
}

/// The bar on top. What waits to be sent is filled in and shown by a script, because only the device knows it.
#[component]
pub fn Head() -> impl IntoView {
    let role = use_context::<Actor>()
        .map(|actor| view! { <span class="phone-top__role">{say(name::role(actor.role))}</span> });
    view! {
        <a class="skip-link" href="#content">{say(Word::SkipToContent)}</a>
        <header class="phone-top">
            <a class="phone-top__brand" href="/m">
                <span class="phone-top__mark" aria-hidden="true">"格"</span>
                <span>{say(Word::Product)}</span>
            </a>
            {role}
            <a id="outbox-count" class="phone-top__outbox" href="/m/outbox" hidden></a>
        </header>
    }
}

/// The bar at the thumb.
#[component]
pub fn Foot() -> impl IntoView {
    let here = use_location().pathname;
    let ways = WAYS.into_iter().filter(|(href, ..)| *href != PLAN || has_plan());
    let ways = ways.map(|(href, word, icon)| {
        let is_here = move || here.with_untracked(|here| here == href || (href != "/m" && here.starts_with(href)));
        view! {
            <li>
                <a class="phone-foot__way" href=href aria-current=is_here().then_some("page")>
                    <Glyph icon=icon />
                    {say(word)}
                </a>
            </li>
        }
    });
    view! {
        <nav class="phone-foot" aria-label=say(Word::MainMenu)>
            <ul>{ways.collect_view()}</ul>
        </nav>
    }
}
