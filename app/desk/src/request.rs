//! What the server hands to every page and server function: the service and the acting account.
//!
//! The server provides [`service::Service`] as a context and puts the [`Actor`] into the request's extensions (one
//! layer, for all routes alike); nothing else is passed down.

use axum::http::request::Parts;
use domain::actor::Actor;
use domain::operation::OperationId;
use leptos::prelude::use_context;
use service::Service;
use ui::error::AppError;

use crate::error::answered;

/// The service and who acts; without a session there is nobody to act.
pub fn acting() -> Result<(Service, Actor), AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    let actor = use_context::<Actor>().or_else(|| use_context::<Parts>()?.extensions.get::<Actor>().cloned());
    Ok((service, actor.ok_or_else(|| AppError::NoSession.answered())?))
}

/// A number for a form that may be sent twice: random, so that nobody else's is met.
pub fn operation(service: &Service) -> Result<OperationId, AppError> {
    service.draw_operation().map_err(answered)
}
