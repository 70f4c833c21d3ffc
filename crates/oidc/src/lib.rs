//! Log-in with an identity provider of the city: `OpenID` Connect Core 1.0, authorization code with PKCE (RFC 7636).
//!
//! Belongs here: what a provider says of itself, where a browser is sent, what is sent for a code, and which ID tokens are
//! believed. Does not belong here: the network, cookies, accounts (`server`, `service`). Time and chance are arguments.
//!
//! An own crate of some hundred lines: the well-known one brings forty-eight more crates, elliptic curves and all, while
//! `ring`, which TLS to the provider needs anyway, checks both kinds of signature that providers use.
#![warn(missing_docs)]

mod attempt;
mod provider;
mod signature;
mod token;

pub use attempt::{Attempt, Client};
pub use provider::{Provider, ProviderError, discovery_address};
pub use signature::Keys;
pub use token::{Expected, Rejection, Subject, verify};
