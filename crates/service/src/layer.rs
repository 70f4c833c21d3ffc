//! Layers over the map: the register as marks for those who keep files, and units' own grids for everybody.
//!
//! Not for entries themselves ([`crate::register`]) nor for who keeps units ([`crate::unit`]).

use domain::actor::{Access, Action, Actor};
use domain::area::{Area, Level};
use domain::layer::{Classes, Layers, Mark, MarkKind, UnitLayer};
use domain::register::{Class, signs};
use store::Tx;
use store::unit::OwnGrid;

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// The most single entries that are marked at once; beyond that, marks stand for grids.
pub const MARKS: usize = 2_000;

/// What lies over an area: counts of the register with the marks of some classes, and units' own grids.
///
/// Marks are single entries in a grid or community, and numbers per grid or community above. A post that sees no files gets
/// the units only.
pub async fn layers(s: &Service, actor: &Actor, area: Area, classes: Classes) -> Result<Layers, ServiceError> {
    authorise(actor, Action::ViewTotals, area)?;
    let sees_entries = access(actor, Action::ViewHousehold, area) == Access::Granted;
    let mut tx = s.store.begin(actor).await?;
    let own_grids = store::unit::own_grids(&mut tx, None, actor.area, s.today()).await?;
    let mut layers = Layers { units: by_unit(own_grids), ..Layers::default() };
    if sees_entries {
        layers.register = Some(store::layer::counts(&mut tx, area.range()).await?);
    }
    if sees_entries && !classes.is_empty() {
        (layers.kinds, layers.marks) = marks(&mut tx, area, classes).await?;
    }
    tx.commit().await?;
    Ok(layers)
}

async fn marks(tx: &mut Tx, area: Area, classes: Classes) -> Result<(Vec<MarkKind>, Vec<Mark>), ServiceError> {
    let classes: Vec<&str> = classes.iter().map(Class::slug).collect();
    if area.level() == Level::City {
        return Ok((Vec::new(), store::layer::totals(tx, area.range(), &classes, 1_000).await?));
    }
    if area.level() >= Level::Community {
        let kinds = store::register::kinds(tx).await?;
        let codes: Vec<String> = kinds.iter().map(|kind| kind.kind.clone()).collect();
        let marks = store::layer::marks(tx, area.range(), &classes, &codes, MARKS as i64 + 1).await?;
        if marks.len() <= MARKS {
            let signs = signs(kinds.iter().map(|kind| (kind.kind.as_str(), kind.name.0.as_str())));
            let kinds = kinds.into_iter().zip(signs).map(|(kind, sign)| MarkKind { sign, name: kind.name });
            return Ok((kinds.collect(), marks));
        }
    }
    Ok((Vec::new(), store::layer::totals(tx, area.range(), &classes, 1).await?))
}

/// Own grids below their units; they come ordered by unit.
fn by_unit(own_grids: Vec<OwnGrid>) -> Vec<UnitLayer> {
    let mut units: Vec<UnitLayer> = Vec::new();
    for OwnGrid { unit, unit_zh, unit_en, name, areas, .. } in own_grids {
        match units.last_mut() {
            Some(last) if last.unit == unit => last.grids.push((name, areas)),
            _ => units.push(UnitLayer { unit, name: (unit_zh, unit_en), grids: vec![(name, areas)] }),
        }
    }
    units
}
