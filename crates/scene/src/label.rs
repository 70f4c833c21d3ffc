//! Names on the screen: which ones, where, and none over another. The elements themselves are made by others.

use citypack::Kind;
use domain::area::{Area, Level};
use glam::{DVec2, DVec3};

use crate::camera::{Ray, View};
use crate::city::{City, metres};

/// How many labels there are at most.
pub const MOST_LABELS: usize = 150;

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// An area.
    Area(Area),
    /// An estate, by its index in the pack.
    Estate(u32),
    /// A building, by its index in the pack.
    Building(u32),
}

/// How a label is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKind {
    /// The city.
    City,
    /// A street or town.
    Street,
    /// A community.
    Community,
    /// A grid.
    Grid,
    /// An estate.
    Estate,
    /// A building: the text is its number only.
    Building,
}

impl LabelKind {
    /// The font size that the collision test assumes, in CSS pixels.
    pub fn font_px(self) -> f64 {
        match self {
            Self::City => 22.0,
            Self::Street => 18.0,
            Self::Community => 15.0,
            Self::Grid => 13.0,
            Self::Estate | Self::Building => 12.0,
        }
    }

    fn of(level: Level) -> Self {
        match level {
            Level::City => Self::City,
            Level::Street => Self::Street,
            Level::Community => Self::Community,
            Level::Grid => Self::Grid,
        }
    }
}

/// One label.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenLabel {
    /// What it says.
    pub text: String,
    /// What it names.
    pub named: Named,
    /// How it is set.
    pub kind: LabelKind,
    /// The middle of the label, CSS pixels from the left.
    pub x: f64,
    /// The middle of the label, CSS pixels from the top.
    pub y: f64,
    /// The width that was kept free for it, in CSS pixels.
    pub width_px: f64,
    /// The height that was kept free for it, in CSS pixels.
    pub height_px: f64,
    /// 0 for the nearest, 1 where it vanishes: to fade labels in and out.
    pub fade: f64,
    /// Higher ones were placed first.
    pub priority: i64,
}

/// A label and the place that it names.
struct Candidate {
    label: ScreenLabel,
    at: DVec3,
}

/// The labels of a view, most important first, none over another, and near by none whose place is behind a building.
pub fn labels(city: &City, view: &View) -> Vec<ScreenLabel> {
    let mut wanted = Vec::new();
    let scale = view.metres_per_px(view.camera.distance_m);
    area_labels(city, view, scale, &mut wanted);
    if scale < ESTATE_M_PER_PX {
        estate_labels(city, view, scale, &mut wanted);
    }
    if scale < BUILDING_M_PER_PX {
        building_labels(city, view, &mut wanted);
    }
    wanted.sort_by(|a, b| b.label.priority.cmp(&a.label.priority).then(a.label.y.total_cmp(&b.label.y)));
    let mut looks = MOST_LOOKS;
    place(wanted, |at| {
        if scale >= HIDING_M_PER_PX {
            return false;
        }
        looks = looks.saturating_sub(1);
        looks == 0 || is_hidden(city, view, at)
    })
}

/// How often one looks for a building in front of a name: the least important names are left out beyond.
const MOST_LOOKS: usize = 160;
/// From how many metres per pixel down estates are named.
const ESTATE_M_PER_PX: f64 = 1.4;
/// From how many metres per pixel down buildings are numbered.
const BUILDING_M_PER_PX: f64 = 0.75;
/// From how many metres per pixel down buildings hide names behind them, and carry names of what they stand on.
const HIDING_M_PER_PX: f64 = 1.4;

/// Whether a building stands between the eye and a place.
fn is_hidden(city: &City, view: &View, at: DVec3) -> bool {
    let way = at - view.eye;
    let ray = Ray { origin: view.eye, direction: way.normalize_or_zero() };
    city.pick(&ray).is_some_and(|hit| hit.building.is_some() && hit.distance_m < way.length() - 2.0)
}

/// Whether a place on the ground may be in the picture, or a roof over it.
fn is_near_picture(view: &View, point: citypack::Point) -> bool {
    let around = view.viewport.height / 2.0;
    view.project(metres(point).extend(0.0)).is_some_and(|place| {
        (-around..view.viewport.width + around).contains(&place.x)
            && (-around..view.viewport.height * 2.0).contains(&place.y)
    })
}

/// A place on the ground, or on the roof of the building that stands there.
fn on_top(city: &City, point: citypack::Point, scale: f64) -> DVec3 {
    let place = metres(point);
    let building = if scale < HIDING_M_PER_PX { city.building_at(place) } else { None };
    let roof_m = building.and_then(|building| city.footprint(building)).map_or(0.0, |print| print.height_m + 3.0);
    place.extend(roof_m)
}

/// From how many metres per pixel down a level is named, and down to how many.
fn range(level: Level) -> (f64, f64) {
    match level {
        Level::City => (f64::INFINITY, 14.0),
        Level::Street => (60.0, 3.0),
        Level::Community => (9.0, 0.9),
        Level::Grid => (2.6, 0.3),
    }
}

fn area_labels(city: &City, view: &View, scale: f64, wanted: &mut Vec<Candidate>) {
    for entry in &city.pack.areas {
        let level = entry.area.level();
        let (from, to) = range(level);
        let far = level == Level::Grid && metres(entry.label).extend(0.0).distance(view.eye) > near_m(view);
        if scale > from || scale < to || entry.name.is_empty() || far || !is_near_picture(view, entry.label) {
            continue;
        }
        let kind = LabelKind::of(level);
        let priority = 4_000_000 - 1_000_000 * i64::from(level.number());
        let at = on_top(city, entry.label, scale);
        wanted.extend(label(view, &entry.name, Named::Area(entry.area), kind, at, priority));
    }
}

/// How far the names of small things are shown, so that they don't crowd below the horizon.
fn near_m(view: &View) -> f64 {
    view.camera.distance_m * 2.2 + 150.0
}

fn estate_labels(city: &City, view: &View, scale: f64, wanted: &mut Vec<Candidate>) {
    for (index, estate) in city.pack.estates.iter().enumerate().filter(|(_, estate)| !estate.name.is_empty()) {
        let near = metres(estate.label).extend(0.0).distance(view.eye) < near_m(view);
        if near && is_near_picture(view, estate.label) {
            let at = on_top(city, estate.label, scale);
            wanted.extend(label(view, &estate.name, Named::Estate(index as u32), LabelKind::Estate, at, -1_000_000));
        }
    }
}

fn building_labels(city: &City, view: &View, wanted: &mut Vec<Candidate>) {
    let culler = view.culler();
    let reach_m = 0.9 * view.focal_px;
    for chunk in city.chunks() {
        let middle = (chunk.min + chunk.max) / 2.0;
        let size = (chunk.max - chunk.min).length() / 2.0;
        if middle.distance(view.eye) - size > reach_m || !culler.sees(chunk.min, chunk.max) {
            continue;
        }
        for building in city.chunk_buildings(chunk) {
            let entry = &city.pack.buildings[*building as usize];
            if entry.number == 0 || (entry.columns == 0 && entry.kind != Kind::School) {
                continue;
            }
            let Some(turned) = city.orientation(*building) else { continue };
            let at = DVec2::from(turned.centre).extend(entry.height_m() + 1.5);
            if at.distance(view.eye) > reach_m {
                continue;
            }
            let text = entry.number.to_string();
            let priority = i64::from(entry.floors) * 1_000 - 3_000_000 - at.distance(view.eye) as i64;
            wanted.extend(label(view, &text, Named::Building(*building), LabelKind::Building, at, priority));
        }
    }
}

fn label(view: &View, text: &str, named: Named, kind: LabelKind, at: DVec3, priority: i64) -> Option<Candidate> {
    let place = view.project(at)?;
    let sight_m = view.sight_m() * 0.75;
    let margin = 8.0;
    let inside = (margin..view.viewport.width - margin).contains(&place.x)
        && (margin..view.viewport.height - margin).contains(&place.y);
    (inside && place.depth_m < sight_m).then(|| {
        let font = kind.font_px();
        let suffix = if kind == LabelKind::Building { 2.0 } else { 0.0 };
        let label = ScreenLabel {
            width_px: (text_width(text) + suffix) * font + 14.0,
            height_px: font * 1.5 + 4.0,
            text: text.to_owned(),
            named,
            kind,
            x: place.x,
            y: place.y,
            fade: (place.depth_m / sight_m).clamp(0.0, 1.0),
            priority,
        };
        Candidate { label, at }
    })
}

/// The width of text in units of its font size: Chinese characters are square, others about half.
fn text_width(text: &str) -> f64 {
    text.chars().map(|character| if character as u32 >= 0x2e80 { 1.0 } else { 0.58 }).sum()
}

/// Keeps labels, first come first served, that touch none of those kept before and are not hidden.
fn place(wanted: Vec<Candidate>, mut is_hidden: impl FnMut(DVec3) -> bool) -> Vec<ScreenLabel> {
    let mut kept: Vec<ScreenLabel> = Vec::new();
    for Candidate { label, at } in wanted {
        let touches = |other: &ScreenLabel| {
            (label.x - other.x).abs() < f64::midpoint(label.width_px, other.width_px)
                && (label.y - other.y).abs() < f64::midpoint(label.height_px, other.height_px)
        };
        if !kept.iter().any(touches) && !is_hidden(at) {
            kept.push(label);
            if kept.len() == MOST_LABELS {
                break;
            }
        }
    }
    kept
}
