//! The desk's root: preferences, routes, and the page for addresses that lead nowhere.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};
use ui::EmptyState;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::use_lang;
use ui::preference::Preferences;
use wording::Word;

use crate::area::AreaPage;
use crate::building::BuildingPage;
use crate::case::{CasePage, ReportPage};
use crate::household::HouseholdPage;
use crate::map::MapPage;
use crate::person::PersonPage;
use crate::preference;
use crate::screen::ScreenPage;
use crate::top_bar::TopBar;

/// The whole desk. Pages wait for their data on the server, so that they are complete without script.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let initial = preference::initial();
    view! {
        <Router>
            <Frame initial=initial />
        </Router>
    }
}

/// The whole desk with its type erased: the deep types of its pages are worked out in this crate alone, and whoever mounts
/// it compiles in seconds.
pub fn root() -> AnyView {
    view! { <App /> }.into_any()
}

#[component]
fn Frame(initial: Preferences) -> impl IntoView {
    preference::provide(initial);
    view! {
        <Routes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/map") view=MapPage ssr=SsrMode::Async />
            <Route path=path!("/screen") view=ScreenPage ssr=SsrMode::Async />
            <Route path=path!("/areas") view=AreaPage ssr=SsrMode::Async />
            <Route path=path!("/areas/:area") view=AreaPage ssr=SsrMode::Async />
            <Route path=path!("/buildings/:building") view=BuildingPage ssr=SsrMode::Async />
            <Route path=path!("/households/:dwelling") view=HouseholdPage ssr=SsrMode::Async />
            <Route path=path!("/people/:resident") view=PersonPage ssr=SsrMode::Async />
            <Route path=path!("/cases") view=CasePage ssr=SsrMode::Async />
            <Route path=path!("/cases/new") view=ReportPage ssr=SsrMode::Async />
        </Routes>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let _ = AppError::NotFound.answered();
    let lang = use_lang();
    let title = Signal::derive(move || Word::PageNotFound.text(lang.get()).to_owned());
    let hint = Signal::derive(move || Word::PageNotFoundHint.text(lang.get()).to_owned());
    view! {
        <Title text=title />
        <TopBar />
        <main class="page" id="content">
            <EmptyState title=title hint=hint icon=Icon::Pin />
        </main>
    }
}
