//! Routing: who should get a case, by the table of owners and by what came of it before. The rule is `domain::route`'s.

use chrono::NaiveDate;
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::category::CategoryCode;
use domain::id::UnitId;
use domain::route::{self, Choice, Suggestion, Target};
use store::Tx;
use store::owner::UnitNames;

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Somebody who could get a case, with what they are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Who, and why.
    pub choice: Choice,
    /// The name in Chinese.
    pub name_zh: String,
    /// The same in English; the Chinese one where there is none.
    pub name_en: String,
}

/// Who should get a case of a category at a place, and who else could.
///
/// *Errors*: `Invalid` for a category that there is not.
pub(crate) async fn suggest(
    tx: &mut Tx,
    category: &CategoryCode,
    area: Area,
    today: NaiveDate,
) -> Result<Suggestion, ServiceError> {
    Ok(named(tx, category, area, today).await?.0)
}

/// Counts in the table of owners that a unit was handed a case, or returned it (`returned`). Not every unit stands in it.
pub(crate) async fn learned(
    tx: &mut Tx,
    (category, area): (&CategoryCode, Area),
    unit: UnitId,
    returned: bool,
) -> Result<(), ServiceError> {
    store::owner::count(tx, category, area, unit, returned).await?;
    Ok(())
}

/// Everybody who could get a case of a category at a place, the suggested first, with names.
///
/// *Errors*: `Invalid` for a category that there is not; `NotFound` for a place out of reach.
pub async fn offer(
    s: &Service,
    actor: &Actor,
    category: &CategoryCode,
    area: Area,
) -> Result<Vec<Offered>, ServiceError> {
    authorise(actor, Action::ViewCase, area)?;
    let mut tx = s.store.begin(actor).await?;
    let (suggestion, units) = named(&mut tx, category, area, s.today()).await?;
    let areas = store::area::path(&mut tx, area).await?;
    tx.commit().await?;
    let Suggestion { to, reason, also } = suggestion;
    let all = std::iter::once(Choice { to, reason }).chain(also);
    Ok(all.map(|choice| called(choice, &areas, &units)).collect())
}

fn called(choice: Choice, areas: &[(Area, String)], units: &[UnitNames]) -> Offered {
    let (name_zh, name_en) = match choice.to {
        Target::Unit(unit) => {
            let names = units.iter().find(|names| names.0 == unit);
            names.map(|(_, zh, en)| (zh.clone(), en.clone())).unwrap_or_default()
        }
        Target::Community(area) | Target::Street(area) | Target::City(area) => {
            let name = areas.iter().find(|(known, _)| *known == area).map(|(_, name)| name.clone());
            (name.unwrap_or_default(), String::new())
        }
    };
    let name_en = if name_en.is_empty() { name_zh.clone() } else { name_en };
    Offered { choice, name_zh, name_en }
}

async fn named(
    tx: &mut Tx,
    category: &CategoryCode,
    area: Area,
    today: NaiveDate,
) -> Result<(Suggestion, Vec<UnitNames>), ServiceError> {
    let unknown = || ServiceError::invalid("category", "choose one of the list");
    let kind = store::category::one(tx, category).await?.ok_or_else(unknown)?.kind;
    let (owners, units): (Vec<_>, Vec<_>) = store::owner::at(tx, category, area, today).await?.into_iter().unzip();
    Ok((route::suggest(kind, category, area, &owners), units))
}
