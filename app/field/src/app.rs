//! The root of the phone's pages.

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

use crate::board_page::BoardPage;
use crate::case_list::CaseList;
use crate::case_page::CasePage;
use crate::conflict_list::ConflictList;
use crate::contact_page::ContactPage;
use crate::emergency::EmergencyLine;
use crate::file_page::FilePage;
use crate::frame::{Foot, Head};
use crate::home::HomePage;
use crate::household_page::HouseholdPage;
use crate::me_page::MePage;
use crate::month::MonthPage;
use crate::offline_page::OfflinePage;
use crate::outbox::{Outbox, OutboxPage};
use crate::patrol_page::PatrolPage;
use crate::plan::PlanPage;
use crate::report_page::ReportPage;

/// All of them. Language, look and who acts come from the server's context.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let preferences = use_context::<Preferences>().unwrap_or_default();
    provide_lang(Signal::stored(preferences.lang));
    view! {
        <Router>
            <Head />
            // Before the pages: their own scripts run in the order of the document and find the outbox there.
            <Outbox />
            <EmergencyLine />
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/m") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/m/month") view=MonthPage ssr=SsrMode::Async />
                <Route path=path!("/m/patrol") view=PatrolPage ssr=SsrMode::Async />
                <Route path=path!("/m/b/:building") view=BoardPage ssr=SsrMode::Async />
                <Route path=path!("/m/h/:dwelling") view=HouseholdPage ssr=SsrMode::Async />
                <Route path=path!("/m/report") view=ReportPage ssr=SsrMode::Async />
                <Route path=path!("/m/cases") view=CaseList ssr=SsrMode::Async />
                <Route path=path!("/m/cases/:case") view=CasePage ssr=SsrMode::Async />
                <Route path=path!("/m/me") view=MePage ssr=SsrMode::Async />
                <Route path=path!("/m/outbox") view=OutboxPage ssr=SsrMode::Async />
                <Route path=path!("/m/offline") view=OfflinePage ssr=SsrMode::Async />
                <Route path=path!("/m/contact/:resident") view=ContactPage ssr=SsrMode::Async />
                <Route path=path!("/m/file/:resident") view=FilePage ssr=SsrMode::Async />
                <Route path=path!("/m/conflicts") view=ConflictList ssr=SsrMode::Async />
                <Route path=path!("/m/plan") view=PlanPage ssr=SsrMode::Async />
            </Routes>
            <Foot />
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
        <main class="phone" id="content">
            <EmptyState title=title hint=hint icon=Icon::Pin />
        </main>
    }
}
