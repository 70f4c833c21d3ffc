//! What a community puts up to be redeemed.

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::bank::Points;
use domain::id::BankItemId;
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};
use store::bank as table;
pub use store::bank::{Item, NewItem};

use crate::account::short_text;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// The longest name of something.
const LONGEST_NAME: usize = 60;
/// The most that something may cost, and that there may be of it.
const MOST: (Points, u32) = (Points::whole(100_000), 100_000);

/// What is there to be redeemed.
#[derive(Clone, Debug)]
pub struct Items {
    /// All of it, whatever is left.
    pub items: Vec<Item>,
    /// The communities that may put something up.
    pub communities: Vec<(Area, String)>,
    /// Whether the post may.
    pub may_keep: bool,
}

/// What the communities of the post's area put up.
///
/// *Errors*: `Forbidden` and `NotFound` for who sees no accounts.
pub async fn items(s: &Service, actor: &Actor) -> Result<Items, ServiceError> {
    authorise(actor, Action::ViewBank, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let items = table::items(&mut tx, actor.area.range(), true).await?;
    let communities = table::communities(&mut tx, actor.area).await?;
    tx.commit().await?;
    let may_keep = access(actor, Action::KeepBank, actor.area) == Access::Granted;
    Ok(Items { items, communities, may_keep })
}

/// Where something is put up, or what is changed as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Something new of a community.
    New(Area),
    /// What is there, with the revision that was seen.
    Old(BankItemId, i64),
}

/// Puts something up, or changes it.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Invalid` for what makes no sense; `Conflict` when it changed meanwhile.
pub async fn keep_item(s: &Service, actor: &Actor, place: Place, new: NewItem) -> Result<BankItemId, ServiceError> {
    authorise(actor, Action::KeepBank, actor.area)?;
    let new = sound(&new)?;
    let mut tx = s.store.begin_duty(actor, Duty::Bank, &[actor.area]).await?.ok_or(ServiceError::NotFound)?;
    let (id, area) = match place {
        Place::New(area) => {
            authorise(actor, Action::KeepBank, area)?;
            if !table::communities(&mut tx, actor.area).await?.iter().any(|(known, _)| *known == area) {
                return Err(ServiceError::invalid("area", "a community"));
            }
            (table::put(&mut tx, area, &new, (actor.account, s.now())).await?, area)
        }
        Place::Old(id, revision) => {
            let item = table::find_item(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
            authorise(actor, Action::KeepBank, item.area)?;
            if !table::change(&mut tx, (id, revision), &new).await? {
                return Err(ServiceError::Conflict);
            }
            (id, item.area)
        }
    };
    let detail = json!({
        "item": id.to_string(), "cents": new.price.cents(), "stock": new.stock, "offered": new.is_offered,
    });
    audit::write(&mut tx, actor, s.now(), area, "keep_bank_item", Record::Area(area), Some(detail)).await?;
    tx.commit().await?;
    Ok(id)
}

fn sound(new: &NewItem) -> Result<NewItem, ServiceError> {
    let name = short_text("item", &new.name)?;
    if name.chars().count() > LONGEST_NAME {
        return Err(ServiceError::invalid("item", format!("{LONGEST_NAME} signs at most")));
    }
    if !new.price.is_some() || new.price > MOST.0 {
        return Err(ServiceError::invalid("price", "more than nothing"));
    }
    if new.stock > MOST.1 {
        return Err(ServiceError::invalid("stock", "0 to 100,000"));
    }
    Ok(NewItem { name, ..new.clone() })
}
