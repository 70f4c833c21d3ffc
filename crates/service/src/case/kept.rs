//! Queues that somebody keeps under a name, for themselves. What is kept is codes, changes nothing for anybody else, and tells nothing
//! about anybody: it leaves no row on the audit trail.

use domain::actor::Actor;
use domain::case::{KeptQueue, LONGEST_KEPT, MOST_KEPT, Queue};

use super::queue::may_ask;
use crate::{Service, ServiceError};

/// One's own, by name.
///
/// *Errors*: `NotFound` for those who have nothing to do with cases.
pub async fn kept_queues(s: &Service, actor: &Actor) -> Result<Vec<KeptQueue>, ServiceError> {
    may_ask(actor, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let kept = store::case::kept(&mut tx, actor).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Keeps a queue under a name.
///
/// *Errors*: `NotFound` for an area outside the post's; `Invalid` for a name that is empty, too long or given to another of one's own,
/// and beyond [`MOST_KEPT`].
pub async fn keep_queue(s: &Service, actor: &Actor, name: &str, queue: &Queue) -> Result<(), ServiceError> {
    may_ask(actor, queue.area.unwrap_or(actor.area))?;
    let name = named(name)?;
    let mut tx = s.store.begin(actor).await?;
    if store::case::kept(&mut tx, actor).await?.len() >= MOST_KEPT {
        return Err(ServiceError::invalid("views", "you keep 20 already: remove one first"));
    }
    if !store::case::keep(&mut tx, actor, name, queue, s.now()).await? {
        return Err(ServiceError::invalid("view_name", "you have one of this name: choose another"));
    }
    tx.commit().await?;
    Ok(())
}

/// Gives one of one's own another name.
///
/// *Errors*: `NotFound` for somebody else's; `Invalid` for a name as with [`keep_queue`].
pub async fn rename_queue(s: &Service, actor: &Actor, id: i64, name: &str) -> Result<(), ServiceError> {
    may_ask(actor, actor.area)?;
    let name = named(name)?;
    let mut tx = s.store.begin(actor).await?;
    match store::case::rename_kept(&mut tx, actor, (id, name), s.now()).await? {
        None => return Err(ServiceError::NotFound),
        Some(false) => return Err(ServiceError::invalid("view_name", "you have one of this name: choose another")),
        Some(true) => {}
    }
    tx.commit().await?;
    Ok(())
}

/// Removes one of one's own.
///
/// *Errors*: `NotFound` for somebody else's.
pub async fn remove_queue(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    may_ask(actor, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    if !store::case::remove_kept(&mut tx, actor, id).await? {
        return Err(ServiceError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

fn named(name: &str) -> Result<&str, ServiceError> {
    let name = name.trim();
    if !(1..=LONGEST_KEPT).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(ServiceError::invalid("view_name", "a name has 1 to 30 characters"));
    }
    Ok(name)
}
