//! The bar on top: where one may go with the post that acts, and the way out.

use domain::actor::{Actor, Role};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::preference::Preferences;
use ui::theme::Theme;
use ui::{Button, ButtonKind, name};
use wording::bank::BankWay;
use wording::field::{CheckWord, MonthWay, PhoneWay, VisitWord, VolWord};
use wording::{Lang, Phrase, WishDesk, Word};

use crate::request;

/// Links that fit who acts; without anybody only language and look.
#[component]
pub fn Bar(
    /// Language and look of the page.
    preferences: Preferences,
) -> impl IntoView {
    let other_lang = if preferences.lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let other_theme = preferences.theme.other();
    let theme_word = if other_theme == Theme::Screen { Word::ThemeScreen } else { Word::ThemeLight };
    let ways = use_context::<Actor>().map(|actor| view! { <Ways role=actor.role /> });
    view! {
        <a class="skip-link" href="#content">{say(Word::SkipToContent)}</a>
        <header class="top top--public">
            <a class="top__brand" href="/">
                <span class="top__mark" aria-hidden="true">"格"</span>
                <span class="top__name">{say(Word::Product)}</span>
            </a>
            <nav class="top__tools" aria-label=say(Word::MainMenu)>
                {ways} <a class="top__link" href=format!("?theme={}", other_theme.slug())>
                    {say(theme_word)}
                </a>
                <a class="top__lang" href=format!("?lang={}", other_lang.slug()) lang=other_lang.tag()>
                    {other_lang.own_name()}
                </a>
            </nav>
        </header>
    }
}

/// The changes of doors; with how many wait, for whoever decides.
#[component]
fn Doors() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let count = match request::acting() {
            Ok((service, actor)) => service::door_change::waiting(&service, &actor).await.unwrap_or_default(),
            Err(_nobody) => 0,
        };
        let text = move || match count {
            0 => Word::Doors.text(lang.get()).to_owned(),
            count => Phrase::DoorsWaiting { count }.text(lang.get()),
        };
        view! { <a class="top__link" href="/doors">{text}</a> }
    });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }
}

/// The citywide board, where the city has one.
#[component]
fn Board() -> impl IntoView {
    let content = Suspend::new(async move {
        let is_open = match request::acting() {
            Ok((service, actor)) => service::board::is_open(&service, &actor).await.unwrap_or_default(),
            Err(_nobody) => false,
        };
        is_open.then(|| view! { <a class="top__link" href="/board">{say(Word::CityBoard)}</a> })
    });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }
}

/// Who moved away, while somebody waits there.
#[component]
fn Departures() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let count = match request::acting() {
            Ok((service, actor)) => service::departure::waiting(&service, &actor).await.unwrap_or_default(),
            Err(_nobody) => 0,
        };
        let text = move || Phrase::DeparturesWaiting { count }.text(lang.get());
        (count > 0).then(|| view! { <a class="top__link" href="/departures">{text}</a> })
    });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }
}

/// The working calendar; with the year that it lacks, because deadlines go wrong without anybody noticing.
#[component]
fn WorkCalendar() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let missing = match request::acting() {
            Ok((service, actor)) => service::calendar::missing_year_warning(&service, &actor).await.ok().flatten(),
            Err(_nobody) => None,
        };
        let text = move || match missing {
            Some(year) => Phrase::CalendarLacks { year }.text(lang.get()),
            None => Word::WorkCalendar.text(lang.get()).to_owned(),
        };
        view! { <a class="top__link" href="/admin/calendar">{text}</a> }
    });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }
}

/// The ways of a post: what it does every day in the bar, all else folded up, so that the bar is one line at a desk.
#[component]
fn Ways(role: Role) -> impl IntoView {
    let link = |href: &'static str, word: Word| view! { <a class="top__link" href=href>{say(word)}</a> };
    let takes_in = matches!(role, Role::GridWorker | Role::GridLeader | Role::Community);
    let counts = matches!(role, Role::Community | Role::Street | Role::Department | Role::City | Role::Supervision);
    let phone = matches!(role, Role::GridWorker | Role::GridLeader);
    let accounts = matches!(role, Role::SystemAdmin | Role::SecurityAdmin);
    let serves = matches!(role, Role::Volunteer | Role::Department);
    view! {
        {phone.then(|| view! { <a class="top__link" href="/m">{say(PhoneWay::Phone)}</a> })}
        {serves.then(|| view! { <a class="top__link" href="/vol">{say(VolWord::Vol)}</a> })}
        {(role != Role::Volunteer).then(|| link("/map", Word::Map))}
        {role.sees_people().then(|| link("/cases", Word::Cases))}
        {role.sees_people().then(|| view! { <a class="top__link" href="/desk/wishes">{say(WishDesk::Wishes)}</a> })}
        {counts.then(|| link("/statistics", Word::Statistics))}
        {takes_calls(role).then(|| link("/hotline", Word::Hotline))}
        {role.sees_people().then(|| view! { <Doors /> })}
        {takes_in.then(|| view! { <Departures /> })}
        {(role == Role::Volunteer).then(|| view! { <a class="top__link" href="/bank">{say(BankWay::Bank)}</a> })}
        {accounts.then(|| link("/admin/accounts", Word::Accounts))}
        {accounts.then(|| link("/admin/units", Word::Units))}
        // In the bar, because it warns of a year that is missing.
        {(role == Role::SystemAdmin).then(|| view! { <WorkCalendar /> })}
        {(role == Role::AuditAdmin).then(|| link("/admin/audit", Word::AuditTrail))}
        <details class="more">
            <summary class="top__link more__open">{say(Word::TopMore)}</summary>
            <div class="more__list"><Rest role=role takes_in=takes_in /></div>
        </details>
        {link("/account", Word::MyAccount)}
        <span class="top__role">{say(name::role(role))}</span>
        <form method="post" action="/logout" class="top__form">
            <Button kind=ButtonKind::Quiet>{say(Word::LogOut)}</Button>
        </form>
    }
}

fn takes_calls(role: Role) -> bool {
    matches!(role, Role::Community | Role::Street | Role::City)
}

/// What is not done every day.
#[component]
fn Rest(role: Role, takes_in: bool) -> impl IntoView {
    let link = |href: &'static str, word: Word| view! { <a class="top__link" href=href>{say(word)}</a> };
    let way = |href: &'static str, word: MonthWay| view! { <a class="top__link" href=href>{say(word)}</a> };
    let watches = matches!(role, Role::Street | Role::City | Role::Supervision);
    let checks = role.sees_people() || role == Role::Supervision;
    view! {
        {link("/filter", Word::Filter)}
        {(!matches!(role, Role::Wall | Role::Volunteer) && !role.is_administrator()).then(|| view! { <Board /> })}
        {takes_in.then(|| link("/cases/chat", Word::Chat))}
        {takes_calls(role).then(|| link("/cases/orders", Word::Orders))}
        {watches.then(|| link("/supervision", Word::Supervision))}
        {takes_calls(role).then(|| way("/months", MonthWay::Months))}
        {takes_calls(role).then(|| view! { <a class="top__link" href="/bank">{say(BankWay::Bank)}</a> })}
        {takes_calls(role)
            .then(|| view! { <a class="top__link" href="/vol/branches">{say(VolWord::Branches)}</a> })}
        {(!matches!(role, Role::Wall | Role::Volunteer)).then(|| way("/emergencies", MonthWay::Emergencies))}
        {checks.then(|| view! { <a class="top__link" href="/spot-checks">{say(CheckWord::SpotChecks)}</a> })}
        {role.sees_people().then(|| link("/notices", Word::Notices))}
        {(role != Role::Wall).then(|| link("/works", Word::Works))}
        {takes_in.then(|| link("/import", Word::Intake))}
        {role.sees_people().then(|| link("/exports", Word::Exports))}
        {(role == Role::SystemAdmin).then(|| view! { <Tables /> })}
        {(role == Role::SecurityAdmin).then(|| link("/admin/setting", Word::Settings))}
    }
}

/// What the system's administrator keeps.
#[component]
fn Tables() -> impl IntoView {
    let link = |href: &'static str, word: Word| view! { <a class="top__link" href=href>{say(word)}</a> };
    view! {
        {link("/admin/walls", Word::Walls)}
        {link("/admin/clients", Word::Clients)}
        {link("/admin/webhooks", Word::Webhooks)}
        {link("/admin/dictionary", Word::Dictionary)}
        {link("/admin/categories", Word::Categories)}
        {link("/admin/owners", Word::Owners)}
        {link("/admin/deadlines", Word::Deadlines)}
        <a class="top__link" href="/visit-rules">{say(VisitWord::Rules)}</a>
        <a class="top__link" href="/bank/rules">{say(BankWay::Bank)}</a>
        <a class="top__link" href="/months/formula">{say(MonthWay::Months)}</a>
    }
}
