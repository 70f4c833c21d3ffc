//! Filters: who in an area fits, as a list, a count, and totals per building for those who may not see households.
//!
//! Not here: how a condition becomes SQL (`store::filter`), what fits on the map ([`crate::map`]), and what can be done with
//! all that fit ([`crate::bulk`]).

use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::cell::Label;
use domain::file::view::DictionaryWord;
use domain::filter::{Filter, FilterCount, Preset};
use serde_json::json;
use store::audit::{self, Record};
use store::filter::Asked;
pub use store::filter::{BuildingTotal, FoundHousehold, FoundSomebody};

use crate::context::sees_people;
use crate::lock::{access, authorise};
use crate::map::K;
use crate::{Service, ServiceError};

/// Households of one page.
pub const PAGE: u32 = 50;

/// What a filter is made of in an area, and what fits it.
#[derive(Clone, Debug)]
pub struct Look {
    /// The area itself, then those right below it.
    pub areas: Vec<(Area, String)>,
    /// The label dictionary.
    pub labels: Vec<Label>,
    /// The dictionary of words.
    pub words: Vec<DictionaryWord>,
    /// What fits.
    pub found: Found,
}

/// What fits, as far as the post may know.
#[derive(Clone, Debug)]
pub enum Found {
    /// Nothing was asked yet.
    Nothing,
    /// One page of households.
    Households {
        /// How many there are on all pages.
        count: FilterCount,
        /// Those of this page.
        households: Vec<FoundHousehold>,
        /// Whether this post may label all that fit.
        may_label: bool,
    },
    /// Totals per building, without those that are too small to be told.
    Totals(Vec<BuildingTotal>),
}

/// What fits in an area: page `page` (from 0) of the households, or totals for a post that sees none. That somebody looked
/// is written down.
///
/// *Errors*: `Forbidden` when a post that sees totals only asks something else than a preset: freely combined conditions
/// would tell single households apart.
pub async fn look(s: &Service, actor: &Actor, area: Area, filter: &Filter, page: u32) -> Result<Look, ServiceError> {
    authorise(actor, Action::ViewTotals, area)?;
    let sees_people = sees_people(actor);
    let mut tx = if sees_people { s.store.begin_look(actor).await? } else { s.begin_totals(actor).await? };
    let areas = store::area::names(&mut tx, area).await?;
    let labels = store::label::dictionary(&mut tx, area.county()).await?;
    let words = crate::party::words(&mut tx, area).await?;
    let asked = Asked { filter, range: area.range(), today: s.today() };
    let found = if filter.is_empty() {
        Found::Nothing
    } else if sees_people {
        let count = store::filter::count(&mut tx, asked).await?;
        let detail = json!({ "filter": filter.to_string(), "households": count.households });
        audit::write(&mut tx, actor, s.now(), area, "filter_households", Record::Area(area), Some(detail)).await?;
        let households = store::filter::page(&mut tx, asked, page.saturating_mul(PAGE), PAGE).await?;
        let may_label = access(actor, Action::EditHousehold, area) == Access::Granted;
        Found::Households { count, households, may_label }
    } else if Preset::of(filter, &labels).is_some() {
        Found::Totals(store::filter::by_building(&mut tx, asked, K).await?)
    } else {
        return Err(ServiceError::Forbidden);
    };
    tx.commit().await?;
    Ok(Look { areas, labels, words, found })
}

/// How much of an area fits.
pub async fn count(s: &Service, actor: &Actor, area: Area, filter: &Filter) -> Result<FilterCount, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let mut tx = s.store.begin(actor).await?;
    let asked = Asked { filter, range: area.range(), today: s.today() };
    let count = store::filter::count(&mut tx, asked).await?;
    tx.commit().await?;
    Ok(count)
}
