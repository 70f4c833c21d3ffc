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
    let clusters = clusters(project, model, &view.layers.marks);
    clusters.into_iter().map(|(at, groups)| (at, face(model, view, &groups))).collect()
}

/// What is in the picture, joined where it would cover each other.
fn clusters<'a>(project: &dyn Project, model: &Model, marks: &'a [Entry]) -> Vec<(Screen, Vec<Group<'a>>)> {
    let (width, height) = project.size();
    let mut dots: Vec<Dot<Group>> = groups(model, marks)
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
    clusters
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

#[cfg(test)]
mod tests {
    use domain::area::{Area, County};
    use domain::geo::LonLat;
    use domain::id::{BuildingId, EntryId};
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::engine::drawing::Over;
    use crate::engine::model::tests::model;
    use crate::plane::Bounds;

    /// One pixel per metre, the city's origin in the middle.
    struct Straight;

    impl Project for Straight {
        fn screen(&self, place: Place) -> Option<Screen> {
            Some(Screen { x: 1_000.0 + place.ground.x, y: 1_000.0 - place.ground.y })
        }

        fn scale_at(&self, _place: Place) -> f64 {
            1.0
        }

        fn size(&self) -> (f64, f64) {
            (2_000.0, 2_000.0)
        }

        fn over(&self, bounds: Bounds, _height_m: f64) -> Option<Over> {
            let at = self.screen(Place::on_ground(bounds.centre()))?;
            Some(Over { lamp: at, name: at })
        }

        fn centre(&self) -> Metre {
            Metre { x: 0.0, y: 0.0 }
        }
    }

    fn mark(serial: u64, place: Option<(f64, f64)>, in_building: bool) -> Entry {
        let county = County::new_checked(990_001).unwrap();
        Entry {
            entry: Some(EntryId::new(county, serial)),
            class: Class::ALL[serial as usize % 5].0,
            kind: None,
            count: 1,
            name: String::new(),
            at: place.map(|(east, north)| LonLat { lon: 71.4 + east, lat: 51.1 + north }),
            building: in_building.then(|| BuildingId::new(county, 7)),
            area: Area::city(county).child(1).unwrap().child(1).unwrap().child(1).unwrap(),
        }
    }

    proptest! {
        #[test]
        fn every_mark_in_the_picture_is_in_one_cluster_and_clusters_keep_apart(
            places in prop::collection::vec((option::of((-0.01f64..0.01, -0.008f64..0.008)), any::<bool>()), 0..120),
        ) {
            let marks: Vec<Entry> =
                (1..).zip(places).map(|(serial, (place, in_building))| mark(serial, place, in_building)).collect();
            let model = model();

            let found = clusters(&Straight, &model, &marks);

            let mut told: Vec<_> =
                found.iter().flat_map(|(_, groups)| groups).flat_map(|group| &group.entries).map(|mark| mark.entry).collect();
            told.sort_unstable();
            if found.len() < MOST {
                prop_assert_eq!(told, marks.iter().map(|mark| mark.entry).collect::<Vec<_>>());
            }
            for (at, (a, _)) in found.iter().enumerate() {
                prop_assert!(found[at + 1..].iter().all(|(b, _)| a.distance(*b) >= reach_px(&Straight)));
            }
        }
    }

    #[test]
    fn what_is_in_one_building_is_one_mark_and_what_was_measured_stands_where_it_is() {
        let marks = [mark(1, None, true), mark(2, None, true), mark(3, Some((0.005, 0.0)), true)];
        let model = model();

        let found = clusters(&Straight, &model, &marks);

        let sizes: Vec<_> =
            found.iter().map(|(_, groups)| groups.iter().map(|group| group.entries.len()).sum::<usize>()).collect();
        assert_eq!(sizes, [2, 1]);
        assert!(found[1].0.x > found[0].0.x + 200.0);
    }
}
