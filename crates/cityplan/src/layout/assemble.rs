//! Puts the plan together: polygons of every level, codes in the order of the ground, names, house numbers, the report.
//!
//! Not for deciding what belongs together (see [`super::divide`]).

use std::collections::BTreeMap;

use domain::area::{Area, Level};

use super::arc;
use super::border::{Rings, Shaped};
use super::divide::Parts;
use super::ground::NONE;
use super::name::Names;
use super::number::order;
use super::{Site, faces};
use crate::error::CityError;
use crate::geometry::{Side, area_m2, bounds, segment_distance_dm, side_of};
use crate::parameter::Parameter;
use crate::plan::{BuildingPlace, CityPlan, PlannedArea, PlannedBuilding, PlannedEstate, PointDm, SizeFlag};
use crate::read::{OfficialArea, Survey};
use crate::report::{AreaCount, FlaggedGrid};

/// The polygons of one level by index.
type Polygons = BTreeMap<u32, Rings>;

/// Which part every face belongs to.
struct Levels {
    face_of_atom: Vec<u32>,
    grid: Vec<u32>,
    estate: Vec<u32>,
    community: Vec<u32>,
    street: Vec<u32>,
    city: Vec<u32>,
    own: Vec<u32>,
}

impl Levels {
    fn of(parts: &Parts) -> Self {
        let (face_of_atom, pairs) = faces(parts);
        let grid: Vec<u32> = pairs.iter().map(|(grid, _)| *grid).collect();
        let community: Vec<u32> = grid.iter().map(|&grid| parts.community_of_grid[grid as usize]).collect();
        let street = community.iter().map(|&community| parts.street_of_community[community as usize]).collect();
        Self {
            face_of_atom,
            estate: pairs.iter().map(|(_, estate)| *estate).collect(),
            community,
            street,
            city: vec![0; grid.len()],
            own: (0..grid.len() as u32).collect(),
            grid,
        }
    }

    fn kinship(&self, a: u32, b: u32) -> u32 {
        if a == NONE || b == NONE {
            return 0;
        }
        let (a, b) = (a as usize, b as usize);
        let levels = [&self.street, &self.community, &self.grid, &self.estate];
        1 + levels.iter().filter(|level| level[a] == level[b]).count() as u32
    }
}

/// Makes the plan of a divided site.
pub(super) fn assemble(
    survey: Survey,
    mut buildings: Vec<PlannedBuilding>,
    site: &Site,
    parts: &Parts,
    parameter: &Parameter,
) -> Result<CityPlan, CityError> {
    let levels = Levels::of(parts);
    let lattice = &site.ground.lattice;
    let face = |atom: &u32| if *atom == NONE { NONE } else { levels.face_of_atom[*atom as usize] };
    let cells: Vec<u32> = site.ground.owner.iter().map(face).collect();
    let borders = arc::trace(lattice, &cells, |a, b| levels.kinship(a, b));
    drop(cells);
    let homes: Vec<(usize, u32)> =
        site.near.iter().copied().zip(site.atom_of.iter().map(face)).filter(|(_, face)| *face != NONE).collect();
    let points: Vec<(PointDm, u32)> = homes.iter().map(|&(index, face)| (buildings[index].point, face)).collect();
    let nested = [&levels.grid, &levels.estate, &levels.community, &levels.street, &levels.city, &levels.own];
    let shaped = Shaped::of(&borders, lattice.cell_dm, &nested.map(Vec::as_slice), &points);
    let mut planner = Planner {
        parameter,
        parts,
        official: &survey.official,
        levels: &levels,
        areas: Vec::new(),
        names: Names::default(),
    };
    planner.reserve_names();
    let codes = planner.areas(&shaped)?;
    let (mut estates, estate_index) = planner.estates(&shaped, &codes);
    for &(index, face) in &homes {
        let (grid, estate) = (levels.grid[face as usize], levels.estate[face as usize]);
        let estate = estate_index[estate as usize];
        buildings[index].place = Some(BuildingPlace { grid: codes.grids[grid as usize], estate, number: 0 });
    }
    number_buildings(&mut buildings, estates.len());
    let mut areas = planner.areas;
    count(&mut areas, &mut estates, &buildings, parameter);
    Ok(plan(survey, areas, estates, buildings))
}

fn plan(
    survey: Survey,
    areas: Vec<PlannedArea>,
    estates: Vec<PlannedEstate>,
    buildings: Vec<PlannedBuilding>,
) -> CityPlan {
    let mut report = survey.report;
    let of_level = |level: Level| areas.iter().filter(move |area| area.level == level);
    report.areas = AreaCount {
        streets: of_level(Level::Street).count() as u32,
        communities: of_level(Level::Community).count() as u32,
        grids: of_level(Level::Grid).count() as u32,
        estates: estates.len() as u32,
    };
    report.dwellings = buildings.iter().map(PlannedBuilding::dwellings).sum();
    report.floors_assumed = buildings.iter().filter(|building| building.floors_assumed).count() as u32;
    report.sections = (buildings.len() - survey.footprints.len()) as u32;
    report.surroundings = buildings.iter().filter(|building| building.place.is_none()).count() as u32;
    let flagged =
        |area: &PlannedArea| area.flag.map(|why| FlaggedGrid { grid: area.area, dwellings: area.dwellings, why });
    report.flagged = of_level(Level::Grid).filter_map(flagged).collect();
    report.grids_in_size = report.areas.grids - report.flagged.len() as u32;
    let corners = areas.iter().flat_map(|area| area.rings.iter().flatten());
    let bounds_dm = bounds(corners.chain(buildings.iter().flat_map(|b| b.rings.iter().flatten()))).unwrap_or_default();
    CityPlan {
        frame: survey.frame,
        bounds_dm,
        areas,
        estates,
        buildings,
        roads: survey.roads,
        land: survey.land,
        places: survey.places,
        report,
    }
}

/// The codes of all parts by index.
struct Codes {
    communities: Vec<Area>,
    grids: Vec<Area>,
}

struct Planner<'a> {
    parameter: &'a Parameter,
    parts: &'a Parts,
    official: &'a [OfficialArea],
    levels: &'a Levels,
    areas: Vec<PlannedArea>,
    names: Names,
}

impl<'a> Planner<'a> {
    /// Streets, communities and grids with codes and names, in the order of their codes.
    fn areas(&mut self, shaped: &Shaped<'_>) -> Result<Codes, CityError> {
        let (mut streets, mut communities, mut grids) =
            (shaped.areas(&self.levels.street), shaped.areas(&self.levels.community), shaped.areas(&self.levels.grid));
        let city = Area::city(self.parameter.county);
        let whole = shaped.areas(&self.levels.city).remove(&0).unwrap_or_default();
        let given = self.official.iter().find(|area| area.level == Level::City);
        let name = self.parameter.city_name.clone().unwrap_or_else(|| "格治市".to_owned());
        let middle = self.push(city, given, || name, whole);
        let mut codes = Codes {
            communities: vec![city; self.parts.street_of_community.len()],
            grids: vec![city; self.parts.community_of_grid.len()],
        };
        let all_streets: Vec<u32> = (0..self.parts.streets).collect();
        let central = central(&streets, middle);
        for (street, code) in numbered(city, &all_streets, &streets)? {
            let rings = streets.remove(&street).unwrap_or_default();
            let at = label_point(&rings);
            let offset = [at[0] - middle[0], at[1] - middle[1]];
            let given = self.given(0, street);
            let name = given.is_none().then(|| self.names.street(offset, central == Some(street)));
            self.push(code, given, || name.unwrap_or_default(), rings);
            let inside = children(&self.parts.street_of_community, street);
            for (community, code) in numbered(code, &inside, &communities)? {
                codes.communities[community as usize] = code;
                let given = self.given(1, community);
                let name = given.is_none().then(|| self.names.community());
                let rings = communities.remove(&community).unwrap_or_default();
                self.push(code, given, || name.unwrap_or_default(), rings);
                let inside = children(&self.parts.community_of_grid, community);
                for (grid, code) in numbered(code, &inside, &grids)? {
                    codes.grids[grid as usize] = code;
                    let rings = grids.remove(&grid).unwrap_or_default();
                    self.push(code, self.given(2, grid), || format!("第{}网格", code.number()), rings);
                }
            }
        }
        Ok(codes)
    }

    /// The official area that a street (0), community (1) or grid (2) is.
    fn given(&self, level: usize, part: u32) -> Option<&'a OfficialArea> {
        self.official.get(*self.parts.official[level].get(part as usize)? as usize)
    }

    /// Keeps made up names from repeating given ones.
    fn reserve_names(&mut self) {
        for area in self.official {
            self.names.reserve(&area.name);
        }
    }

    fn push(
        &mut self,
        area: Area,
        given: Option<&OfficialArea>,
        name: impl FnOnce() -> String,
        rings: Rings,
    ) -> PointDm {
        let label_point = label_point(&rings);
        self.areas.push(PlannedArea {
            area,
            level: area.level(),
            name: given.map_or_else(name, |given| given.name.clone()),
            official_code: given.map(|given| given.code.clone()),
            is_synthetic: given.is_none(),
            area_m2: area_m2(&rings),
            rings,
            label_point,
            dwellings: 0,
            flag: None,
        });
        label_point
    }

    /// Estates in the order of their communities, and where each went.
    fn estates(&mut self, shaped: &Shaped<'_>, codes: &Codes) -> (Vec<PlannedEstate>, Vec<u32>) {
        let mut polygons = shaped.areas(&self.levels.estate);
        let labels: BTreeMap<u32, PointDm> =
            polygons.iter().map(|(&index, rings)| (index, label_point(rings))).collect();
        let mut by_community: Vec<(Area, Vec<u32>)> = (0..codes.communities.len() as u32)
            .map(|index| (codes.communities[index as usize], children(&self.parts.community_of_estate, index)))
            .collect();
        by_community.sort();
        let mut estates = Vec::new();
        let mut index_of = vec![0; self.parts.community_of_estate.len()];
        for (community, inside) in by_community {
            let points: Vec<PointDm> =
                inside.iter().map(|index| labels.get(index).copied().unwrap_or_default()).collect();
            for (number, at) in order(&points).into_iter().enumerate() {
                index_of[inside[at] as usize] = estates.len() as u32;
                // Community digits and a number of three digits: the same as long as the layout is.
                let serial = (community.code() / 1_000 % 1_000_000) as u64 * 1_000 + number as u64 + 1;
                estates.push(PlannedEstate {
                    serial,
                    community,
                    name: self.names.estate(),
                    rings: polygons.remove(&inside[at]).unwrap_or_default(),
                    label_point: points[at],
                    dwellings: 0,
                });
            }
        }
        (estates, index_of)
    }
}

fn children(parents: &[u32], parent: u32) -> Vec<u32> {
    (0..parents.len() as u32).filter(|&child| parents[child as usize] == parent).collect()
}

/// Codes for parts of an area, by where they lie.
fn numbered(parent: Area, parts: &[u32], polygons: &Polygons) -> Result<Vec<(u32, Area)>, CityError> {
    let points: Vec<PointDm> =
        parts.iter().map(|part| polygons.get(part).map(label_point).unwrap_or_default()).collect();
    let numbered = order(&points).into_iter().enumerate().map(|(number, at)| {
        let code = parent.child(number as u16 + 1);
        code.map(|code| (parts[at], code)).ok_or(CityError::TooManyAreas { level: "areas", needed: parts.len() as u32 })
    });
    numbered.collect()
}

/// The street that holds the middle of the city, when there are enough for one to be in the middle.
fn central(streets: &Polygons, middle: PointDm) -> Option<u32> {
    let mut holding = streets.iter().filter(|(_, rings)| side_of(middle, rings) != Side::Outside);
    if streets.len() == 1 || streets.len() > 4 { holding.next().map(|(street, _)| *street) } else { None }
}

/// How many points a side are tried for a label.
const LABEL_STEPS: i64 = 13;

/// A point far from the border of a polygon, near its middle.
pub(crate) fn label_point(rings: &Rings) -> PointDm {
    let Some([low, high]) = rings.first().and_then(bounds) else { return [0, 0] };
    let fallback = crate::geometry::point_inside(rings);
    let at = |axis: usize, step: i64| {
        low[axis] + ((i64::from(high[axis]) - i64::from(low[axis])) * (2 * step + 1) / (2 * LABEL_STEPS)) as i32
    };
    let tried = (0..LABEL_STEPS).flat_map(|x| (0..LABEL_STEPS).map(move |y| [at(0, x), at(1, y)]));
    let room = |point: &PointDm| {
        let to_edge = rings.iter().flat_map(|ring| crate::geometry::edges(ring));
        to_edge.map(|(a, b)| segment_distance_dm(*point, a, b)).fold(f64::MAX, f64::min)
    };
    let inside = tried.chain([fallback]).filter(|point| side_of(*point, rings) == Side::Inside);
    inside.map(|point| (room(&point), point)).max_by(|a, b| a.0.total_cmp(&b.0)).map_or(fallback, |(_, point)| point)
}

/// Numbers the buildings of every estate, those with dwellings first.
fn number_buildings(buildings: &mut [PlannedBuilding], estates: usize) {
    let mut of_estate: Vec<Vec<usize>> = vec![Vec::new(); estates];
    for (index, building) in buildings.iter().enumerate() {
        if let Some(place) = building.place {
            of_estate[place.estate as usize].push(index);
        }
    }
    for inside in of_estate {
        let (lived_in, other): (Vec<usize>, Vec<usize>) =
            inside.into_iter().partition(|&i| buildings[i].capacity() > 0);
        let mut number = 0_u16;
        for group in [lived_in, other] {
            let points: Vec<PointDm> = group.iter().map(|&index| buildings[index].point).collect();
            for at in order(&points) {
                number = number.saturating_add(1);
                if let Some(place) = &mut buildings[group[at]].place {
                    place.number = number;
                }
            }
        }
    }
}

/// Counts dwellings and flags grids.
fn count(
    areas: &mut [PlannedArea],
    estates: &mut [PlannedEstate],
    buildings: &[PlannedBuilding],
    parameter: &Parameter,
) {
    let mut of_area: BTreeMap<Area, u32> = BTreeMap::new();
    let mut largest: BTreeMap<Area, u32> = BTreeMap::new();
    for building in buildings {
        let Some(place) = building.place else { continue };
        for area in place.grid.path() {
            *of_area.entry(area).or_default() += building.dwellings();
        }
        let largest = largest.entry(place.grid).or_default();
        *largest = (*largest).max(building.dwellings());
        estates[place.estate as usize].dwellings += building.dwellings();
    }
    for area in areas {
        area.dwellings = of_area.get(&area.area).copied().unwrap_or(0);
        if area.level == Level::Grid {
            let largest = largest.get(&area.area).copied().unwrap_or(0);
            let flag = flag(area.dwellings, largest, parameter);
            area.flag = flag.map(|why| if area.is_synthetic { why } else { SizeFlag::Official });
        }
    }
}

fn flag(dwellings: u32, largest: u32, parameter: &Parameter) -> Option<SizeFlag> {
    let (low, high) = (*parameter.grid_dwellings.start(), *parameter.grid_dwellings.end());
    match dwellings {
        _ if largest > high => Some(SizeFlag::OneBuildingTooLarge),
        n if n < low => Some(SizeFlag::TooSmall),
        n if n > high => Some(SizeFlag::TooLarge),
        _ => None,
    }
}
