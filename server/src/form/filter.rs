//! Forms of filters.
//!
//! - `GET /filter/choose`: reads the builder's fields and leads to the filter's own address. Fields: `area`, `b`, `label-<code>` and `use-<number>` for each that is ticked, `age_from`, `age_to`, and the keys of
//!   [`domain::filter::Filter::take`]. It only translates; who may see what fits is the page's affair.
//! - `POST /form/filter-save`: `area`, `f`, `name`, `shared`; `POST /form/filter-remove`: `filter`, its number.
//! - `POST /form/bulk-label`: `area` and `f`, or `dwellings` parted by commas; `label`, `on`, `expected`, how many were
//!   confirmed. Leads to what was done. `POST /form/bulk-undo`: `bulk`, its number.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::area::Area;
use domain::cell::LabelCode;
use domain::filter::Filter;
use domain::id::DwellingId;
use service::bulk::{self, Target};
use service::saved;
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Leads to the list.
pub async fn choose(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    match read(&fields, actor.area) {
        Ok((area, filter)) => Redirect::to(&format!("/filter?area={area}&f={filter}")).into_response(),
        Err(error) => page::again_on(&state, Surface::Office, visit, "filter", fields, error).await,
    }
}

fn read(fields: &Fields, own: Area) -> Result<(Area, Filter), AppError> {
    let area = fields.read_some("area")?.unwrap_or(own);
    let mut filter = Filter::default();
    for (field, value) in fields.values() {
        let ticked = |kind: &str| field.strip_prefix(kind).filter(|_| !value.trim().is_empty());
        let taken = if let Some(code) = ticked("label-") {
            filter.take("label", code)
        } else if let Some(number) = ticked("use-") {
            filter.take("use", number)
        } else if ["b", "fresh", "fill", "seen", "sex", "rel", "match", "party", "org", "skill", "file"]
            .contains(&field.as_str())
        {
            filter.take(field, value.trim())
        } else {
            Ok(())
        };
        taken.map_err(|_unreadable| AppError::Invalid { field: field.clone() })?;
    }
    let (from, to) = (fields.get("age_from").unwrap_or_default(), fields.get("age_to").unwrap_or_default());
    if !(from.is_empty() && to.is_empty()) {
        let ages = filter.take("age", &format!("{from}-{to}"));
        ages.map_err(|_unreadable| AppError::Invalid { field: "age_from".to_owned() })?;
    }
    Ok((area, filter))
}

/// Keeps a filter and leads back.
pub async fn save(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let saved = async {
        let (area, filter): (Area, Filter) = (fields.read("area")?, fields.read("f")?);
        let name = fields.get("name").unwrap_or_default();
        let done = saved::save(&state.service, &actor, (area, &filter), name, fields.is_on("shared")).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = saved.await;
    answer_in_office(&state, visit, "filter-save", fields, done).await
}

/// Removes a kept filter and leads back.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let removed = async {
        let done = saved::remove(&state.service, &actor, fields.read("filter")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = removed.await;
    answer_in_office(&state, visit, "filter-remove", fields, done).await
}

/// Labels many households and leads to what was done.
pub async fn label(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let labelled = async {
        let (target, label) = (target(&fields)?, LabelCode(fields.read("label")?));
        let on = fields.yes_or_no("on")?;
        let done = bulk::label(&state.service, &actor, &target, (label, on), fields.read("expected")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    match labelled.await {
        Ok(bulk) => Redirect::to(&format!("/labels/{bulk}")).into_response(),
        // A page of the desk asks again by itself; the form without it stands on the filter's page.
        Err(error) => page::again_on(&state, Surface::Office, visit, "bulk-label", fields, error).await,
    }
}

fn target(fields: &Fields) -> Result<Target, AppError> {
    let Some(doors) = fields.get("dwellings") else {
        return Ok(Target::Filter(fields.read("area")?, fields.read("f")?));
    };
    let doors: Result<Vec<DwellingId>, _> = doors.split(',').map(str::parse).collect();
    doors.map(Target::Doors).map_err(|_no_id| AppError::Invalid { field: "dwellings".to_owned() })
}

/// Undoes what was done to many households, and leads back.
pub async fn undo(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let undone = async {
        let done = bulk::undo(&state.service, &actor, fields.read("bulk")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done = undone.await;
    answer_in_office(&state, visit, "bulk-undo", fields, done).await
}
