//! Visits and watch lists.
//!
//! From the phone, each answered with `next` (a page under `/m`), or as JSON where that is asked for:
//! - `POST /m/visit`: `operation`, `dwelling`, `outcome`, `made_at` (milliseconds, the phone's clock; now without it), `lon`, `lat`,
//!   `accuracy` or `accuracy_m` (all or none), `note`.
//! - `POST /m/visit-withdraw`: `visit`.
//! - `POST /m/watch`: `operation`, `list`, `dwelling`, `outcome`, and the rest as for a visit.
//!
//! From the office, with `back`:
//! - `POST /form/visit-rule`: `whom`, `rhythm` (`none`, `days`, `monthly`), `amount`, `hours`.
//! - `POST /form/visit-rule-remove`: `rule`.
//! - `POST /form/watch-list`: `area`, `name`, `reason`, `from_on`, `until_on`, `label`, `dwellings`.
//! - `POST /form/watch-list-end`: `list`.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::cell::LabelCode;
use domain::filter::Filter;
use domain::id::DwellingId;
use domain::sync::Kind;
use domain::visit::rule::{Rhythm, Window};
use domain::visit::{NewVisit, ProofDemand, VisitOutcome, VisitPosition};
use domain::watch_list::WatchOutcome;
use service::watch_list::{self, Check, Draft};
use service::{Service, ServiceError, visit as visits};
use ui::error::AppError;

use super::sync::{self, Became};
use super::{Fields, LocalPath, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Where the phone goes when it names no page of its own.
const HOME: &str = "/m";

/// Saves a visit.
pub async fn record(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = visits::record(&state.service, &actor, new_visit(&state.service, &fields)?).await;
        done.map(|recorded| recorded.is_again).map_err(refused)
    };
    let done = done.await;
    answer_phone(&state, &headers, visit, "visit", fields, done).await
}

/// Takes a visit back.
pub async fn withdraw(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = visits::withdraw(&state.service, &actor, fields.read("visit")?).await;
        done.map(|_dwelling| false).map_err(refused)
    };
    let done = done.await;
    answer_phone(&state, &headers, visit, "visit-withdraw", fields, done).await
}

/// Saves a day's check of a watched household.
pub async fn watch(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let check = Check {
            operation: fields.read("operation")?,
            list: fields.read("list")?,
            dwelling: fields.read("dwelling")?,
            outcome: fields.word("outcome", WatchOutcome::from_slug)?,
            made_at: made_at(&state.service, &fields)?,
            position: position(&fields)?,
            note: fields.get("note").map(str::to_owned),
        };
        watch_list::check(&state.service, &actor, &check, ProofDemand::None).await.map_err(refused)
    };
    let done = done.await;
    answer_phone(&state, &headers, visit, "watch", fields, done).await
}

fn new_visit(s: &Service, fields: &Fields) -> Result<NewVisit, AppError> {
    Ok(NewVisit {
        operation: fields.read("operation")?,
        dwelling: fields.read("dwelling")?,
        outcome: fields.word("outcome", VisitOutcome::from_slug)?,
        made_at: made_at(s, fields)?,
        position: position(fields)?,
        note: fields.get("note").map(str::to_owned),
    })
}

/// When it was done: as long ago as it lay in the phone, whose clock may be wrong.
fn made_at(s: &Service, fields: &Fields) -> Result<DateTime<Utc>, AppError> {
    Ok(sync::sent(fields, Kind::Visit, s.now())?.moment.at)
}

/// Where it was done, if the phone said so.
fn position(fields: &Fields) -> Result<Option<VisitPosition>, AppError> {
    let (lon, lat) = (fields.read_some::<f64>("lon")?, fields.read_some::<f64>("lat")?);
    let accuracy = if fields.get("accuracy").is_some() { "accuracy" } else { "accuracy_m" };
    let accuracy = fields.read_some::<f64>(accuracy)?;
    match (lon, lat) {
        (None, None) => Ok(None),
        (Some(lon), Some(lat)) => {
            let wrong = || AppError::Invalid { field: "position".to_owned() };
            VisitPosition::new_checked(lon, lat, accuracy).map(Some).ok_or_else(wrong)
        }
        _ => Err(AppError::Invalid { field: "position".to_owned() }),
    }
}

fn refused(error: ServiceError) -> AppError {
    Refusal::from(error).0
}

/// The page of the phone that a form leads to.
fn next(fields: &Fields) -> LocalPath {
    let is_phone = |path: &LocalPath| {
        let page = path.as_str().split('?').next().unwrap_or_default();
        page == HOME || page.starts_with("/m/")
    };
    let asked = fields.get("next").or_else(|| fields.get("back")).and_then(LocalPath::new_checked);
    asked.filter(is_phone).or_else(|| LocalPath::new_checked(HOME)).unwrap_or_default()
}

/// What a script asks for as JSON, and a form as a page. `done` says whether the same had come in before.
async fn answer_phone(
    state: &AppState,
    headers: &HeaderMap,
    visit: Visit,
    form: &'static str,
    mut fields: Fields,
    done: Result<bool, AppError>,
) -> Response {
    let next = next(&fields);
    fields.0.insert("back".to_owned(), next.as_str().to_owned());
    fields.0.insert("next".to_owned(), next.as_str().to_owned());
    let became = done.map(|is_again| if is_again { Became::Again } else { Became::Done });
    sync::answer(state, visit, headers, form, fields, became).await
}

/// Says a rule of the post's area.
pub async fn save_rule(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let rhythm = match fields.get("rhythm") {
            None | Some("none") => None,
            Some("days") => Some(Rhythm::days(fields.read("amount")?).ok_or_else(wrong_amount)?),
            Some("monthly") => Some(Rhythm::monthly(fields.read("amount")?).ok_or_else(wrong_amount)?),
            Some(_) => return Err(AppError::Invalid { field: "rhythm".to_owned() }),
        };
        let window = fields.read_some::<Window>("hours")?;
        visits::save_rule(&state.service, &actor, fields.read("whom")?, rhythm, window).await.map_err(refused)
    };
    let done = done.await;
    answer_in_office(&state, visit, "visit-rule", fields, done).await
}

fn wrong_amount() -> AppError {
    AppError::Invalid { field: "amount".to_owned() }
}

/// Removes a rule of the post's area.
pub async fn remove_rule(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async { visits::remove_rule(&state.service, &actor, fields.read("rule")?).await.map_err(refused) };
    let done = done.await;
    answer_in_office(&state, visit, "visit-rule-remove", fields, done).await
}

/// Makes a watch list.
pub async fn make_list(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let draft = draft(&state.service, &fields)?;
        watch_list::make(&state.service, &actor, &draft).await.map(drop).map_err(refused)
    };
    let done = done.await;
    answer_in_office(&state, visit, "watch-list", fields, done).await
}

fn draft(s: &Service, fields: &Fields) -> Result<Draft, AppError> {
    let label = fields.read_some::<u8>("label")?;
    let numbers = fields.get("dwellings").unwrap_or_default();
    let numbers = numbers.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '，' | '、'));
    let dwellings: Result<Vec<DwellingId>, _> = numbers.filter(|number| !number.is_empty()).map(str::parse).collect();
    Ok(Draft {
        area: fields.read("area")?,
        name: fields.get("name").unwrap_or_default().to_owned(),
        reason: fields.get("reason").unwrap_or_default().to_owned(),
        from_on: fields.read_some("from_on")?.unwrap_or_else(|| s.today()),
        until_on: fields.read("until_on")?,
        filter: label.map(|code| Filter::with_label(LabelCode(code))),
        dwellings: dwellings.map_err(|_no_id| AppError::Invalid { field: "dwellings".to_owned() })?,
    })
}

/// Ends a watch list.
pub async fn end_list(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async { watch_list::end(&state.service, &actor, fields.read("list")?).await.map_err(refused) };
    let done = done.await;
    answer_in_office(&state, visit, "watch-list-end", fields, done).await
}
