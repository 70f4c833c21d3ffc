//! One feature: its id, the tags that matter here, and its coordinates in degrees.
//!
//! Not for repairs of shapes (see [`crate::repair`]) nor for the meaning of tags (see [`super::tag`]).

use serde_json::Value;

use super::tag::Tags;
use crate::report::Refusal;

/// Longitude and latitude in degrees, finite and in range.
pub(crate) type Degrees = [f64; 2];

/// Coordinates by kind of geometry.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Points.
    Points(Vec<Degrees>),
    /// Lines.
    Lines(Vec<Vec<Degrees>>),
    /// Polygons, each with its outer ring first.
    Polygons(Vec<Vec<Vec<Degrees>>>),
}

/// A feature as the file has it.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    /// Number in the file, from 1.
    pub row: u32,
    /// Such as `way/123`; empty when there is none.
    pub id: String,
    pub tags: Tags,
    pub shape: Shape,
}

/// Reads one element of `features`; a refusal comes with the id for the report.
pub(crate) fn feature(row: u32, mut value: Value) -> Result<Feature, (String, Refusal)> {
    if value.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err((String::new(), Refusal::MalformedFeature));
    }
    let properties = value.get_mut("properties").map(Value::take).unwrap_or_default();
    let id = id(value.get("id"), &properties);
    match shape(value.get("geometry").unwrap_or(&Value::Null)) {
        Ok(shape) => Ok(Feature { row, id, tags: Tags::from_properties(&properties), shape }),
        Err(reason) => Err((id, reason)),
    }
}

/// The id of the feature, or of its properties as Overpass and GDAL write it.
fn id(id: Option<&Value>, properties: &Value) -> String {
    let known = ["@id", "full_id", "osm_id", "osm_way_id", "id"];
    let mut candidates = id.into_iter().chain(known.iter().filter_map(|key| properties.get(key)));
    let text = candidates.find_map(|value| match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    text.unwrap_or_default().chars().filter(|c| !c.is_control()).take(64).collect()
}

fn shape(geometry: &Value) -> Result<Shape, Refusal> {
    let kind = geometry.get("type").and_then(Value::as_str).ok_or(Refusal::NoGeometry)?;
    let Some(coordinates) = geometry.get("coordinates") else {
        return Err(if kind == "GeometryCollection" { Refusal::WrongGeometry } else { Refusal::NoGeometry });
    };
    match kind {
        "Point" => Ok(Shape::Points(vec![position(coordinates)?])),
        "MultiPoint" => Ok(Shape::Points(line(coordinates)?)),
        "LineString" => Ok(Shape::Lines(vec![line(coordinates)?])),
        "MultiLineString" => Ok(Shape::Lines(each(coordinates, line)?)),
        "Polygon" => Ok(Shape::Polygons(vec![each(coordinates, line)?])),
        "MultiPolygon" => Ok(Shape::Polygons(each(coordinates, |polygon| each(polygon, line))?)),
        _ => Err(Refusal::WrongGeometry),
    }
}

fn each<T>(value: &Value, read: impl Fn(&Value) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    value.as_array().ok_or(Refusal::CoordinateNotANumber)?.iter().map(read).collect()
}

fn line(value: &Value) -> Result<Vec<Degrees>, Refusal> {
    each(value, position)
}

fn position(value: &Value) -> Result<Degrees, Refusal> {
    let number = |index: usize| value.get(index).and_then(Value::as_f64).ok_or(Refusal::CoordinateNotANumber);
    let (lon, lat) = (number(0)?, number(1)?);
    match domain::geo::LonLat::new_checked(lon, lat) {
        Some(_) => Ok([lon, lat]),
        None => Err(Refusal::CoordinateOutOfRange),
    }
}
