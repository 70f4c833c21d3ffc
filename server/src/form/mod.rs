//! Forms that work without WebAssembly: 303 back to where they came from, or 422 with the page, the error and what was typed.
//!
//! Each form names the page it stands on in its field `back`. A server function called as a plain form would put its
//! error into the URL and lose the input, so forms post here.

pub mod admin;
mod case;
mod label;
pub mod login;
mod place;

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ui::error::AppError;

pub use self::case::step;
pub use self::label::label;
pub use self::place::LocalPath;
use crate::http::refusal::Refusal;

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
        for name in ["password", "current", "new", "again"] {
            self.0.remove(name);
        }
        self
    }

    /// One field, read as what it has to be.
    pub fn read<T: std::str::FromStr>(&self, name: &str) -> Result<T, AppError> {
        let value = self.get(name).and_then(|value| value.parse().ok());
        value.ok_or_else(|| AppError::Invalid { field: name.to_owned() })
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
        | AppError::Conflict
        | AppError::Forbidden
        | AppError::NotFound => StatusCode::UNPROCESSABLE_ENTITY,
        other => Refusal::from(other.clone()).status(),
    }
}
