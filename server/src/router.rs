//! The list of every route, top to bottom, and the layers around them.

mod bank;
mod month;
mod outgoing;
mod patrol;
mod resident;
mod spot_check;
mod vol;
mod wish;
mod wish_desk;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::form;
use crate::http::{
    api, asset, bulletin, certificate, geo, health, intake, live, media, offline, oidc, open311, openapi, order, photo,
    report, scene, slip, state, tile, trail,
};
use crate::layer::address::{self, TryLimit};
use crate::layer::{guard, request_id, same_origin, security_header, session};
use crate::page::{self, Surface};
use crate::state::AppState;

/// Brotli at this level is as quick as gzip's default and a fifth smaller.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

/// All of it, ready to be served.
pub fn router(state: AppState) -> Router {
    let enter = from_fn_with_state(state.clone(), session::enter);
    let require = from_fn_with_state(state.clone(), session::require);
    let desk = pages(Surface::Desk).layer(enter.clone());
    let office = pages(Surface::Office).layer(enter.clone());
    let field = pages(Surface::Field).layer(enter);
    let data = api::routes()
        .into_iter()
        .fold(Router::new(), |router, (path, function)| router.route(path, function))
        .merge(work())
        .merge(at_doors())
        .merge(visits())
        .merge(month::routes())
        .merge(bank::routes())
        .merge(files())
        .merge(photos())
        .merge(pictures())
        .merge(lists())
        .merge(patrol::routes())
        .merge(wish_desk::routes())
        .merge(outgoing::routes())
        .merge(spot_check::routes())
        .merge(vol::routes())
        .merge(own_account())
        .merge(late())
        .merge(administration())
        .merge(links(&state))
        .layer(require.clone());
    let streams = Router::new().route("/live", get(live::live)).layer(require);

    let answers = public(&state)
        .merge(log_in(&state))
        .merge(provider(&state))
        .merge(office)
        .merge(field)
        .merge(desk)
        .merge(data)
        .fallback(page::fallback)
        .layer(DefaultBodyLimit::max(state.settings.body_limit_bytes))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        // Never compressed, and room for a compressor that does nothing is a quarter of what a stream takes.
        .merge(streams);

    // The last one added is the first one met.
    answers
        .layer(from_fn_with_state(state.settings.public_host.clone(), same_origin::require_same_origin))
        .merge(open_calls(&state))
        .layer(from_fn_with_state(state.settings.time_limit, guard::limit_time))
        .layer(from_fn(guard::catch_panic))
        .layer(from_fn(security_header::protect))
        .layer(from_fn_with_state(state.request_ids.clone(), request_id::identify))
        .with_state(state)
}

/// Open311: calls from elsewhere on purpose, so that it stands outside of the guard against foreign pages. No session counts here.
fn open_calls(state: &AppState) -> Router<AppState> {
    // Keys are guessed by nobody.
    let limit = from_fn_with_state(TryLimit::new(state.settings.trusted_proxies), address::limit_tries);
    Router::new()
        .route("/open311/v2/requests.xml", post(open311::post))
        .route("/open311/v2/requests.json", post(open311::post))
        .layer(limit)
        .route("/open311/v2/requests.xml", get(open311::requests))
        .route("/open311/v2/requests.json", get(open311::requests))
        .route("/open311/v2/requests/{file}", get(open311::request))
        .route("/open311/v2/tokens/{file}", get(open311::token))
        .route("/open311/v2/services.xml", get(open311::services))
        .route("/open311/v2/services.json", get(open311::services))
        .route("/open311/v2/services/{file}", get(open311::definition))
        .route("/open311/v2/discovery.xml", get(open311::discovery))
        .route("/open311/v2/discovery.json", get(open311::discovery))
        .layer(DefaultBodyLimit::max(state.settings.body_limit_bytes))
        .layer(CompressionLayer::new().quality(COMPRESSION))
}

/// What nobody has to log in for.
fn public(state: &AppState) -> Router<AppState> {
    // Codes are guessed by nobody, and counted apart: who verifies much can still log in.
    let limit_codes = from_fn_with_state(TryLimit::new(state.settings.trusted_proxies), address::limit_tries);
    let codes = Router::new()
        .route("/v/{code}", get(page::public))
        .route("/t/{code}", get(page::public).post(form::judge::judge))
        .route("/report/done/{code}", get(page::public))
        .route("/report/done/{code}/link.svg", get(report::link_code))
        .layer(limit_codes);

    // A link elsewhere can't turn somebody's session into a screen's.
    let limit_walls = from_fn_with_state(TryLimit::new(state.settings.trusted_proxies), address::limit_tries);
    let walls = Router::new().route("/wall/{token}", own_link(get(form::wall::open))).layer(limit_walls);

    pages(Surface::Public)
        .route("/report/code/{building}", get(report::building_code))
        .merge(codes)
        .merge(resident::routes(state))
        .merge(wish::routes(state))
        .merge(walls)
        .route("/map/scene/{file}", get(scene::scene))
        .route("/pkg/{*path}", get(asset::hashed))
        .route("/m/sw.js", get(offline::worker))
        .route("/m/manifest.webmanifest", get(offline::manifest))
        .route("/api/openapi.json", get(openapi::description))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/version", get(health::version))
}

/// The ways in: password, new password, second factor.
fn log_in(state: &AppState) -> Router<AppState> {
    let limit = from_fn_with_state(TryLimit::new(state.settings.trusted_proxies), address::limit_tries);
    let log_in = Router::new()
        .route("/login", post(form::login::log_in).layer(limit.clone()))
        .route("/login", get(page::office));
    let password = Router::new()
        .route("/password", post(form::login::password).layer(limit))
        .route("/password", get(page::office))
        .layer(from_fn_with_state(state.clone(), session::enter_for_password));
    let code = Router::new()
        .route("/login/code", post(form::totp::prove))
        .route("/login/code", get(page::office))
        .route("/account/totp", post(form::totp::begin))
        .route("/account/totp/confirm", post(form::totp::confirm))
        .route("/account/totp/code.svg", get(form::totp::code))
        .layer(from_fn_with_state(state.clone(), session::enter_for_code));
    log_in.merge(password).merge(code)
}

/// The way in with the city's identity provider; none without one.
fn provider(state: &AppState) -> Router<AppState> {
    if state.oidc.is_none() {
        return Router::new();
    }
    let limit = from_fn_with_state(TryLimit::new(state.settings.trusted_proxies), address::limit_tries);
    Router::new().route("/login/oidc", get(oidc::begin)).route("/login/oidc/callback", get(oidc::callback)).layer(limit)
}

/// Who an account is at the city's identity provider; nothing to say without one.
fn links(state: &AppState) -> Router<AppState> {
    if state.oidc.is_none() {
        return Router::new();
    }
    Router::new().route("/admin/account/oidc", post(form::admin::link))
}

/// The map's data, cases, notices, certificates, grids.
fn work() -> Router<AppState> {
    Router::new()
        .route("/map/state", get(state::state))
        .route("/api/geo/cases.geojson", get(geo::cases))
        .route("/tiles", get(tile::list))
        .route("/tiles/{layer}/{z}/{x}/{y}", get(tile::tile))
        .route("/form/case-step", post(form::case::step).layer(DefaultBodyLimit::max(form::case::MOST_BYTES)))
        .route("/form/case-undo", post(form::case::undo))
        .route("/form/case-bulk", post(form::case::bulk))
        .route("/form/case-bulk-undo", post(form::case::bulk_undo))
        .route("/form/case-view", post(form::case::keep))
        .route("/form/case-view-rename", post(form::case::rename))
        .route("/form/case-view-remove", post(form::case::remove))
        .route("/form/case-report", post(form::case::report).layer(DefaultBodyLimit::max(form::case::MOST_BYTES)))
        .route("/cases/{case}/code.svg", get(slip::code))
        .route("/cases/{case}/trail.pdf", own_link(get(trail::pdf)))
        .route("/cases/{case}/trail.csv", own_link(get(trail::csv)))
        .route("/cases/{case}/reporter/call", own_link(get(form::case::call_reporter)))
        .route("/form/chat-split", post(form::chat::split).layer(DefaultBodyLimit::max(form::chat::MOST_BYTES)))
        .route("/form/chat", post(form::chat::take_in).layer(DefaultBodyLimit::max(form::chat::MOST_OF_CHOICES)))
        .route("/form/hotline", post(form::hotline::report))
        .route("/form/hotline-caller", post(form::hotline::caller))
        .route("/form/bulletin", post(form::bulletin::write))
        .route("/supervision/bulletins/{bulletin}/bulletin.pdf", get(bulletin::pdf))
        .route("/supervision/bulletins/{bulletin}/bulletin.xlsx", get(bulletin::xlsx))
        .route("/form/case-join", post(form::case::join).layer(DefaultBodyLimit::max(form::case::MOST_BYTES)))
        .route("/form/notice", post(form::notice::create))
        .route("/form/notice-call", post(form::notice::mark))
        .route("/notices/{notice}/call/{dwelling}", own_link(get(form::notice::dial)))
        .route("/households/{dwelling}/nearby/{resident}/call", own_link(get(form::notice::dial_helper)))
        .route("/form/certificate", post(form::certificate::issue))
        .route("/form/certificate-revoke", post(form::certificate::revoke))
        .route("/certificates/{certificate}/pdf", own_link(get(certificate::pdf)))
        .route("/form/regrid", post(form::regrid))
        .route("/form/departure", post(form::departure::decide))
        .route("/form/door", post(form::door::propose))
        .route("/form/door-decide", post(form::door::decide))
        .route("/form/door-withdraw", post(form::door::withdraw))
        .route("/form/search", post(form::search::search))
        .route("/form/search-trail", post(form::search::trail))
        .route("/form/roster", post(form::roster::add))
        .route("/form/roster-end", post(form::roster::end))
        .route("/form/register", post(form::register::write))
        .route("/form/register-close", post(form::register::close))
        .route("/form/work", post(form::work::write))
        .route("/form/work-end", post(form::work::end))
        .route("/form/answer", post(form::answer::write))
        .route("/form/answer-remove", post(form::answer::remove))
        .route("/form/root-cause", post(form::recurrence::take))
        .route("/form/root-cause-close", post(form::recurrence::close))
        .route("/register/{item}/call", own_link(get(form::register::dial)))
}

/// What the grid worker's phone sends.
fn at_doors() -> Router<AppState> {
    Router::new()
        .route("/m/find", post(form::phone::find))
        .route("/m/report", post(form::case::report_on_phone).layer(DefaultBodyLimit::max(form::case::MOST_BYTES)))
        .route("/m/h/{dwelling}/call/{resident}", own_link(get(form::phone::dial)))
}

/// Visits and watch lists, from the phone and from the office.
fn visits() -> Router<AppState> {
    Router::new()
        .route("/m/visit", post(form::visit::record))
        .route("/m/visit-withdraw", post(form::visit::withdraw))
        .route("/m/watch", post(form::visit::watch))
        .route("/form/visit-rule", post(form::visit::save_rule))
        .route("/form/visit-rule-remove", post(form::visit::remove_rule))
        .route("/form/watch-list", post(form::visit::make_list))
        .route("/form/watch-list-end", post(form::visit::end_list))
}

/// Changes of people's and households' files.
fn files() -> Router<AppState> {
    Router::new()
        .route("/form/file", post(form::file))
        .route("/form/verify", post(form::verify))
        .route("/form/died", post(form::died))
        .route("/form/merge", post(form::merge))
        .route("/form/unmerge", post(form::unmerge))
        .route("/form/move-in", post(form::move_in))
        .route("/form/move-out", post(form::move_out))
        .route("/form/head", post(form::head))
        .route("/form/occupancy", post(form::occupancy))
        .route("/form/gone-through", post(form::gone_through))
        .route("/form/note", post(form::note))
        .route("/form/label", post(form::label))
}

/// Photos of people, documents and dwellings.
fn photos() -> Router<AppState> {
    Router::new()
        .route("/photo/{photo}", get(photo::picture))
        .route("/form/photo", post(form::photo::add).layer(DefaultBodyLimit::max(form::photo::MOST_BYTES)))
        .route("/form/photo-remove", post(form::photo::remove))
        .route("/form/photo-unmask", post(form::photo::unmask))
}

/// Pictures of cases.
fn pictures() -> Router<AppState> {
    Router::new()
        .route("/media", post(form::media::stage).layer(DefaultBodyLimit::max(form::media::MOST_SENT)))
        .route("/media/{media}", get(media::full))
        .route("/media/{media}/thumb", get(media::thumb))
        .route("/media/{media}/released", get(media::released))
        .route("/form/black-out", post(form::media::black_out))
}

/// Filters, labels for many, and lists of people taken in.
fn lists() -> Router<AppState> {
    Router::new()
        .route("/filter/choose", get(form::filter::choose))
        .route("/form/filter-save", post(form::filter::save))
        .route("/form/filter-remove", post(form::filter::remove))
        .route("/form/bulk-label", post(form::filter::label))
        .route("/form/bulk-undo", post(form::filter::undo))
        .route("/cases/orders", post(form::order::upload).layer(DefaultBodyLimit::max(form::intake::MOST_BYTES)))
        .route("/cases/orders/template.xlsx", get(order::template))
        .route("/cases/orders/answers.xlsx", own_link(get(order::answers)))
        .route("/cases/orders/{sheet}/faults.xlsx", get(order::faults))
        .route("/form/orders-columns", post(form::order::columns))
        .route("/form/orders-write", post(form::order::write))
        .route("/import", post(form::intake::upload).layer(DefaultBodyLimit::max(form::intake::MOST_BYTES)))
        .route("/import/template.xlsx", get(intake::template))
        .route("/import/{batch}/faults.xlsx", get(intake::faults))
        .route("/form/import-columns", post(form::intake::columns))
        .route("/form/import-write", post(form::intake::write))
        .route("/form/import-undo", post(form::intake::undo))
        .route("/form/import-stop", post(form::intake::stop))
}

/// What a phone sends late, and what it may keep for a day.
fn late() -> Router<AppState> {
    Router::new()
        .route("/m/contact", post(form::contact::change))
        .route("/m/file", post(form::doorstep::change))
        .route("/m/conflict", post(form::contact::settle))
        .route("/m/snapshot", own_link(get(offline::snapshot)))
        .route("/m/scope", get(offline::scope))
}

/// What an account changes about itself.
fn own_account() -> Router<AppState> {
    Router::new()
        .route("/logout", post(form::login::log_out))
        .route("/account/post", post(form::login::post))
        .route("/account/end-device", post(form::login::end_device))
        .route("/account/end-others", post(form::login::end_others))
        .route("/account/totp/remove", post(form::totp::remove))
}

/// The three administrators' forms.
fn administration() -> Router<AppState> {
    Router::new()
        .route("/admin/account/totp", post(form::admin::reset_totp))
        .route("/admin/account", post(form::admin::create))
        .route("/admin/account/lock", post(form::admin::lock))
        .route("/admin/account/password", post(form::admin::reset_password))
        .route("/admin/account/end-sessions", post(form::admin::end_sessions))
        .route("/admin/unit", post(form::unit::add))
        .route("/admin/unit/areas", post(form::unit::take_over_areas))
        .route("/admin/unit/rename", post(form::unit::rename))
        .route("/admin/unit/move", post(form::unit::put_below))
        .route("/admin/unit/close", post(form::unit::close))
        .route("/admin/unit/grid", post(form::unit::own_grid))
        .route("/admin/setting", post(form::setting::number))
        .route("/admin/setting/switch", post(form::setting::switch))
        .route("/admin/setting/totp", post(form::setting::totp_roles))
        .route("/admin/dictionary", post(form::setting::word))
        .route("/admin/dictionary/order", post(form::setting::order))
        .route("/admin/dictionary/offer", post(form::setting::offer))
        .route("/admin/label", post(form::setting::label))
        .route("/admin/category", post(form::category::write))
        .route("/admin/category/retire", post(form::category::retire))
        .route("/admin/owner", post(form::category::own))
        .route("/admin/owner/change", post(form::category::change_owner))
        .route("/admin/owner/remove", post(form::category::disown))
        .route("/form/calendar", post(form::calendar::set))
        .route("/form/calendar-clear", post(form::calendar::clear))
        .route("/form/service-hours", post(form::calendar::hours))
        .route("/form/deadline", post(form::deadline::set))
        .route("/form/deadline-remove", post(form::deadline::remove))
        .route("/form/deadline-set", post(form::deadline::take))
        .route("/admin/client", post(form::client::make))
        .route("/admin/client/revoke", post(form::client::revoke))
        .route("/admin/webhook", post(form::webhook::add))
        .route("/admin/webhook/pause", post(form::webhook::pause))
        .route("/admin/webhook/test", post(form::webhook::try_out))
        .route("/admin/webhook/remove", post(form::webhook::remove))
        .route("/admin/wall", post(form::wall::make))
        .route("/admin/wall/revoke", post(form::wall::revoke))
        .route("/admin/post", post(form::admin::give_post))
        .route("/admin/post/end", post(form::admin::end_post))
}

/// A `GET` that leaves a trace, such as a call: only our own pages lead there.
fn own_link(route: MethodRouter<AppState>) -> MethodRouter<AppState> {
    route.layer(from_fn(same_origin::require_own_link))
}

fn pages(surface: Surface) -> Router<AppState> {
    let own_layer = |path: &&String| {
        let apart = [
            "/login",
            "/login/code",
            "/password",
            "/v/{code}",
            "/t/{code}",
            "/report/done/{code}",
            "/wish/done/{code}",
        ];
        !apart.contains(&path.as_str())
    };
    page::paths(surface).iter().filter(own_layer).fold(Router::new(), |router, path| match surface {
        Surface::Public => router.route(path, get(page::public)),
        Surface::Office => router.route(path, get(page::office)),
        Surface::Field => router.route(path, get(page::field)),
        Surface::Desk | Surface::PlainDesk => router.route(path, get(page::desk)),
    })
}
