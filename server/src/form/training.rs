//! Forms of training records. Both name the page they stand on in `back`.
//!
//! - `POST /form/training`: `area`, `topic`, `on`, `hours` (such as 1.5), a ticked `entry-…` for each who took part.
//! - `POST /form/training-remove`: `training`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use service::training::{self, Wish};
use ui::error::AppError;

use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Writes a training down.
pub async fn add(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let ticked = fields.values().keys().filter_map(|name| name.strip_prefix("entry-"));
        let entries: Vec<i64> = ticked.filter_map(|id| id.parse().ok()).collect();
        let wish = Wish {
            area: fields.read("area")?,
            entries: &entries,
            on: fields.must_day("on")?,
            topic: fields.get("topic").unwrap_or_default(),
            minutes: minutes(fields.read("hours")?)?,
        };
        training::add(&state.service, &actor, wish).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "training", fields, done).await
}

/// Takes one away.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let training = fields.read("training")?;
        training::remove(&state.service, &actor, training).await.map_err(|error| Refusal::from(error).0)
    };
    let done = done.await;
    answer_in_office(&state, visit, "training-remove", fields, done).await
}

fn minutes(hours: f64) -> Result<i32, AppError> {
    let minutes = (hours * 60.0).round();
    if (0.0..=100_000.0).contains(&minutes) {
        Ok(minutes as i32)
    } else {
        Err(AppError::Invalid { field: "hours".to_owned() })
    }
}
