//! Which names could stand on the map, and which of them have room: pure.

use citypack::CellIndex;
use desk::map::bridge::MapView;
use domain::area::{Area, Level};
use domain::geo::Metre;
use wording::Phrase;

use super::{Rect, outline};
use crate::engine::drawing::{Place, Project, Screen};
use crate::engine::model::Model;

/// No more names than this at once.
pub const MOST: usize = 150;
/// Pixels per metre from which on areas two and three levels below the focused one have names.
const DEEPER_FROM: [f64; 2] = [0.2, 1.0];
/// Pixels per metre from which on estates have names: inside a focused community or grid, and elsewhere.
const ESTATES_FROM: [f64; 2] = [0.55, 1.1];
/// Pixels per metre from which on buildings have numbers.
const BUILDINGS_FROM: f64 = 1.3;
/// No more buildings than this are looked at.
const MOST_BUILDINGS: usize = 90;

/// What a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// An area.
    Area(Area),
    /// An estate, by its index.
    Estate(u32),
    /// A building, by its index.
    Building(u32),
    /// A unit's own grid, by its place.
    Own(u32),
}

/// How a name looks, most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// The selected building.
    Selected,
    /// A unit's own grid.
    Own,
    /// A street.
    Street,
    /// A community.
    Community,
    /// A grid.
    Grid,
    /// An estate.
    Estate,
    /// A building's number.
    Building,
}

impl Rank {
    /// The class that says how it looks.
    pub fn class(self) -> &'static str {
        match self {
            Self::Selected => "map-label map-label--selected",
            Self::Own => "map-label map-label--own",
            Self::Street => "map-label map-label--street",
            Self::Community => "map-label map-label--community",
            Self::Grid => "map-label map-label--grid",
            Self::Estate => "map-label map-label--estate",
            Self::Building => "map-label map-label--building",
        }
    }

    /// Size of the letters in pixels, as in the style sheet.
    fn size_px(self) -> f64 {
        match self {
            Self::Street => 17.0,
            Self::Community | Self::Selected | Self::Own => 14.0,
            Self::Grid | Self::Estate => 13.0,
            Self::Building => 12.0,
        }
    }
}

/// A name and where it wants to stand.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What it belongs to.
    pub named: Named,
    /// How it looks.
    pub rank: Rank,
    /// The name.
    pub text: String,
    /// The middle of the text.
    pub at: Screen,
}

impl Candidate {
    /// Where it may stand: areas' names may step aside for a lamp, buildings' and estates' may not leave their place.
    fn places(&self) -> impl Iterator<Item = Screen> + use<> {
        let em = self.rank.size_px();
        let aside: &'static [(f64, f64)] = match self.rank {
            Rank::Selected | Rank::Own | Rank::Street | Rank::Community | Rank::Grid => {
                &[(0.0, 0.0), (0.0, 1.8), (0.0, -1.8), (3.2, 0.0), (-3.2, 0.0), (0.0, 3.4), (0.0, -3.4)]
            }
            Rank::Estate | Rank::Building => &[(0.0, 0.0)],
        };
        let at = self.at;
        aside.iter().map(move |(x, y)| Screen { x: at.x + x * em, y: at.y + y * em })
    }

    /// The room that it takes; letters are estimated generously.
    pub fn rect(&self) -> Rect {
        let em = self.rank.size_px();
        let width: f64 = self.text.chars().map(|letter| if letter.is_ascii() { 0.62 } else { 1.02 }).sum();
        Rect::around(self.at, width * em + 16.0, em * 1.5 + 6.0)
    }
}

/// Takes the candidates that have room, the most important and nearest to the middle first.
pub fn place(mut candidates: Vec<Candidate>, taken: &[Rect], size: (f64, f64)) -> Vec<Candidate> {
    let middle = Screen { x: size.0 / 2.0, y: size.1 / 2.0 };
    candidates.sort_by(|a, b| {
        let distance = |candidate: &Candidate| candidate.at.distance(middle);
        a.rank.cmp(&b.rank).then(distance(a).total_cmp(&distance(b))).then(a.named.cmp(&b.named))
    });
    let mut rects = taken.to_vec();
    candidates.retain_mut(|candidate| {
        let wanted = candidate.at;
        let place = candidate.places().find_map(|at| {
            candidate.at = at;
            let rect = candidate.rect();
            let free = rect.is_inside(size) && !rects.iter().any(|other| rect.meets(*other));
            free.then_some(rect)
        });
        let place = place.filter(|_| rects.len() < taken.len() + MOST);
        rects.extend(place);
        if place.is_none() {
            candidate.at = wanted;
        }
        place.is_some()
    });
    candidates
}

/// All names that could stand on the picture: those of the areas one level below the focused one, and all others.
pub fn candidates(project: &dyn Project, model: &Model, view: &MapView) -> (Vec<Candidate>, Vec<Candidate>) {
    let centre = project.centre();
    let child = view.area.level().child();
    let is_first = |named: Named| match named {
        Named::Area(area) => Some(area.level()) == child,
        Named::Own(_) => true,
        Named::Estate(_) | Named::Building(_) => false,
    };
    all(project, model, view, centre).into_iter().partition(|candidate| is_first(candidate.named))
}

fn all(project: &dyn Project, model: &Model, view: &MapView, centre: Metre) -> Vec<Candidate> {
    let scale = project.scale_at(Place::on_ground(centre));
    let mut found = Vec::new();
    areas(project, model, view, scale, &mut found);
    for (place, (name, ground)) in (0..).zip(outline::names(model, view)) {
        let at = project.screen(Place::on_ground(ground));
        found.extend(at.map(|at| Candidate { named: Named::Own(place), rank: Rank::Own, text: name.to_owned(), at }));
    }
    if scale >= ESTATES_FROM[usize::from(view.area.level() < Level::Community)] {
        estates(project, model, view, &mut found);
    }
    let selected = view.building.and_then(|id| model.building(id));
    if scale >= BUILDINGS_FROM {
        buildings(project, model, view, centre, &mut found);
    }
    if let Some(building) = selected {
        found.retain(|candidate| candidate.named != Named::Building(building));
        found.extend(building_name(project, model, view, building, Rank::Selected));
    }
    found
}

fn areas(project: &dyn Project, model: &Model, view: &MapView, scale: f64, found: &mut Vec<Candidate>) {
    let start = model.city.pack.areas.partition_point(|entry| entry.area < view.area);
    for entry in model.city.pack.areas[start..].iter().take_while(|entry| view.area.contains(entry.area)) {
        let level = entry.area.level();
        let from = match level.number() - view.area.level().number() {
            0 | 1 => 0.0,
            below => DEEPER_FROM[usize::from(below > 2)],
        };
        // A grid in focus has nothing below it: its own name stands until its estates and buildings have theirs.
        let own = entry.area == view.area && level == Level::Grid && scale < ESTATES_FROM[0];
        let wanted = entry.area != view.area && scale >= from;
        if (own || wanted)
            && let Some(at) = project.screen(Place::on_ground(entry.label.to_metre()))
        {
            let rank = match level {
                Level::City | Level::Street => Rank::Street,
                Level::Community => Rank::Community,
                Level::Grid => Rank::Grid,
            };
            found.push(Candidate { named: Named::Area(entry.area), rank, text: entry.name.clone(), at });
        }
    }
}

fn estates(project: &dyn Project, model: &Model, view: &MapView, found: &mut Vec<Candidate>) {
    let mut seen = std::collections::BTreeSet::new();
    let range = CellIndex::area_buildings(&model.city.pack, view.area);
    for building in &model.city.pack.buildings[range.start as usize..range.end as usize] {
        let Some(estate) = building.estate.filter(|estate| seen.insert(*estate)) else { continue };
        let entry = &model.city.pack.estates[estate as usize];
        if let Some(at) = project.screen(Place::on_ground(entry.label.to_metre())) {
            found.push(Candidate { named: Named::Estate(estate), rank: Rank::Estate, text: entry.name.clone(), at });
        }
    }
}

fn buildings(project: &dyn Project, model: &Model, view: &MapView, centre: Metre, found: &mut Vec<Candidate>) {
    let mut near: Vec<(f64, u32)> = CellIndex::area_buildings(&model.city.pack, view.area)
        .filter(|building| model.city.pack.buildings[*building as usize].columns > 0)
        .filter_map(|building| {
            let bounds = model.building_bounds(building)?;
            Some((bounds.centre().distance_m(centre), building))
        })
        .collect();
    if near.len() > MOST_BUILDINGS {
        near.select_nth_unstable_by(MOST_BUILDINGS, |a, b| a.0.total_cmp(&b.0));
        near.truncate(MOST_BUILDINGS);
    }
    found.extend(
        near.into_iter().filter_map(|(_, building)| building_name(project, model, view, building, Rank::Building)),
    );
}

fn building_name(project: &dyn Project, model: &Model, view: &MapView, building: u32, rank: Rank) -> Option<Candidate> {
    let entry = model.city.pack.buildings.get(building as usize).filter(|entry| entry.number > 0)?;
    let at = project.over(model.building_bounds(building)?, entry.height_m())?.name;
    let text = Phrase::BuildingNumber { number: entry.number as i32 }.text(view.lang);
    Some(Candidate { named: Named::Building(building), rank, text, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(index: u32, rank: Rank, x: f64, y: f64) -> Candidate {
        Candidate { named: Named::Building(index), rank, text: "12号楼".to_owned(), at: Screen { x, y } }
    }

    #[test]
    fn no_two_names_overlap_and_the_more_important_one_stays() {
        let crowd = (0..40).map(|index| candidate(index, Rank::Building, 100.0 + f64::from(index) * 9.0, 100.0));
        let mut crowd: Vec<_> = crowd.collect();
        crowd.push(candidate(99, Rank::Street, 180.0, 104.0));

        let placed = place(crowd, &[], (800.0, 600.0));

        assert_eq!(placed[0].named, Named::Building(99));
        for (index, a) in placed.iter().enumerate() {
            assert!(placed[index + 1..].iter().all(|b| !a.rect().meets(b.rect())));
        }
    }

    #[test]
    fn a_name_gives_way_to_a_beacon_and_to_the_edge() {
        let taken = [Rect::around(Screen { x: 200.0, y: 200.0 }, 30.0, 30.0)];
        let names = vec![candidate(1, Rank::Building, 205.0, 195.0), candidate(2, Rank::Building, 3.0, 300.0)];

        assert!(place(names, &taken, (800.0, 600.0)).is_empty());
    }
}
