//! What a phone sends is done once, however often it arrives; and what tells a phone that it serves another post now.
//!
//! Each write of a phone asks [`once`] first, in its own transaction, and says at its end with [`done`] what came of it. Not here: when
//! something was made (`domain::sync`), the queue in the phone (`public/outbox.js`).

use domain::actor::Actor;
use domain::operation::OperationId;
use domain::sync::Sent;
use serde_json::Value;
use store::{Tx, sync};

use crate::{Service, ServiceError};

/// Whether an operation is new.
#[derive(Clone, Debug, PartialEq)]
pub enum Once {
    /// It is: do it.
    Fresh,
    /// It was done, and this came of it: answer with it, and do nothing.
    Again(Value),
}

/// Asks whether an operation was done before, and holds its number until the transaction ends. Two that come at once wait for each
/// other; when the first fails, its number is free again.
///
/// *Errors*: `Conflict` for a number that did something of another kind.
pub async fn once(s: &Service, tx: &mut Tx, actor: &Actor, sent: &Sent) -> Result<Once, ServiceError> {
    match sync::begin(tx, actor.account, sent, s.now()).await? {
        None => Ok(Once::Fresh),
        Some(known) if known.kind == sent.kind.slug() => Ok(Once::Again(known.outcome)),
        Some(_) => Err(ServiceError::Conflict),
    }
}

/// Says what came of a fresh operation, for whoever sends it again: ids and words of the code, nothing about a person.
pub async fn done(tx: &mut Tx, actor: &Actor, operation: OperationId, outcome: &Value) -> Result<(), ServiceError> {
    Ok(sync::finish(tx, actor.account, operation, outcome).await?)
}

/// Whom a phone serves: two codes that say nothing, compared by its scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The same as long as account, post, role and area are: what is cached under another one is wiped.
    pub scope: String,
    /// The same as long as the account is: what waits to be sent under another one is kept, sealed.
    pub account: String,
}

/// The codes of whom an actor's phone serves.
pub fn scope(s: &Service, actor: &Actor) -> Scope {
    let code = |text: String| format!("{:016x}", s.store.keyring().digest("field.scope", &text));
    let (account, post, role, area) = (actor.account, actor.post, actor.role.slug(), actor.area);
    Scope { scope: code(format!("{account}|{post}|{role}|{area}")), account: code(account.to_string()) }
}
