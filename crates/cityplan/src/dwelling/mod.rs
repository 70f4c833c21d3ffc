//! The stated norm: from a footprint, its floors and its tags to units, floors and doors.
//!
//! No open map says how many flats a building has, so the number is derived, and whoever shows it must say so.
//!
//! * **Who lives there.** The building's own tags decide first, then amenities and shops on or in it, then the land it
//!   stands on, then its size and shape: below 25 m² nobody lives; a low building of more than 900 m² that is not slender
//!   is a hall; a building of three floors or more that nothing else explains is flats. See [`kind`].
//! * **How many on a floor.** Gross floor area ÷ `flat_area_m2` (walls, stairs and balconies included). China's 2020 census
//!   has about 110 m² per household, older slab blocks 60 to 65 m² of useful floor per flat, which is 80 to 90 m² gross;
//!   the default of 92 m² lies between. A one-storey house has 1.6 times as much, because it has no stairs to share.
//! * **Units.** A slab (long and 8 to 24 m deep) has stairs every 12 to 22 m with two to four doors on each landing; a tower
//!   has one stair with up to eight doors. The grid of cells is uniform: every floor of a building has
//!   `units × doors_per_unit` doors, so a house of two floors counts as two dwellings.
//! * **Floors.** As the source says; else from its height at 3 m; else the median of similar buildings within 300 m; else
//!   by kind. With shops on the ground floor the dwellings begin on the second.
//! * **Buildings.** A footprint that would hold more than 200 dwellings is several buildings 楼栋 under one roof: it is cut
//!   across its length into sections, each with its own stairs, as far as its shape allows (see [`section`]).
//! * **Limits.** At most 255 columns and 120 floors; what is beyond is cut off, not invented elsewhere.

mod kind;
mod near;
mod section;

use crate::error::CityError;
use crate::geometry::{area_m2, perimeter_dm, point_inside};
use crate::parameter::{Parameter, Progress, Stage, step};
use crate::plan::{BuildingKind, PlannedBuilding, RingDm};
use crate::read::serial::Serials;
use crate::read::{Footprint, Survey, tag};

use self::near::Neighbourhood;

/// Floors beyond this are cut off.
pub const FLOORS_MAX: u8 = 120;

/// Columns of cells beyond this are cut off.
pub const COLUMNS_MAX: u32 = 255;

/// Dwellings of one building; a footprint with more is cut into sections.
pub const BUILDING_MAX: u32 = 200;

/// How much roomier a one-storey house is than a flat.
const HOUSE_FACTOR: f64 = 1.6;

/// How much smaller a dormitory's rooms are than a flat.
const DORMITORY_FACTOR: f64 = 0.5;

/// Storey height in metres when only the total height is known.
const STOREY_M: f64 = 3.0;

/// Derives kind, floors and doors of every footprint. Nobody belongs to an area yet.
pub(crate) fn buildings(
    survey: &Survey,
    parameter: &Parameter,
    progress: &mut Progress<'_>,
) -> Result<Vec<PlannedBuilding>, CityError> {
    let near = Neighbourhood::new(survey);
    let mut serials = Serials::default();
    survey.footprints.iter().for_each(|footprint| serials.reserve(footprint.serial));
    let total = survey.footprints.len();
    let mut buildings = Vec::with_capacity(total);
    for (index, footprint) in survey.footprints.iter().enumerate() {
        if index % 4_000 == 0 {
            step(progress, Stage::Dwelling, index as u64, total as u64)?;
        }
        let whole = building(index, footprint, &near, parameter);
        if whole.kind == BuildingKind::Apartment && whole.capacity() > BUILDING_MAX {
            buildings.extend(in_sections(whole, footprint, parameter, &mut serials));
        } else {
            buildings.push(whole);
        }
    }
    Ok(buildings)
}

/// The sections of a building that is too large for one; the first keeps its serial.
fn in_sections(
    whole: PlannedBuilding,
    footprint: &Footprint,
    parameter: &Parameter,
    serials: &mut Serials,
) -> Vec<PlannedBuilding> {
    let most_m2 = footprint.area_m2 * f64::from(BUILDING_MAX) / f64::from(whole.capacity());
    let sections = section::sections(&whole.rings, most_m2);
    if sections.len() < 2 {
        return vec![whole];
    }
    let section = |(number, rings): (usize, Vec<RingDm>)| {
        let area_m2 = area_m2(&rings);
        let outline = Outline::new(&rings, area_m2);
        let (units, doors_per_unit) = doors(whole.kind, outline, whole.floors, parameter.flat_area_m2);
        let source_ref = format!("{}/{}", whole.source_ref, number + 1);
        PlannedBuilding {
            serial: if number == 0 { whole.serial } else { serials.take(&source_ref, number, &rings) },
            source_ref,
            units,
            doors_per_unit,
            point: point_inside(&rings),
            rings,
            ..whole.clone()
        }
    };
    sections.into_iter().enumerate().map(section).collect()
}

fn building(index: usize, footprint: &Footprint, near: &Neighbourhood, parameter: &Parameter) -> PlannedBuilding {
    let outline = Outline::new(&footprint.rings, footprint.area_m2);
    let said = said_floors(footprint);
    let land = near.land_class(footprint.point);
    let inside = near.places_in(index);
    let kind = kind::kind(footprint, outline, said, land, inside);
    let floors = said.unwrap_or_else(|| assumed_floors(kind, outline, near.median_floors(footprint)));
    let shops_below = kind == BuildingKind::Apartment && floors >= 3 && kind::has_shops_below(footprint, inside);
    let (units, doors_per_unit) = doors(kind, outline, floors, parameter.flat_area_m2);
    PlannedBuilding {
        serial: footprint.serial,
        source_ref: footprint.source_ref.clone(),
        kind,
        name: footprint.tags.text("name"),
        street: footprint.tags.text("addr:street").or_else(|| footprint.tags.text("addr:place")),
        house_number: footprint.tags.text("addr:housenumber"),
        floors,
        floors_assumed: said.is_none(),
        floor_height_dm: floor_height_dm(kind, floors, footprint),
        first_floor: if shops_below { 2 } else { 1 },
        units,
        doors_per_unit,
        rings: footprint.rings.clone(),
        point: footprint.point,
        place: None,
    }
}

/// Length and depth in metres of the rectangle with a footprint's area and perimeter: a bent slab is measured along its bend.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outline {
    pub area_m2: f64,
    pub length_m: f64,
    pub depth_m: f64,
}

impl Outline {
    fn new(rings: &[RingDm], area_m2: f64) -> Self {
        let half_perimeter_m = rings.iter().map(|ring| perimeter_dm(ring)).sum::<f64>() / 20.0;
        let root = (half_perimeter_m * half_perimeter_m - 4.0 * area_m2).max(0.0).sqrt();
        Self { area_m2, length_m: f64::midpoint(half_perimeter_m, root), depth_m: (half_perimeter_m - root) / 2.0 }
    }

    /// Long and as deep as two rows of rooms.
    pub(crate) fn is_slab(self) -> bool {
        self.length_m >= 1.7 * self.depth_m && (8.0..=24.0).contains(&self.depth_m)
    }
}

/// Floors that the source tells, directly or by the height.
fn said_floors(footprint: &Footprint) -> Option<u8> {
    let levels = footprint.tags.get("building:levels").and_then(tag::floors);
    let by_height = || {
        let height_m = footprint.tags.get("height").and_then(tag::height_m)?;
        Some((height_m / STOREY_M).round().clamp(1.0, f64::from(FLOORS_MAX)) as u8)
    };
    levels.or_else(by_height)
}

fn assumed_floors(kind: BuildingKind, outline: Outline, near: Option<u8>) -> u8 {
    match kind {
        BuildingKind::Apartment => near.map_or(5, |floors| floors.clamp(3, 18)),
        BuildingKind::Dormitory | BuildingKind::Hotel => 5,
        BuildingKind::School | BuildingKind::Hospital => 3,
        BuildingKind::Office if outline.area_m2 > 400.0 => 4,
        BuildingKind::Kindergarten | BuildingKind::Office | BuildingKind::Public | BuildingKind::Construction => 2,
        BuildingKind::Shop if outline.area_m2 > 600.0 => 2,
        _ => 1,
    }
}

fn floor_height_dm(kind: BuildingKind, floors: u8, footprint: &Footprint) -> u16 {
    let usual = match kind {
        BuildingKind::Apartment | BuildingKind::Dormitory => 29,
        BuildingKind::House => 32,
        BuildingKind::Garage | BuildingKind::Shed => 27,
        BuildingKind::Shop | BuildingKind::Transport => 42,
        BuildingKind::Industrial | BuildingKind::Worship if floors == 1 => 70,
        _ => 36,
    };
    let height_m = footprint.tags.get("height").and_then(tag::height_m);
    height_m.map_or(usual, |metres| (metres * 10.0 / f64::from(floors)).round().clamp(22.0, 120.0) as u16)
}

/// Units and doors per unit; zero and zero when nobody lives there.
fn doors(kind: BuildingKind, outline: Outline, floors: u8, flat_area_m2: f64) -> (u8, u8) {
    let per_floor = |share: f64| (outline.area_m2 / (flat_area_m2 * share)).round().max(1.0) as u32;
    match kind {
        BuildingKind::House if floors <= 2 => (1, per_floor(HOUSE_FACTOR).min(COLUMNS_MAX) as u8),
        BuildingKind::House | BuildingKind::Apartment => stairs(outline, per_floor(1.0)),
        BuildingKind::Dormitory => (1, per_floor(DORMITORY_FACTOR).min(COLUMNS_MAX) as u8),
        _ => (0, 0),
    }
}

/// Distributes the doors of a floor to stairs.
fn stairs(outline: Outline, per_floor: u32) -> (u8, u8) {
    let per_floor = per_floor.min(COLUMNS_MAX);
    if per_floor <= 4 || !outline.is_slab() && per_floor <= 8 {
        return (1, per_floor as u8);
    }
    let range = if outline.is_slab() { 2..=4 } else { 4..=8 };
    let wanted_m = if outline.is_slab() { 16.0 } else { 24.0 };
    let candidates = range.map(|doors| {
        let units = ((f64::from(per_floor) / f64::from(doors)).round() as u32).clamp(1, COLUMNS_MAX / doors);
        let miss = f64::from((units * doors).abs_diff(per_floor)) / f64::from(per_floor);
        let width_m = outline.length_m / f64::from(units);
        let score = 4.0 * miss + (width_m / wanted_m).ln().abs();
        (score, units, doors)
    });
    let best = candidates.min_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or((1, 1), |(_, units, doors)| (units as u8, doors as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(length_m: f64, depth_m: f64) -> Outline {
        Outline { area_m2: length_m * depth_m, length_m, depth_m }
    }

    #[test]
    fn a_slab_of_five_floors_has_a_stair_every_dozen_metres() {
        let (units, doors) = doors(BuildingKind::Apartment, outline(80.0, 12.0), 5, 80.0);

        assert_eq!(u32::from(units) * u32::from(doors), 12);
        assert!((3..=6).contains(&units), "{units}");
    }

    #[test]
    fn a_tower_has_one_stair() {
        assert_eq!(doors(BuildingKind::Apartment, outline(24.0, 22.0), 16, 88.0), (1, 6));
    }

    #[test]
    fn a_small_house_is_one_door_and_a_long_one_several() {
        assert_eq!(doors(BuildingKind::House, outline(10.0, 9.0), 1, 88.0), (1, 1));
        assert_eq!(doors(BuildingKind::House, outline(70.0, 8.0), 1, 88.0), (1, 4));
        assert_eq!(doors(BuildingKind::School, outline(70.0, 20.0), 3, 88.0), (0, 0));
    }

    #[test]
    fn columns_never_exceed_their_byte() {
        let (units, doors) = doors(BuildingKind::Apartment, outline(4_000.0, 20.0), 9, 44.0);

        assert!(u32::from(units) * u32::from(doors) <= COLUMNS_MAX);
    }
}
