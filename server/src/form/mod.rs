//! Forms that work without WebAssembly: 303 back to where they came from, or 422 with the page, the error and what was typed.
//!
//! Each form names the page it stands on in its field `back`. A server function called as a plain form would put its
//! error into the URL and lose the input, so forms post here.

pub mod admin;
pub mod answer;
pub mod bank;
pub mod bulletin;
pub mod calendar;
pub mod case;
pub mod category;
pub mod certificate;
pub mod chat;
pub mod client;
pub mod contact;
pub mod deadline;
pub mod departure;
pub mod door;
pub mod doorstep;
pub mod emergency;
pub mod export;
pub mod filter;
pub mod gate;
mod grid;
mod home;
pub mod hotline;
pub mod intake;
pub mod judge;
mod label;
pub mod login;
pub mod media;
pub mod month;
pub mod notice;
pub mod order;
mod person;
pub mod phone;
pub mod photo;
mod place;
pub mod recurrence;
pub mod register;
pub mod report;
pub mod roster;
pub mod search;
pub mod setting;
mod several;
pub mod spot_check;
pub mod sync;
pub mod totp;
pub mod trail;
pub mod training;
pub mod unit;
mod upload;
pub mod visit;
pub mod wall;
pub mod webhook;
pub mod wish;
pub mod wish_claim;
pub mod wish_desk;
pub mod work;

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::file::{EntryProblem, Problem};
use ui::error::AppError;

pub use self::grid::regrid;
pub use self::home::{gone_through, head, move_in, move_out, note, occupancy};
pub use self::label::label;
pub use self::person::{died, file, merge, unmerge, verify};
pub use self::place::LocalPath;
pub use self::upload::Gate;
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// The typed values of a form, by field.
#[derive(Clone, Debug, Default)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// One field, when it was sent and is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// One field exactly as it was typed: passwords may begin and end with spaces.
    pub fn raw(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The fields without what must not come back on a page.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        for name in ["password", "current", "new", "again", "code"] {
            self.0.remove(name);
        }
        self
    }

    /// The same from a page that does not say where it is.
    #[must_use]
    pub fn and_back(mut self, page: &'static str) -> Self {
        self.0.insert("back".to_owned(), page.to_owned());
        self
    }

    /// One field, read as what it has to be.
    pub fn read<T: std::str::FromStr>(&self, name: &str) -> Result<T, AppError> {
        let value = self.get(name).and_then(|value| value.parse().ok());
        value.ok_or_else(|| AppError::Invalid { field: name.to_owned() })
    }

    /// One field, read as what it has to be; nothing when it is not there.
    pub fn read_some<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, AppError> {
        self.get(name).map(|_| self.read(name)).transpose()
    }

    /// Yes or no, sent as `1` or `0` by a button.
    pub fn yes_or_no(&self, name: &str) -> Result<bool, AppError> {
        match self.get(name) {
            Some("1") => Ok(true),
            Some("0") => Ok(false),
            _ => Err(AppError::Invalid { field: name.to_owned() }),
        }
    }

    /// A box that is ticked.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A date that may be missing.
    pub fn day(&self, name: &str) -> Result<Option<NaiveDate>, AppError> {
        let day = self.get(name).map(domain::file::day).transpose();
        day.map_err(|problem| AppError::Entry { problems: vec![EntryProblem::new(name, problem)] })
    }

    /// A date that has to be there.
    pub fn must_day(&self, name: &str) -> Result<NaiveDate, AppError> {
        let missing = || AppError::Entry { problems: vec![EntryProblem::new(name, Problem::Missing)] };
        self.day(name)?.ok_or_else(missing)
    }

    /// One field, read as one of a list of words.
    pub fn word<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, AppError> {
        self.get(name).and_then(read).ok_or_else(|| AppError::Invalid { field: name.to_owned() })
    }

    /// What each column of a table holds: `column-0`, `column-1` and so on, `most` at most.
    pub fn columns(&self, most: usize) -> Vec<String> {
        (0..most).map_while(|at| self.0.get(&format!("column-{at}")).cloned()).collect()
    }

    /// Sets one field, so that the page has it when the form comes back.
    pub(crate) fn put(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), value);
    }

    /// All of them, to look at.
    pub fn values(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// All of them.
    pub fn into_values(self) -> BTreeMap<String, String> {
        self.0
    }

    /// The page that the form stands on; the map when it did not say, or named a foreign one.
    pub fn back(&self) -> LocalPath {
        self.get("back").and_then(LocalPath::new_checked).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let form = Form::<BTreeMap<String, String>>::from_request(request, state).await;
        form.map(|Form(fields)| Self(fields)).map_err(IntoResponse::into_response)
    }
}

/// Back to the page when it was done, or the page again with what was wrong.
async fn answer(
    state: &AppState,
    visit: Visit,
    form: &'static str,
    fields: Fields,
    done: Result<(), AppError>,
) -> Response {
    match done {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again(state, visit, form, fields, error).await,
    }
}

/// The same for a form that stands on a page of the office.
async fn answer_in_office(
    state: &AppState,
    visit: Visit,
    form: &'static str,
    fields: Fields,
    done: Result<(), AppError>,
) -> Response {
    match done {
        Ok(()) => back_to(&fields.back()),
        Err(error) => page::again_on(state, Surface::Office, visit, form, fields, error).await,
    }
}

/// Back to the page, loaded anew.
fn back_to(path: &LocalPath) -> Response {
    Redirect::to(path.as_str()).into_response()
}

/// The status that a refused form is answered with: always 422 for what a person can correct.
pub(crate) fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::Invalid { .. }
        | AppError::WrongLogin
        | AppError::WeakPassword { .. }
        | AppError::PasswordRepeat
        | AppError::Entry { .. }
        | AppError::Certificate { .. }
        | AppError::Door { .. }
        | AppError::Bank { .. }
        | AppError::Conflict
        | AppError::Forbidden
        | AppError::NotFound => StatusCode::UNPROCESSABLE_ENTITY,
        other => Refusal::from(other.clone()).status(),
    }
}
