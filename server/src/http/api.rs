//! The server functions of the desk, each at its fixed address under `/api/`.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use leptos::server_fn;

use crate::page::{self, Visit};
use crate::state::AppState;

/// Every server function as a route.
pub fn routes() -> Vec<(&'static str, MethodRouter<AppState>)> {
    let functions = server_fn::axum::server_fn_paths();
    functions.filter_map(|(path, method)| Some((path, on(MethodFilter::try_from(method).ok()?, call)))).collect()
}

async fn call(State(state): State<AppState>, visit: Visit, mut request: Request) -> Response {
    let context = page::context(&state, &visit);
    // Never the redirect that leptos makes for plain forms: it would put the error into the address. Ours are in `form`.
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    leptos_axum::handle_server_fns_with_context(context, request).await.into_response()
}
