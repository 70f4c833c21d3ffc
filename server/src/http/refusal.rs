//! How plain routes say no: the same kinds as server functions, as a status and one line of text.

use std::error::Error;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use service::ServiceError;
use ui::error::AppError;
use wording::Lang;

use crate::layer::request_id;

/// A request that was not fulfilled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub AppError);

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl From<ServiceError> for Refusal {
    fn from(error: ServiceError) -> Self {
        Self(match error {
            ServiceError::Internal { .. } => {
                let request_id = request_id::current().map(|id| id.as_str().to_owned()).unwrap_or_default();
                tracing::error!(error = %with_causes(&error), "a use case failed");
                AppError::Internal { request_id }
            }
            other => desk::error::from_service(other),
        })
    }
}

/// An error with all that led to it, for the log.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

impl Refusal {
    /// The answer in the form that callers of server functions read.
    pub fn on_wire(self) -> Response {
        (self.status(), Json(self.0)).into_response()
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let lines = Lang::ALL.map(|lang| self.0.advice(lang));
        let number = self.0.code().map(|code| format!("{code}\n")).unwrap_or_default();
        let text = format!("{}\n{}\n{number}", lines[0], lines[1]);
        let mut response = (self.status(), text).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        response
    }
}
