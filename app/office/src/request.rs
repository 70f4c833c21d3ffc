//! What a page takes from its request: the use cases, who acts, and what the address asks for.

use domain::actor::Actor;
use domain::id::QuestionId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use service::{Service, ServiceError};
use ui::error::AppError;

/// The use cases and who acts.
pub fn acting() -> Result<(Service, Actor), AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    let actor = use_context::<Actor>().ok_or_else(|| AppError::NoSession.answered())?;
    Ok((service, actor))
}

/// What a person may know of a refusal; the answer takes its status. Causes are in the request's line of the log.
pub fn answered(error: ServiceError) -> AppError {
    let error = match error {
        ServiceError::NotFound => AppError::NotFound,
        ServiceError::Forbidden => AppError::Forbidden,
        ServiceError::Conflict => AppError::Conflict,
        ServiceError::TooMany => AppError::TooMany,
        ServiceError::Certificate(why) => AppError::Certificate { why },
        ServiceError::Door(why) => AppError::Door { why },
        ServiceError::Bank(why) => AppError::Bank { why },
        ServiceError::Invalid { field, .. } => AppError::Invalid { field: field.to_owned() },
        _ => AppError::Unavailable,
    };
    error.answered()
}

/// A parameter of the address, when it is there and not empty.
pub fn query(name: &str) -> Option<String> {
    let value = use_query_map().with_untracked(|query| query.get(name));
    value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// What was typed into the search form of this page: the address holds the number that the server keeps the text under. Nothing when
/// nothing was, or too long ago.
pub async fn asked(service: &Service, actor: &Actor, question: Option<QuestionId>) -> Result<Option<String>, AppError> {
    let Some(question) = question else { return Ok(None) };
    let text = service::question::read(service, actor, question).await.map_err(answered)?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// The number in the address that [`asked`] reads the text of.
pub fn question() -> Option<QuestionId> {
    query("asked").and_then(|id| id.parse().ok())
}

/// Where to go after logging in: a page of ours, else the map.
///
/// Only a path may be asked for; the form that uses it checks again.
pub fn next() -> String {
    let next = query("next").filter(|next| next.starts_with('/') && !next.starts_with("//") && !next.contains('\\'));
    next.unwrap_or_else(|| "/map".to_owned())
}
