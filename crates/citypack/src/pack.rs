//! The scene pack: a city to bytes and back.
//!
//! Layout: `GZCP`, format, scene version (u32), origin (two f64), all little-endian; then the length of each column, then
//! the columns one after the other. A column holds one field of all items, so that brotli sees like beside like.
//! Cells are not transmitted: their order follows from the order of the buildings (see [`crate::index`]).
//! Decoding any bytes gives a checked city or an error, and allocates a small multiple of the bytes at most.

use std::collections::HashMap;

use domain::area::Area;
use domain::geo::LonLat;

use crate::border::Border;
use crate::city::{AreaEntry, Building, City, Estate, Invalid, Kind, Land, LandKind, Point, Road, RoadClass, Step};
use crate::outline::{LineColumns, RingColumns, RingCursor, read_line, read_ring, write_line, write_ring};
use crate::wire::{DecodeError, Reader, Writer};

const MAGIC: &[u8; 4] = b"GZCP";
const FORMAT: u8 = 1;
const HEAD_BYTES: usize = 4 + 1 + 4 + 8 + 8;

/// Names the columns; their order is their place in the pack.
macro_rules! columns {
    ($($name:ident)*) => {
        #[derive(Clone, Copy)]
        #[expect(clippy::upper_case_acronyms, reason = "columns are constants in all but name")]
        #[expect(non_camel_case_types, reason = "columns are constants in all but name")]
        enum Column { $($name,)* }
        $(const $name: usize = Column::$name as usize;)*
        const COLUMNS: usize = [$(Column::$name),*].len();
    };
}

columns! {
    COUNT TEXT AREA_CODE LABEL_X LABEL_Y
    BORDER_LEFT BORDER_RIGHT BORDER_LENGTH BORDER_FIRST_X BORDER_FIRST_Y BORDER_X BORDER_Y
    SERIAL SERIAL_DIGIT AREA ESTATE NUMBER KIND FLOORS FLOOR_HEIGHT HOUSE_COLUMNS UNITS FIRST_FLOOR
    RINGS RING_LENGTH RING_X RING_Y EDGE EDGE_MISS SQUARE SQUARE_MISS TURN TURN_MISS CLOSE
    ROAD_CLASS ROAD_LENGTH ROAD_FIRST_X ROAD_FIRST_Y ROAD_X ROAD_Y
    LAND_KIND LAND_RINGS LAND_LENGTH LAND_FIRST_X LAND_FIRST_Y LAND_X LAND_Y
}

const HOUSE: RingColumns = RingColumns {
    length: RING_LENGTH,
    first: [RING_X, RING_Y],
    edge: [EDGE, EDGE_MISS],
    square: [SQUARE, SQUARE_MISS],
    turn: [TURN, TURN_MISS],
    close: CLOSE,
    step_dm: Step::Building as i32,
};
const BORDER_LINE: LineColumns = LineColumns {
    length: BORDER_LENGTH,
    first: [BORDER_FIRST_X, BORDER_FIRST_Y],
    step: [BORDER_X, BORDER_Y],
    step_dm: Step::Border as i32,
};
const ROAD_LINE: LineColumns = LineColumns {
    length: ROAD_LENGTH,
    first: [ROAD_FIRST_X, ROAD_FIRST_Y],
    step: [ROAD_X, ROAD_Y],
    step_dm: Step::Ground as i32,
};
const LAND_RING: LineColumns = LineColumns {
    length: LAND_LENGTH,
    first: [LAND_FIRST_X, LAND_FIRST_Y],
    step: [LAND_X, LAND_Y],
    step_dm: Step::Ground as i32,
};

/// Encodes a city that is arranged and valid.
pub fn encode(city: &City) -> Result<Vec<u8>, Invalid> {
    city.check()?;
    let mut out: Vec<Writer> = std::iter::repeat_with(Writer::default).take(COLUMNS).collect();
    for count in [
        city.areas.len(),
        city.borders.len(),
        city.estates.len(),
        city.buildings.len(),
        city.roads.len(),
        city.land.len(),
    ] {
        out[COUNT].unsigned(count as u64);
    }
    out[TEXT].text(&city.attribution);
    write_areas(&mut out, city);
    write_buildings(&mut out, &city.buildings);
    write_ground(&mut out, city);
    Ok(join(city, out))
}

fn join(city: &City, columns: Vec<Writer>) -> Vec<u8> {
    let columns: Vec<Vec<u8>> = columns.into_iter().map(Writer::into_bytes).collect();
    let mut pack = Writer::default();
    pack.raw(MAGIC);
    pack.raw(&[FORMAT]);
    pack.raw(&city.scene_version.to_le_bytes());
    pack.raw(&city.origin.lon.to_le_bytes());
    pack.raw(&city.origin.lat.to_le_bytes());
    for column in &columns {
        pack.unsigned(column.len() as u64);
    }
    for column in &columns {
        pack.raw(column);
    }
    pack.into_bytes()
}

/// An optional index as a number: 0 is none.
fn option_number(index: Option<u32>) -> i64 {
    index.map_or(0, |index| i64::from(index) + 1)
}

fn write_point(out: &mut [Writer], point: Point, cursor: &mut Point) {
    let step = i64::from(Step::Label as i32);
    out[LABEL_X].signed((i64::from(point.x) - i64::from(cursor.x)) / step);
    out[LABEL_Y].signed((i64::from(point.y) - i64::from(cursor.y)) / step);
    *cursor = point;
}

fn write_areas(out: &mut [Writer], city: &City) {
    let (mut code, mut cursor) = (0, Point::default());
    for entry in &city.areas {
        out[AREA_CODE].signed(entry.area.code() - code);
        code = entry.area.code();
        out[TEXT].text(&entry.name);
        write_point(out, entry.label, &mut cursor);
    }
    let (mut side, mut place) = (0, Point::default());
    for border in &city.borders {
        let (left, right) = (option_number(border.left), option_number(border.right));
        out[BORDER_LEFT].signed(left - side);
        out[BORDER_RIGHT].signed(right - left);
        side = left;
        write_line(out, BORDER_LINE, &border.line, &mut place);
    }
    for estate in &city.estates {
        out[TEXT].text(&estate.name);
        write_point(out, estate.label, &mut cursor);
    }
}

fn write_buildings(out: &mut [Writer], buildings: &[Building]) {
    let (mut serial, mut area, mut estate, mut cursor) = (0u64, 0i64, 0i64, RingCursor::default());
    let mut numbers = HashMap::new();
    for building in buildings {
        out[SERIAL].signed((building.serial / 10).wrapping_sub(serial) as i64);
        out[SERIAL_DIGIT].unsigned(building.serial % 10);
        serial = building.serial / 10;
        for (column, value, last) in
            [(AREA, option_number(building.area), &mut area), (ESTATE, option_number(building.estate), &mut estate)]
        {
            out[column].signed(value - *last);
            *last = value;
        }
        let last = numbers.insert(building.estate, building.number).unwrap_or(0);
        out[NUMBER].signed(i64::from(building.number) - i64::from(last));
        for (column, value) in [
            (KIND, building.kind as u16),
            (FLOORS, building.floors),
            (FLOOR_HEIGHT, u16::from(building.floor_height_dm)),
            (HOUSE_COLUMNS, building.columns),
            (UNITS, building.units),
            (FIRST_FLOOR, building.first_floor),
        ] {
            out[column].unsigned(u64::from(value));
        }
        out[RINGS].unsigned(building.rings.len() as u64);
        for ring in &building.rings {
            write_ring(out, HOUSE, ring, &mut cursor);
        }
    }
}

fn write_ground(out: &mut [Writer], city: &City) {
    let mut cursor = Point::default();
    for road in &city.roads {
        out[ROAD_CLASS].unsigned(road.class as u64);
        write_line(out, ROAD_LINE, &road.line, &mut cursor);
    }
    for land in &city.land {
        out[LAND_KIND].unsigned(land.kind as u64);
        out[LAND_RINGS].unsigned(land.rings.len() as u64);
        for ring in &land.rings {
            write_line(out, LAND_RING, ring, &mut cursor);
        }
    }
}

/// Decodes a whole pack at once. A browser that must not block takes a [`Decoder`] instead.
pub fn decode(bytes: &[u8]) -> Result<City, DecodeError> {
    let mut decoder = Decoder::new(bytes.to_vec())?;
    while !decoder.step(usize::MAX)? {}
    decoder.finish()
}

/// Decodes a pack slice by slice.
pub struct Decoder {
    bytes: Vec<u8>,
    input: [Reader; COLUMNS],
    counts: [usize; 6],
    city: City,
    last: Last,
}

/// The values that the next differences are counted from.
#[derive(Default)]
struct Last {
    code: i64,
    label: Point,
    side: i64,
    border: Point,
    serial: u64,
    area: i64,
    estate: i64,
    /// The last number in each estate.
    numbers: HashMap<Option<u32>, u32>,
    house: RingCursor,
    ground: Point,
}

impl Decoder {
    /// Reads the head and finds the columns.
    pub fn new(bytes: Vec<u8>) -> Result<Self, DecodeError> {
        let mut head = Reader::new(0, bytes.len());
        if head.raw(&bytes, MAGIC.len()).ok() != Some(MAGIC) {
            return Err(DecodeError::Magic);
        }
        let format = head.byte(&bytes)?;
        if format != FORMAT {
            return Err(DecodeError::Version(format));
        }
        let fixed = bytes.get(5..HEAD_BYTES).ok_or(DecodeError::CutOff)?;
        head.raw(&bytes, fixed.len())?;
        let scene_version = u32::from_le_bytes(array(fixed, 0)?);
        let origin = LonLat { lon: f64::from_le_bytes(array(fixed, 4)?), lat: f64::from_le_bytes(array(fixed, 12)?) };
        let mut input = Self::columns(&bytes, head)?;
        let mut counts = [0; 6];
        let widths = [AREA_CODE, BORDER_LENGTH, TEXT, FLOORS, ROAD_CLASS, LAND_KIND].map(|column| input[column].left());
        for (count, most) in counts.iter_mut().zip(widths) {
            *count = input[COUNT].count(&bytes, most)?;
        }
        let attribution = input[TEXT].text(&bytes)?;
        let city = City {
            scene_version,
            origin,
            attribution,
            areas: Vec::new(),
            borders: Vec::new(),
            estates: Vec::new(),
            buildings: Vec::new(),
            roads: Vec::new(),
            land: Vec::new(),
        };
        Ok(Self { bytes, input, counts, city, last: Last::default() })
    }

    fn columns(bytes: &[u8], mut head: Reader) -> Result<[Reader; COLUMNS], DecodeError> {
        let mut lengths = [0usize; COLUMNS];
        for length in &mut lengths {
            *length = head.count(bytes, bytes.len())?;
        }
        let mut at = bytes.len() - head.left();
        let mut input = [Reader::default(); COLUMNS];
        for (reader, length) in input.iter_mut().zip(lengths) {
            if length > bytes.len() - at {
                return Err(DecodeError::CutOff);
            }
            *reader = Reader::new(at, at + length);
            at += length;
        }
        if at == bytes.len() { Ok(input) } else { Err(DecodeError::LeftOver) }
    }

    /// Decodes up to `items` areas, borders, estates, buildings, roads or pieces of land; says whether it was the last slice.
    pub fn step(&mut self, items: usize) -> Result<bool, DecodeError> {
        for _ in 0..items {
            let city = &self.city;
            let done = [
                city.areas.len(),
                city.borders.len(),
                city.estates.len(),
                city.buildings.len(),
                city.roads.len(),
                city.land.len(),
            ];
            match (0..done.len()).find(|stage| done[*stage] < self.counts[*stage]) {
                Some(0) => self.area()?,
                Some(1) => self.border()?,
                Some(2) => self.estate()?,
                Some(3) => self.building()?,
                Some(4) => self.road()?,
                Some(_) => self.land()?,
                None => return Ok(true),
            }
        }
        Ok(false)
    }

    /// Hands over the city when all slices are decoded and it is valid.
    pub fn finish(self) -> Result<City, DecodeError> {
        if self.input.iter().any(|reader| reader.left() > 0) {
            return Err(DecodeError::LeftOver);
        }
        self.city.check()?;
        Ok(self.city)
    }

    fn label(&mut self) -> Result<Point, DecodeError> {
        let mut part = |column: usize, last: i32| {
            let steps = self.input[column].signed(&self.bytes)?;
            let value = steps.saturating_mul(i64::from(Step::Label as i32)).saturating_add(i64::from(last));
            i32::try_from(value).map_err(|_wide| DecodeError::Number)
        };
        let last = self.last.label;
        self.last.label = Point { x: part(LABEL_X, last.x)?, y: part(LABEL_Y, last.y)? };
        Ok(self.last.label)
    }

    fn area(&mut self) -> Result<(), DecodeError> {
        self.last.code = self.last.code.saturating_add(self.input[AREA_CODE].signed(&self.bytes)?);
        let area = Area::new_checked(self.last.code).ok_or(DecodeError::Number)?;
        let name = self.input[TEXT].text(&self.bytes)?;
        let label = self.label()?;
        self.city.areas.push(AreaEntry { area, name, label });
        Ok(())
    }

    fn border(&mut self) -> Result<(), DecodeError> {
        let left = option_step(&self.bytes, &mut self.input[BORDER_LEFT], &mut self.last.side)?;
        let mut right = self.last.side;
        let right = option_step(&self.bytes, &mut self.input[BORDER_RIGHT], &mut right)?;
        let line = read_line(&self.bytes, &mut self.input, BORDER_LINE, &mut self.last.border)?;
        self.city.borders.push(Border { line, left, right });
        Ok(())
    }

    fn estate(&mut self) -> Result<(), DecodeError> {
        let name = self.input[TEXT].text(&self.bytes)?;
        let label = self.label()?;
        self.city.estates.push(Estate { name, label });
        Ok(())
    }

    fn building(&mut self) -> Result<(), DecodeError> {
        let (bytes, input, last) = (&self.bytes, &mut self.input, &mut self.last);
        last.serial = last.serial.wrapping_add(input[SERIAL].signed(bytes)? as u64);
        let digit = input[SERIAL_DIGIT].unsigned(bytes)?;
        let serial = last.serial.checked_mul(10).and_then(|tens| tens.checked_add(digit)).filter(|_| digit < 10);
        let serial = serial.ok_or(DecodeError::Number)?;
        let area = option_step(bytes, &mut input[AREA], &mut last.area)?;
        let estate = option_step(bytes, &mut input[ESTATE], &mut last.estate)?;
        let number = last.numbers.entry(estate).or_default();
        let next = i64::from(*number).saturating_add(input[NUMBER].signed(bytes)?);
        *number = u32::try_from(next).map_err(|_wide| DecodeError::Number)?;
        let number = *number;
        let kind = Kind::from_number(input[KIND].unsigned(bytes)?).ok_or(DecodeError::Number)?;
        let floors = input[FLOORS].narrow(bytes)?;
        let floor_height_dm = input[FLOOR_HEIGHT].narrow(bytes)?;
        let columns = input[HOUSE_COLUMNS].narrow(bytes)?;
        let units = input[UNITS].narrow(bytes)?;
        let first_floor = input[FIRST_FLOOR].narrow(bytes)?;
        let count = input[RINGS].count(bytes, input[RING_LENGTH].left())?;
        let mut rings = Vec::with_capacity(count.min(8));
        for _ in 0..count {
            rings.push(read_ring(bytes, input, HOUSE, &mut last.house)?);
        }
        let building = Building {
            serial,
            area,
            estate,
            number,
            kind,
            floors,
            floor_height_dm,
            columns,
            units,
            first_floor,
            rings,
        };
        self.city.buildings.push(building);
        Ok(())
    }

    fn road(&mut self) -> Result<(), DecodeError> {
        let class = RoadClass::from_number(self.input[ROAD_CLASS].unsigned(&self.bytes)?).ok_or(DecodeError::Number)?;
        let line = read_line(&self.bytes, &mut self.input, ROAD_LINE, &mut self.last.ground)?;
        self.city.roads.push(Road { class, line });
        Ok(())
    }

    fn land(&mut self) -> Result<(), DecodeError> {
        let kind = LandKind::from_number(self.input[LAND_KIND].unsigned(&self.bytes)?).ok_or(DecodeError::Number)?;
        let count = self.input[LAND_RINGS].count(&self.bytes, self.input[LAND_LENGTH].left())?;
        let mut rings = Vec::with_capacity(count.min(8));
        for _ in 0..count {
            rings.push(read_line(&self.bytes, &mut self.input, LAND_RING, &mut self.last.ground)?);
        }
        self.city.land.push(Land { kind, rings });
        Ok(())
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], DecodeError> {
    bytes.get(at..at + N).and_then(|part| part.try_into().ok()).ok_or(DecodeError::CutOff)
}

/// Reads an optional index as a difference from the last one.
fn option_step(bytes: &[u8], reader: &mut Reader, last: &mut i64) -> Result<Option<u32>, DecodeError> {
    *last = last.saturating_add(reader.signed(bytes)?);
    match *last {
        0 => Ok(None),
        number => u32::try_from(number - 1).map(Some).map_err(|_wide| DecodeError::Number),
    }
}
