//! The one error that crosses the wire: safe to show, without causes, and every kind says what to do next.
//!
//! The only place that decides the HTTP status of a failed page or server function.

use domain::account::WeakPassword;
use domain::certificate::Refusal;
use domain::door_change::Problem;
use domain::file::EntryProblem;
use domain::gate::Reason;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};
use wording::public::GateWord;
use wording::{Lang, Phrase, Word};

/// Why something was not done, as a person may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or this post may not know of it.
    #[error("not found")]
    NotFound,
    /// This post may see it but not do that.
    #[error("forbidden")]
    Forbidden,
    /// Somebody changed it meanwhile.
    #[error("changed meanwhile")]
    Conflict,
    /// Something like it is known already, and was not looked at yet.
    #[error("alike")]
    Alike,
    /// Too often in a short time.
    #[error("too many")]
    TooMany,
    /// Name and password don't belong together, or the account may not enter.
    #[error("wrong login")]
    WrongLogin,
    /// A password that may not be taken.
    #[error("weak password")]
    WeakPassword {
        /// Why not.
        why: WeakPassword,
    },
    /// The new password was typed in two ways.
    #[error("the new passwords differ")]
    PasswordRepeat,
    /// What was sent is not valid.
    #[error("invalid {field}")]
    Invalid {
        /// The field, by its form name.
        field: String,
    },
    /// What was entered has faults, all of them at once.
    #[error("{} fields are wrong", .problems.len())]
    Entry {
        /// The faults with their fields.
        problems: Vec<EntryProblem>,
    },
    /// No certificate is issued.
    #[error("no certificate")]
    Certificate {
        /// Why not.
        why: Refusal,
    },
    /// A door can't be changed like that.
    #[error("door not changed")]
    Door {
        /// Why not.
        why: Problem,
    },
    /// The love bank's rules stand against it.
    #[error("nothing moved")]
    Bank {
        /// Why.
        why: domain::bank::Refusal,
    },
    /// A form without account is not taken in.
    #[error("not taken in")]
    Gate {
        /// Why not.
        why: Reason,
    },
    /// The database or another part does not answer just now.
    #[error("unavailable")]
    Unavailable,
    /// There is no session, or it has ended.
    #[error("no session")]
    NoSession,
    /// The server was not reached, or its answer was not understood.
    #[error("server not reached")]
    Transport,
    /// Something failed that should not; the cause is in the log under this number.
    #[error("internal error {request_id}")]
    Internal {
        /// The number to search the log for.
        request_id: String,
    },
}

impl AppError {
    /// What happened and what to do next.
    pub fn advice(&self, lang: Lang) -> String {
        let word = match self {
            Self::NotFound => Word::ErrorNotFound,
            Self::Forbidden => Word::ErrorForbidden,
            Self::Conflict => Word::ErrorConflict,
            Self::Alike => Word::ErrorAlike,
            Self::TooMany => Word::ErrorTooMany,
            Self::WrongLogin => Word::ErrorWrongLogin,
            Self::PasswordRepeat => Word::ErrorPasswordRepeat,
            Self::WeakPassword { why: WeakPassword::Short } => Word::ErrorPasswordShort,
            Self::WeakPassword { why: WeakPassword::Long } => Word::ErrorPasswordLong,
            Self::WeakPassword { why: WeakPassword::Guessable } => Word::ErrorPasswordGuessable,
            Self::Invalid { field } if !field.is_empty() => {
                let known = crate::form_field::called(field).map(|word| word.text(lang));
                let known = known.or_else(|| crate::bank::field(field).map(|word| word.text(lang)));
                let field = known.unwrap_or(field.as_str());
                return Phrase::InvalidField { field }.text(lang);
            }
            Self::Invalid { .. } => Word::ErrorInvalid,
            Self::Entry { problems } => return Phrase::EntryFaults { count: problems.len() }.text(lang),
            Self::Certificate { why } => crate::name::refusal(*why),
            Self::Door { why: Problem::Occupied(people) } => {
                return Phrase::DoorOccupied { count: *people }.text(lang);
            }
            Self::Door { why } => door_problem(*why),
            Self::Bank { why } => return crate::bank::problem(*why).text(lang).to_owned(),
            Self::Gate { why } => return gate_reason(*why).text(lang).to_owned(),
            Self::Unavailable => Word::ErrorUnavailable,
            Self::NoSession => Word::ErrorSession,
            Self::Transport => Word::ErrorTransport,
            Self::Internal { .. } => Word::ErrorInternal,
        };
        word.text(lang).to_owned()
    }

    /// The number that greps in the log.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Internal { request_id } => Some(request_id),
            _ => None,
        }
    }

    /// Whether trying the same again can help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable | Self::Transport | Self::Internal { .. } | Self::Conflict)
    }

    /// The HTTP status of an answer that carries this error.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Forbidden => 403,
            Self::Conflict => 409,
            Self::TooMany => 429,
            Self::Gate { why } if why.is_too_many() => 429,
            Self::Certificate { .. }
            | Self::Alike
            | Self::Door { .. }
            | Self::Bank { .. }
            | Self::Gate { .. }
            | Self::Invalid { .. }
            | Self::Entry { .. }
            | Self::WeakPassword { .. }
            | Self::WrongLogin
            | Self::PasswordRepeat => 422,
            Self::NoSession => 401,
            Self::Unavailable | Self::Transport => 503,
            Self::Internal { .. } => 500,
        }
    }

    /// Sets the status of the answer that is being made; does nothing in the browser.
    #[must_use]
    pub fn answered(self) -> Self {
        #[cfg(feature = "ssr")]
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>()
            && let Ok(status) = leptos::server_fn::http_export::StatusCode::from_u16(self.status())
        {
            response.set_status(status);
        }
        self
    }
}

/// Why a form is not taken in, and what to do next.
fn gate_reason(why: Reason) -> GateWord {
    match why {
        Reason::NoTicket => GateWord::NoTicket,
        Reason::Stale => GateWord::Stale,
        Reason::Early => GateWord::Early,
        Reason::Spent => GateWord::Spent,
        Reason::Trapped => GateWord::Trapped,
        Reason::Address => GateWord::Address,
        Reason::Phone => GateWord::Phone,
        Reason::Copy => GateWord::Copy,
        Reason::Plain => GateWord::Plain,
    }
}

/// Why a door can't be changed like that.
fn door_problem(why: Problem) -> Word {
    match why {
        Problem::Unknown => Word::DoorUnknown,
        Problem::Closed | Problem::Occupied(_) => Word::DoorClosed,
        Problem::IsOpen => Word::DoorIsOpen,
        Problem::NumberTaken => Word::DoorNumberTaken,
        Problem::SameNumber => Word::DoorSameNumber,
        Problem::OtherLanding => Word::DoorOtherLanding,
        Problem::Full => Word::DoorFull,
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Invalid { field: String::new() }.answered()
            }
            _ => Self::Transport,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_error_shows_its_number_and_nothing_else() {
        let error = AppError::Internal { request_id: "r-17".to_owned() };

        assert_eq!(error.code(), Some("r-17"));
        assert_eq!(error.status(), 500);
        assert!(!error.advice(Lang::En).contains("r-17"));
    }

    #[test]
    fn an_error_survives_the_wire() {
        let error = AppError::Invalid { field: "label".to_owned() };

        let json = serde_json::to_string(&error).unwrap();

        assert_eq!(serde_json::from_str::<AppError>(&json).unwrap(), error);
    }
}
