//! Residents' wishes: forms that need no account. How often is limited by address ([`crate::layer::address`]), and only our own
//! pages send them (`same_origin`).
//!
//! - `POST /wish` (multipart): `operation`, the place (`building`, or `lon` and `lat`, or `area`), `kind`, `words`, `photo` (files),
//!   `picture` (tokens of photos that were sent before), `phone`, `caller` (their name) and `door` (all may be empty), and what the
//!   gate asks for (`super::gate`).
//! - `POST /wishes/{wish}/support`: no field; a random cookie is the device.
//! - `POST /t`: `wish` (its number), `tail` (the last four digits of the telephone).
//! - `POST /t/{code}/thanks`: `may_show`, `thanks`.
//! - `POST /t/{code}/withdraw`: no field.

use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::gate::Form as GateForm;
use domain::id::WishId;
use domain::media::{MOST_BYTES as MOST_OF_PICTURE, MOST_OF_NOBODY};
use domain::wish::{Kind, Verdict};
use service::ServiceError;
use service::wish::{self, Contact, Sent};
use ui::error::AppError;

use super::upload::{self, Fault, File};
use super::{Fields, LocalPath, back_to, gate, report};
use crate::http::refusal::Refusal;
use crate::layer::address::Caller;
use crate::layer::cookie;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

const PAGE: &str = "/wish";
/// The cookie that tells one device from another, and nothing else.
const DEVICE: &str = "device";
/// How long a device is known, in seconds: a year.
const KEPT_S: u32 = 365 * 24 * 3600;
/// The most signs of a note to a verdict.
const NOTE: usize = 200;

/// Takes a wish in and leads to its receipt.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let turn = match state.open_gate.enter().await {
        Ok(turn) => turn,
        Err(busy) => {
            let fields = report::at(PAGE, Fields::default());
            return page::again_on(&state, Surface::Public, visit, "wish", fields, busy).await;
        }
    };
    let (mut fields, files) = upload::read_files(parts, "photo", (MOST_OF_PICTURE, MOST_OF_NOBODY)).await;
    let done = take_in(&state, caller, &mut fields, files).await;
    drop(turn);
    match done {
        Ok(wish) => {
            let code = wish::link_code(&state.service, wish);
            Redirect::to(&format!("{PAGE}/done/{code}")).into_response()
        }
        Err(error) => {
            gate::make_ready(&state, GateForm::Wish, &mut fields, &error).await;
            page::again_on(&state, Surface::Public, visit, "wish", report::at(PAGE, fields), error).await
        }
    }
}

async fn take_in(
    state: &AppState,
    caller: Caller,
    fields: &mut Fields,
    files: Result<Vec<File>, Fault>,
) -> Result<WishId, AppError> {
    let operation = fields.read("operation")?;
    let entered = gate::enter(state, GateForm::Wish, operation, fields, caller)?;
    let ground = report::ground(fields)?;
    // Photos first: whatever else is wrong, they need not be sent again.
    let pictures = report::pictures(state, fields, operation, files).await?;
    let kind = fields.word("kind", Kind::from_slug)?;
    let words = fields.get("words").unwrap_or_default().to_owned();
    let contact = Contact {
        name: fields.read_some("caller")?,
        phone: fields.read_some("phone")?,
        door: fields.get("door").map(str::to_owned),
    };
    let sent = Sent { operation, ground, kind, words, contact, pictures };
    wish::send(&state.service, sent, &entered).await.map_err(told)
}

fn told(error: ServiceError) -> AppError {
    Refusal::from(error).0
}

/// 我也有这个心愿 +1: once for a device.
pub async fn support(
    State(state): State<AppState>,
    Path(asked): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Response {
    let known = cookie::find(&headers, DEVICE).map(str::to_owned);
    let counted: Result<(WishId, String), AppError> = async {
        let wish: WishId = asked.parse().map_err(|_no_id| AppError::NotFound)?;
        let device = match known.clone() {
            Some(device) => device,
            None => state.service.draw_operation().map_err(told)?.to_string(),
        };
        wish::support(&state.service, wish, &device).await.map_err(told)?;
        Ok((wish, device))
    }
    .await;
    match counted {
        Ok((wish, device)) => {
            let mut response = Redirect::to(&format!("/wishes/{wish}?supported=1")).into_response();
            let cookie = format!("{DEVICE}={device}; Path=/wishes; Max-Age={KEPT_S}; HttpOnly; Secure; SameSite=Lax");
            if let (None, Ok(cookie)) = (known, HeaderValue::from_str(&cookie)) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => {
            let fields = on(Fields::default(), format!("/wishes/{asked}"));
            page::again_on(&state, Surface::Public, visit, "support", fields, error).await
        }
    }
}

/// Leads from a number and the tail of a telephone to the wish's link.
pub async fn find(State(state): State<AppState>, visit: Visit, fields: Fields) -> Response {
    match find_code(&state, &fields).await {
        Ok(code) => Redirect::to(&format!("/t/{code}")).into_response(),
        Err(error) => {
            let mut fields = on(fields, "/t".to_owned());
            fields.0.remove("tail");
            page::again_on(&state, Surface::Public, visit, "find", fields, error).await
        }
    }
}

async fn find_code(state: &AppState, fields: &Fields) -> Result<String, AppError> {
    let number: String = fields.get("wish").unwrap_or_default().chars().filter(|sign| !sign.is_whitespace()).collect();
    let wish: WishId = number.parse().map_err(|_no_id| AppError::Invalid { field: "wish".to_owned() })?;
    if !state.tail_tries.admits(wish) {
        tracing::warn!("too many tries at the digits of one wish were refused");
        return Err(AppError::TooMany);
    }
    let found = wish::follow_by_tail(&state.service, wish, fields.get("tail").unwrap_or_default()).await;
    found.map_err(told)?.ok_or(AppError::NotFound)
}

/// 评单: keeps the sender's word (`form::judge` leads here).
pub(super) async fn judge(state: &AppState, code: &str, fields: &Fields) -> Result<(), AppError> {
    let verdict = fields.word("verdict", Verdict::from_slug)?;
    let note = fields.get("words").unwrap_or_default();
    if note.chars().count() > NOTE {
        return Err(AppError::Invalid { field: "words".to_owned() });
    }
    wish::judge(&state.service, code, verdict, note).await.map_err(told)
}

/// Whether the wall may show it, and a word of thanks.
pub async fn thanks(State(state): State<AppState>, Path(code): Path<String>, visit: Visit, fields: Fields) -> Response {
    let (may_show, words) = (fields.is_on("may_show"), fields.get("thanks").unwrap_or_default());
    let done = wish::say_thanks(&state.service, &code, may_show, words).await.map_err(told);
    answer(&state, visit, (&code, "thanks"), fields, done).await
}

/// 撤回 by who sent it.
pub async fn withdraw(
    State(state): State<AppState>,
    Path(code): Path<String>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = wish::withdraw_by_link(&state.service, &code).await.map_err(told);
    answer(&state, visit, (&code, "withdraw"), fields, done).await
}

/// Back to the link's page, or the page again with what was wrong.
async fn answer(
    state: &AppState,
    visit: Visit,
    (code, form): (&str, &'static str),
    fields: Fields,
    done: Result<(), AppError>,
) -> Response {
    let page = format!("/t/{code}");
    match done {
        Ok(()) => back_to(&LocalPath::new_checked(&page).unwrap_or_default()),
        Err(error) => page::again_on(state, Surface::Public, visit, form, on(fields, page), error).await,
    }
}

/// The fields with the page that their form stands on, whatever was sent.
fn on(mut fields: Fields, page: String) -> Fields {
    fields.0.insert("back".to_owned(), page);
    fields
}
