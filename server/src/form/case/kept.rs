//! Queues kept under names: `POST /form/case-view` (`view_name` and the parameters of the list's address), `/form/case-view-rename` (`view`,
//! `view_name`) and `/form/case-view-remove` (`view`); `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::case::Queue;
use service::case;
use ui::error::AppError;

use crate::form::{Fields, answer};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Keeps the list that the page shows.
pub async fn keep(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let fields = on_its_page(fields);
    let queue = Queue { skip: 0, ..Queue::parse(|name| fields.get(name).map(str::to_owned)) };
    let name = fields.get("view_name").unwrap_or_default();
    let done = case::keep_queue(&state.service, &actor, name, &queue).await.map_err(|error| Refusal::from(error).0);
    answer(&state, visit, "case-view", fields, done).await
}

/// Gives one another name.
pub async fn rename(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let fields = on_its_page(fields);
    let done = async {
        let name = fields.get("view_name").unwrap_or_default();
        let done = case::rename_queue(&state.service, &actor, fields.read("view")?, name).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    answer(&state, visit, "case-view-rename", fields, done).await
}

/// Removes one.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let fields = on_its_page(fields);
    let done = async {
        let done = case::remove_queue(&state.service, &actor, fields.read("view")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    answer(&state, visit, "case-view-remove", fields, done).await
}

fn on_its_page(fields: Fields) -> Fields {
    if fields.get("back").is_some() { fields } else { fields.and_back("/cases") }
}
