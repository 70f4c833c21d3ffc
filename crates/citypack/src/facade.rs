//! The one rule that says which flat shows on which piece of wall: shared by server, board, 2D and 3D.
//!
//! * Slabs (elongated, filling their box): walls are projected on the long axis, so that a flat shows at the front and at
//!   the back. End walls and steps, which stand across the axis, show the column they are nearest to.
//! * Everything else (towers, angles, rings, curves): the columns run round the outline, left to right as seen from
//!   outside, from the left end of the longest side. Whole columns are dealt out to sides in proportion to their length, so
//!   that flats don't fold round corners; sides shorter than a column join their neighbours.
//! * Courtyard walls show the flats of the outer wall nearest to them.
//!
//! A slab on which some column would not show falls back to running round, where every column has wall of its own.
//! Only additions, products and square roots: the same on every machine. Not for heights: floors are even.

use crate::city::{Building, Point};

/// Parts of a column that wall positions are rounded to.
pub const COLUMN_PARTS: u16 = 64;
/// Slabs are at least this many times longer than wide.
const SLAB_ASPECT: f64 = 2.0;
/// Slabs fill at least this part of their box.
const SLAB_FILL: f64 = 0.72;
/// Walls whose direction has less than this share along a slab's axis show one column only.
const ACROSS: f64 = 0.6;
/// Corners with a smaller turn than this cosine are still the same side: 30 degrees.
const SAME_SIDE: f64 = 0.866;

/// A piece of wall from one corner to the next, walked with the building on the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The left end as seen from outside.
    pub from: Point,
    /// The right end as seen from outside.
    pub to: Point,
    /// The column position at `from`, in [`COLUMN_PARTS`]; equal to `to_column` where one column takes the whole wall.
    pub from_column: u16,
    /// The column position at `to`, in [`COLUMN_PARTS`].
    pub to_column: u16,
}

impl Wall {
    /// The column that shows at `t` (0 at `from`, 1 at `to`) of a building with so many columns (at least 1).
    pub fn column(&self, t: f64, columns: u16) -> u16 {
        let (from, to) = (f64::from(self.from_column), f64::from(self.to_column));
        let position = (from + (to - from) * t) / f64::from(COLUMN_PARTS);
        (position.max(0.0) as u16).min(columns.saturating_sub(1))
    }

    /// The stretch of the wall, as a range of `t`, on which a column shows.
    pub fn stretch(&self, column: u16) -> Option<(f64, f64)> {
        let (lo, hi) = (f64::from(column), f64::from(column) + 1.0);
        let from = f64::from(self.from_column) / f64::from(COLUMN_PARTS);
        let to = f64::from(self.to_column) / f64::from(COLUMN_PARTS);
        if self.from_column == self.to_column {
            return (lo <= from && from < hi).then_some((0.0, 1.0));
        }
        let (a, b) = ((lo - from) / (to - from), (hi - from) / (to - from));
        let (start, end) = (a.min(b).max(0.0), a.max(b).min(1.0));
        (start < end).then_some((start, end))
    }

    /// The length in metres.
    pub fn length_m(&self) -> f64 {
        self.from.to_metre().distance_m(self.to.to_metre())
    }
}

/// The smallest box round a building's outline, turned so that its front, the side with the longest wall, is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orientation {
    /// The middle, metres east and north.
    pub centre: [f64; 2],
    /// The direction of the long side, from left to right as seen from in front of the building; length 1.
    pub axis: [f64; 2],
    /// Half the long side in metres.
    pub half_length_m: f64,
    /// Half the short side in metres.
    pub half_depth_m: f64,
}

impl Orientation {
    /// Position along the axis (−half length to half length) and inwards from the middle (front is negative).
    pub fn local(&self, x: f64, y: f64) -> (f64, f64) {
        let (dx, dy) = (x - self.centre[0], y - self.centre[1]);
        (dx * self.axis[0] + dy * self.axis[1], dy * self.axis[0] - dx * self.axis[1])
    }

    /// The inverse of [`Orientation::local`].
    pub fn world(&self, along: f64, inward: f64) -> [f64; 2] {
        let [ax, ay] = self.axis;
        [self.centre[0] + along * ax - inward * ay, self.centre[1] + along * ay + inward * ax]
    }
}

/// All walls of a building: first the outline's, then the courtyards'.
#[derive(Clone, Debug, PartialEq)]
pub struct Facade {
    /// The walls.
    pub walls: Vec<Wall>,
    /// How many of them are the outline's.
    pub outer: usize,
    /// The box.
    pub orientation: Orientation,
}

/// Applies the rule to a building.
pub fn facade(building: &Building) -> Facade {
    let rings: Vec<Vec<Point>> =
        building.rings.iter().enumerate().map(|(index, ring)| oriented(ring, index == 0)).collect();
    let outline = rings.first().map_or(&[][..], Vec::as_slice);
    let orientation = orientation(outline);
    let outer = outline.len();
    let slab = building.columns > 0 && is_slab(outline, &orientation);
    let walls = match building.columns {
        0 => plain(&rings),
        columns if slab => {
            let walls = projected(&rings, &orientation, columns);
            if all_columns_show(&walls[..outer], columns) { walls } else { round(&rings, columns) }
        }
        columns => round(&rings, columns),
    };
    Facade { walls, outer, orientation }
}

/// Whether every column shows on some wall.
pub fn all_columns_show(walls: &[Wall], columns: u16) -> bool {
    let mut shows = vec![false; usize::from(columns)];
    for wall in walls {
        let (a, b) = (wall.from_column.min(wall.to_column), wall.from_column.max(wall.to_column));
        let last = if a == b { b } else { b - 1 };
        for column in a / COLUMN_PARTS..=(last / COLUMN_PARTS).min(columns.saturating_sub(1)) {
            if let Some(shown) = shows.get_mut(usize::from(column)) {
                *shown |= wall.from != wall.to;
            }
        }
    }
    shows.into_iter().all(|shown| shown)
}

/// The ring without repeated points, counter-clockwise for an outline and clockwise for a courtyard.
fn oriented(ring: &[Point], outline: bool) -> Vec<Point> {
    let mut points: Vec<Point> = ring.to_vec();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if (doubled_area(&points) > 0) != outline {
        points.reverse();
    }
    points
}

fn doubled_area(ring: &[Point]) -> i64 {
    pairs(ring).map(|(a, b)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)).sum()
}

fn pairs(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a, *b))
}

fn direction(from: Point, to: Point) -> ([f64; 2], f64) {
    let (dx, dy) = (f64::from(to.x) - f64::from(from.x), f64::from(to.y) - f64::from(from.y));
    let length = (dx * dx + dy * dy).sqrt();
    if length > 0.0 { ([dx / length, dy / length], length) } else { ([1.0, 0.0], 0.0) }
}

fn dot(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// The smallest box over the outline, one side of which lies on an edge of the convex hull.
fn orientation(outline: &[Point]) -> Orientation {
    let hull = hull(outline);
    let mut best: Option<(f64, Orientation)> = None;
    for (from, to) in pairs(&hull) {
        let (axis, length) = direction(from, to);
        if length <= 0.0 {
            continue;
        }
        let found = box_along(&hull, axis);
        let area = found.half_length_m * found.half_depth_m;
        if best.is_none_or(|(smallest, _)| area < smallest) {
            best = Some((area, found));
        }
    }
    let mut found = best.map_or_else(|| box_along(outline, [1.0, 0.0]), |(_, found)| found);
    let mut longest = 0.0;
    let mut sense = 1.0;
    for (from, to) in pairs(outline) {
        let (way, length) = direction(from, to);
        if length > longest && dot(way, found.axis).abs() > 0.5 {
            longest = length;
            sense = if dot(way, found.axis) < 0.0 { -1.0 } else { 1.0 };
        }
    }
    found.axis = [found.axis[0] * sense, found.axis[1] * sense];
    found
}

/// The box with a side along `axis`, its axis turned to the longer side.
fn box_along(points: &[Point], axis: [f64; 2]) -> Orientation {
    let normal = [-axis[1], axis[0]];
    let mut range = [f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY];
    for point in points {
        let place = [f64::from(point.x) / 10.0, f64::from(point.y) / 10.0];
        let (along, inward) = (dot(place, axis), dot(place, normal));
        range = [range[0].min(along), range[1].max(along), range[2].min(inward), range[3].max(inward)];
    }
    if points.is_empty() {
        range = [0.0; 4];
    }
    let (mid_a, mid_n) = (f64::midpoint(range[0], range[1]), f64::midpoint(range[2], range[3]));
    let centre = [mid_a * axis[0] + mid_n * normal[0], mid_a * axis[1] + mid_n * normal[1]];
    let (half_a, half_n) = ((range[1] - range[0]) / 2.0, (range[3] - range[2]) / 2.0);
    if half_a >= half_n {
        Orientation { centre, axis, half_length_m: half_a, half_depth_m: half_n }
    } else {
        Orientation { centre, axis: normal, half_length_m: half_n, half_depth_m: half_a }
    }
}

/// The convex hull, counter-clockwise.
fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() < 3 {
        return sorted;
    }
    let mut lower = half_hull(sorted.iter().copied());
    let mut upper = half_hull(sorted.iter().rev().copied());
    lower.pop();
    upper.pop();
    lower.extend(upper);
    lower
}

fn half_hull(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut chain: Vec<Point> = Vec::new();
    for point in points {
        while let [.., a, b] = chain.as_slice() {
            let cross = (i64::from(b.x) - i64::from(a.x)) * (i64::from(point.y) - i64::from(a.y))
                - (i64::from(b.y) - i64::from(a.y)) * (i64::from(point.x) - i64::from(a.x));
            if cross > 0 {
                break;
            }
            chain.pop();
        }
        chain.push(point);
    }
    chain
}

fn is_slab(outline: &[Point], orientation: &Orientation) -> bool {
    let area_m2 = doubled_area(outline).unsigned_abs() as f64 / 200.0;
    let box_m2 = 4.0 * orientation.half_length_m * orientation.half_depth_m;
    orientation.half_length_m >= SLAB_ASPECT * orientation.half_depth_m && area_m2 >= SLAB_FILL * box_m2
}

/// Walls of a building without flats.
fn plain(rings: &[Vec<Point>]) -> Vec<Wall> {
    let wall = |(from, to)| Wall { from, to, from_column: 0, to_column: 0 };
    rings.iter().flat_map(|ring| pairs(ring).map(wall)).collect()
}

fn parts(position: f64, columns: u16) -> u16 {
    let most = f64::from(columns) * f64::from(COLUMN_PARTS);
    (position * f64::from(COLUMN_PARTS)).round().clamp(0.0, most) as u16
}

/// The position in the middle of the column at `position`.
fn one_column(position: f64, columns: u16) -> u16 {
    let column = (position.max(0.0) as u16).min(columns.saturating_sub(1));
    column * COLUMN_PARTS + COLUMN_PARTS / 2
}

fn projected(rings: &[Vec<Point>], orientation: &Orientation, columns: u16) -> Vec<Wall> {
    let position = |point: Point| {
        let place = point.to_metre();
        let (along, _) = orientation.local(place.x, place.y);
        f64::midpoint(along / orientation.half_length_m, 1.0) * f64::from(columns)
    };
    let wall = |(from, to): (Point, Point)| {
        let (way, _) = direction(from, to);
        let (a, b) = (position(from), position(to));
        if dot(way, orientation.axis).abs() < ACROSS {
            let column = one_column(f64::midpoint(a, b), columns);
            return Wall { from, to, from_column: column, to_column: column };
        }
        Wall { from, to, from_column: parts(a, columns), to_column: parts(b, columns) }
    };
    rings.iter().flat_map(|ring| pairs(ring).map(wall)).collect()
}

/// Consecutive walls that share whole columns.
struct Side {
    walls: usize,
    length: f64,
}

fn round(rings: &[Vec<Point>], columns: u16) -> Vec<Wall> {
    let Some(outline) = rings.first().filter(|outline| outline.len() >= 2) else { return plain(rings) };
    let (start, sides) = sides(outline);
    let total: f64 = sides.iter().map(|side| side.length).sum();
    if total <= 0.0 {
        return plain(rings);
    }
    let groups = group(sides, total / f64::from(columns));
    let shares = deal(&groups, total, columns);
    let mut walls = Vec::with_capacity(outline.len());
    let (mut index, mut column) = (start, 0u16);
    for (side, share) in groups.iter().zip(shares) {
        let mut walked = 0.0;
        let position = |walked: f64| parts(f64::from(column) + walked / side.length * f64::from(share), columns);
        for _ in 0..side.walls {
            let (from, to) = (outline[index % outline.len()], outline[(index + 1) % outline.len()]);
            let from_column = position(walked);
            walked += direction(from, to).1;
            walls.push(Wall { from, to, from_column, to_column: position(walked) });
            index += 1;
        }
        column += share;
    }
    let courts: Vec<Wall> =
        rings[1..].iter().flat_map(|ring| pairs(ring)).map(|edge| court_wall(edge, &walls, columns)).collect();
    walls.extend(courts);
    walls
}

/// Cuts the outline into sides at its corners. Returns the point where the longest side starts, and the sides from there.
fn sides(outline: &[Point]) -> (usize, Vec<Side>) {
    let count = outline.len();
    let edge = |index: usize| direction(outline[index % count], outline[(index + 1) % count]);
    let is_corner = |index: usize| dot(edge(index + count - 1).0, edge(index).0) < SAME_SIDE;
    let longest_edge =
        (0..count).fold((0, -1.0), |best, index| if edge(index).1 > best.1 { (index, edge(index).1) } else { best }).0;
    let Some(first) = (0..count).find(|index| is_corner(*index)) else {
        return (longest_edge, vec![Side { walls: count, length: (0..count).map(|index| edge(index).1).sum() }]);
    };
    let mut starts = Vec::new();
    let mut sides: Vec<Side> = Vec::new();
    for index in first..first + count {
        if is_corner(index) {
            starts.push(index);
            sides.push(Side { walls: 0, length: 0.0 });
        }
        if let Some(side) = sides.last_mut() {
            side.walls += 1;
            side.length += edge(index).1;
        }
    }
    let longest =
        (0..sides.len()).fold(0, |best, index| if sides[index].length > sides[best].length { index } else { best });
    sides.rotate_left(longest);
    (starts[longest] % count, sides)
}

/// Joins sides until each is as long as a column at least.
fn group(sides: Vec<Side>, column_length: f64) -> Vec<Side> {
    // A hair less than a column is enough: lengths are sums of rounded roots.
    let least = column_length * (1.0 - 1e-9);
    let mut groups: Vec<Side> = Vec::new();
    let mut open: Option<Side> = None;
    for side in sides {
        let joined = match open.take() {
            Some(before) => Side { walls: before.walls + side.walls, length: before.length + side.length },
            None => side,
        };
        if joined.length >= least {
            groups.push(joined);
        } else {
            open = Some(joined);
        }
    }
    match (open, groups.last_mut()) {
        (Some(rest), Some(last)) => {
            last.walls += rest.walls;
            last.length += rest.length;
        }
        (Some(rest), None) => groups.push(rest),
        (None, _) => {}
    }
    groups
}

/// Deals whole columns out to sides in proportion to their lengths: each its whole part, the rest by largest remainder.
fn deal(sides: &[Side], total: f64, columns: u16) -> Vec<u16> {
    let quota: Vec<f64> = sides.iter().map(|side| side.length / total * f64::from(columns) + 1e-9).collect();
    let mut shares: Vec<u16> = quota.iter().map(|quota| (*quota as u16).max(1)).collect();
    let mut order: Vec<usize> = (0..sides.len()).collect();
    order.sort_by(|a, b| quota[*b].fract().total_cmp(&quota[*a].fract()).then(a.cmp(b)));
    let given: u32 = shares.iter().map(|share| u32::from(*share)).sum();
    let missing = u32::from(columns).saturating_sub(given) as usize;
    for index in order.into_iter().cycle().take(missing) {
        shares[index] += 1;
    }
    shares
}

/// A courtyard wall shows what the outer wall nearest to its middle shows, straight behind it.
fn court_wall((from, to): (Point, Point), outer: &[Wall], columns: u16) -> Wall {
    let middle = [f64::midpoint(f64::from(from.x), f64::from(to.x)), f64::midpoint(f64::from(from.y), f64::from(to.y))];
    let mut nearest: Option<(f64, &Wall)> = None;
    for wall in outer {
        let t = foot(middle, wall);
        let dx = f64::from(wall.from.x) + (f64::from(wall.to.x) - f64::from(wall.from.x)) * t - middle[0];
        let dy = f64::from(wall.from.y) + (f64::from(wall.to.y) - f64::from(wall.from.y)) * t - middle[1];
        let distance = dx * dx + dy * dy;
        if nearest.is_none_or(|(least, _)| distance < least) {
            nearest = Some((distance, wall));
        }
    }
    let Some((_, wall)) = nearest else { return Wall { from, to, from_column: 0, to_column: 0 } };
    let position = |point: Point| {
        let t = foot([f64::from(point.x), f64::from(point.y)], wall);
        (f64::from(wall.from_column) + (f64::from(wall.to_column) - f64::from(wall.from_column)) * t)
            / f64::from(COLUMN_PARTS)
    };
    let (a, b) = (position(from), position(to));
    if (a - b).abs() * f64::from(COLUMN_PARTS) < 4.0 {
        let column = one_column(f64::midpoint(a, b), columns);
        return Wall { from, to, from_column: column, to_column: column };
    }
    Wall { from, to, from_column: parts(a, columns), to_column: parts(b, columns) }
}

/// Where on the wall (0 to 1) the foot of the perpendicular from a point lies.
fn foot(point: [f64; 2], wall: &Wall) -> f64 {
    let (dx, dy) = (f64::from(wall.to.x) - f64::from(wall.from.x), f64::from(wall.to.y) - f64::from(wall.from.y));
    let squared = dx * dx + dy * dy;
    if squared <= 0.0 {
        return 0.0;
    }
    let along = (point[0] - f64::from(wall.from.x)) * dx + (point[1] - f64::from(wall.from.y)) * dy;
    (along / squared).clamp(0.0, 1.0)
}
