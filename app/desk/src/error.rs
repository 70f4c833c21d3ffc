//! From the service's errors to the one error that crosses the wire.

use service::ServiceError;
use ui::error::AppError;

/// What a person may know of it; the cause goes to the log here, once, with the request's number.
pub fn from_service(error: ServiceError) -> AppError {
    match error {
        ServiceError::NotFound => AppError::NotFound,
        ServiceError::Forbidden => AppError::Forbidden,
        ServiceError::Conflict => AppError::Conflict,
        ServiceError::TooMany => AppError::TooMany,
        ServiceError::WrongLogin => AppError::WrongLogin,
        ServiceError::WeakPassword(why) => AppError::WeakPassword { why },
        ServiceError::Certificate(why) => AppError::Certificate { why },
        ServiceError::Door(why) => AppError::Door { why },
        ServiceError::Bank(why) => AppError::Bank { why },
        ServiceError::Gate(why) => AppError::Gate { why },
        ServiceError::Busy => AppError::Unavailable,
        ServiceError::Invalid { field, .. } => AppError::Invalid { field: field.into() },
        ServiceError::Entry(problems) => AppError::Entry { problems },
        ServiceError::Unavailable(cause) => {
            tracing::warn!(error = %Causes(&cause), "the database does not answer");
            AppError::Unavailable
        }
        ServiceError::Internal(cause) => {
            let request_id = request_id();
            tracing::error!(request.id = %request_id, error = %Causes(&*cause), "a use case failed");
            AppError::Internal { request_id }
        }
    }
}

/// The same, and the answer being made takes the error's status.
pub fn answered(error: ServiceError) -> AppError {
    from_service(error).answered()
}

/// The same for what stands beside a page's subject (a legend, a list to choose from): it gives its own call the status,
/// but a page that can do without it stays a page.
pub fn aside(error: ServiceError) -> AppError {
    let in_page = leptos::prelude::use_context::<leptos_router::location::RequestUrl>().is_some();
    if in_page { from_service(error) } else { answered(error) }
}

fn request_id() -> String {
    let parts = leptos::prelude::use_context::<axum::http::request::Parts>();
    let header = parts.as_ref().and_then(|parts| parts.headers.get("x-request-id")?.to_str().ok());
    header.unwrap_or("-").to_owned()
}

/// An error with everything behind it, for the log.
struct Causes<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let causes = std::iter::successors(self.0.source(), |cause| cause.source());
        causes.into_iter().try_for_each(|cause| write!(f, ": {cause}"))
    }
}
