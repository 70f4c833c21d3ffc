//! What the overlay says about households, cases and stops, in the page's language.

use desk::map::bridge::MapView;
use domain::area::Area;
use domain::case::{Beacon, Light};
use domain::cell::Badge;
use domain::patrol::Stop;
use ui::{format, name};
use wording::Phrase;

use crate::engine::model::Model;

/// The lines of the hover card: where the household is, and what it shows.
pub fn cell(model: &Model, view: &MapView, cell: u32) -> Option<[String; 2]> {
    let building = building(model, view, model.building_of(cell)?);
    // Who gets no state knows of no number that was given: better none than a wrong one.
    let door = model.door(cell).filter(|_| view.sees_cells);
    let address = door.map(|door| Phrase::Door { unit: door.unit, number: door.number().as_str() }.text(view.lang));
    let address = address.unwrap_or_default();
    let byte = model.byte(cell);
    let mut words = Vec::new();
    if byte.fill() > 0 {
        words.push(name::class(model.lens, byte.fill(), None, &view.labels, view.lang));
    }
    words.extend(byte.light().map(|light| name::light(light).text(view.lang).to_owned()));
    if byte.badge() != Badge::None {
        words.extend(name::badge(byte.badge()).map(|word| word.text(view.lang).to_owned()));
    }
    Some([format!("{building} {address}").trim().to_owned(), words.join(" · ")])
}

/// What a building is called: its number, after its estate where it has one.
pub fn building(model: &Model, view: &MapView, building: u32) -> String {
    let Some(entry) = model.city.pack.buildings.get(building as usize) else { return String::new() };
    let estate = entry.estate.and_then(|estate| model.city.pack.estates.get(estate as usize));
    let estate = estate.map_or("", |estate| estate.name.as_str());
    if entry.number == 0 {
        return estate.to_owned();
    }
    format!("{estate}{}", Phrase::BuildingNumber { number: entry.number as i32 }.text(view.lang))
}

/// What an area is called.
pub fn area(model: &Model, area: Area) -> String {
    let index = model.city.pack.area_index(area);
    index.map(|index| model.city.pack.areas[index].name.clone()).unwrap_or_default()
}

/// The title of a lamp: how many cases with which light, and where when they are in one place.
pub fn beacons(model: &Model, view: &MapView, beacons: &[&Beacon], one_place: bool) -> String {
    let counts = Light::ALL.into_iter().filter_map(|light| {
        let count = beacons.iter().filter(|beacon| beacon.light == light).count() as i64;
        let word = name::light(light).text(view.lang);
        (count > 0).then(|| Phrase::CountWithLight { count, light: word }.text(view.lang))
    });
    let counts = counts.collect::<Vec<_>>().join(" · ");
    let place = match beacons {
        [beacon, ..] if one_place => beacon.cell.and_then(|cell| model.building_of(cell)),
        _ => None,
    };
    match place.map(|place| building(model, view, place)).filter(|place| !place.is_empty()) {
        Some(place) => format!("{place} {counts}"),
        None => counts,
    }
}

/// The title of a stop: from when until when.
pub fn stop(view: &MapView, stop: &Stop) -> String {
    let minutes = (stop.until - stop.from).num_minutes().max(1);
    Phrase::StopAt { from: &format::minute(stop.from), until: &format::minute(stop.until), minutes }.text(view.lang)
}
