//! Categories of cases: everybody at work reads them, the system administrator changes them. Nothing is deleted: cases that
//! have a category keep it.

use domain::actor::{Action, Actor};
use domain::category::{Category, CategoryCode, Closing, Group, LARGEST_RADIUS_M};
use domain::deadline::Urgency;
use serde_json::json;
use store::audit::{self, Record};
use store::{Duty, Tx};

use crate::account::{begin, short_text};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// All categories in their groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Categories {
    /// The groups, by code.
    pub groups: Vec<Group>,
    /// The categories, by code, retired ones too.
    pub categories: Vec<Category>,
}

/// What is said of a category, as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    /// Its name in Chinese.
    pub name_zh: &'a str,
    /// The same in English.
    pub name_en: &'a str,
    /// What closing needs.
    pub closing: Closing,
    /// How urgent it is unless a report says otherwise.
    pub urgency: Urgency,
    /// Metres within which two reports may be about the same thing.
    pub duplicate_radius_m: u16,
    /// Whether the public sees a place nearby.
    pub is_sensitive: bool,
    /// Whether a case carries a timetable.
    pub needs_milestones: bool,
}

/// The categories that a report can choose from.
pub async fn offered(s: &Service, actor: &Actor) -> Result<Categories, ServiceError> {
    authorise(actor, Action::ViewTotals, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let mut all = all(&mut tx).await?;
    tx.commit().await?;
    all.categories.retain(|category| !category.is_retired);
    Ok(all)
}

/// All of them, for whoever changes them.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn view(s: &Service, actor: &Actor) -> Result<Categories, ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let all = all(&mut tx).await?;
    tx.commit().await?;
    Ok(all)
}

pub(crate) async fn all(tx: &mut Tx) -> Result<Categories, ServiceError> {
    Ok(Categories { groups: store::category::groups(tx).await?, categories: store::category::all(tx).await? })
}

/// Adds a category to its group, or changes the one with this code.
///
/// *Errors*: `Invalid` for a code of no group, a bad name, or a radius out of bounds.
pub async fn write(s: &Service, actor: &Actor, code: &str, saying: Saying<'_>) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let bad_code = || ServiceError::invalid("category", "four digits, the first two of a group");
    let code = CategoryCode::new(code).ok_or_else(bad_code)?;
    if !(1..=LARGEST_RADIUS_M).contains(&saying.duplicate_radius_m) {
        return Err(ServiceError::invalid("radius", format!("1 to {LARGEST_RADIUS_M} metres")));
    }
    let (name_zh, name_en) = (short_text("name_zh", saying.name_zh)?, short_text("name_en", saying.name_en)?);
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let groups = store::category::groups(&mut tx).await?;
    let group = groups.into_iter().find(|group| group.code == code.group()).ok_or_else(bad_code)?;
    let category = Category {
        code,
        name_zh,
        name_en,
        kind: group.kind,
        closing: saying.closing,
        urgency: saying.urgency,
        duplicate_radius_m: saying.duplicate_radius_m,
        is_sensitive: saying.is_sensitive,
        needs_milestones: saying.needs_milestones,
        is_retired: false,
    };
    if !store::category::write(&mut tx, &category).await? {
        return Err(bad_code());
    }
    let detail = json!({
        "code": category.code, "closing": category.closing, "urgency": category.urgency,
        "radius_m": category.duplicate_radius_m,
    });
    note(s, &mut tx, actor, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Retires a category, or offers it again.
///
/// *Errors*: `NotFound` when there is none.
pub async fn set_retired(
    s: &Service,
    actor: &Actor,
    code: &CategoryCode,
    is_retired: bool,
) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::category::set_retired(&mut tx, code, is_retired).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, json!({ "code": code, "retired": is_retired })).await?;
    tx.commit().await?;
    Ok(())
}

async fn note(s: &Service, tx: &mut Tx, actor: &Actor, detail: serde_json::Value) -> Result<(), ServiceError> {
    let record = Record::Area(actor.area);
    Ok(audit::write(tx, actor, s.now(), actor.area, "change_category", record, Some(detail)).await?)
}
