//! The root of the residents' pages.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};
use ui::EmptyState;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{provide_lang, use_lang};
use ui::preference::Preferences;
use wording::Word;

use crate::bar::PublicBar;
use crate::follow::FollowPage;
use crate::home::HomePage;
use crate::ongoing::OngoingPage;
use crate::report::ReportPage;
use crate::report_done::{DonePage, MetPage};
use crate::verify::VerifyPage;
use crate::wish::{BoardPage, FindPage, MapPage, SendPage, WishDonePage, WishPage};

/// All pages for residents. Language and look come from the server's context.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let preferences = use_context::<Preferences>().unwrap_or_default();
    provide_lang(Signal::stored(preferences.lang));
    view! {
        <Router>
            <PublicBar preferences=preferences />
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/ongoing") view=OngoingPage ssr=SsrMode::Async />
                <Route path=path!("/report") view=ReportPage ssr=SsrMode::Async />
                <Route path=path!("/report/done/:code") view=DonePage ssr=SsrMode::Async />
                <Route path=path!("/report/met/:case") view=MetPage ssr=SsrMode::Async />
                <Route path=path!("/wish") view=SendPage ssr=SsrMode::Async />
                <Route path=path!("/wish/done/:code") view=WishDonePage ssr=SsrMode::Async />
                <Route path=path!("/wishes") view=BoardPage ssr=SsrMode::Async />
                <Route path=path!("/wishes/map") view=MapPage ssr=SsrMode::Async />
                <Route path=path!("/wishes/:wish") view=WishPage ssr=SsrMode::Async />
                <Route path=path!("/t") view=FindPage ssr=SsrMode::Async />
                <Route path=path!("/t/:code") view=FollowPage ssr=SsrMode::Async />
                <Route path=path!("/v/:code") view=VerifyPage ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let _ = AppError::NotFound.answered();
    let lang = use_lang();
    let title = Signal::derive(move || Word::PageNotFound.text(lang.get()).to_owned());
    let hint = Signal::derive(move || Word::PageNotFoundHint.text(lang.get()).to_owned());
    view! {
        <Title text=title.get_untracked() />
        <main class="page" id="content">
            <EmptyState title=title hint=hint icon=Icon::Pin />
        </main>
    }
}
