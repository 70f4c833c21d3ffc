//! Clients of Open311 开放接口: the system administrator makes a key for an area, shown once, and revokes it. Each has an account
//! of its own without post and password, so that cases and the audit trail say who reported.

use domain::account::Login;
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::id::AccountId;
use serde_json::json;
use store::Duty;
pub use store::api_client::ClientRow;
use store::audit::{self, Record};

use crate::account::{begin, short_text};
use crate::lock::authorise;
use crate::{Service, ServiceError, session};

/// A key that was made, to be told once.
#[derive(Debug)]
pub struct IssuedKey {
    /// The client's account.
    pub account: AccountId,
    /// What it posts with.
    pub key: String,
}

/// The city's clients.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<ClientRow>, ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let rows = store::api_client::list(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Makes a client with its own account and a key.
///
/// *Errors*: `Invalid` for a bad name, `NotFound` for an area that does not exist.
pub async fn make(s: &Service, actor: &Actor, area: Area, name: &str) -> Result<IssuedKey, ServiceError> {
    authorise(actor, Action::ManageAccounts, area)?;
    let name = short_text("name", name)?;
    let key = session::new_token(s)?;
    let county = actor.area.county();
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let path = store::area::path(&mut tx, area).await?;
    path.last().filter(|(found, _)| *found == area).ok_or(ServiceError::NotFound)?;
    if !store::regrid::is_open(&mut tx, area).await? {
        return Err(ServiceError::NotFound);
    }
    let (serial, _) = store::account::next_serials(&mut tx, county).await?;
    let login: Login = format!("api-{}-{serial}", county.code()).parse().map_err(ServiceError::internal)?;
    let account = AccountId::new(county, serial);
    if !store::account::create(&mut tx, account, &login, &name, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    store::api_client::add(&mut tx, (account, area), session::key(&key), actor.account, s.now()).await?;
    let detail = json!({ "area": area.to_string() });
    audit::write(&mut tx, actor, s.now(), area, "make_client", Record::Account(account), Some(detail)).await?;
    tx.commit().await?;
    Ok(IssuedKey { account, key })
}

/// Revokes a client's key: what it posted stays.
///
/// *Errors*: `NotFound` for a client that is none or was revoked before.
pub async fn revoke(s: &Service, actor: &Actor, account: AccountId) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::api_client::revoke(&mut tx, actor.area.county(), account, s.now()).await? {
        return Err(ServiceError::NotFound);
    }
    audit::write(&mut tx, actor, s.now(), actor.area, "revoke_client", Record::Account(account), None).await?;
    tx.commit().await?;
    Ok(())
}
