//! The fields of a pack, each with its own model, and the walk that writes or reads them one after the other.
//!
//! One walk serves both directions: given an encoder it takes the values it is told, given a decoder it finds them. Not for
//! what the fields mean (`house`, `item`, `outline`).

use crate::range::{self, Coder, Number, bits};
use crate::wire::{DecodeError, Reader, Writer};

/// Names the fields; their order means nothing.
macro_rules! fields {
    ($($name:ident)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(clippy::upper_case_acronyms, reason = "fields are constants in all but name")]
        #[expect(non_camel_case_types, reason = "fields are constants in all but name")]
        pub(crate) enum Field { $($name,)* }
        pub(crate) const FIELDS: usize = [$(Field::$name),*].len();
        #[cfg(test)]
        pub(crate) const NAMES: [&str; FIELDS] = [$(stringify!($name)),*];
    };
}

fields! {
    AREA_CODE LABEL_X LABEL_Y
    BORDER_LEFT BORDER_RIGHT BORDER_LENGTH BORDER_BEGIN BORDER_END BORDER_FIRST_X BORDER_FIRST_Y BORDER_X BORDER_Y
    SERIAL SERIAL_DIGIT AREA ESTATE NUMBER KIND FLOORS FLOOR_HEIGHT HOUSE_COLUMNS UNITS FIRST_FLOOR
    RINGS RING_X RING_Y TWIN RING_LENGTH EDGE EDGE_MISS SQUARE SQUARE_MISS CLOSE_X CLOSE_Y TURN TURN_MISS LAST_X LAST_Y
    ROAD_CLASS ROAD_LENGTH ROAD_BEGIN ROAD_END ROAD_FIRST_X ROAD_FIRST_Y ROAD_X ROAD_Y
    LAND_KIND LAND_RINGS LAND_LENGTH LAND_FIRST_X LAND_FIRST_Y LAND_X LAND_Y
}

/// How many units of memory a byte of a pack may unfold to: a point is one, a thing is [`THING`].
pub(crate) const UNITS_PER_BYTE: usize = 32;
/// What an area, a border, an estate, a building, a road, a piece of land or a ring costs.
pub(crate) const THING: usize = 8;

/// What a walk writes to or reads from.
pub(crate) trait Medium: Coder {
    /// Text to or from the text part.
    fn text(&mut self, known: &str) -> Result<String, DecodeError>;
    /// Pays for memory. A reader refuses more than its bytes are good for.
    fn spend(&mut self, units: usize) -> Result<(), DecodeError>;
    /// How many bits were written so far.
    #[cfg(test)]
    fn bits(&self) -> f64 {
        0.0
    }
}

/// The writing side.
#[derive(Default)]
pub(crate) struct Output {
    coder: range::Encoder,
    text: Writer,
    spent: usize,
}

impl Output {
    /// The text part, and the coded part, long enough for what it unfolds to.
    pub(crate) fn into_parts(self) -> (Vec<u8>, Vec<u8>) {
        let mut coded = self.coder.into_bytes();
        coded.resize(coded.len().max(self.spent.div_ceil(UNITS_PER_BYTE)), 0);
        (self.text.into_bytes(), coded)
    }
}

impl Coder for Output {
    fn decide(&mut self, chance: &mut range::Chance, memory: u16, answer: bool) -> bool {
        self.coder.decide(chance, memory, answer)
    }

    fn toss(&mut self, answer: bool) -> bool {
        self.coder.toss(answer)
    }
}

impl Medium for Output {
    fn text(&mut self, known: &str) -> Result<String, DecodeError> {
        self.text.text(known);
        Ok(String::new())
    }

    fn spend(&mut self, units: usize) -> Result<(), DecodeError> {
        self.spent += units;
        Ok(())
    }

    #[cfg(test)]
    fn bits(&self) -> f64 {
        self.coder.bits()
    }
}

/// The reading side.
pub(crate) struct Input {
    coder: range::Decoder,
    text: Vec<u8>,
    reader: Reader,
    left: usize,
}

impl Input {
    /// Reads text and, from `at` to the end of `bytes`, the coded part.
    pub(crate) fn new(text: Vec<u8>, bytes: Vec<u8>, at: usize) -> Self {
        let left = bytes.len().saturating_sub(at).saturating_mul(UNITS_PER_BYTE);
        let reader = Reader::new(0, text.len());
        Self { coder: range::Decoder::new(bytes, at), text, reader, left }
    }

    /// Whether all text was read.
    pub(crate) fn is_done(&self) -> bool {
        self.reader.left() == 0
    }
}

impl Coder for Input {
    fn decide(&mut self, chance: &mut range::Chance, memory: u16, answer: bool) -> bool {
        self.coder.decide(chance, memory, answer)
    }

    fn toss(&mut self, answer: bool) -> bool {
        self.coder.toss(answer)
    }
}

impl Medium for Input {
    fn text(&mut self, _: &str) -> Result<String, DecodeError> {
        self.reader.text(&self.text)
    }

    fn spend(&mut self, units: usize) -> Result<(), DecodeError> {
        self.left = self.left.checked_sub(units).ok_or(DecodeError::CutOff)?;
        Ok(())
    }
}

/// A walk along all fields.
pub(crate) struct Walk<M> {
    pub(crate) medium: M,
    numbers: Vec<Number>,
    /// How many bits the last number of each field had.
    last: [usize; FIELDS],
    /// How many times each field was told, and how many bits that took.
    #[cfg(test)]
    pub(crate) costs: [(usize, f64); FIELDS],
}

#[cfg(not(test))]
macro_rules! costing {
    ($walk:ident, $field:ident, $told:expr) => {
        $told
    };
}
#[cfg(test)]
macro_rules! costing {
    ($walk:ident, $field:ident, $told:expr) => {{
        let before = $walk.medium.bits();
        let told = $told;
        let cost = &mut $walk.costs[$field as usize];
        *cost = (cost.0 + 1, cost.1 + $walk.medium.bits() - before);
        told
    }};
}

impl<M: Medium> Walk<M> {
    pub(crate) fn new(medium: M) -> Self {
        Self {
            medium,
            numbers: std::iter::repeat_with(Number::default).take(FIELDS).collect(),
            last: [0; FIELDS],
            #[cfg(test)]
            costs: [(0, 0.0); FIELDS],
        }
    }

    /// How many bits the last number of a field had.
    pub(crate) fn last(&self, field: Field) -> usize {
        self.last[field as usize]
    }

    /// A number of 0 and up, in a situation that says what to expect.
    pub(crate) fn unsigned(&mut self, field: Field, situation: usize, value: u64) -> u64 {
        let value = costing!(self, field, self.numbers[field as usize].unsigned(&mut self.medium, situation, value));
        self.last[field as usize] = bits(value) as usize;
        value
    }

    /// A number of 0 and up that its type must hold.
    pub(crate) fn narrow<T: TryFrom<u64>>(
        &mut self,
        field: Field,
        situation: usize,
        value: impl Into<u64>,
    ) -> Result<T, DecodeError> {
        T::try_from(self.unsigned(field, situation, value.into())).map_err(|_wide| DecodeError::Number)
    }

    /// A number of either sign.
    pub(crate) fn signed(&mut self, field: Field, situation: usize, value: i64) -> i64 {
        let value = costing!(self, field, self.numbers[field as usize].signed(&mut self.medium, situation, value));
        self.last[field as usize] = bits(value.unsigned_abs()) as usize;
        value
    }
}
