//! Forms of sheets of hotline orders.
//!
//! - `POST /cases/orders` (multipart): `file`. Leads to the page of the new sheet, which was checked when its columns are known.
//! - `POST /form/orders-columns`: `batch`, `column-<number>` for each column of the file, from 0.
//! - `POST /form/orders-write`: `batch`, `leaves_out`. Takes the orders in.

use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::id::IntakeId;
use service::order;

use super::intake::MOST_BYTES;
use super::{Fields, answer_in_office, upload};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

const PAGE: &str = "/cases/orders";

/// Takes a file.
pub async fn upload(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let (fields, file) = upload::read(parts, "file", MOST_BYTES).await;
    let taken = async {
        let file = file.map_err(upload::bad_file)?;
        let taken = order::upload(&state.service, &actor, &file.name, file.bytes).await;
        taken.map_err(|error| Refusal::from(error).0)
    };
    match taken.await {
        Ok(batch) => Redirect::to(&format!("{PAGE}/{batch}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "orders", fields.and_back(PAGE), error).await,
    }
}

/// Says what the columns hold, and checks the file.
pub async fn columns(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let batch: IntakeId = fields.read("batch")?;
        let chosen = fields.columns(domain::intake::MOST_COLUMNS);
        order::map(&state.service, &actor, batch, &chosen).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "orders-columns", fields, done).await
}

/// Takes a checked sheet in.
pub async fn write(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let batch: IntakeId = fields.read("batch")?;
        let done = order::write(&state.service, &actor, batch, fields.is_on("leaves_out")).await;
        done.map(drop).map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "orders-write", fields, done).await
}
