//! The first lock: every question of a use case to the policy goes through here.
//!
//! The feature `first-lock-open` leaves it open, so that tests can show what row-level security stops alone. It is for nothing
//! else: a build without debug assertions, as a release is, refuses it.

use domain::actor::{Access, Action, Actor};
use domain::area::Area;

use crate::ServiceError;

#[cfg(all(feature = "first-lock-open", not(debug_assertions)))]
compile_error!("`first-lock-open` leaves the permission policy open: it is for tests, and no release is built with it");

/// What the policy answers.
pub(crate) fn access(actor: &Actor, action: Action, area: Area) -> Access {
    if cfg!(feature = "first-lock-open") {
        return Access::Granted;
    }
    domain::actor::access(actor, action, area)
}

/// Asks the policy and turns its answer into an error.
pub(crate) fn authorise(actor: &Actor, action: Action, area: Area) -> Result<(), ServiceError> {
    match access(actor, action, area) {
        Access::Granted => Ok(()),
        Access::Forbidden => Err(ServiceError::Forbidden),
        Access::Unknown => Err(ServiceError::NotFound),
    }
}
