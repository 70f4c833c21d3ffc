//! The root of the staff's plain pages.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};
use ui::EmptyState;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{provide_lang, use_lang};
use ui::preference::Preferences;
use wording::Word;

use crate::account::AccountHome;
use crate::account_list::AccountList;
use crate::account_page::AccountPage;
use crate::answer_page::AnswerPage;
use crate::bank_items::BankItems;
use crate::bank_page::BankPage;
use crate::bank_rules::BankRules;
use crate::bank_statement::BankStatement;
use crate::bar::Bar;
use crate::black_out_page::BlackOutPage;
use crate::board_page::BoardPage;
use crate::bulletin_page::{BulletinList, BulletinPage};
use crate::calendar_page::CalendarPage;
use crate::case_list::CaseList;
use crate::case_slip::CaseSlip;
use crate::category_page::CategoryPage;
use crate::certificate_page::CertificatePage;
use crate::chat_page::ChatPage;
use crate::client_list::ClientList;
use crate::deadline_page::DeadlinePage;
use crate::departure_list::DepartureList;
use crate::dictionary_page::DictionaryPage;
use crate::door_list::DoorList;
use crate::door_page::DoorPage;
use crate::emergency_page::{EmergencyLine, EmergencyPage};
use crate::estate_page::{EstateList, EstatePage};
use crate::export_list::ExportList;
use crate::export_new::ExportNew;
use crate::export_page::ExportPage;
use crate::filter_label::BulkPage;
use crate::filter_page::FilterPage;
use crate::grid_page::GridPage;
use crate::heat_page::HeatPage;
use crate::hotline_page::HotlinePage;
use crate::intake_list::IntakeList;
use crate::intake_page::IntakePage;
use crate::log_in::LogInPage;
use crate::look_page::LookPage;
use crate::month_behind::MonthBehind;
use crate::month_formula::MonthFormula;
use crate::month_list::MonthList;
use crate::month_page::MonthPage;
use crate::nearby_page::NearbyPage;
use crate::notice_list::NoticeList;
use crate::notice_page::NoticePage;
use crate::order_list::OrderList;
use crate::order_page::OrderPage;
use crate::owner_page::OwnerPage;
use crate::party_list::PartyList;
use crate::password::PasswordPage;
use crate::patrol_page::PatrolPage;
use crate::photo_page::{DwellingPhotoPage, PersonPhotoPage};
use crate::recurring_page::RecurringPage;
use crate::register_list::RegisterList;
use crate::register_page::RegisterPage;
use crate::roster_page::RosterPage;
use crate::setting_page::SettingPage;
use crate::spot_check_draw::{SpotCheckNew, SpotCheckProof};
use crate::spot_check_list::SpotCheckList;
use crate::spot_check_page::SpotCheckPage;
use crate::spot_check_task::{SpotCheckMine, SpotCheckTask};
use crate::statistic_cases::StatisticCases;
use crate::statistic_page::StatisticPage;
use crate::sticker_page::StickerPage;
use crate::supervision_page::SupervisionPage;
use crate::template_page::{TemplateList, TemplatePage};
use crate::totp_page::{CodePage, TotpPage};
use crate::trail::TrailPage;
use crate::training_page::TrainingPage;
use crate::unit_list::UnitList;
use crate::unit_page::UnitPage;
use crate::visit_list::VisitList;
use crate::visit_rule_page::VisitRulePage;
use crate::vol_branches::VolBranches;
use crate::vol_list::VolList;
use crate::vol_me::VolMe;
use crate::vol_page::VolPage;
use crate::wall_list::WallList;
use crate::watch_list_page::{WatchListPage, WatchLists};
use crate::webhook_list::WebhookList;
use crate::wish_list::WishList;
use crate::wish_new::WishNew;
use crate::wish_page::WishPage;
use crate::work_form::WorkNew;
use crate::work_list::WorkList;
use crate::work_page::WorkPage;

/// All of them. Language, look and who acts come from the server's context.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let preferences = use_context::<Preferences>().unwrap_or_default();
    provide_lang(Signal::stored(preferences.lang));
    view! {
        <Router>
            <Bar preferences=preferences />
            <EmergencyLine />
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/login") view=LogInPage ssr=SsrMode::Async />
                <Route path=path!("/password") view=PasswordPage ssr=SsrMode::Async />
                <Route path=path!("/login/code") view=CodePage ssr=SsrMode::Async />
                <Route path=path!("/account/totp") view=TotpPage ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/roster") view=RosterPage ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/training") view=TrainingPage ssr=SsrMode::Async />
                <Route path=path!("/emergencies") view=EmergencyPage ssr=SsrMode::Async />
                <Service />
                <Route path=path!("/months") view=MonthList ssr=SsrMode::Async />
                <Route path=path!("/months/formula") view=MonthFormula ssr=SsrMode::Async />
                <Route path=path!("/months/:month") view=MonthPage ssr=SsrMode::Async />
                <Route path=path!("/months/:month/:measure") view=MonthBehind ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/patrol") view=PatrolPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountHome ssr=SsrMode::Async />
                <Route path=path!("/admin/accounts") view=AccountList ssr=SsrMode::Async />
                <Route path=path!("/admin/accounts/:account") view=AccountPage ssr=SsrMode::Async />
                <Route path=path!("/admin/setting") view=SettingPage ssr=SsrMode::Async />
                <Route path=path!("/admin/dictionary") view=DictionaryPage ssr=SsrMode::Async />
                <Route path=path!("/admin/categories") view=CategoryPage ssr=SsrMode::Async />
                <Route path=path!("/admin/owners") view=OwnerPage ssr=SsrMode::Async />
                <Route path=path!("/admin/calendar") view=CalendarPage ssr=SsrMode::Async />
                <Route path=path!("/admin/deadlines") view=DeadlinePage ssr=SsrMode::Async />
                <Route path=path!("/admin/units") view=UnitList ssr=SsrMode::Async />
                <Route path=path!("/admin/units/:unit") view=UnitPage ssr=SsrMode::Async />
                <Route path=path!("/admin/walls") view=WallList ssr=SsrMode::Async />
                <Route path=path!("/admin/clients") view=ClientList ssr=SsrMode::Async />
                <Route path=path!("/admin/webhooks") view=WebhookList ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/estates") view=EstateList ssr=SsrMode::Async />
                <Route path=path!("/estates/:estate") view=EstatePage ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/register") view=RegisterList ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/party") view=PartyList ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/visits") view=VisitList ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/watch-lists") view=WatchLists ssr=SsrMode::Async />
                <Route path=path!("/watch-lists/:watch") view=WatchListPage ssr=SsrMode::Async />
                <Route path=path!("/visit-rules") view=VisitRulePage ssr=SsrMode::Async />
                <Route path=path!("/register/:item") view=RegisterPage ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/manage") view=GridPage ssr=SsrMode::Async />
                <Route path=path!("/admin/audit") view=TrailPage ssr=SsrMode::Async />
                <Route path=path!("/people/:resident/certificate") view=CertificatePage ssr=SsrMode::Async />
                <Route path=path!("/filter") view=FilterPage ssr=SsrMode::Async />
                <Route path=path!("/exports") view=ExportList ssr=SsrMode::Async />
                <Route path=path!("/exports/new") view=ExportNew ssr=SsrMode::Async />
                <Route path=path!("/exports/templates") view=TemplateList ssr=SsrMode::Async />
                <Route path=path!("/exports/templates/:template") view=TemplatePage ssr=SsrMode::Async />
                <Route path=path!("/exports/:export") view=ExportPage ssr=SsrMode::Async />
                <Route path=path!("/labels/:bulk") view=BulkPage ssr=SsrMode::Async />
                <Route path=path!("/households/:dwelling/nearby") view=NearbyPage ssr=SsrMode::Async />
                <Route path=path!("/import") view=IntakeList ssr=SsrMode::Async />
                <Route path=path!("/import/:batch") view=IntakePage ssr=SsrMode::Async />
                <Route path=path!("/people/:resident/photos") view=PersonPhotoPage ssr=SsrMode::Async />
                <Route path=path!("/households/:dwelling/photos") view=DwellingPhotoPage ssr=SsrMode::Async />
                <Route path=path!("/cases/print") view=CaseList ssr=SsrMode::Async />
                <Route path=path!("/cases/:case/print") view=CaseSlip ssr=SsrMode::Async />
                <Route path=path!("/cases/pictures/:media/black-out") view=BlackOutPage ssr=SsrMode::Async />
                <Route path=path!("/people/:resident/looks") view=LookPage ssr=SsrMode::Async />
                <Route path=path!("/departures") view=DepartureList ssr=SsrMode::Async />
                <Route path=path!("/doors") view=DoorList ssr=SsrMode::Async />
                <Route path=path!("/doors/:dwelling") view=DoorPage ssr=SsrMode::Async />
                <Route path=path!("/works") view=WorkList ssr=SsrMode::Async />
                <Route path=path!("/works/new") view=WorkNew ssr=SsrMode::Async />
                <Route path=path!("/works/:work") view=WorkPage ssr=SsrMode::Async />
                <Route path=path!("/statistics") view=StatisticPage ssr=SsrMode::Async />
                <Route path=path!("/statistics/cases") view=StatisticCases ssr=SsrMode::Async />
                <Route path=path!("/statistics/heat") view=HeatPage ssr=SsrMode::Async />
                <Route path=path!("/statistics/recurring") view=RecurringPage ssr=SsrMode::Async />
                <Route path=path!("/areas/:area/stickers") view=StickerPage ssr=SsrMode::Async />
                <Route path=path!("/cases/chat") view=ChatPage ssr=SsrMode::Async />
                <Route path=path!("/cases/orders") view=OrderList ssr=SsrMode::Async />
                <Route path=path!("/cases/orders/:sheet") view=OrderPage ssr=SsrMode::Async />
                <Route path=path!("/hotline") view=HotlinePage ssr=SsrMode::Async />
                <Route path=path!("/cases/answers") view=AnswerPage ssr=SsrMode::Async />
                <Route path=path!("/board") view=BoardPage ssr=SsrMode::Async />
                <Route path=path!("/board/:area") view=BoardPage ssr=SsrMode::Async />
                <Route path=path!("/supervision") view=SupervisionPage ssr=SsrMode::Async />
                <Route path=path!("/supervision/bulletins") view=BulletinList ssr=SsrMode::Async />
                <Route path=path!("/supervision/bulletins/:bulletin") view=BulletinPage ssr=SsrMode::Async />
                <Route path=path!("/spot-checks") view=SpotCheckList ssr=SsrMode::Async />
                <Route path=path!("/spot-checks/new") view=SpotCheckNew ssr=SsrMode::Async />
                <Route path=path!("/spot-checks/mine") view=SpotCheckMine ssr=SsrMode::Async />
                <Route path=path!("/spot-checks/tasks/:task") view=SpotCheckTask ssr=SsrMode::Async />
                <Route path=path!("/spot-checks/:round") view=SpotCheckPage ssr=SsrMode::Async />
                <Route path=path!("/spot-checks/:round/draw") view=SpotCheckProof ssr=SsrMode::Async />
                <Route path=path!("/notices") view=NoticeList ssr=SsrMode::Async />
                <Route path=path!("/notices/:notice") view=NoticePage ssr=SsrMode::Async />
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

/// Wishes, those who serve, and what it brings them.
#[component(transparent)]
fn Service() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/desk/wishes") view=WishList ssr=SsrMode::Async />
            <Route path=path!("/desk/wishes/new") view=WishNew ssr=SsrMode::Async />
            <Route path=path!("/desk/wishes/:wish") view=WishPage ssr=SsrMode::Async />
            <Route path=path!("/bank") view=BankPage ssr=SsrMode::Async />
            <Route path=path!("/bank/rules") view=BankRules ssr=SsrMode::Async />
            <Route path=path!("/bank/items") view=BankItems ssr=SsrMode::Async />
            <Route path=path!("/bank/:bank") view=BankStatement ssr=SsrMode::Async />
            <Route path=path!("/vol") view=VolList ssr=SsrMode::Async />
            <Route path=path!("/vol/me") view=VolMe ssr=SsrMode::Async />
            <Route path=path!("/vol/branches") view=VolBranches ssr=SsrMode::Async />
            <Route path=path!("/vol/:wish") view=VolPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}
