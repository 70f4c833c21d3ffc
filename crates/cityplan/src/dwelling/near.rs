//! What lies around a footprint: the land under it, the points in it, the floors of its neighbours.
//!
//! An index for reading once; not for layout.

use std::collections::BTreeMap;

use crate::geometry::{Side, bounds, side_of};
use crate::plan::{LandClass, PlannedLand, PointDm};
use crate::read::{Footprint, Survey};

/// Side of an index square in decimetres.
const SQUARE_DM: i32 = 3_000;

/// Similar means: between this share and its inverse of the ground area.
const SIMILAR: f64 = 0.4;

/// Land polygons larger than this many squares are tried for every point instead of being listed in each square.
const SQUARES_MAX: i64 = 4_000;

pub(super) struct Neighbourhood<'a> {
    land: Vec<&'a PlannedLand>,
    /// Smaller pieces last; the last one that holds a point wins.
    land_in: BTreeMap<[i32; 2], Vec<u32>>,
    wide_land: Vec<u32>,
    places_in: BTreeMap<usize, Vec<String>>,
    /// Ground area and floors of the footprints whose floors are known.
    floors_in: BTreeMap<[i32; 2], Vec<(f64, u8)>>,
}

fn square(point: PointDm) -> [i32; 2] {
    point.map(|n| n.div_euclid(SQUARE_DM))
}

fn squares([low, high]: [PointDm; 2]) -> impl Iterator<Item = [i32; 2]> {
    let ([x0, y0], [x1, y1]) = (square(low), square(high));
    (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| [x, y]))
}

fn square_count([low, high]: [PointDm; 2]) -> i64 {
    let ([x0, y0], [x1, y1]) = (square(low), square(high));
    (i64::from(x1) - i64::from(x0) + 1) * (i64::from(y1) - i64::from(y0) + 1)
}

impl<'a> Neighbourhood<'a> {
    pub(super) fn new(survey: &'a Survey) -> Self {
        let land: Vec<&PlannedLand> = survey.land.iter().filter(|land| says_use(land.class)).collect();
        let mut near = Self {
            land,
            land_in: BTreeMap::new(),
            wide_land: vec![],
            places_in: BTreeMap::new(),
            floors_in: BTreeMap::new(),
        };
        for (index, land) in near.land.iter().enumerate() {
            let Some(reach) = land.rings.first().and_then(bounds) else { continue };
            if square_count(reach) > SQUARES_MAX {
                near.wide_land.push(index as u32);
                continue;
            }
            squares(reach).for_each(|square| near.land_in.entry(square).or_default().push(index as u32));
        }
        near.find_places(survey);
        for footprint in &survey.footprints {
            if let Some(floors) = super::said_floors(footprint) {
                near.floors_in.entry(square(footprint.point)).or_default().push((footprint.area_m2, floors));
            }
        }
        near
    }

    fn find_places(&mut self, survey: &Survey) {
        let mut places: BTreeMap<[i32; 2], Vec<usize>> = BTreeMap::new();
        for (index, place) in survey.places.iter().enumerate() {
            places.entry(square(place.point)).or_default().push(index);
        }
        for (index, footprint) in survey.footprints.iter().enumerate() {
            let Some(reach) = footprint.rings.first().and_then(bounds) else { continue };
            let candidates = squares(reach).filter_map(|square| places.get(&square)).flatten();
            for place in candidates.map(|&place| &survey.places[place]) {
                if side_of(place.point, &footprint.rings) == Side::Inside {
                    self.places_in.entry(index).or_default().push(place.kind.clone());
                }
            }
        }
    }

    /// The smallest piece of land with a stated use under a point.
    pub(super) fn land_class(&self, point: PointDm) -> Option<LandClass> {
        let listed = self.land_in.get(&square(point)).map_or(&[][..], Vec::as_slice).iter();
        let mut smallest_first = self.wide_land.iter().chain(listed).copied().rev();
        let holding = smallest_first.find(|&index| side_of(point, &self.land[index as usize].rings) != Side::Outside);
        holding.map(|index| self.land[index as usize].class)
    }

    /// Kinds of the points that lie in a footprint.
    pub(super) fn places_in(&self, footprint: usize) -> &[String] {
        self.places_in.get(&footprint).map_or(&[], Vec::as_slice)
    }

    /// The median floors of similar buildings in the squares around, three at least.
    pub(super) fn median_floors(&self, footprint: &Footprint) -> Option<u8> {
        let [x, y] = square(footprint.point);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [x + dx, y + dy]));
        let known = around.filter_map(|square| self.floors_in.get(&square)).flatten();
        let similar = known.filter(|(area_m2, _)| {
            let ratio = area_m2 / footprint.area_m2;
            (SIMILAR..=1.0 / SIMILAR).contains(&ratio)
        });
        let mut floors: Vec<u8> = similar.map(|(_, floors)| *floors).collect();
        floors.sort_unstable();
        (floors.len() >= 3).then(|| floors[floors.len() / 2])
    }
}

/// Whether land of a class says what its buildings are for.
fn says_use(class: LandClass) -> bool {
    matches!(
        class,
        LandClass::School
            | LandClass::Kindergarten
            | LandClass::Hospital
            | LandClass::Industrial
            | LandClass::Military
            | LandClass::Cemetery
            | LandClass::Sport
            | LandClass::Commercial
            | LandClass::Park
            | LandClass::Residential
    )
}
