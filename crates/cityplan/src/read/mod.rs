//! From files to a survey: every feature taken, repaired or refused with a reason, in one flat frame.
//!
//! Not for dwellings and areas, which depend on parameters (see [`crate::plan_city`]).

mod class;
mod cluster;
pub(crate) mod feature;
mod file;
pub(crate) mod serial;
pub(crate) mod tag;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::ControlFlow;

use domain::geo::{Frame, LonLat};
use i_overlay::core::overlay_rule::OverlayRule;

use self::feature::{Degrees, Feature, Shape};
use self::file::End;
use self::serial::Serials;
pub use self::tag::Tags;
use crate::error::{CityError, Layer};
use crate::geometry::{area_m2, bounds, clip, point_inside};
use crate::parameter::{Progress, Stage, step};
use crate::plan::{PlannedLand, PlannedPlace, PlannedRoad, PointDm, RingDm};
use crate::repair::{self, Limit, to_dm};
use crate::report::{LayerReport, Refusal, Repair, Report};

/// The files of a city, each GeoJSON, plain or gzip.
pub struct Sources<'a> {
    /// Building footprints.
    pub buildings: Box<dyn Read + 'a>,
    /// Road lines.
    pub roads: Option<Box<dyn Read + 'a>>,
    /// Water, green and other land.
    pub land: Option<Box<dyn Read + 'a>>,
    /// Named points.
    pub places: Option<Box<dyn Read + 'a>>,
    /// Official areas with the properties `code`, `name` and `level`.
    pub areas: Option<Box<dyn Read + 'a>>,
}

impl<'a> Sources<'a> {
    /// A city of which only the buildings are known.
    pub fn of_buildings(buildings: impl Read + 'a) -> Self {
        Self { buildings: Box::new(buildings), roads: None, land: None, places: None, areas: None }
    }
}

/// All that was read and could be used, in one flat frame.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The frame; its origin is the middle of the buildings.
    pub frame: Frame,
    /// Footprints, one for each part of a multipolygon, in the order of the file.
    pub footprints: Vec<Footprint>,
    /// Roads.
    pub roads: Vec<PlannedRoad>,
    /// Land, larger pieces first.
    pub land: Vec<PlannedLand>,
    /// Named points.
    pub places: Vec<PlannedPlace>,
    /// Official areas, if a file was given.
    pub official: Vec<OfficialArea>,
    /// What was read, repaired and refused.
    pub report: Report,
}

/// A mended footprint with its tags.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// Stable serial number.
    pub serial: u64,
    /// Number of the feature in the file, from 1.
    pub row: u32,
    /// Id of the feature, with `#2` and so on for further parts.
    pub source_ref: String,
    /// Its tags.
    pub tags: Tags,
    /// The outline, then courtyards.
    pub rings: Vec<RingDm>,
    /// A point inside.
    pub point: PointDm,
    /// Ground area in square metres.
    pub area_m2: f64,
    /// What was mended on its feature.
    pub repairs: Vec<Repair>,
}

/// An area of jurisdiction as an authority draws it.
#[derive(Clone, Debug)]
pub struct OfficialArea {
    /// Its official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: domain::area::Level,
    /// Its polygons.
    pub polygons: Vec<Vec<RingDm>>,
}

/// Reads the files of a city.
///
/// # Errors
/// When a file as a whole cannot be used, when no building is left, or when `progress` says stop.
pub fn read(sources: Sources<'_>, progress: &mut Progress<'_>) -> Result<Survey, CityError> {
    let mut report = Report::default();
    let raw = load(Layer::Buildings, sources.buildings, &mut report.buildings, progress)?;
    let raw = buildings_of_one_city(raw, &mut report.buildings);
    let Some(frame) = frame_of(&raw) else { return Err(no_building(&report.buildings)) };
    let footprints = footprints(frame, raw, &mut report.buildings, progress)?;
    let Some(reach) = bounds(footprints.iter().flat_map(|f| f.rings.iter().flatten())) else {
        return Err(no_building(&report.buildings));
    };
    let window = Window { frame, bounds: reach.map(|p| p.map(f64::from)) };
    let mut survey =
        Survey { frame, footprints, roads: vec![], land: vec![], places: vec![], official: vec![], report };
    let report = &mut survey.report;
    if let Some(reader) = sources.roads {
        let raw = load(Layer::Roads, reader, &mut report.roads, progress)?;
        survey.roads = roads(window, raw, &mut report.roads);
    }
    if let Some(reader) = sources.land {
        let raw = load(Layer::Land, reader, &mut report.land, progress)?;
        survey.land = land(window, raw, &mut report.land);
    }
    if let Some(reader) = sources.places {
        let raw = load(Layer::Places, reader, &mut report.places, progress)?;
        survey.places = places(window, raw, &mut report.places);
    }
    if let Some(reader) = sources.areas {
        let raw = load(Layer::Areas, reader, &mut report.official_areas, progress)?;
        survey.official = official(window, raw, &mut report.official_areas);
    }
    Ok(survey)
}

/// Reads one file; features that are none are refused at once, and buildings whose id was there before.
fn load(
    layer: Layer,
    reader: Box<dyn Read + '_>,
    report: &mut LayerReport,
    progress: &mut Progress<'_>,
) -> Result<Vec<Feature>, CityError> {
    let mut features = Vec::new();
    let mut ids = BTreeSet::new();
    let mut sink = |value| {
        report.read += 1;
        let row = report.read;
        match feature::feature(row, value) {
            Err((id, reason)) => report.refuse(row, &id, reason),
            // Roads and land come in pieces with one id each; a building does not.
            Ok(feature) if layer == Layer::Buildings && !feature.id.is_empty() && !ids.insert(feature.id.clone()) => {
                report.refuse(row, &feature.id, Refusal::DuplicateId);
            }
            Ok(feature) => features.push(feature),
        }
        if row.is_multiple_of(1_000) { progress(Stage::Read, u64::from(row), 0) } else { ControlFlow::Continue(()) }
    };
    match file::each_feature(reader, &mut sink) {
        Ok(End::Complete) => Ok(features),
        Ok(End::Stopped) => Err(CityError::Cancelled),
        Err(source) => Err(CityError::File { layer, source }),
    }
}

fn no_building(report: &LayerReport) -> CityError {
    let reasons: Vec<String> = report.refused.iter().map(|(reason, n)| format!("{n}: {reason}")).collect();
    let reasons = if reasons.is_empty() { "the file is empty".to_owned() } else { reasons.join("; ") };
    CityError::NoBuilding { read: report.read, reasons }
}

/// Any position of a polygon; good enough to see whether it is far away.
fn first_position(feature: &Feature) -> Option<Degrees> {
    match &feature.shape {
        Shape::Polygons(polygons) => polygons.iter().flatten().flatten().next().copied(),
        _ => None,
    }
}

/// Refuses what is no building or lies far from the others.
fn buildings_of_one_city(raw: Vec<Feature>, report: &mut LayerReport) -> Vec<Feature> {
    let mut positions = Vec::new();
    let mut candidates = Vec::new();
    for feature in raw {
        let no_building = matches!(feature.tags.get("building"), Some("no" | "entrance"))
            || (feature.tags.get("building").is_none() && feature.tags.get("building:part").is_some());
        match first_position(&feature) {
            _ if no_building => report.refuse(feature.row, &feature.id, Refusal::NotWhatTheLayerHolds),
            Some(position) => {
                positions.push(position);
                candidates.push(feature);
            }
            None => {
                let is_polygon = matches!(feature.shape, Shape::Polygons(_));
                let reason = if is_polygon { Refusal::TooFewPoints } else { Refusal::WrongGeometry };
                report.refuse(feature.row, &feature.id, reason);
            }
        }
    }
    let mut belongs = cluster::belongs(&positions).into_iter();
    candidates.retain(|feature| {
        let stays = belongs.next().unwrap_or(false);
        if !stays {
            report.refuse(feature.row, &feature.id, Refusal::FarFromTheCity);
        }
        stays
    });
    candidates
}

/// A frame at the middle of all buildings, rounded so that it is the same in every notation.
fn frame_of(raw: &[Feature]) -> Option<Frame> {
    let positions: Vec<Degrees> = raw.iter().filter_map(first_position).collect();
    let middle = |axis: usize| {
        let values = positions.iter().map(|position| position[axis]);
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        (f64::midpoint(low, high) * 1e6).round() / 1e6
    };
    if positions.is_empty() {
        return None;
    }
    Some(Frame { origin: LonLat { lon: middle(0), lat: middle(1).clamp(-89.0, 89.0) } })
}

/// What counts as a building. The largest buildings on earth cover about 1 km².
const BUILDING: Limit = Limit { area_min_m2: 6.0, area_max_m2: 1_000_000.0, side_max_m: 3_000.0, hole_min_m2: 4.0 };

fn footprints(
    frame: Frame,
    raw: Vec<Feature>,
    report: &mut LayerReport,
    progress: &mut Progress<'_>,
) -> Result<Vec<Footprint>, CityError> {
    let mut footprints = Vec::with_capacity(raw.len());
    let mut serials = Serials::default();
    let mut shapes = BTreeSet::new();
    let total = raw.len() as u64;
    for (done, feature) in raw.into_iter().enumerate() {
        if done % 2_000 == 0 {
            step(progress, Stage::Repair, done as u64, total)?;
        }
        let Shape::Polygons(polygons) = &feature.shape else { continue };
        let (parts, repairs) = match repair::polygons(frame, polygons, BUILDING) {
            Ok(mended) => mended,
            Err(reason) => {
                report.refuse(feature.row, &feature.id, reason);
                continue;
            }
        };
        if !shapes.insert(parts.iter().map(|rings| normal_form(rings)).collect::<Vec<_>>()) {
            report.refuse(feature.row, &feature.id, Refusal::DuplicateShape);
            continue;
        }
        let repairs = Vec::from_iter(repairs);
        report.take(feature.row, &feature.id, &repairs);
        footprints.extend(parts.into_iter().enumerate().map(|(part, rings)| Footprint {
            serial: serials.take(&feature.id, part, &rings),
            row: feature.row,
            source_ref: part_ref(&feature, part),
            tags: feature.tags.clone(),
            point: point_inside(&rings),
            area_m2: area_m2(&rings),
            repairs: repairs.clone(),
            rings,
        }));
    }
    Ok(footprints)
}

fn part_ref(feature: &Feature, part: usize) -> String {
    let base = if feature.id.is_empty() { format!("row/{}", feature.row) } else { feature.id.clone() };
    if part == 0 { base } else { format!("{base}#{}", part + 1) }
}

/// The outline beginning at its smallest corner: equal for equal shapes.
fn normal_form(rings: &[RingDm]) -> RingDm {
    let mut ring = rings.first().cloned().unwrap_or_default();
    if let Some(smallest) = (0..ring.len()).min_by_key(|&i| ring[i]) {
        ring.rotate_left(smallest);
    }
    ring
}

/// The frame and the reach of the buildings in decimetres.
#[derive(Clone, Copy)]
struct Window {
    frame: Frame,
    bounds: [[f64; 2]; 2],
}

impl Window {
    /// Roads and land further from every building than this are another city's.
    const MARGIN_DM: f64 = 30_000.0;

    /// Whether points with this reach come near the city.
    fn is_near(&self, points: &[PointDm]) -> bool {
        let [[x0, y0], [x1, y1]] = self.bounds;
        let Some([low, high]) = bounds(points) else { return false };
        let apart = |low: i32, high: i32, from: f64, to: f64| {
            f64::from(high) < from - Self::MARGIN_DM || f64::from(low) > to + Self::MARGIN_DM
        };
        !apart(low[0], high[0], x0, x1) && !apart(low[1], high[1], y0, y1)
    }
}

impl Window {
    /// The corners beyond which everything is cut off.
    fn corners(&self) -> [[f64; 2]; 2] {
        let [low, high] = self.bounds;
        [low.map(|n| n - Self::MARGIN_DM), high.map(|n| n + Self::MARGIN_DM)]
    }

    fn holds(&self, points: &[PointDm]) -> bool {
        let [low, high] = self.corners();
        points.iter().all(|point| (0..2).all(|i| (low[i]..=high[i]).contains(&f64::from(point[i]))))
    }

    /// The stretches of a line near the city.
    fn stretches(&self, line: Vec<PointDm>) -> Vec<Vec<PointDm>> {
        if self.holds(&line) {
            return vec![line];
        }
        let [low, high] = self.corners();
        let size = [high[0] - low[0], high[1] - low[1]];
        let from_low = |p: PointDm| [f64::from(p[0]) - low[0], f64::from(p[1]) - low[1]];
        let whole = |p: [f64; 2]| [(p[0] + low[0]).round() as i32, (p[1] + low[1]).round() as i32];
        let mut stretches: Vec<Vec<PointDm>> = Vec::new();
        for pair in line.windows(2) {
            let Some((a, b)) = clip(from_low(pair[0]), from_low(pair[1]), size) else { continue };
            let (a, b) = (whole(a), whole(b));
            match stretches.last_mut() {
                Some(last) if last.last() == Some(&a) => last.push(b),
                _ => stretches.push(vec![a, b]),
            }
        }
        stretches.iter_mut().for_each(Vec::dedup);
        stretches.retain(|stretch| stretch.len() > 1);
        stretches
    }

    /// The pieces of a polygon near the city.
    fn pieces(&self, rings: Vec<RingDm>) -> Vec<Vec<RingDm>> {
        if rings.iter().all(|ring| self.holds(ring)) {
            return vec![rings];
        }
        let [[x0, y0], [x1, y1]] = self.corners().map(|corner| corner.map(|n| n.round() as i32));
        let frame = vec![[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
        repair::overlay(&rings, &[frame], OverlayRule::Intersect)
    }
}

fn roads(window: Window, raw: Vec<Feature>, report: &mut LayerReport) -> Vec<PlannedRoad> {
    let mut roads = Vec::with_capacity(raw.len());
    let mut shapes = BTreeSet::new();
    for feature in raw {
        match road(window, &feature, &mut shapes) {
            Ok((lines, repairs)) => {
                report.take(feature.row, &feature.id, &Vec::from_iter(repairs));
                roads.extend(lines);
            }
            Err(reason) => report.refuse(feature.row, &feature.id, reason),
        }
    }
    roads
}

type Mended<T> = Result<(Vec<T>, BTreeSet<Repair>), Refusal>;

fn road(window: Window, feature: &Feature, shapes: &mut BTreeSet<Vec<PointDm>>) -> Mended<PlannedRoad> {
    let Shape::Lines(lines) = &feature.shape else { return Err(Refusal::WrongGeometry) };
    let class = class::road(&feature.tags).ok_or(Refusal::NotWhatTheLayerHolds)?;
    let mut repairs = BTreeSet::new();
    let mut made = Vec::new();
    for raw in lines {
        if raw.windows(2).any(|pair| repair::same(&pair[0], &pair[1])) {
            repairs.insert(Repair::DuplicateVertexRemoved);
        }
        let mut line: Vec<PointDm> = raw.iter().map(|position| to_dm(window.frame, *position)).collect();
        line.dedup();
        if line.len() < 2 {
            repairs.insert(Repair::PartDropped);
        } else {
            made.push(line);
        }
    }
    if made.is_empty() {
        return Err(Refusal::TooFewPoints);
    }
    if !made.iter().any(|line| window.is_near(line)) {
        return Err(Refusal::FarFromTheCity);
    }
    if !shapes.insert(made.concat()) {
        return Err(Refusal::DuplicateShape);
    }
    let made: Vec<Vec<PointDm>> = made.into_iter().flat_map(|line| window.stretches(line)).collect();
    if made.is_empty() {
        return Err(Refusal::FarFromTheCity);
    }
    let road = |line| PlannedRoad { source_ref: part_ref(feature, 0), class, name: feature.tags.text("name"), line };
    Ok((made.into_iter().map(road).collect(), repairs))
}

/// Land may be a strip of lawn or a lake.
const LAND: Limit = Limit { area_min_m2: 1.0, area_max_m2: 1e11, side_max_m: 1e6, hole_min_m2: 1.0 };

fn land(window: Window, raw: Vec<Feature>, report: &mut LayerReport) -> Vec<PlannedLand> {
    let mut land: Vec<PlannedLand> = Vec::with_capacity(raw.len());
    let mut shapes = BTreeSet::new();
    for feature in raw {
        match pieces(window, &feature) {
            Ok((pieces, _))
                if !shapes.insert(pieces.iter().map(|piece| normal_form(&piece.rings)).collect::<Vec<_>>()) =>
            {
                report.refuse(feature.row, &feature.id, Refusal::DuplicateShape);
            }
            Ok((pieces, repairs)) => {
                report.take(feature.row, &feature.id, &Vec::from_iter(repairs));
                land.extend(pieces);
            }
            Err(reason) => report.refuse(feature.row, &feature.id, reason),
        }
    }
    land.sort_by(|a, b| area_m2(&b.rings).total_cmp(&area_m2(&a.rings)));
    land
}

fn pieces(window: Window, feature: &Feature) -> Mended<PlannedLand> {
    let Shape::Polygons(polygons) = &feature.shape else { return Err(Refusal::WrongGeometry) };
    let class = class::land(&feature.tags).ok_or(Refusal::NotWhatTheLayerHolds)?;
    let (parts, repairs) = repair::polygons(window.frame, polygons, LAND)?;
    if !parts.iter().any(|part| part.first().is_some_and(|outer| window.is_near(outer))) {
        return Err(Refusal::FarFromTheCity);
    }
    let parts: Vec<Vec<RingDm>> = parts.into_iter().flat_map(|rings| window.pieces(rings)).collect();
    if parts.is_empty() {
        return Err(Refusal::FarFromTheCity);
    }
    let piece = |(part, rings)| PlannedLand {
        source_ref: part_ref(feature, part),
        class,
        name: feature.tags.text("name"),
        rings,
    };
    Ok((parts.into_iter().enumerate().map(piece).collect(), repairs))
}

fn places(window: Window, raw: Vec<Feature>, report: &mut LayerReport) -> Vec<PlannedPlace> {
    let mut places = Vec::with_capacity(raw.len());
    for feature in raw {
        let point = match &feature.shape {
            Shape::Points(points) => points.first().map(|position| to_dm(window.frame, *position)),
            _ => None,
        };
        let refusal = match (point, class::place(&feature.tags)) {
            (None, _) => Refusal::WrongGeometry,
            (_, None) => Refusal::NotWhatTheLayerHolds,
            (Some(point), _) if !window.is_near(&[point]) => Refusal::FarFromTheCity,
            (Some(point), Some(kind)) => {
                report.take(feature.row, &feature.id, &[]);
                let (source_ref, name) = (part_ref(&feature, 0), feature.tags.text("name"));
                places.push(PlannedPlace { source_ref, kind, name, point });
                continue;
            }
        };
        report.refuse(feature.row, &feature.id, refusal);
    }
    places
}

/// Areas may be as large as a city and as small as a courtyard.
const AREA: Limit = Limit { area_min_m2: 10.0, area_max_m2: 1e12, side_max_m: 2e6, hole_min_m2: 10.0 };

fn official(window: Window, raw: Vec<Feature>, report: &mut LayerReport) -> Vec<OfficialArea> {
    let mut official = Vec::new();
    let mut codes = BTreeMap::new();
    for feature in raw {
        match official_area(window, &feature) {
            Ok((area, _)) if codes.insert(area.code.clone(), feature.row).is_some() => {
                report.refuse(feature.row, &feature.id, Refusal::DuplicateId);
            }
            Ok((area, repairs)) => {
                report.take(feature.row, &feature.id, &Vec::from_iter(repairs));
                official.push(area);
            }
            Err(reason) => report.refuse(feature.row, &feature.id, reason),
        }
    }
    official
}

fn official_area(window: Window, feature: &Feature) -> Result<(OfficialArea, BTreeSet<Repair>), Refusal> {
    let Shape::Polygons(polygons) = &feature.shape else { return Err(Refusal::WrongGeometry) };
    let code = feature.tags.text("code").ok_or(Refusal::UnusableArea)?;
    let level = feature.tags.get("level").and_then(level).ok_or(Refusal::UnusableArea)?;
    let name = feature.tags.text("name").unwrap_or_else(|| code.clone());
    let (polygons, repairs) = repair::polygons(window.frame, polygons, AREA)?;
    Ok((OfficialArea { code, name, level, polygons }, repairs))
}

/// A level as people write it.
fn level(text: &str) -> Option<domain::area::Level> {
    use domain::area::Level;
    match text.to_lowercase().as_str() {
        "city" | "county" | "district" | "1" | "市" | "县" | "区" | "城市" => Some(Level::City),
        "street" | "town" | "township" | "2" | "街道" | "镇" | "乡" | "乡镇" => Some(Level::Street),
        "community" | "village" | "3" | "社区" | "村" => Some(Level::Community),
        "grid" | "4" | "网格" => Some(Level::Grid),
        _ => None,
    }
}
