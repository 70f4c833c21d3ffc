//! Open311 `GeoReport` v2 under `/open311/v2`, each call as `.xml` and `.json`.
//!
//! Stands beside the guard against foreign pages: reading needs nobody's session and posting needs a key in the form, which no
//! page elsewhere has. Cookies mean nothing here. Not here: what is public and who may post (`service::open311`).

mod write;

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::category::CategoryCode;
use domain::id::CaseId;
use domain::open311::{self, Fault, Posting, Sent, Tree, Wanted};
use service::ServiceError;

use self::write::{Format, answer};
use super::refusal::Refusal;
use crate::state::AppState;

/// The header that makes a call come in once; the value is the client's own.
const ONCE: &str = "idempotency-key";
/// The longest such value.
const LONGEST_ONCE: usize = 200;

type Answer = Result<(&'static str, Tree), Vec<Fault>>;

/// The format of a call without an id, from its own path.
fn format_of(uri: &Uri) -> Format {
    let file = uri.path().rsplit('/').next().unwrap_or_default();
    Format::split(file).map_or(Format::Xml, |(_, format)| format)
}

fn say(format: Format, said: Answer) -> Response {
    match said {
        Ok(said) => answer(format, StatusCode::OK, said),
        Err(faults) => {
            let code = faults.first().map_or(500, |fault| fault.code);
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            answer(format, status, open311::errors(&faults))
        }
    }
}

/// What a use case's refusal is in `GeoReport`; `unknown` says what there is not.
fn refused(error: ServiceError, unknown: &'static str) -> Vec<Fault> {
    vec![match error {
        ServiceError::NotFound => Fault::unknown(unknown),
        ServiceError::Forbidden => Fault::key(),
        ServiceError::Invalid { field: "category", .. } => Fault::unknown("service_code is not one of GET services"),
        ServiceError::Invalid { message, .. } => Fault::unknown(message),
        other => {
            // Writes what broke into the log.
            let code = Refusal::from(other).status().as_u16();
            Fault { code, description: "this can't be answered just now: try again in a moment".to_owned() }
        }
    }]
}

/// The only jurisdiction is the served city: naming it is allowed, naming another is a mistake.
async fn jurisdiction(state: &AppState, sent: &Sent) -> Result<String, Vec<Fault>> {
    let (county, name) =
        service::open311::city(&state.service).await.map_err(|error| refused(error, "there is no city here yet"))?;
    let asked = sent.get("jurisdiction_id").map(|id| id.trim()).filter(|id| !id.is_empty());
    match asked {
        Some(id) if id != county.code().to_string() => Err(vec![Fault::unknown("jurisdiction_id is not served here")]),
        _ => Ok(name),
    }
}

/// `GET discovery`.
pub async fn discovery(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Response {
    let said = async {
        let name = jurisdiction(&state, &BTreeMap::new()).await?;
        Ok(open311::discovery(&address(&state, &headers), &name))
    };
    say(format_of(&uri), said.await)
}

/// Where the calls are, as the asker sees it. Only a machine's own names are asked without TLS.
fn address(state: &AppState, headers: &HeaderMap) -> String {
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let host = state.settings.public_host.0.as_ref().map_or(asked, |host| host.as_str());
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    let is_own = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    format!("{}://{host}/open311/v2", if is_own { "http" } else { "https" })
}

/// `GET services`.
pub async fn services(State(state): State<AppState>, uri: Uri, Query(sent): Query<Sent>) -> Response {
    let said = async {
        jurisdiction(&state, &sent).await?;
        let offers = service::open311::services(&state.service).await.map_err(|error| refused(error, "none"))?;
        Ok(open311::services(&offers))
    };
    say(format_of(&uri), said.await)
}

/// `GET services/{code}`.
pub async fn definition(State(state): State<AppState>, Path(file): Path<String>, Query(sent): Query<Sent>) -> Response {
    let Some((code, format)) = Format::split(&file) else { return no_format() };
    let said = async {
        jurisdiction(&state, &sent).await?;
        let unknown = "service_code is not one of GET services";
        let code = CategoryCode::new(code).ok_or_else(|| vec![Fault::unknown(unknown)])?;
        service::open311::offered(&state.service, &code).await.map_err(|error| refused(error, unknown))?;
        Ok(open311::definition(&code))
    };
    say(format, said.await)
}

/// `GET requests`.
pub async fn requests(State(state): State<AppState>, uri: Uri, Query(sent): Query<Sent>) -> Response {
    let said = async {
        jurisdiction(&state, &sent).await?;
        let wanted = Wanted::read(&sent, state.service.now()).map_err(|fault| vec![fault])?;
        let shown =
            service::open311::requests(&state.service, &wanted).await.map_err(|error| refused(error, "none"))?;
        Ok(open311::requests(&shown, is_extended(&sent)))
    };
    say(format_of(&uri), said.await)
}

fn is_extended(sent: &Sent) -> bool {
    sent.get("extensions").is_some_and(|word| word == "true")
}

/// `GET requests/{id}`.
pub async fn request(State(state): State<AppState>, Path(file): Path<String>, Query(sent): Query<Sent>) -> Response {
    let Some((id, format)) = Format::split(&file) else { return no_format() };
    let said = async {
        jurisdiction(&state, &sent).await?;
        let shown = one(&state, id, "service_request_id was not found").await?;
        Ok(open311::requests(&[shown], is_extended(&sent)))
    };
    say(format, said.await)
}

/// `GET tokens/{id}`.
pub async fn token(State(state): State<AppState>, Path(file): Path<String>, Query(sent): Query<Sent>) -> Response {
    let Some((id, format)) = Format::split(&file) else { return no_format() };
    let said = async {
        jurisdiction(&state, &sent).await?;
        let shown = one(&state, id, "token was not found").await?;
        Ok(open311::token(shown.case))
    };
    say(format, said.await)
}

async fn one(state: &AppState, id: &str, unknown: &'static str) -> Result<open311::Shown, Vec<Fault>> {
    let case: CaseId = id.parse().map_err(|_no_id| vec![Fault::unknown(unknown)])?;
    service::open311::request(&state.service, case).await.map_err(|error| refused(error, unknown))
}

/// `POST requests`.
pub async fn post(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
    form: Result<Form<Sent>, FormRejection>,
) -> Response {
    let said = async {
        let Ok(Form(sent)) = form else {
            return Err(vec![Fault::bad("send the fields as application/x-www-form-urlencoded, at most 64 KiB")]);
        };
        let key = sent.get("api_key").map(|key| key.trim()).filter(|key| !key.is_empty());
        let key = key.ok_or_else(|| vec![Fault::key()])?;
        jurisdiction(&state, &sent).await?;
        let once = once(&headers)?;
        // Who has no key learns nothing of what else was wrong.
        service::open311::may_post(&state.service, key).await.map_err(|error| refused(error, "none"))?;
        let posting = Posting::read(&sent)?;
        let posted = service::open311::post(&state.service, key, &posting, once).await;
        let posted = posted.map_err(|error| refused(error, "there is no city here yet"))?;
        Ok(open311::posted(posted.case, posted.notice.as_deref(), &posting.account_id))
    };
    say(format_of(&uri), said.await)
}

fn once(headers: &HeaderMap) -> Result<Option<&str>, Vec<Fault>> {
    let Some(value) = headers.get(ONCE) else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| (1..=LONGEST_ONCE).contains(&text.len()));
    text.map(Some).ok_or_else(|| vec![Fault::bad("Idempotency-Key has 1 to 200 signs of ASCII")])
}

fn no_format() -> Response {
    let fault = Fault::unknown("ask for .xml or .json");
    say(Format::Xml, Err(vec![fault])).into_response()
}
