//! Logging in with an identity provider of the city: tries under way, and who an account is there.
//!
//! An account is found by the subject that the security administrator linked, never by a name or a mail address, and none is
//! made by itself. Roles, locks and second factors hold as with a password: what the provider asked for counts for itself.
//! Not here: the protocol (`oidc`), the network (`server`).

use chrono::TimeDelta;
use domain::actor::Actor;
use domain::area::Area;
use domain::id::AccountId;
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};
pub use store::oidc::AttemptRow;

use crate::account::{authorise_on_another, begin as begin_duty, one};
use crate::session::{self, Entered};
use crate::{Service, ServiceError};

/// How long a browser may stay at the provider, in seconds.
pub const PATIENCE_S: i64 = 600;
/// The longest subject, in bytes (`OpenID` Connect Core 1.0, section 2).
const LONGEST_SUBJECT: usize = 255;

/// Three secrets for a try, each 32 bytes that nobody can guess.
pub fn secrets(s: &Service) -> Result<[[u8; 32]; 3], ServiceError> {
    Ok([s.entropy.token()?, s.entropy.token()?, s.entropy.token()?])
}

/// Keeps a try for [`PATIENCE_S`]. Returns what the browser keeps.
///
/// *Errors*: `Busy` when too many are under way.
pub async fn begin(s: &Service, attempt: &AttemptRow) -> Result<String, ServiceError> {
    let token = session::new_token(s)?;
    let mut tx = s.store.begin_system().await?;
    let until = s.now() + TimeDelta::seconds(PATIENCE_S);
    if !store::oidc::begin(&mut tx, session::key(&token), attempt, (s.now(), until)).await? {
        return Err(ServiceError::Busy);
    }
    tx.commit().await?;
    Ok(token)
}

/// Takes the try of a browser that came back; nothing for one that never began, is over, or came back before.
pub async fn take(s: &Service, token: &str, state: &str) -> Result<Option<AttemptRow>, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let found = store::oidc::take(&mut tx, session::key(token), s.now()).await?;
    tx.commit().await?;
    Ok(found.filter(|attempt| attempt.state == state))
}

/// Lets somebody in whom the provider knows.
///
/// *Errors*: `WrongLogin` alike for a subject that nobody linked, a locked account and one without a post.
pub async fn enter(s: &Service, issuer: &str, subject: &str, device: &str) -> Result<Entered, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let account = store::oidc::account(&mut tx, (issuer, subject)).await?.ok_or(ServiceError::WrongLogin)?;
    let row = store::account::one(&mut tx, county, account, s.now()).await?.ok_or(ServiceError::WrongLogin)?;
    let is_open = row.disabled_at.is_none() && !row.is_locked_for_now;
    let post = store::post::posts_of(&mut tx, account).await?.into_iter().next().filter(|_| is_open);
    let detail = Some(json!({ "by": "oidc" }));
    let entered = match &post {
        // The password, one-time or not, has no part in it.
        Some(post) => session::enter(s, &mut tx, post, device, false).await?,
        None => None,
    };
    let (action, area) = match &post {
        Some(post) if entered.is_some() => ("log_in", post.area),
        _ => ("log_in_refused", Area::city(county)),
    };
    let who = (account, post.filter(|_| entered.is_some()).map(|post| post.post));
    audit::write_as(&mut tx, who, s.now(), area, action, Record::Account(account), detail).await?;
    tx.commit().await?;
    entered.ok_or(ServiceError::WrongLogin)
}

/// Who an account is at the provider, for its administrators.
pub async fn subject(
    s: &Service,
    actor: &Actor,
    account: AccountId,
    issuer: &str,
) -> Result<Option<String>, ServiceError> {
    crate::account::authorise_either(actor)?;
    let mut tx = begin_duty(s, actor, Duty::Administration).await?;
    one(s, &mut tx, actor, account).await?;
    let found = store::oidc::subject(&mut tx, account, issuer).await?;
    tx.commit().await?;
    Ok(found)
}

/// Links an account with a subject of the provider, or with an empty one takes the link away. Its sessions end: they may
/// be somebody's who is no longer meant.
///
/// *Errors*: `Conflict` for a subject that another account has; `Invalid` for one that is too long.
pub async fn link(
    s: &Service,
    actor: &Actor,
    account: AccountId,
    (issuer, subject): (&str, &str),
) -> Result<(), ServiceError> {
    authorise_on_another(actor, account)?;
    let subject = subject.trim();
    if subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
        return Err(ServiceError::invalid("subject", "at most 255 signs on one line"));
    }
    let mut tx = begin_duty(s, actor, Duty::Access).await?;
    one(s, &mut tx, actor, account).await?;
    let action = if subject.is_empty() {
        store::oidc::unlink(&mut tx, account).await?;
        "unlink_oidc"
    } else {
        if !store::oidc::link(&mut tx, account, (issuer, subject), (actor.account, s.now())).await? {
            return Err(ServiceError::Conflict);
        }
        "link_oidc"
    };
    store::session::revoke_all(&mut tx, account, None).await?;
    audit::write(&mut tx, actor, s.now(), actor.area, action, Record::Account(account), None).await?;
    tx.commit().await?;
    Ok(())
}
