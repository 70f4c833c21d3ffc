//! From the service's errors to the one error that crosses the wire.

use service::ServiceError;
use ui::error::AppError;

/// What a person may know of it; the cause goes to the log here, once, with the request's number.
pub fn from_service(error: ServiceError) -> AppError {
    match error {
        ServiceError::NotFound => AppError::NotFound,
        ServiceError::Forbidden => AppError::Forbidden,
        ServiceError::Conflict { .. } => AppError::Conflict,
        ServiceError::Invalid { field, .. } => AppError::Invalid { field: field.into() },
        ServiceError::Unavailable { .. } => AppError::Unavailable,
        ServiceError::Internal { .. } => AppError::Internal { request_id: request_id() },
    }
}

/// The same, and the answer being made takes the error's status.
pub fn answered(error: ServiceError) -> AppError {
    from_service(error).answered()
}

fn request_id() -> String {
    let parts = leptos::prelude::use_context::<axum::http::request::Parts>();
    let header = parts.as_ref().and_then(|parts| parts.headers.get("x-request-id")?.to_str().ok());
    header.unwrap_or("-").to_owned()
}
