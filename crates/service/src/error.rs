//! Why a use case did not happen, in the words that decide what the caller sees.

use domain::file::{EntryProblem, Problem};
use store::StoreError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or the account may not know of it.
    #[error("not found")]
    NotFound,
    /// The account may know of it but not do this.
    #[error("this post may not do that: switch to a post that may")]
    Forbidden,
    /// It changed since the caller looked.
    #[error("it was changed meanwhile: look again, then repeat")]
    Conflict,
    /// Too often in a short time.
    #[error("too many of these in a short time: wait, or ask the security administrator")]
    TooMany,
    /// Name and password don't belong together, or the account may not enter: which of these is not said.
    #[error("name or password is wrong, or the account is locked")]
    WrongLogin,
    /// A password that may not be taken.
    #[error(transparent)]
    WeakPassword(#[from] domain::account::WeakPassword),
    /// More log-ins at once than can be worked on.
    #[error("too many log in at once: try again in a moment")]
    Busy,
    /// The input makes no sense.
    #[error("{field}: {message}")]
    Invalid {
        /// Which input.
        field: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// What was entered has faults, all of them at once.
    #[error("{} fields are wrong", .0.len())]
    Entry(Vec<EntryProblem>),
    /// Register and claim don't agree, so no certificate is issued.
    #[error(transparent)]
    Certificate(#[from] domain::certificate::Refusal),
    /// A door can't be changed like that.
    #[error("the door can't be changed like that: {0:?}")]
    Door(domain::door_change::Problem),
    /// The love bank's rules stand against it.
    #[error(transparent)]
    Bank(#[from] domain::bank::Refusal),
    /// A form without account is not taken in.
    #[error("not taken in at the gate: {0:?}")]
    Gate(domain::gate::Reason),
    /// The database does not answer just now.
    #[error("the database does not answer: try again in a moment")]
    Unavailable(#[source] StoreError),
    /// A fault of ours.
    #[error("something is broken on our side")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl ServiceError {
    pub(crate) fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(error))
    }

    /// Problems that are all about one field of a form.
    pub(crate) fn entry(field: &str, problems: Vec<Problem>) -> Self {
        Self::Entry(problems.into_iter().map(|problem| EntryProblem::new(field, problem)).collect())
    }

    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { field, message: message.into() }
    }
}

impl From<Vec<EntryProblem>> for ServiceError {
    fn from(problems: Vec<EntryProblem>) -> Self {
        Self::Entry(problems)
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error),
            StoreError::Conflict(_) => Self::Conflict,
            other => Self::internal(other),
        }
    }
}
