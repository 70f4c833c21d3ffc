//! Lamps over open cases: shape and colour say the light, a number says how many, the title says it in words.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::rc::Rc;

use desk::map::bridge::MapView;
use domain::case::{Beacon, Light};
use domain::geo::Metre;
use domain::id::CaseId;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::cluster::{Dot, cluster};
use super::labels::move_to;
use super::{Mark, Rect, text};
use crate::browser::page;
use crate::engine::drawing::{Place, Project, Screen};
use crate::engine::model::Model;
use crate::plane::Bounds;

/// Lamps nearer to each other than this become one: near by, and far away where one sees many.
const REACH_PX: [f64; 2] = [44.0, 68.0];
/// Pixels per metre from which on one is near by.
const NEAR: f64 = 1.3;
/// Where a lamp may step to when a name is in its way, in pixels.
const ASIDE_PX: [(f64, f64); 7] =
    [(0.0, 0.0), (0.0, -24.0), (0.0, 24.0), (30.0, 0.0), (-30.0, 0.0), (0.0, -40.0), (0.0, 40.0)];
/// No more lamps than this at once.
const MOST: usize = 80;
/// The room that a lamp takes.
const SIZE_PX: f64 = 34.0;

/// The layer of lamps.
pub struct BeaconLayer {
    root: HtmlElement,
    shown: HashMap<CaseId, Lamp>,
    marked: Rc<dyn Fn(Mark)>,
}

struct Lamp {
    button: HtmlElement,
    face: Face,
    at: Screen,
    _listener: EventListener,
}

/// What a lamp shows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Face {
    light: Light,
    cases: Vec<CaseId>,
    title: String,
    one_place: bool,
}

/// Where beacons stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Building(u32),
    Area(domain::area::Area),
}

impl BeaconLayer {
    /// An empty layer.
    pub fn new(parent: &HtmlElement, marked: Rc<dyn Fn(Mark)>) -> Self {
        let root: HtmlElement = page::element("div", "map-beacons");
        page::append(parent, &root);
        Self { root, shown: HashMap::new(), marked }
    }

    /// Shows the lamps beside what is taken already; returns the room that they take.
    pub fn draw(&mut self, project: &dyn Project, model: &Model, view: &MapView, taken: &[Rect]) -> Vec<Rect> {
        let mut last = std::mem::take(&mut self.shown);
        let mut rects = Vec::new();
        for (at, face) in faces(project, model, view) {
            let first = face.cases[0];
            let at = beside(at, taken);
            rects.push(rect(at));
            let lamp = match last.remove(&first) {
                Some(lamp) if lamp.face == face => lamp,
                old => {
                    if let Some(old) = old {
                        old.button.remove();
                    }
                    self.lamp(face, at)
                }
            };
            let lamp = if lamp.at == at { lamp } else { Lamp { at, ..lamp } };
            move_to(&lamp.button, at);
            self.shown.insert(first, lamp);
        }
        for lamp in last.into_values() {
            lamp.button.remove();
        }
        rects
    }

    fn lamp(&self, face: Face, at: Screen) -> Lamp {
        let button: HtmlElement = page::element("button", class(face.light));
        page::set_attribute(&button, "type", "button");
        page::set_attribute(&button, "title", &face.title);
        page::set_attribute(&button, "aria-label", &face.title);
        page::set_attribute(&button, "data-case", &face.cases[0].to_string());
        page::append(&button, &shape(face.light));
        if face.cases.len() > 1 {
            let count: Element = page::element("span", "map-beacon__count");
            count.set_text_content(Some(&face.cases.len().to_string()));
            page::append(&button, &count);
        }
        page::append(&self.root, &button);
        let (marked, cases, one_place) = (Rc::clone(&self.marked), face.cases.clone(), face.one_place);
        let listener = EventListener::new(&button, "click", move |event| {
            event.stop_propagation();
            marked(Mark::Beacons { cases: cases.clone(), one_place });
        });
        Lamp { button, face, at, _listener: listener }
    }
}

/// The room of a lamp and its number.
fn rect(at: Screen) -> Rect {
    Rect {
        left: at.x - SIZE_PX / 2.0,
        top: at.y - SIZE_PX / 2.0 - 6.0,
        right: at.x + SIZE_PX / 2.0 + 8.0,
        bottom: at.y + SIZE_PX / 2.0,
    }
}

/// The nearest place that no name takes; where it belongs when there is none.
fn beside(at: Screen, taken: &[Rect]) -> Screen {
    let places = ASIDE_PX.into_iter().map(|(x, y)| Screen { x: at.x + x, y: at.y + y });
    places.into_iter().find(|at| !taken.iter().any(|other| rect(*at).meets(*other))).unwrap_or(at)
}

fn class(light: Light) -> &'static str {
    match light {
        Light::Red => "map-beacon map-beacon--red",
        Light::Yellow => "map-beacon map-beacon--yellow",
        Light::Blue => "map-beacon map-beacon--blue",
        Light::Green => "map-beacon map-beacon--green",
    }
}

/// The lamp's shape: triangle, diamond, square or disc, each with its own mark, so that colour is never alone.
fn shape(light: Light) -> Element {
    let svg = page::svg("svg", &[("viewBox", "0 0 16 16"), ("aria-hidden", "true"), ("class", "map-beacon__shape")]);
    let (body, mark) = match light {
        Light::Red => ("M8 1.2L15.4 14.6H.6z", "M8 6v4.2M8 12.3v.2"),
        Light::Yellow => ("M8 .8L15.2 8 8 15.2.8 8z", "M8 5.4v5.2"),
        Light::Blue => ("M1.6 1.6h12.8v12.8H1.6z", "M4.6 8h6.8"),
        Light::Green => ("M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8z", "M4.6 8.2l2.4 2.4 4.4-4.8"),
    };
    page::append(&svg, &page::svg("path", &[("d", body), ("class", "map-beacon__body")]));
    page::append(&svg, &page::svg("path", &[("d", mark), ("class", "map-beacon__mark")]));
    svg.unchecked_into()
}

/// All lamps with their places, worst light first.
fn faces(project: &dyn Project, model: &Model, view: &MapView) -> Vec<(Screen, Face)> {
    let mut spots: BTreeMap<Spot, Vec<&Beacon>> = BTreeMap::new();
    for beacon in model.beacons.values() {
        let spot = beacon.cell.and_then(|cell| model.building_of(cell)).map_or(Spot::Area(beacon.area), Spot::Building);
        spots.entry(spot).or_default().push(beacon);
    }
    let (width, height) = project.size();
    let mut dots: Vec<Dot<Vec<&Beacon>>> = spots
        .into_iter()
        .filter_map(|(spot, beacons)| Some(Dot { at: lamp(project, model, spot)?, what: beacons }))
        .filter(|dot| (0.0..=width).contains(&dot.at.x) && (SIZE_PX..=height).contains(&dot.at.y))
        .collect();
    let worst = |beacons: &[&Beacon]| beacons.iter().map(|beacon| beacon.light.number()).min().unwrap_or(i16::MAX);
    dots.sort_by_key(|dot| (worst(&dot.what), dot.what[0].case));
    let near = project.scale_at(Place::on_ground(project.centre())) >= NEAR;
    let mut groups = cluster(dots, REACH_PX[usize::from(!near)]);
    groups.truncate(MOST);
    groups
        .into_iter()
        .map(|(at, members)| {
            let one_place = members.len() == 1;
            let mut beacons: Vec<&Beacon> = members.into_iter().flatten().collect();
            beacons.sort_by_key(|beacon| (beacon.light.number(), beacon.case));
            let face = Face {
                light: beacons[0].light,
                title: text::beacons(model, view, &beacons, one_place),
                cases: beacons.iter().map(|beacon| beacon.case).collect(),
                one_place,
            };
            (at, face)
        })
        .collect()
}

fn lamp(project: &dyn Project, model: &Model, spot: Spot) -> Option<Screen> {
    match spot {
        Spot::Building(building) => {
            let height_m = model.city.pack.buildings.get(building as usize)?.height_m();
            project.over(model.building_bounds(building)?, height_m).map(|over| over.lamp)
        }
        Spot::Area(area) => project.screen(Place::on_ground(model.label_point(area)?)),
    }
}

/// The ground on which a case stands.
pub fn place_of(model: &Model, case: CaseId) -> Option<Metre> {
    let beacon = model.beacons.get(&case)?;
    match beacon.cell.and_then(|cell| model.building_of(cell)) {
        Some(building) => model.building_bounds(building).map(Bounds::centre),
        None => model.label_point(beacon.area),
    }
}
