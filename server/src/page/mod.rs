//! Pages: surfaces, each rendered completely on the server before the first byte is sent.
//!
//! Public pages carry no WebAssembly, and no script but a small one where a report is written. Desk pages carry the data that they were rendered from and wake up
//! in the browser. Rendering to the end first lets a page decide its own status, and makes it complete without script.
//! Not here: what is on a page (`app/*`), which routes there are ([`crate::router`]).

mod hydrate;
mod shell;
mod visit;

use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use desk::case::bulk::Bulked;
use futures::{FutureExt, Stream, StreamExt, stream};
use leptos::prelude::*;
use office::{IdentityProvider, Told};
use ui::error::AppError;
use ui::refused::Refused;
use ui::script::{self, Scripts};

use self::shell::Shell;
pub use self::visit::Visit;
use crate::form::login::home;
use crate::form::{Fields, LocalPath, status_of};
use crate::http::asset;
use crate::layer::guard;
use crate::layer::security_header::Policy;
use crate::state::AppState;

/// Whose pages: each surface has its own shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Residents: plain HTML that is complete without script.
    Public,
    /// Log-in, one's own account, administration: plain HTML, no script.
    Office,
    /// The grid worker's phone: plain HTML that at most small scripts make handier.
    Field,
    /// Community to city: wakes up in the browser.
    Desk,
    /// The desk as plain HTML, for an answer to a form that was posted without script.
    PlainDesk,
}

type HtmlStream = Pin<Box<dyn Stream<Item = String> + Send>>;
type Rendered = Pin<Box<dyn Future<Output = HtmlStream> + Send>>;
type DataChunks = Box<dyn FnOnce() -> HtmlStream + Send>;

/// The paths that the surface's own router knows, in the form of ours.
pub fn paths(surface: Surface) -> Vec<String> {
    let listings = match surface {
        Surface::Public => leptos_axum::generate_route_list(::public::App),
        Surface::Office => leptos_axum::generate_route_list(office::App),
        Surface::Field => leptos_axum::generate_route_list(field::App),
        Surface::Desk | Surface::PlainDesk => leptos_axum::generate_route_list(desk::root),
    };
    listings.iter().map(|listing| listing.path().to_owned()).collect()
}

/// A page for residents.
pub async fn public(State(state): State<AppState>, visit: Visit, request: Request) -> Response {
    render(&state, Surface::Public, visit, request).await
}

/// A plain page for staff.
pub async fn office(State(state): State<AppState>, visit: Visit, request: Request) -> Response {
    render(&state, Surface::Office, visit, request).await
}

/// A page of the phone. Whoever does not go to doors is led to their own desk.
pub async fn field(State(state): State<AppState>, visit: Visit, request: Request) -> Response {
    match &visit.actor {
        Some(actor) if !field::serves(actor.role) => Redirect::to(home(actor.role)).into_response(),
        _ => render(&state, Surface::Field, visit, request).await,
    }
}

/// A page of the desk.
pub async fn desk(State(state): State<AppState>, visit: Visit, request: Request) -> Response {
    render(&state, Surface::Desk, visit, request).await
}

/// Everything that no route knows: a file with a fixed name, or the page that says that there is none.
pub async fn fallback(State(state): State<AppState>, visit: Visit, request: Request) -> Response {
    let request = match asset::named(&state, request).await {
        Ok(file) => return file,
        Err(request) => request,
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = render(&state, Surface::Public, visit, request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// The page that a refused form stands on, with the error and what was typed.
pub async fn again(state: &AppState, visit: Visit, form: &'static str, fields: Fields, error: AppError) -> Response {
    again_on(state, Surface::PlainDesk, visit, form, fields, error).await
}

/// The same on any surface.
pub async fn again_on(
    state: &AppState,
    surface: Surface,
    visit: Visit,
    form: &'static str,
    fields: Fields,
    error: AppError,
) -> Response {
    let (status, back) = (status_of(&error), fields.back());
    // A form of the desk or the office may stand on the phone as well, and comes back there.
    let surface = if back.is_on_phone() { Surface::Field } else { surface };
    let Ok(request) = Request::get(back.as_str()).body(Body::empty()) else {
        return guard::sorry(StatusCode::INTERNAL_SERVER_ERROR, visit.request_id.as_ref());
    };
    let refused = Refused { form: form.to_owned(), error, values: fields.into_values() };
    let provide = move || provide_context(refused.clone());
    let mut response = render_with(state, surface, visit, provide, request).await;
    *response.status_mut() = status;
    response
}

/// The page that an administrator's form stands on, with a one-time password that is shown this once.
pub async fn told(state: &AppState, visit: Visit, back: &LocalPath, told: Told) -> Response {
    let Ok(request) = Request::get(back.as_str()).body(Body::empty()) else {
        return guard::sorry(StatusCode::INTERNAL_SERVER_ERROR, visit.request_id.as_ref());
    };
    render_with(state, Surface::Office, visit, move || provide_context(told.clone()), request).await
}

/// A page of the office with what a form found, which is in no address.
pub async fn heard<T: Clone + Send + Sync + 'static>(
    state: &AppState,
    visit: Visit,
    back: &LocalPath,
    heard: T,
) -> Response {
    let Ok(request) = Request::get(back.as_str()).body(Body::empty()) else {
        return guard::sorry(StatusCode::INTERNAL_SERVER_ERROR, visit.request_id.as_ref());
    };
    render_with(state, Surface::Office, visit, move || provide_context(heard.clone()), request).await
}

/// A page for residents with what was typed on the pages of the form before it.
pub async fn continued(state: &AppState, visit: Visit, back: &LocalPath, draft: ::public::Draft) -> Response {
    let Ok(request) = Request::get(back.as_str()).body(Body::empty()) else {
        return guard::sorry(StatusCode::INTERNAL_SERVER_ERROR, visit.request_id.as_ref());
    };
    render_with(state, Surface::Public, visit, move || provide_context(draft.clone()), request).await
}

/// The desk of cases without script, with what became of many cases at once.
pub async fn bulked(state: &AppState, visit: Visit, back: &LocalPath, bulked: Bulked) -> Response {
    let Ok(request) = Request::get(back.as_str()).body(Body::empty()) else {
        return guard::sorry(StatusCode::INTERNAL_SERVER_ERROR, visit.request_id.as_ref());
    };
    render_with(state, Surface::PlainDesk, visit, move || provide_context(bulked.clone()), request).await
}

async fn render(state: &AppState, surface: Surface, visit: Visit, request: Request) -> Response {
    render_with(state, surface, visit, || (), request).await
}

/// Renders with something more in the context than every page has.
async fn render_with(
    state: &AppState,
    surface: Surface,
    visit: Visit,
    more: impl Fn() + Clone + Send + Sync + 'static,
    request: Request,
) -> Response {
    let assets = Arc::clone(&state.assets);
    let scripted = surface == Surface::Desk && assets.bundle(hydrate::BUNDLE).is_some();
    let (preferences, reading) = (visit.preferences, visit.reading);
    let known = context(state, &visit);
    let paths = script::ALL.into_iter().filter_map(|name| Some((name, assets.path(name)?.to_owned())));
    let scripts = Scripts::new(paths.collect(), &visit.nonce);
    let asked = scripts.clone();
    let provide = move || {
        known();
        provide_context(scripts.clone());
        more();
    };
    let app = move || view! { <Shell surface preferences reading assets/> };
    let build = if scripted { with_data } else { without_data };
    let mut response = leptos_axum::handle_response_inner(provide, app, request, build).await;
    if scripted {
        response.extensions_mut().insert(Policy::Scripted);
    } else if asked.is_wanted() && surface == Surface::Field {
        response.extensions_mut().insert(Policy::Offline);
    } else if asked.is_wanted() {
        response.extensions_mut().insert(Policy::Enhanced);
    }
    visit.remember(&mut response);
    response
}

/// Makes known to pages and server functions alike: the use cases, who acts, how the page looks, its nonce.
///
/// Whoever calls it does so after leptos has provided its own, so that the nonce is the one in the header.
pub fn context(state: &AppState, visit: &Visit) -> impl Fn() + Clone + Send + Sync + 'static {
    let (service, visit) = (state.service.clone(), visit.clone());
    let provider = state
        .oidc
        .as_ref()
        .map(|oidc| IdentityProvider { issuer: oidc.settings.issuer.clone(), label: oidc.settings.label.clone() });
    move || {
        provide_context(service.clone());
        if let Some(provider) = &provider {
            provide_context(provider.clone());
        }
        provide_context(visit.nonce.clone());
        provide_context(visit.preferences);
        provide_context(visit.reading);
        if let Some(actor) = &visit.actor {
            provide_context(actor.clone());
        }
        if let Some(id) = &visit.request_id {
            provide_context(id.clone());
        }
    }
}

/// The whole page, then the data that it was made from, for the browser to wake up with.
fn with_data<V: IntoView + 'static>(app: V, data: DataChunks, _: bool) -> Rendered {
    async move {
        let page: String = app.to_html_stream_in_order().collect().await;
        Box::pin(stream::once(async move { page }).chain(data())) as HtmlStream
    }
    .boxed()
}

/// The whole page and nothing else.
fn without_data<V: IntoView + 'static>(app: V, _: DataChunks, _: bool) -> Rendered {
    async move {
        let page: String = app.to_html_stream_in_order().collect().await;
        Box::pin(stream::once(async move { page })) as HtmlStream
    }
    .boxed()
}
