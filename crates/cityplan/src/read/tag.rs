//! Tags of features, in the habits of the exports that are about: OSM keys, nested `tags`, GDAL's `other_tags`, shapefile columns.
//!
//! Not for what follows from a tag (see [`crate::dwelling`] and [`super::class`]).

use serde_json::Value;

/// The keys that anything here looks at.
const KEYS: [&str; 33] = [
    "building",
    "building:levels",
    "building:part",
    "building:use",
    "building:flats",
    "height",
    "addr:street",
    "addr:place",
    "addr:housenumber",
    "name",
    "amenity",
    "shop",
    "office",
    "tourism",
    "leisure",
    "landuse",
    "natural",
    "water",
    "waterway",
    "man_made",
    "military",
    "power",
    "railway",
    "public_transport",
    "healthcare",
    "religion",
    "historic",
    "aeroway",
    "highway",
    "craft",
    "fclass",
    "code",
    "level",
];

/// Other spellings of the same.
const ALIASES: [(&str, &str); 11] = [
    ("building_levels", "building:levels"),
    ("building_l", "building:levels"),
    ("levels", "building:levels"),
    ("num_floors", "building:levels"),
    ("floors", "building:levels"),
    ("building:height", "height"),
    ("addr_street", "addr:street"),
    ("addr_housenumber", "addr:housenumber"),
    ("addr_house", "addr:housenumber"),
    ("addr:housename", "name"),
    ("class", "fclass"),
];

/// No value that means something here is longer.
const VALUE_CHARS: usize = 120;

/// The tags of one feature that matter here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<(&'static str, Box<str>)>);

impl Tags {
    /// Takes what matters from a feature's properties.
    pub(crate) fn from_properties(properties: &Value) -> Self {
        let mut tags = Self::default();
        tags.add_object(properties);
        if let Some(nested) = properties.get("tags") {
            tags.add_object(nested);
        }
        if let Some(hstore) = properties.get("other_tags").and_then(Value::as_str) {
            tags.add_hstore(hstore);
        }
        tags
    }

    /// The value of a key, never empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_ref())
    }

    /// An owned value.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.get(key).map(str::to_owned)
    }

    fn add_object(&mut self, object: &Value) {
        for (key, value) in object.as_object().into_iter().flatten() {
            match value {
                Value::String(text) => self.add(key, text),
                Value::Number(number) => self.add(key, &number.to_string()),
                Value::Bool(true) => self.add(key, "yes"),
                Value::Bool(false) => self.add(key, "no"),
                _ => {}
            }
        }
    }

    /// `"key"=>"value","key"=>"value"`, as GDAL's OSM driver writes the tags that got no column.
    fn add_hstore(&mut self, text: &str) {
        let parts: Vec<&str> = text.split('"').collect();
        for pair in parts.chunks_exact(4) {
            self.add(pair[1], pair[3]);
        }
    }

    fn add(&mut self, key: &str, value: &str) {
        let alias = ALIASES.iter().find(|(other, _)| *other == key).map(|(_, known)| *known);
        let Some(key) = alias.or_else(|| KEYS.into_iter().find(|known| *known == key)) else { return };
        let value: String = value.trim().chars().filter(|c| !c.is_control()).take(VALUE_CHARS).collect();
        if !value.is_empty() && self.get(key).is_none() {
            self.0.push((key, value.into_boxed_str()));
        }
    }
}

/// Storeys above ground out of what people write: `5`, `5.5`, `3-5`, `5;6`, `≥2`, `5 этажей`. The largest number counts.
pub(crate) fn floors(text: &str) -> Option<u8> {
    let largest = numbers(text).into_iter().fold(0.0_f64, f64::max);
    let rounded = largest.floor();
    (1.0..=200.0).contains(&rounded).then(|| rounded.min(f64::from(crate::dwelling::FLOORS_MAX)) as u8)
}

/// Metres out of `15`, `15 m`, `15.2m`, `49 ft`, `49'`.
pub(crate) fn height_m(text: &str) -> Option<f64> {
    let metres = numbers(text).into_iter().next()?;
    let is_feet = text.contains("ft") || text.contains('\'') || text.contains("feet");
    let metres = if is_feet { metres * 0.3048 } else { metres };
    (2.0..=600.0).contains(&metres).then_some(metres)
}

/// Every decimal number in a text; a comma counts as a point when a digit stands on both sides.
fn numbers(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        let point = matches!(c, '.' | ',') && !digits.is_empty() && !digits.contains('.');
        if c.is_ascii_digit() {
            digits.push(c);
        } else if point {
            digits.push('.');
        } else if !digits.is_empty() {
            found.extend(digits.trim_end_matches('.').parse::<f64>());
            digits.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_are_read_as_people_write_them() {
        let written = ["5", "5.5", "3-5", "5;6", "≥2", "2,5", "9 floors", "0", "minus", "900"];

        let read: Vec<_> = written.iter().map(|text| floors(text)).collect();

        let wanted = [Some(5), Some(5), Some(5), Some(6), Some(2), Some(2), Some(9), None, None, None];
        assert_eq!(read, wanted);
    }

    #[test]
    fn heights_are_read_in_metres_and_feet() {
        assert_eq!(height_m("15 m"), Some(15.0));
        assert_eq!(height_m("100 ft"), Some(30.48));
        assert_eq!(height_m("high"), None);
    }

    #[test]
    fn tags_are_found_in_every_export_habit() {
        let overpass = serde_json::json!({"@id": "way/1", "building": "yes", "building:levels": 5});
        let nested = serde_json::json!({"tags": {"building": "house"}});
        let gdal =
            serde_json::json!({"osm_way_id": "7", "building": "yes", "other_tags": "\"building:levels\"=>\"9\""});

        assert_eq!(Tags::from_properties(&overpass).get("building:levels"), Some("5"));
        assert_eq!(Tags::from_properties(&nested).get("building"), Some("house"));
        assert_eq!(Tags::from_properties(&gdal).get("building:levels"), Some("9"));
    }
}
