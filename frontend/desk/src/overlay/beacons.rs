//! Lamps over open cases: shape and colour say the light, a number says how many, the title says it in words.
//!
//! Not for the buttons themselves ([`super::buttons`]).

use std::collections::BTreeMap;

use desk::map::bridge::MapView;
use domain::case::{Beacon, Light};
use domain::geo::Metre;
use domain::id::CaseId;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::buttons::{Face, MOST, SIZE_PX, Sign};
use super::cluster::{Dot, cluster, reach_px};
use super::{Mark, text};
use crate::browser::page;
use crate::engine::drawing::{Place, Project, Screen};
use crate::engine::model::Model;
use crate::plane::Bounds;

/// What beacons and marks stand over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A building, by its index.
    Building(u32),
    /// An area.
    Area(domain::area::Area),
}

impl Spot {
    /// The ground that it means.
    pub fn ground(self, model: &Model) -> Option<Metre> {
        match self {
            Self::Building(building) => model.building_bounds(building).map(Bounds::centre),
            Self::Area(area) => model.label_point(area),
        }
    }
}

fn class(light: Light) -> &'static str {
    match light {
        Light::Red => "map-beacon map-beacon--red",
        Light::Yellow => "map-beacon map-beacon--yellow",
        Light::Blue => "map-beacon map-beacon--blue",
        Light::Green => "map-beacon map-beacon--green",
        Light::Grey => "map-beacon map-beacon--grey",
    }
}

/// A lamp's shape: triangle, diamond, square or disc, each with its own mark, so that colour is never alone.
pub fn shape(light: Light) -> Element {
    let svg = page::svg("svg", &[("viewBox", "0 0 16 16"), ("aria-hidden", "true"), ("class", "map-beacon__shape")]);
    let (body, mark) = match light {
        Light::Red => ("M8 1.2L15.4 14.6H.6z", "M8 6v4.2M8 12.3v.2"),
        Light::Yellow => ("M8 .8L15.2 8 8 15.2.8 8z", "M8 5.4v5.2"),
        Light::Blue => ("M1.6 1.6h12.8v12.8H1.6z", "M4.6 8h6.8"),
        Light::Green => ("M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8z", "M4.6 8.2l2.4 2.4 4.4-4.8"),
        Light::Grey => ("M4.4 1.6h7.2L15.2 8l-3.6 6.4H4.4L.8 8z", "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"),
    };
    page::append(&svg, &page::svg("path", &[("d", body), ("class", "map-beacon__body")]));
    page::append(&svg, &page::svg("path", &[("d", mark), ("class", "map-beacon__mark")]));
    svg.unchecked_into()
}

/// All lamps with their places, worst light first.
pub fn faces(project: &dyn Project, model: &Model, view: &MapView) -> Vec<(Screen, Face)> {
    let mut spots: BTreeMap<Spot, Vec<&Beacon>> = BTreeMap::new();
    for beacon in model.beacons.values() {
        spots.entry(spot(model, beacon)).or_default().push(beacon);
    }
    let (width, height) = project.size();
    let mut dots: Vec<Dot<Vec<&Beacon>>> = spots
        .into_iter()
        .filter_map(|(spot, beacons)| Some(Dot { at: lamp(project, model, spot)?, what: beacons }))
        .filter(|dot| (0.0..=width).contains(&dot.at.x) && (SIZE_PX..=height).contains(&dot.at.y))
        .collect();
    let worst = |beacons: &[&Beacon]| beacons.iter().map(|beacon| beacon.light.number()).min().unwrap_or(i16::MAX);
    dots.sort_by_key(|dot| (worst(&dot.what), dot.what[0].case));
    let mut groups = cluster(dots, reach_px(project));
    groups.truncate(MOST);
    groups
        .into_iter()
        .map(|(at, members)| {
            let one_place = members.len() == 1;
            let mut beacons: Vec<&Beacon> = members.into_iter().flatten().collect();
            beacons.sort_by_key(|beacon| (beacon.light.number(), beacon.case));
            let cases: Vec<CaseId> = beacons.iter().map(|beacon| beacon.case).collect();
            let face = Face {
                class: class(beacons[0].light),
                key: ("data-case", cases[0].to_string()),
                title: text::beacons(model, view, &beacons, one_place),
                count: cases.len() as i64,
                sign: Sign::Lamp(beacons[0].light),
                mark: Mark::Beacons { cases, one_place },
            };
            (at, face)
        })
        .collect()
}

/// Where what stands over a building or an area is on the screen.
pub fn lamp(project: &dyn Project, model: &Model, spot: Spot) -> Option<Screen> {
    match spot {
        Spot::Building(building) => {
            let height_m = model.city.pack.buildings.get(building as usize)?.height_m();
            project.over(model.building_bounds(building)?, height_m).map(|over| over.lamp)
        }
        Spot::Area(_) => project.screen(Place::on_ground(spot.ground(model)?)),
    }
}

/// The ground on which a case stands.
pub fn place_of(model: &Model, case: CaseId) -> Option<Metre> {
    spot(model, model.beacons.get(&case)?).ground(model)
}

fn spot(model: &Model, beacon: &Beacon) -> Spot {
    beacon.cell.and_then(|cell| model.building_of(cell)).map_or(Spot::Area(beacon.area), Spot::Building)
}
