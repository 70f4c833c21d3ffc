//! Where an order belongs, by the words of its address: a known door, building or estate of the post's area, else the street or
//! community that is named, else the post's own desk, which sorts it.

use domain::area::{Area, Level};
use domain::search::{DoorQuery, Target};
use store::Tx;
use store::search::Place;

use crate::ServiceError;
use crate::case::Located;
use crate::place::Gazetteer;

/// Signs that a door's words consist of, behind the name of its estate.
const DOOR_SIGNS: &str = "号楼单元栋幢座室户层#-－—–_/０１２３４５６７８９甲乙丙丁";

/// Finds the ground of an address inside an area.
pub(super) async fn locate(
    tx: &mut Tx,
    gazetteer: &Gazetteer,
    scope: Area,
    address: &str,
) -> Result<Located, ServiceError> {
    let address: String = address.split_whitespace().collect();
    let place = |name: &str| if address.is_empty() { name.to_owned() } else { address.clone() };
    if let Some(estate) = gazetteer.mentioned(scope, &address, |target| matches!(target, Target::Estate(..))) {
        if let Some(found) = behind(tx, gazetteer, scope, estate, &address).await? {
            return Ok(found);
        }
        if let Some(area) = home(estate, scope) {
            return Ok(Located { area, dwelling: None, at_dm: None, place: place(&estate.title) });
        }
    }
    let is_area = |target: Target| matches!(target, Target::Area(area) if area.level() != Level::City);
    let named = gazetteer.mentioned(scope, &address, is_area);
    let area = named.and_then(|place| place.areas.first().copied()).unwrap_or(scope);
    Ok(Located { area, dwelling: None, at_dm: None, place: place(named.map_or("", |place| &place.title)) })
}

/// The door or building of an estate that stands behind its name.
async fn behind(
    tx: &mut Tx,
    gazetteer: &Gazetteer,
    scope: Area,
    estate: &Place,
    address: &str,
) -> Result<Option<Located>, ServiceError> {
    let rest = address.to_lowercase();
    let rest = rest.split_once(&estate.title.to_lowercase()).map_or("", |(_, rest)| rest);
    let door: String =
        rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || DOOR_SIGNS.contains(*sign)).collect();
    let Some(query) = DoorQuery::parse(&door).into_iter().next() else { return Ok(None) };
    let of_estate = |place: &Place| {
        let named = place.building.as_ref().and_then(|building| building.estate.as_deref());
        named == Some(estate.title.as_str()) && place.lies_in(scope)
    };
    let Some((building, place)) = gazetteer.numbered(query).find(|(_, place)| of_estate(place)) else {
        return Ok(None);
    };
    let doors = store::search::doors(tx, &[(building, place)], query, 2).await?;
    if let [hit] = &doors[..]
        && let Target::Dwelling(dwelling, _) = hit.target
        && let Some((area, place)) = store::case::door(tx, dwelling).await?
    {
        return Ok(Some(Located { area, dwelling: Some(dwelling), at_dm: None, place }));
    }
    let spot = store::spot::of_building(tx, building).await?;
    Ok(spot.map(|spot| Located {
        area: spot.area,
        dwelling: None,
        at_dm: spot.at_dm,
        place: address.chars().take(60).collect(),
    }))
}

/// The area of an estate: its only grid, or the community that it is shown in, or the smallest part inside the scope.
fn home(estate: &Place, scope: Area) -> Option<Area> {
    let inside: Vec<Area> = estate.areas.iter().copied().filter(|area| scope.contains(*area)).collect();
    if let [grid] = inside[..] {
        return Some(grid);
    }
    let shown = match estate.target {
        Target::Estate(_, area) => Some(area),
        _ => None,
    };
    shown.filter(|area| scope.contains(*area)).or_else(|| inside.first().copied())
}
