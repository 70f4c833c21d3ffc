//! Forms of exports and of the forms that they fill.
//!
//! - `POST /form/export`: `list`, `area`, `f`, `format`, `column-<word>` for each column or `template`; for a list without
//!   masks `unmasked=1`, `reason`, `password`. Leads to the page of the new export.
//! - `POST /form/export-decide`: `export`, `granted` (1 or 0), `reason`, `password`.
//! - `POST /form/export-end`: `export`.
//! - `POST /exports/templates` (multipart): `name`, `file`, `shared`. Leads to the page of the new form.
//! - `POST /form/template-columns`: `template`, `column-<number>` for each column of the form, from 0, `shared`.
//! - `POST /form/template-remove`: `template`.

use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse, Redirect, Response};
use domain::account::Password;
use domain::actor::Actor;
use domain::export::{List, MOST_FORM_BYTES, MOST_FORM_COLUMNS};
use domain::id::ExportId;
use service::export::{self, Ask, template};
use ui::error::AppError;

use super::{Fields, answer_in_office, upload};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Bytes of an upload: those of the largest form, and what a browser writes around it.
pub const MOST_BYTES: usize = MOST_FORM_BYTES + (64 << 10);

/// Makes an export, or asks for one.
pub async fn ask(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let asked = async {
        let ask = read(&fields)?;
        export::ask(&state.service, &actor, &ask).await.map_err(|error| Refusal::from(error).0)
    };
    match asked.await {
        Ok(export) => Redirect::to(&format!("/exports/{export}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "export", fields, error).await,
    }
}

fn read(fields: &Fields) -> Result<Ask, AppError> {
    let invalid = |field: &str| AppError::Invalid { field: field.to_owned() };
    let (kind, conditions) = (fields.get("list").unwrap_or_default(), fields.get("f").unwrap_or_default());
    let list = List::read(kind, conditions).map_err(|_none| invalid("list"))?;
    let columns = fields.values().keys().filter_map(|name| name.strip_prefix("column-")).map(str::to_owned).collect();
    let format = fields.get("format").unwrap_or("xlsx");
    let unmasked = fields.is_on("unmasked").then(|| {
        let reason = fields.get("reason").unwrap_or_default().to_owned();
        (reason, Password::typed(fields.raw("password")))
    });
    Ok(Ask {
        area: fields.read("area")?,
        list,
        columns,
        template: fields.read_some("template")?,
        is_xlsx: if matches!(format, "xlsx" | "csv") { format == "xlsx" } else { return Err(invalid("format")) },
        unmasked,
    })
}

/// Grants or refuses what somebody below asked for, and leads back.
pub async fn decide(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let decided = async {
        let (export, is_granted): (ExportId, bool) = (fields.read("export")?, fields.yes_or_no("granted")?);
        let reason = fields.get("reason").unwrap_or_default();
        let password = Password::typed(fields.raw("password"));
        let done = export::decide(&state.service, &actor, export, (is_granted, reason), &password).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = decided.await;
    answer_in_office(&state, visit, "export-decide", fields, done).await
}

/// Takes back what one asked, and leads back.
pub async fn end(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let ended = async {
        let done = export::take_back(&state.service, &actor, fields.read("export")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = ended.await;
    answer_in_office(&state, visit, "export-end", fields, done).await
}

/// Keeps a form.
pub async fn upload(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let (fields, file) = upload::read(parts, "file", MOST_BYTES).await;
    let kept = async {
        let (name, bytes) = (fields.get("name").unwrap_or_default(), file.map_err(upload::bad_file)?.bytes);
        let kept = template::upload(&state.service, &actor, name, bytes, fields.is_on("shared")).await;
        kept.map_err(|error| Refusal::from(error).0)
    };
    match kept.await {
        Ok(id) => Redirect::to(&format!("/exports/templates/{id}")).into_response(),
        Err(error) => {
            let fields = fields.and_back("/exports/templates");
            page::again_on(&state, Surface::Office, visit, "template", fields, error).await
        }
    }
}

/// Says what the columns of a kept form hold, and leads back.
pub async fn columns(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let changed = async {
        let chosen = fields.columns(MOST_FORM_COLUMNS);
        let (id, is_shared) = (fields.read("template")?, fields.is_on("shared"));
        let done = template::change(&state.service, &actor, id, &chosen, is_shared).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = changed.await;
    answer_in_office(&state, visit, "template-columns", fields, done).await
}

/// Removes a kept form, and leads back.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let removed = async {
        let done = template::remove(&state.service, &actor, fields.read("template")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = removed.await;
    answer_in_office(&state, visit, "template-remove", fields, done).await
}
