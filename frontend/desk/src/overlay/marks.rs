//! Marks of the register: one character says what it is, a number how many where they would cover each other.

use std::collections::BTreeMap;

use desk::map::bridge::{MapEvent, MapView};
use domain::geo::Metre;
use domain::layer::Mark as Entry;
use domain::register::Class;
use ui::name;
use wording::{Lang, Phrase};

use super::beacons::{Spot, lamp};
use super::buttons::{Face, MOST, SIZE_PX, Sign};
use super::cluster::{Dot, cluster, reach_px};
use super::{Mark, text};
use crate::engine::drawing::{Place, Project, Screen};
use crate::engine::model::Model;

/// What stands in one place.
struct Group<'a> {
    spot: Spot,
    ground: Metre,
    entries: Vec<&'a Entry>,
}

/// All marks with their places, the fullest first.
pub fn faces(project: &dyn Project, model: &Model, view: &MapView) -> Vec<(Screen, Face)> {
    let (width, height) = project.size();
    let mut dots: Vec<Dot<Group>> = groups(model, &view.layers.marks)
        .into_iter()
        .filter_map(|group| {
            let measured = group.entries[0].at.map(|_| project.screen(Place::on_ground(group.ground)));
            let at = measured.unwrap_or_else(|| lamp(project, model, group.spot))?;
            let is_seen = (0.0..=width).contains(&at.x) && (SIZE_PX..=height).contains(&at.y);
            is_seen.then_some(Dot { at, what: group })
        })
        .collect();
    dots.sort_by_key(|dot| (-total(&dot.what.entries), dot.what.entries[0].entry, dot.what.entries[0].area));
    let mut clusters = cluster(dots, reach_px(project));
    clusters.truncate(MOST);
    clusters.into_iter().map(|(at, groups)| (at, face(model, view, &groups))).collect()
}

/// Entries by where they stand: those of one building together, those that were measured each by itself.
fn groups<'a>(model: &Model, marks: &'a [Entry]) -> Vec<Group<'a>> {
    let mut found: BTreeMap<_, Group> = BTreeMap::new();
    for mark in marks {
        let building = mark.building.and_then(|building| model.building(building));
        let spot = building.map_or(Spot::Area(mark.area), Spot::Building);
        let measured = mark.at.map(|at| model.frame.to_metre(at));
        let Some(ground) = measured.or_else(|| spot.ground(model)) else { continue };
        let key = (spot, mark.entry.filter(|_| measured.is_some()));
        found.entry(key).or_insert_with(|| Group { spot, ground, entries: Vec::new() }).entries.push(mark);
    }
    found.into_values().collect()
}

fn face(model: &Model, view: &MapView, groups: &[Group]) -> Face {
    let entries: Vec<&Entry> = groups.iter().flat_map(|group| group.entries.iter().copied()).collect();
    let counts = by_class(&entries);
    let most = counts.iter().max_by_key(|(_, count)| **count).map_or(entries[0].class, |(class, _)| *class);
    let kind = entries[0].kind.filter(|kind| entries.iter().all(|entry| entry.kind == Some(*kind)));
    let kind = kind.and_then(|kind| view.layers.kinds.get(usize::from(kind)));
    let count = total(&entries);
    let spot = groups[0].spot;
    let place = match spot {
        Spot::Building(building) if groups.len() == 1 => text::building(model, view, building),
        Spot::Area(area) if groups.len() == 1 => text::area(model, area),
        _ => String::new(),
    };
    let what = match (kind, count) {
        (Some(kind), 1) => {
            let kind = if view.lang == Lang::Zh { &kind.name.0 } else { &kind.name.1 };
            format!("{} {kind}", entries[0].name)
        }
        _ => counts.iter().map(|(class, count)| counted(*class, *count, view.lang)).collect::<Vec<_>>().join(" · "),
    };
    let mark = match (groups, spot, entries[0].entry) {
        ([_], Spot::Building(building), _) => model.building_id(building).map(MapEvent::BuildingPicked),
        ([_], Spot::Area(_), Some(entry)) if entries.len() == 1 => Some(MapEvent::EntryPicked(entry)),
        ([_], Spot::Area(area), _) => Some(MapEvent::EntriesPicked(area)),
        _ => None,
    };
    let grounds = || groups.iter().map(|group| group.ground).collect();
    Face {
        class: class(most),
        key: ("data-mark", key(&entries)),
        title: format!("{place} {}", what.trim()).trim().to_owned(),
        count,
        sign: Sign::Character(kind.map_or(most.sign(), |kind| kind.sign)),
        mark: mark.map_or_else(|| Mark::Spread(grounds()), Mark::Event),
    }
}

fn key(entries: &[&Entry]) -> String {
    let first = entries[0];
    first.entry.map_or_else(|| first.area.to_string(), |entry| entry.to_string())
}

fn counted(class: Class, count: i64, lang: Lang) -> String {
    Phrase::CountOf { what: name::class_of_entries(class).text(lang), count: &count.to_string() }.text(lang)
}

fn total(entries: &[&Entry]) -> i64 {
    entries.iter().map(|entry| entry.count).sum()
}

fn by_class(entries: &[&Entry]) -> BTreeMap<Class, i64> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.class).or_default() += entry.count;
    }
    counts
}

fn class(class: Class) -> &'static str {
    match class {
        Class::Person => "map-mark map-mark--person",
        Class::Ground => "map-mark map-mark--ground",
        Class::Object => "map-mark map-mark--object",
        Class::Organisation => "map-mark map-mark--organisation",
        Class::House => "map-mark map-mark--house",
    }
}
