//! Filters that somebody keeps under a name, for themselves or for everybody who works inside an area of theirs.

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::filter::Filter;
use serde_json::json;
use store::audit::{self, Record};
pub use store::saved::SavedFilter;

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 30;

/// One's own filters by name, then those that others share.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<SavedFilter>, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let filters = store::saved::list(&mut tx, actor).await?;
    tx.commit().await?;
    Ok(filters)
}

/// Keeps a filter under a name.
///
/// *Errors*: `Invalid` for a name that is empty, longer than [`LONGEST_NAME`] or given to another of one's filters, and for a
/// filter that asks nothing.
pub async fn save(
    s: &Service,
    actor: &Actor,
    (area, filter): (Area, &Filter),
    name: &str,
    is_shared: bool,
) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let name = name.trim();
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(ServiceError::invalid("name", "a name has 1 to 30 characters"));
    }
    if filter.is_empty() {
        return Err(ServiceError::invalid("f", "choose at least one condition"));
    }
    let mut tx = s.store.begin(actor).await?;
    if !store::saved::add(&mut tx, actor, (area, filter), (name, is_shared), s.now()).await? {
        return Err(ServiceError::invalid("name", "you have a filter of this name: choose another"));
    }
    let detail = json!({ "filter": filter.to_string(), "shared": is_shared });
    audit::write(&mut tx, actor, s.now(), area, "save_filter", Record::Area(area), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes one of one's own filters.
pub async fn remove(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    if !store::saved::remove(&mut tx, actor, id).await? {
        return Err(ServiceError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
