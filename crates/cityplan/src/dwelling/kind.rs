//! What a building is used for: by its tags, what is in it, the land under it, its size and shape.
//!
//! Not for how many live there (see [`super`]).

use super::Outline;
use crate::plan::{BuildingKind, LandClass};
use crate::read::{Footprint, Tags};

/// Below this nobody lives.
const SHED_M2: f64 = 25.0;

/// A low building up to this size is a house when nothing else is known.
const HOUSE_MAX_M2: f64 = 420.0;

/// A low and slender building up to this size is a row of dwellings.
const ROW_MAX_M2: f64 = 900.0;

/// A row is not deeper than this.
const ROW_DEPTH_M: f64 = 13.0;

/// The largest floor that flats have when nothing says that they are flats.
const FLATS_MAX_M2: f64 = 6_000.0;

/// Decides the kind.
pub(super) fn kind(
    footprint: &Footprint,
    outline: Outline,
    said: Option<u8>,
    land: Option<LandClass>,
    inside: &[String],
) -> BuildingKind {
    let tags = &footprint.tags;
    let value = tags.get("building").or_else(|| tags.get("fclass")).unwrap_or("yes");
    let by_building = by_building(value, outline, said);
    let by_use = tags.get("building:use").and_then(by_building_value);
    by_building
        .or(by_use)
        .or_else(|| by_amenity(tags, said))
        .or_else(|| by_places(inside, said, outline))
        .or_else(|| by_land(land))
        .unwrap_or_else(|| by_shape(outline, said))
}

/// `building=residential` says who, not how: floors and size tell flats from houses.
fn by_building(value: &str, outline: Outline, said: Option<u8>) -> Option<BuildingKind> {
    match value {
        "residential" | "terrace" | "house" if said.unwrap_or(1) >= 4 => Some(BuildingKind::Apartment),
        "residential" if said.unwrap_or(1) >= 3 || outline.area_m2 > HOUSE_MAX_M2 => Some(BuildingKind::Apartment),
        "residential" => Some(BuildingKind::House),
        "hut" | "cabin" if outline.area_m2 < SHED_M2 => Some(BuildingKind::Shed),
        _ => by_building_value(value),
    }
}

fn by_building_value(value: &str) -> Option<BuildingKind> {
    let kind = match value {
        "apartments" | "apartment" | "flats" | "block" | "tower" | "multifamily" | "housing" => BuildingKind::Apartment,
        "house" | "detached" | "semidetached_house" | "semi" | "terrace" | "bungalow" | "farm" | "cabin" | "hut"
        | "static_caravan" | "villa" | "townhouse" | "dwelling_house" | "ger" | "houseboat" | "allotment_house"
        | "summer_house" | "stilt_house" | "tree_house" => BuildingKind::House,
        "dormitory" | "barracks" | "nursing_home" | "retirement_home" => BuildingKind::Dormitory,
        "school" | "university" | "college" | "education" | "library" => BuildingKind::School,
        "kindergarten" | "childcare" | "nursery" => BuildingKind::Kindergarten,
        "hospital" | "clinic" | "healthcare" | "doctors" => BuildingKind::Hospital,
        "retail" | "supermarket" | "shop" | "mall" | "marketplace" | "restaurant" | "pub" | "store" => {
            BuildingKind::Shop
        }
        "commercial" | "office" | "offices" | "bank" => BuildingKind::Office,
        "hotel" | "hostel" | "motel" => BuildingKind::Hotel,
        "industrial" | "warehouse" | "manufacture" | "factory" | "works" | "hangar" | "tank" | "storage_tank"
        | "silo" | "greenhouse" | "farm_auxiliary" | "barn" | "cowshed" | "stable" | "sty" | "storage" | "digester"
        | "power" | "water_tower" | "cooling_tower" | "chimney" | "boiler_house" | "slurry_tank" | "gasometer"
        | "workshop" => BuildingKind::Industrial,
        "garage" | "garages" | "carport" | "parking" => BuildingKind::Garage,
        "shed" | "roof" | "kiosk" | "service" | "transformer_tower" | "transformer" | "toilets" | "container"
        | "canopy" | "booth" | "gazebo" | "bunker" | "outbuilding" | "guardhouse" | "gatehouse" | "tent"
        | "ventilation_shaft" => BuildingKind::Shed,
        "church" | "cathedral" | "mosque" | "temple" | "chapel" | "synagogue" | "shrine" | "religious"
        | "monastery" | "presbytery" | "pagoda" => BuildingKind::Worship,
        "public" | "civic" | "government" | "townhall" | "museum" | "stadium" | "grandstand" | "sports_hall"
        | "sports_centre" | "fire_station" | "police" | "theatre" | "cinema" | "riding_hall" | "pavilion"
        | "military" | "prison" | "castle" | "palace" | "gymnasium" | "community_centre" | "bathhouse" => {
            BuildingKind::Public
        }
        "train_station" | "station" | "transportation" | "bus_station" | "terminal" | "bridge" | "subway" => {
            BuildingKind::Transport
        }
        "construction" | "ruins" | "ruin" | "abandoned" | "abbandonned" | "collapsed" | "proposed" | "disused" => {
            BuildingKind::Construction
        }
        _ => return None,
    };
    Some(kind)
}

/// What an amenity makes of a building that holds it, or nothing when it may as well be a shop below flats.
fn by_amenity(tags: &Tags, said: Option<u8>) -> Option<BuildingKind> {
    let is_tall = said.unwrap_or(1) >= 4;
    let by_key = ["amenity", "healthcare", "leisure", "tourism", "historic", "man_made"];
    let by_value = by_key.iter().find_map(|key| tags.get(key).and_then(amenity_value));
    if by_value.is_some() {
        return by_value;
    }
    let has = |keys: &[&str]| keys.iter().any(|key| tags.get(key).is_some());
    if has(&["military", "religion"]) {
        return Some(if has(&["religion"]) { BuildingKind::Worship } else { BuildingKind::Public });
    }
    if has(&["power", "man_made", "craft"]) {
        return Some(BuildingKind::Industrial);
    }
    if has(&["railway", "public_transport", "aeroway"]) {
        return Some(BuildingKind::Transport);
    }
    match (is_tall, has(&["shop", "amenity"]), has(&["office"])) {
        (false, true, _) => Some(BuildingKind::Shop),
        (false, _, true) => Some(BuildingKind::Office),
        _ => None,
    }
}

fn amenity_value(value: &str) -> Option<BuildingKind> {
    let kind = match value {
        "school" | "university" | "college" | "library" | "music_school" | "language_school" => BuildingKind::School,
        "kindergarten" | "childcare" => BuildingKind::Kindergarten,
        "hospital" | "clinic" => BuildingKind::Hospital,
        "place_of_worship" | "monastery" => BuildingKind::Worship,
        "townhall" | "police" | "fire_station" | "courthouse" | "theatre" | "cinema" | "arts_centre" | "embassy"
        | "community_centre" | "prison" | "public_bath" | "museum" | "stadium" | "sports_centre" | "swimming_pool"
        | "gallery" | "attraction" | "events_venue" | "public_building" | "conference_centre" => BuildingKind::Public,
        "hotel" | "hostel" | "motel" | "guest_house" => BuildingKind::Hotel,
        "parking" => BuildingKind::Garage,
        "marketplace" | "fuel" | "car_wash" => BuildingKind::Shop,
        "bus_station" => BuildingKind::Transport,
        "nursing_home" | "social_facility" => BuildingKind::Dormitory,
        "works" | "storage_tank" | "silo" | "wastewater_plant" => BuildingKind::Industrial,
        _ => return None,
    };
    Some(kind)
}

/// What the points inside say: a school's point in a nameless building makes it a school, when it is of a school's size.
fn by_places(inside: &[String], said: Option<u8>, outline: Outline) -> Option<BuildingKind> {
    let value = |place: &String| place.split_once('=').and_then(|(_, value)| amenity_value(value));
    let kind = inside.iter().find_map(value)?;
    let is_flats = said.unwrap_or(1) >= 5;
    let fits = match kind {
        BuildingKind::School => outline.area_m2 > 500.0,
        BuildingKind::Kindergarten | BuildingKind::Hospital | BuildingKind::Public => outline.area_m2 > 250.0,
        BuildingKind::Dormitory => false,
        _ => true,
    };
    (fits && !is_flats).then_some(kind)
}

fn by_land(land: Option<LandClass>) -> Option<BuildingKind> {
    match land? {
        LandClass::School => Some(BuildingKind::School),
        LandClass::Kindergarten => Some(BuildingKind::Kindergarten),
        LandClass::Hospital => Some(BuildingKind::Hospital),
        LandClass::Industrial => Some(BuildingKind::Industrial),
        LandClass::Military | LandClass::Cemetery | LandClass::Sport => Some(BuildingKind::Public),
        LandClass::Commercial => Some(BuildingKind::Office),
        LandClass::Park => Some(BuildingKind::Other),
        _ => None,
    }
}

fn by_shape(outline: Outline, said: Option<u8>) -> BuildingKind {
    let Outline { area_m2, depth_m, .. } = outline;
    let is_row = depth_m <= ROW_DEPTH_M && area_m2 <= ROW_MAX_M2;
    match said {
        _ if area_m2 < SHED_M2 => BuildingKind::Shed,
        Some(1 | 2) if area_m2 <= HOUSE_MAX_M2 || is_row => BuildingKind::House,
        Some(3..) if area_m2 <= FLATS_MAX_M2 && depth_m <= 40.0 => {
            if area_m2 <= 160.0 {
                BuildingKind::House
            } else {
                BuildingKind::Apartment
            }
        }
        None if area_m2 <= HOUSE_MAX_M2 => BuildingKind::House,
        None if outline.is_slab() && (10.0..=18.0).contains(&depth_m) && area_m2 <= FLATS_MAX_M2 => {
            BuildingKind::Apartment
        }
        _ => BuildingKind::Other,
    }
}

/// Whether the ground floor is not lived on: a shop or the like on the building, or several inside it.
pub(super) fn has_shops_below(footprint: &Footprint, inside: &[String]) -> bool {
    let on_it = ["shop", "amenity", "office"].iter().any(|key| footprint.tags.get(key).is_some());
    let is_large = |place: &String| {
        matches!(place.as_str(), "shop=supermarket" | "shop=mall" | "amenity=bank" | "amenity=restaurant")
    };
    on_it || inside.len() >= 2 || inside.iter().any(is_large)
}
