//! Proving again who sits there, before what harms most if somebody else does: the password once more.

use domain::account::Password;
use domain::actor::Actor;

use crate::session::refuse;
use crate::{Service, ServiceError};

/// Asks for the account's password again. A wrong one counts like a log-in.
///
/// *Errors*: `WrongLogin` for a wrong password, and while the account is locked; `Busy` when too many are compared at once.
pub(crate) async fn prove_again(s: &Service, actor: &Actor, password: &Password) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let found = store::account::credential_of(&mut tx, actor.account).await?.ok_or(ServiceError::WrongLogin)?;
    tx.commit().await?;
    let is_locked = found.failures.is_locked(s.now());
    if !is_locked && s.hasher.is(password, Some(&found.password_hash)).await? {
        return Ok(());
    }
    let mut tx = s.store.begin_system().await?;
    // Read again under a lock: many tries at once are counted one by one.
    let found = store::account::credential_of(&mut tx, actor.account).await?.ok_or(ServiceError::WrongLogin)?;
    refuse(s, &mut tx, actor.area.county(), &found, !is_locked).await?;
    tx.commit().await?;
    Err(ServiceError::WrongLogin)
}
