//! Classes of roads, land and places out of their tags.
//!
//! Not for buildings, whose kind also depends on where they stand and how large they are (see [`crate::dwelling`]).

use super::tag::Tags;
use crate::plan::{LandClass, RoadClass};

/// The class of a line, or nothing when it is no road that exists.
pub(crate) fn road(tags: &Tags) -> Option<RoadClass> {
    let Some(highway) = tags.get("highway").or_else(|| tags.get("fclass")) else {
        return match (tags.get("railway"), tags.get("waterway")) {
            (Some("rail" | "light_rail" | "narrow_gauge"), _) => Some(RoadClass::Rail),
            (None, None) => Some(RoadClass::Residential),
            _ => None,
        };
    };
    let class = match highway.strip_suffix("_link").unwrap_or(highway) {
        "motorway" => RoadClass::Motorway,
        "trunk" => RoadClass::Trunk,
        "primary" => RoadClass::Primary,
        "secondary" => RoadClass::Secondary,
        "tertiary" => RoadClass::Tertiary,
        "residential" | "unclassified" | "road" | "yes" | "unknown" => RoadClass::Residential,
        "living_street" | "pedestrian" => RoadClass::Living,
        "service" | "services" | "busway" | "bus_guideway" => RoadClass::Service,
        "track" => RoadClass::Track,
        "rail" => RoadClass::Rail,
        "footway" | "path" | "cycleway" | "steps" | "bridleway" | "corridor" => RoadClass::Path,
        other if other.starts_with("track_") => RoadClass::Track,
        _ => return None,
    };
    Some(class)
}

/// What a polygon of the land file is covered with, or nothing when its tags say none of it.
pub(crate) fn land(tags: &Tags) -> Option<LandClass> {
    let keys = ["amenity", "natural", "water", "waterway", "leisure", "landuse", "military", "man_made", "fclass"];
    let known = keys.iter().filter_map(|key| tags.get(key).map(|value| (*key, value)));
    let mut other = None;
    for (key, value) in known {
        match land_value(key, value) {
            LandClass::Other => other = Some(LandClass::Other),
            class => return Some(class),
        }
    }
    other
}

fn land_value(key: &str, value: &str) -> LandClass {
    match (key, value) {
        ("water", _) | (_, "water" | "riverbank" | "river" | "reservoir" | "basin" | "canal" | "dock" | "bay") => {
            LandClass::Water
        }
        ("military", _) | (_, "military") => LandClass::Military,
        (_, "school" | "university" | "college" | "education") => LandClass::School,
        (_, "kindergarten" | "childcare") => LandClass::Kindergarten,
        (_, "hospital" | "clinic") => LandClass::Hospital,
        (_, "park" | "garden" | "playground" | "recreation_ground" | "nature_reserve" | "dog_park" | "zoo") => {
            LandClass::Park
        }
        (_, "grass" | "meadow" | "grassland" | "village_green" | "heath" | "wetland" | "flowerbed" | "greenfield") => {
            LandClass::Grass
        }
        (_, "forest" | "wood" | "scrub" | "tree_row") => LandClass::Wood,
        (_, "farmland" | "farm" | "farmyard" | "orchard" | "vineyard" | "allotments" | "plant_nursery") => {
            LandClass::Farm
        }
        (_, "sand" | "beach" | "bare_rock" | "scree" | "shingle" | "mud" | "brownfield" | "landfill") => {
            LandClass::Bare
        }
        (_, "pitch" | "stadium" | "sports_centre" | "track" | "golf_course" | "swimming_pool") => LandClass::Sport,
        (_, "parking" | "marketplace" | "pedestrian" | "square" | "plaza") => LandClass::Paved,
        (_, "residential") => LandClass::Residential,
        (_, "commercial" | "retail") => LandClass::Commercial,
        (_, "industrial" | "railway" | "quarry" | "construction" | "garages" | "depot" | "wastewater_plant") => {
            LandClass::Industrial
        }
        (_, "cemetery" | "grave_yard") => LandClass::Cemetery,
        _ => LandClass::Other,
    }
}

/// `key=value` of what a point is, or nothing when no tag says it.
pub(crate) fn place(tags: &Tags) -> Option<String> {
    let keys =
        ["amenity", "shop", "office", "healthcare", "tourism", "leisure", "historic", "public_transport", "craft"];
    let known = keys.iter().find_map(|key| tags.get(key).map(|value| format!("{key}={value}")));
    known.or_else(|| tags.get("fclass").map(|value| format!("place={value}")))
}
