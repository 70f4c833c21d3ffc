//! Areas, borders, estates, roads and land, field by field. Not for buildings (`house`).

use domain::area::Area;

use crate::border::Border;
use crate::city::{AreaEntry, Estate, Land, LandKind, Point, Road, RoadClass, Step};
use crate::field::{Field, Medium, THING, Walk};
use crate::node::Nodes;
use crate::outline::{LineCursor, LineFields, NodeFields, line};
use crate::wire::DecodeError;

const BORDER_LINE: LineFields = LineFields {
    length: Field::BORDER_LENGTH,
    first: [Field::BORDER_FIRST_X, Field::BORDER_FIRST_Y],
    step: [Field::BORDER_X, Field::BORDER_Y],
    step_dm: Step::Ground as i32,
};
const ROAD_LINE: LineFields = LineFields {
    length: Field::ROAD_LENGTH,
    first: [Field::ROAD_FIRST_X, Field::ROAD_FIRST_Y],
    step: [Field::ROAD_X, Field::ROAD_Y],
    step_dm: Step::Ground as i32,
};
const LAND_RING: LineFields = LineFields {
    length: Field::LAND_LENGTH,
    first: [Field::LAND_FIRST_X, Field::LAND_FIRST_Y],
    step: [Field::LAND_X, Field::LAND_Y],
    step_dm: Step::Ground as i32,
};

const BORDER_NODE: NodeFields = NodeFields { first: Field::BORDER_BEGIN, last: Field::BORDER_END };
const ROAD_NODE: NodeFields = NodeFields { first: Field::ROAD_BEGIN, last: Field::ROAD_END };

/// The values that the next differences are counted from.
#[derive(Default)]
pub(crate) struct ItemCursor {
    code: i64,
    side: i64,
    border: LineCursor,
    class: u64,
    ground: LineCursor,
    /// Where borders meet.
    corners: Nodes,
    /// Where roads meet.
    junctions: Nodes,
}

/// An optional index as a number: 0 is none.
pub(crate) fn option_number(index: Option<u32>) -> i64 {
    index.map_or(0, |index| i64::from(index) + 1)
}

/// An optional index as a difference from another.
pub(crate) fn option_step<M: Medium>(
    walk: &mut Walk<M>,
    field: Field,
    situation: usize,
    known: Option<u32>,
    last: i64,
) -> Result<Option<u32>, DecodeError> {
    let step = walk.signed(field, situation, option_number(known) - last);
    match last.saturating_add(step) {
        0 => Ok(None),
        number => u32::try_from(number - 1).map(Some).map_err(|_wide| DecodeError::Number),
    }
}

/// An area without its label, which is told later.
pub(crate) fn area<M: Medium>(
    walk: &mut Walk<M>,
    last: &mut ItemCursor,
    known: Option<&AreaEntry>,
) -> Result<AreaEntry, DecodeError> {
    walk.medium.spend(THING)?;
    let code = known.map_or(0, |known| known.area.code());
    let step = walk.signed(Field::AREA_CODE, walk.last(Field::AREA_CODE), code.wrapping_sub(last.code));
    last.code = last.code.saturating_add(step);
    let area = Area::new_checked(last.code).ok_or(DecodeError::Number)?;
    let name = walk.medium.text(known.map_or("", |known| &known.name))?;
    Ok(AreaEntry { area, name, label: Point::default() })
}

pub(crate) fn border<M: Medium>(
    walk: &mut Walk<M>,
    last: &mut ItemCursor,
    known: Option<&Border>,
) -> Result<Border, DecodeError> {
    walk.medium.spend(THING)?;
    let left = known.and_then(|known| known.left);
    let left = option_step(walk, Field::BORDER_LEFT, walk.last(Field::BORDER_LEFT), left, last.side)?;
    last.side = option_number(left);
    let right = known.and_then(|known| known.right);
    let right = option_step(walk, Field::BORDER_RIGHT, walk.last(Field::BORDER_RIGHT), right, last.side)?;
    let known = known.map_or(&[][..], |known| &known.line);
    let line = line(walk, BORDER_LINE, known, &mut last.border, Some((BORDER_NODE, &mut last.corners)))?;
    Ok(Border { line, left, right })
}

/// An estate without its label, which is told later.
pub(crate) fn estate<M: Medium>(walk: &mut Walk<M>, known: Option<&Estate>) -> Result<Estate, DecodeError> {
    walk.medium.spend(THING)?;
    let name = walk.medium.text(known.map_or("", |known| &known.name))?;
    Ok(Estate { name, label: Point::default() })
}

pub(crate) fn road<M: Medium>(
    walk: &mut Walk<M>,
    last: &mut ItemCursor,
    known: Option<&Road>,
) -> Result<Road, DecodeError> {
    walk.medium.spend(THING)?;
    let number = walk.unsigned(Field::ROAD_CLASS, last.class as usize, known.map_or(0, |known| known.class as u64));
    let class = RoadClass::from_number(number).ok_or(DecodeError::Number)?;
    last.class = number;
    let known = known.map_or(&[][..], |known| &known.line);
    let line = line(walk, ROAD_LINE, known, &mut last.ground, Some((ROAD_NODE, &mut last.junctions)))?;
    Ok(Road { class, line })
}

pub(crate) fn land<M: Medium>(
    walk: &mut Walk<M>,
    last: &mut ItemCursor,
    known: Option<&Land>,
) -> Result<Land, DecodeError> {
    walk.medium.spend(THING)?;
    let number = walk.unsigned(Field::LAND_KIND, 0, known.map_or(0, |known| known.kind as u64));
    let kind = LandKind::from_number(number).ok_or(DecodeError::Number)?;
    let known = known.map_or(&[][..], |known| &known.rings);
    let count: usize = walk.narrow(Field::LAND_RINGS, 0, known.len() as u64)?;
    walk.medium.spend(count.saturating_mul(THING))?;
    let mut rings = Vec::with_capacity(count.min(8));
    for index in 0..count {
        let known = known.get(index).map_or(&[][..], |ring| ring);
        rings.push(line(walk, LAND_RING, known, &mut last.ground, None)?);
    }
    Ok(Land { kind, rings })
}
