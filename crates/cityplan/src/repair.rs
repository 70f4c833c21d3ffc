//! Mends polygons as real data has them, and says how; refuses those that enclose nothing.
//!
//! Works on whole decimetres, where crossings are exact. Not for the meaning of what is enclosed.

use std::collections::BTreeSet;

use domain::geo::{Frame, LonLat};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::i_float::int::point::IntPoint;

use crate::geometry::{Meeting, bounds, cross, dot, double_area, double_area_of, edges, meeting};
use crate::plan::{PointDm, RingDm};
use crate::read::feature::Degrees;
use crate::report::{Refusal, Repair};

/// The outer ring, then holes.
pub(crate) type Polygon = Vec<RingDm>;

/// What a layer accepts, in square metres and metres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub area_min_m2: f64,
    pub area_max_m2: f64,
    pub side_max_m: f64,
    pub hole_min_m2: f64,
}

/// Beyond this distance from the origin whole decimetres lose their room.
pub(crate) const REACH_DM: f64 = 400_000_000.0;

/// Projects degrees to whole decimetres of a frame; far away points are held at the reach.
pub(crate) fn to_dm(frame: Frame, [lon, lat]: Degrees) -> PointDm {
    let metre = frame.to_metre(LonLat { lon, lat });
    let whole = |metres: f64| (metres * 10.0).round().clamp(-REACH_DM, REACH_DM) as i32;
    [whole(metre.x), whole(metre.y)]
}

/// A feature's polygons after mending: at least one, each simple, the outline counter-clockwise and holes clockwise.
pub(crate) fn polygons(
    frame: Frame,
    raw: &[Vec<Vec<Degrees>>],
    limit: Limit,
) -> Result<(Vec<Polygon>, BTreeSet<Repair>), Refusal> {
    let mut repairs = BTreeSet::new();
    let mut parts = Vec::new();
    let mut worst = Refusal::TooFewPoints;
    for polygon in raw {
        match mend(frame, polygon, limit, &mut repairs) {
            Ok(mended) => parts.extend(mended),
            Err(reason) => worst = worst.max(reason),
        }
    }
    let made = parts.len();
    parts.retain(|part| match fits(part, limit) {
        Ok(()) => true,
        Err(reason) => {
            worst = worst.max(reason);
            false
        }
    });
    if parts.is_empty() {
        return Err(worst);
    }
    if parts.len() < made.max(raw.len()) {
        repairs.insert(Repair::PartDropped);
    }
    if parts.len() > 1 {
        repairs.insert(Repair::SplitIntoParts);
    }
    Ok((parts, repairs))
}

fn fits(part: &Polygon, limit: Limit) -> Result<(), Refusal> {
    let area_m2 = double_area_of(part) as f64 / 200.0;
    let side_m = part.first().map_or(0.0, |outer| side_m(outer));
    match area_m2 {
        area if area <= 0.0 => Err(Refusal::ZeroArea),
        area if area < limit.area_min_m2 => Err(Refusal::TooSmall),
        area if area > limit.area_max_m2 || side_m > limit.side_max_m => Err(Refusal::TooLarge),
        _ => Ok(()),
    }
}

/// The longer side of the upright box round a ring in metres.
fn side_m(ring: &[PointDm]) -> f64 {
    let Some([low, high]) = bounds(ring) else { return 0.0 };
    let side = |axis: usize| f64::from(high[axis]) - f64::from(low[axis]);
    side(0).max(side(1)) / 10.0
}

/// One polygon of the source becomes none, one or several.
fn mend(
    frame: Frame,
    rings: &[Vec<Degrees>],
    limit: Limit,
    repairs: &mut BTreeSet<Repair>,
) -> Result<Vec<Polygon>, Refusal> {
    let (outer, holes) = rings.split_first().ok_or(Refusal::TooFewPoints)?;
    let outer = resolve(clean(frame, outer, limit, repairs)?, repairs);
    if outer.is_empty() {
        return Err(Refusal::ZeroArea);
    }
    let mut courtyards = Vec::new();
    for hole in holes {
        let Ok(ring) = clean(frame, hole, limit, repairs) else {
            repairs.insert(Repair::HoleFilled);
            continue;
        };
        courtyards.extend(resolve(ring, repairs).into_iter().map(|mut shape| shape.swap_remove(0)));
    }
    let many = courtyards.len();
    courtyards.retain(|ring| double_area(ring).abs() as f64 / 200.0 >= limit.hole_min_m2);
    if courtyards.len() < many {
        repairs.insert(Repair::HoleFilled);
    }
    if courtyards.is_empty() {
        return Ok(outer);
    }
    Ok(cut_holes(&outer, &courtyards, limit, repairs))
}

fn cut_holes(outer: &[Polygon], holes: &[RingDm], limit: Limit, repairs: &mut BTreeSet<Repair>) -> Vec<Polygon> {
    let wanted: i64 = outer.iter().map(|part| double_area_of(part)).sum::<i64>()
        - holes.iter().map(|ring| double_area(ring).abs()).sum::<i64>();
    let solid: Vec<RingDm> = outer.iter().filter_map(|part| part.first().cloned()).collect();
    let mut parts = overlay(&solid, holes, OverlayRule::Difference);
    // Rounding of crossings moves areas by decimetres; a hole that reaches out moves them by square metres.
    let made: i64 = parts.iter().map(|part| double_area_of(part)).sum();
    if (made - wanted).abs() > 200 {
        repairs.insert(Repair::HoleClipped);
    }
    for part in &mut parts {
        let mut is_outer = true;
        part.retain(|ring| {
            std::mem::take(&mut is_outer) || double_area(ring).abs() as f64 / 200.0 >= limit.hole_min_m2
        });
    }
    parts
}

/// A ring in decimetres without repeated points and spikes.
fn clean(frame: Frame, raw: &[Degrees], limit: Limit, repairs: &mut BTreeSet<Repair>) -> Result<RingDm, Refusal> {
    let mut raw = raw;
    match (raw.first(), raw.last()) {
        (Some(first), Some(last)) if raw.len() > 1 && same(first, last) => raw = &raw[..raw.len() - 1],
        (Some(_), Some(_)) => {
            repairs.insert(Repair::RingClosed);
        }
        _ => return Err(Refusal::TooFewPoints),
    }
    if raw.windows(2).any(|pair| same(&pair[0], &pair[1])) || closes_twice(raw) {
        repairs.insert(Repair::DuplicateVertexRemoved);
    }
    let mut ring: RingDm = raw.iter().map(|position| to_dm(frame, *position)).collect();
    drop_repeats(&mut ring);
    if ring.iter().collect::<BTreeSet<_>>().len() < 3 {
        return Err(Refusal::TooFewPoints);
    }
    // Also keeps all products of steps far within 64 bits.
    if side_m(&ring) > limit.side_max_m {
        return Err(Refusal::TooLarge);
    }
    while let Some(spike) = spike(&ring) {
        ring.remove(spike);
        drop_repeats(&mut ring);
        if ring.len() < 3 {
            return Err(Refusal::ZeroArea);
        }
        repairs.insert(Repair::SpikeRemoved);
    }
    if double_area(&ring) == 0 && ring.len() == 3 {
        return Err(Refusal::ZeroArea);
    }
    Ok(ring)
}

/// Whether two positions are written alike.
pub(crate) fn same(a: &Degrees, b: &Degrees) -> bool {
    a[0].total_cmp(&b[0]).is_eq() && a[1].total_cmp(&b[1]).is_eq()
}

fn closes_twice(open_ring: &[Degrees]) -> bool {
    matches!(open_ring, [first, .., last] if same(first, last))
}

fn drop_repeats(ring: &mut RingDm) {
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
}

/// The first corner at which the ring turns straight back.
fn spike(ring: &[PointDm]) -> Option<usize> {
    let n = ring.len();
    (0..n).find(|&i| {
        let (a, b, c) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
        cross(a, b, c) == 0 && dot(a, b, c) < 0
    })
}

/// Makes simple polygons of a ring that may cross or touch itself.
fn resolve(mut ring: RingDm, repairs: &mut BTreeSet<Repair>) -> Vec<Polygon> {
    match worst_meeting(&ring) {
        Meeting::Apart => {
            if double_area(&ring) < 0 {
                ring.reverse();
            }
            return vec![vec![ring]];
        }
        Meeting::Touch => repairs.insert(Repair::SelfTouchResolved),
        Meeting::Cross => repairs.insert(Repair::SelfCrossingResolved),
    };
    overlay(&[ring], &[], OverlayRule::Subject)
}

/// How the worst two edges of a ring meet, apart from following each other. Sorted by x, so that long rings stay fast.
pub(crate) fn worst_meeting(ring: &[PointDm]) -> Meeting {
    let n = ring.len();
    let mut sorted: Vec<(usize, PointDm, PointDm)> = edges(ring).enumerate().map(|(i, (a, b))| (i, a, b)).collect();
    sorted.sort_by_key(|(_, a, b)| a[0].min(b[0]));
    let mut worst = Meeting::Apart;
    for (at, &(i, a, b)) in sorted.iter().enumerate() {
        let right = a[0].max(b[0]);
        for &(j, c, d) in sorted[at + 1..].iter().take_while(|(_, c, d)| c[0].min(d[0]) <= right) {
            if (i + 1) % n == j || (j + 1) % n == i {
                continue;
            }
            match meeting(a, b, c, d) {
                Meeting::Cross => return Meeting::Cross,
                Meeting::Touch => worst = Meeting::Touch,
                Meeting::Apart => {}
            }
        }
    }
    worst
}

/// Overlays rings and gives OGC-valid polygons: outlines counter-clockwise, holes clockwise.
pub(crate) fn overlay(subject: &[RingDm], clip: &[RingDm], rule: OverlayRule) -> Vec<Polygon> {
    let points = |rings: &[RingDm]| -> Vec<Vec<IntPoint<i32>>> {
        rings.iter().map(|ring| ring.iter().map(|p| IntPoint::new(p[0], p[1])).collect()).collect()
    };
    let mut engine = Overlay::<i32>::from_subj_and_clip_custom(
        &points(subject),
        &points(clip),
        IntOverlayOptions::ogc(),
        Solver::default(),
    );
    let shapes = engine.overlay(rule, FillRule::NonZero);
    let ring = |contour: Vec<IntPoint<i32>>| contour.into_iter().map(|p| [p.x, p.y]).collect::<RingDm>();
    let polygons = shapes.into_iter().map(|shape| shape.into_iter().map(ring).collect::<Polygon>());
    polygons.filter(|polygon| double_area_of(polygon) > 0).collect()
}
