//! Broken input: every feature's fault has a name, every file's fault has one, and nothing panics.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[expect(dead_code, reason = "other tests use the rest")]
mod city;

use std::io::Write;

use city::{assert_valid, collection, county, plan, polygon, rectangle};
use cityplan::{CityError, FileError, Layer, Note, Parameter, Refusal, Repair, Sources, Survey};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

const HERE: [f64; 2] = [120.75, 37.80];

fn house(number: i32) -> String {
    let at = [f64::from(number % 10) * 30.0, f64::from(number / 10) * 30.0];
    polygon(&format!("way/{number}"), "\"building\":\"house\"", &[&rectangle(HERE, at, [12.0, 10.0])])
}

fn read(text: &str) -> Result<Survey, CityError> {
    cityplan::read(Sources::of_buildings(text.as_bytes()), &mut |_, _, _| std::ops::ControlFlow::Continue(()))
}

fn file_error(bytes: &[u8]) -> FileError {
    match cityplan::read(Sources::of_buildings(bytes), &mut |_, _, _| std::ops::ControlFlow::Continue(())) {
        Err(CityError::File { layer: Layer::Buildings, source }) => source,
        other => panic!("{other:?}"),
    }
}

/// The note of the feature with an id, after reading it among good houses.
fn note(feature: String, id: &str) -> Option<Note> {
    let mut features: Vec<String> = (1..30).map(house).collect();
    features.push(feature);
    let survey = read(&collection(&features)).unwrap();
    let report = &survey.report.buildings;
    assert_eq!(report.read, report.taken + report.refused_total());
    report.rows.iter().find(|row| row.id == id && row.row == 30).map(|row| row.note.clone())
}

fn refused(feature: String, id: &str) -> Refusal {
    match note(feature, id) {
        Some(Note::Refused(reason)) => reason,
        other => panic!("{id}: {other:?}"),
    }
}

fn repaired(feature: String, id: &str) -> Vec<Repair> {
    match note(feature, id) {
        Some(Note::Repaired(repairs)) => repairs,
        other => panic!("{id}: {other:?}"),
    }
}

/// A ring of metres near the houses.
fn ring(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    points.iter().map(|point| city::shifted(HERE, [point[0] + 400.0, point[1]])).collect()
}

fn bad(id: &str, points: &[[f64; 2]]) -> String {
    polygon(id, "\"building\":\"yes\"", &[&ring(points)])
}

fn geometry(id: &str, geometry: &str) -> String {
    format!("{{\"type\":\"Feature\",\"id\":\"{id}\",\"properties\":{{}},\"geometry\":{geometry}}}")
}

#[test]
fn ten_bad_features_are_refused_with_their_reasons() {
    let cases = [
        ("way/901", "{\"type\":\"Point\",\"coordinates\":[120.75,37.8]}", Refusal::WrongGeometry),
        ("way/902", "null", Refusal::NoGeometry),
        ("way/903", "{\"type\":\"Polygon\",\"coordinates\":[[[\"a\",1],[2,3],[4,5]]]}", Refusal::CoordinateNotANumber),
        (
            "way/904",
            "{\"type\":\"Polygon\",\"coordinates\":[[[120.75,97],[120.76,97],[120.76,98],[120.75,97]]]}",
            Refusal::CoordinateOutOfRange,
        ),
        (
            "way/905",
            "{\"type\":\"Polygon\",\"coordinates\":[[[120.75,37.8],[120.76,37.8],[120.75,37.8]]]}",
            Refusal::TooFewPoints,
        ),
        ("way/906", "{\"type\":\"Polygon\",\"coordinates\":[]}", Refusal::TooFewPoints),
        (
            "way/907",
            "{\"type\":\"Polygon\",\"coordinates\":[[[1.0,1.0],[1.001,1.0],[1.001,1.001],[1.0,1.0]]]}",
            Refusal::FarFromTheCity,
        ),
    ];
    for (id, shape, reason) in cases {
        assert_eq!(refused(geometry(id, shape), id), reason, "{id}");
    }
    assert_eq!(
        refused(bad("way/908", &[[0.0, 0.0], [20.0, 0.0], [40.0, 0.0], [0.0, 0.0]]), "way/908"),
        Refusal::ZeroArea
    );
    assert_eq!(
        refused(bad("way/909", &[[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 0.0]]), "way/909"),
        Refusal::TooSmall
    );
    assert_eq!(refused(house(7), "way/7"), Refusal::DuplicateId);
    let twin = house(7).replace("way/7", "way/910");
    assert_eq!(refused(twin, "way/910"), Refusal::DuplicateShape);
    let none = house(99).replace("\"house\"", "\"no\"");
    assert_eq!(refused(none, "way/99"), Refusal::NotWhatTheLayerHolds);
    assert_eq!(refused("{\"type\":\"Thing\"}".to_owned(), ""), Refusal::MalformedFeature);
    let zigzag: Vec<String> = (0..40).map(|i| format!("[{},{}]", if i % 2 == 0 { -179 } else { 179 }, i)).collect();
    let zigzag = format!("{{\"type\":\"Polygon\",\"coordinates\":[[[120.75,37.8],{}]]}}", zigzag.join(","));
    assert_eq!(refused(geometry("way/912", &zigzag), "way/912"), Refusal::TooLarge);
    let vast = bad("way/911", &[[0.0, 0.0], [2_000.0, 0.0], [2_000.0, 2_000.0], [0.0, 2_000.0], [0.0, 0.0]]);
    assert_eq!(refused(vast, "way/911"), Refusal::TooLarge);
}

#[test]
fn repairable_features_are_taken_with_what_was_mended() {
    let square = [[0.0, 0.0], [30.0, 0.0], [30.0, 30.0], [0.0, 30.0]];
    assert_eq!(repaired(bad("way/801", &square), "way/801"), [Repair::RingClosed]);
    let bow_tie = [[0.0, 0.0], [30.0, 30.0], [30.0, 0.0], [0.0, 30.0], [0.0, 0.0]];
    let repairs = repaired(bad("way/802", &bow_tie), "way/802");
    assert_eq!(repairs, [Repair::SelfCrossingResolved, Repair::SplitIntoParts]);
    let spike = [[0.0, 0.0], [30.0, 0.0], [60.0, 0.0], [30.0, 0.0], [30.0, 30.0], [0.0, 30.0], [0.0, 0.0]];
    assert_eq!(repaired(bad("way/803", &spike), "way/803"), [Repair::SpikeRemoved]);
    let twice = [[0.0, 0.0], [30.0, 0.0], [30.0, 0.0], [30.0, 30.0], [0.0, 30.0], [0.0, 0.0]];
    assert_eq!(repaired(bad("way/804", &twice), "way/804"), [Repair::DuplicateVertexRemoved]);
    let outer = ring(&[[0.0, 0.0], [60.0, 0.0], [60.0, 60.0], [0.0, 60.0], [0.0, 0.0]]);
    let tiny = ring(&[[30.0, 30.0], [31.0, 30.0], [31.0, 31.0], [30.0, 30.0]]);
    let out = ring(&[[40.0, 20.0], [90.0, 20.0], [90.0, 40.0], [40.0, 40.0], [40.0, 20.0]]);
    let with_hole = |id: &str, hole: &[[f64; 2]]| polygon(id, "\"building\":\"yes\"", &[&outer, hole]);
    assert_eq!(repaired(with_hole("way/805", &tiny), "way/805"), [Repair::HoleFilled]);
    assert_eq!(repaired(with_hole("way/806", &out), "way/806"), [Repair::HoleClipped]);
    let court = ring(&[[20.0, 20.0], [40.0, 20.0], [40.0, 40.0], [20.0, 40.0], [20.0, 20.0]]);
    assert_eq!(note(with_hole("way/807", &court), "way/807"), None);
}

#[test]
fn a_courtyard_stays_a_courtyard() {
    let outer = ring(&[[0.0, 0.0], [60.0, 0.0], [60.0, 60.0], [0.0, 60.0], [0.0, 0.0]]);
    let court = ring(&[[20.0, 20.0], [40.0, 20.0], [40.0, 40.0], [20.0, 40.0], [20.0, 20.0]]);
    let text = collection(&[polygon("way/1", "\"building\":\"apartments\"", &[&outer, &court])]);

    let survey = read(&text).unwrap();

    assert_eq!(survey.footprints[0].rings.len(), 2);
    assert!((survey.footprints[0].area_m2 - 3_200.0).abs() < 20.0);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_file_that_cannot_be_used_says_why() {
    let text = collection(&(1..200).map(house).collect::<Vec<_>>());
    let packed = gzip(&text);

    assert!(matches!(file_error(&packed[..packed.len() / 2]), FileError::TruncatedGzip));
    assert!(matches!(file_error(&packed[..packed.len() - 4]), FileError::TruncatedGzip));
    let mut damaged = packed.clone();
    damaged[packed.len() / 2] ^= 0xFF;
    assert!(matches!(file_error(&damaged), FileError::BrokenGzip | FileError::NotJson { .. } | FileError::NotUtf8));
    assert!(matches!(file_error(&text.as_bytes()[..text.len() / 2]), FileError::TruncatedJson { .. }));
    assert!(matches!(file_error(b"PK\x03\x04 not json"), FileError::NotJson { .. }));
    assert!(matches!(file_error(b"[1,2]"), FileError::NotFeatureCollection { .. }));
    assert!(matches!(file_error(house(1).as_bytes()), FileError::NotFeatureCollection { .. }));
    assert!(matches!(file_error(b"{\"type\":\"\xD0\"}"), FileError::NotUtf8));
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(matches!(file_error(&utf16), FileError::NotUtf8));
    let projected = text.replacen('{', "{\"crs\":{\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3857\"}},", 1);
    assert!(matches!(file_error(projected.as_bytes()), FileError::NotWgs84 { .. }));
}

#[test]
fn a_city_without_any_usable_building_is_an_error_that_counts() {
    let points: Vec<String> =
        (0..5).map(|i| geometry(&format!("node/{i}"), "{\"type\":\"Point\",\"coordinates\":[1,1]}")).collect();

    let error = read(&collection(&points)).unwrap_err();

    assert!(matches!(&error, CityError::NoBuilding { read: 5, .. }));
    assert!(error.to_string().contains('5'));
    assert!(matches!(read(&collection(&[])).unwrap_err(), CityError::NoBuilding { read: 0, .. }));
}

#[test]
fn bad_features_among_good_ones_leave_a_valid_city() {
    let mut features: Vec<String> = (1..80).map(house).collect();
    features.push(bad("way/802", &[[0.0, 0.0], [30.0, 30.0], [30.0, 0.0], [0.0, 30.0], [0.0, 0.0]]));
    features.push(geometry("way/902", "null"));

    let plan = plan(Sources::of_buildings(collection(&features).as_bytes()), &Parameter::whole(county())).unwrap();

    assert_eq!((plan.report.buildings.read, plan.report.buildings.taken), (81, 80));
    assert_valid(&plan);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = cityplan::read(Sources::of_buildings(bytes.as_slice()), &mut |_, _, _| std::ops::ControlFlow::Continue(()));
    }

    #[test]
    fn no_damage_to_a_good_file_makes_it_panic(at in 0usize..4_000, with in any::<u8>(), cut in 0usize..4_000) {
        let mut bytes = collection(&(1..20).map(house).collect::<Vec<_>>()).into_bytes();
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % 3 * (cut % length) / 2);
        let _ = cityplan::read(Sources::of_buildings(bytes.as_slice()), &mut |_, _, _| std::ops::ControlFlow::Continue(()));
    }

    #[test]
    fn any_ring_is_refused_or_becomes_simple(points in proptest::collection::vec((-30i32..30, -30i32..30), 3..14)) {
        let corners: Vec<[f64; 2]> = points.iter().map(|(x, y)| [f64::from(*x), f64::from(*y)]).collect();
        let text = collection(&[house(1), bad("way/77", &corners)]);

        let survey = read(&text).unwrap();

        for footprint in &survey.footprints {
            prop_assert!(footprint.area_m2 >= 6.0);
            prop_assert_eq!(cityplan::side_of(footprint.point, &footprint.rings), cityplan::Side::Inside);
        }
    }
}
