//! Where the benchmark looks from: the same two cameras for every map.

use std::collections::HashMap;

use citypack::{Building, City};
use serde_json::{Value, json};

/// The picture is this much wider than high.
const ASPECT: f64 = 1280.0 / 720.0;
/// Half the vertical field of view of MapLibre and deck.gl has this tangent: the eye stands 1.5 picture heights away.
const TANGENT: f64 = 1.0 / 3.0;
/// Degrees from straight down.
const FAR_PITCH: f64 = 50.0;
/// Degrees from straight down.
const NEAR_PITCH: f64 = 60.0;
/// Degrees clockwise from north.
const BEARING: f64 = 30.0;
/// How far the near eye is from the middle of its block, in metres.
const NEAR_DISTANCE_M: f64 = 420.0;
/// The side of a block in metres.
const BLOCK_M: f64 = 250.0;

/// Counts and cameras of a scene: `distance` is metres from the eye to the middle of the picture, for the eye above.
pub fn about(name: &str, city: &City, dwellings: u32) -> Value {
    let houses: Vec<(f64, f64, u32)> =
        city.buildings.iter().filter(|building| building.columns > 0).map(middle).collect();
    let (far_x, far_y, distance) = far(&houses);
    let (near_x, near_y) = block(&houses);
    json!({
        "scene": name,
        "origin": {"lon": city.origin.lon, "lat": city.origin.lat},
        "cells": dwellings,
        "buildings": city.buildings.len(),
        "numbered": city.buildings.iter().map(Building::cells).sum::<u32>(),
        "far": {"x": far_x, "y": far_y, "distance": distance, "pitch": FAR_PITCH, "bearing": BEARING},
        "near": {"x": near_x, "y": near_y, "distance": NEAR_DISTANCE_M, "pitch": NEAR_PITCH, "bearing": BEARING},
    })
}

fn middle(building: &Building) -> (f64, f64, u32) {
    let outline = &building.rings[0];
    let sum = outline.iter().map(|point| point.to_metre()).fold((0.0, 0.0), |(x, y), point| (x + point.x, y + point.y));
    let count = outline.len() as f64;
    (sum.0 / count, sum.1 / count, building.cells())
}

/// The nearest camera that sees every house: its target and distance.
fn far(houses: &[(f64, f64, u32)]) -> (f64, f64, f64) {
    let (sin, cos) = BEARING.to_radians().sin_cos();
    let turned = |x: f64, y: f64| (x * cos - y * sin, x * sin + y * cos);
    let points: Vec<(f64, f64)> = houses.iter().map(|(x, y, _)| turned(*x, *y)).collect();
    let range = |part: fn(&(f64, f64)) -> f64| {
        let values = || points.iter().map(part);
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (front, back)) = (range(|point| point.0), range(|point| point.1));
    let (across, along) = (f64::midpoint(left, right), f64::midpoint(front, back));
    let (pitch_sin, pitch_cos) = FAR_PITCH.to_radians().sin_cos();
    let needed = |&(a, b): &(f64, f64)| {
        let (right, forward) = (a - across, b - along);
        let wide = right.abs() / (TANGENT * ASPECT) - forward * pitch_sin;
        let high = (forward * pitch_cos).abs() / TANGENT - forward * pitch_sin;
        wide.max(high)
    };
    let distance = points.iter().map(needed).fold(0.0, f64::max) * 1.03;
    (across * cos + along * sin, along * cos - across * sin, distance)
}

/// The middle of the block with the most dwellings.
fn block(houses: &[(f64, f64, u32)]) -> (f64, f64) {
    let mut blocks: HashMap<(i64, i64), u32> = HashMap::new();
    for &(x, y, cells) in houses {
        *blocks.entry(((x / BLOCK_M).floor() as i64, (y / BLOCK_M).floor() as i64)).or_default() += cells;
    }
    let fullest = blocks.into_iter().max_by_key(|&(place, cells)| (cells, place)).map_or((0, 0), |(place, _)| place);
    ((fullest.0 as f64 + 0.5) * BLOCK_M, (fullest.1 as f64 + 0.5) * BLOCK_M)
}
