//! The scene pack: a city to bytes and back.
//!
//! Layout: `GZCP`, format, scene version (u32), origin (two f64), all little-endian; then, as variable-length numbers, how
//! many areas, borders, estates, buildings, roads and pieces of land there are, and how long the two parts are that follow:
//! all texts, and all else as one run of range-coded numbers (see `range`), thing by thing.
//! Cells are not transmitted: their order follows from the order of the buildings (see [`crate::index`]).
//! Decoding any bytes gives a checked city or an error, and allocates a small multiple of the bytes at most.

use domain::geo::LonLat;

use crate::city::{Building, City, Invalid};
use crate::field::{Input, Medium, Output, Walk};
use crate::house::{HouseCursor, building};
use crate::item::{ItemCursor, area, border, estate, land, road};
use crate::settle::settle;
use crate::wire::{DecodeError, Reader, Writer};

const MAGIC: &[u8; 4] = b"GZCP";
/// The number of the layout of scene packs. 1 had a column of bytes for each field.
pub const FORMAT: u8 = 2;
const HEAD_BYTES: usize = 4 + 1 + 4 + 8 + 8;

/// Whether a pack has the layout that this program reads; says nothing about the rest of it.
pub fn is_current(pack: &[u8]) -> bool {
    pack.starts_with(MAGIC) && pack.get(MAGIC.len()) == Some(&FORMAT)
}

/// Encodes a city that is arranged and valid.
pub fn encode(city: &City) -> Result<Vec<u8>, Invalid> {
    city.check()?;
    let mut walk = Walk::new(Output::default());
    // A writer refuses nothing: what could be refused was checked above.
    let written = write(&mut walk, &mut city.clone());
    debug_assert!(written.is_ok(), "a valid city can be written: {written:?}");
    let (text, coded) = walk.medium.into_parts();
    let mut pack = Writer::default();
    pack.raw(MAGIC);
    pack.raw(&[FORMAT]);
    pack.raw(&city.scene_version.to_le_bytes());
    pack.raw(&city.origin.lon.to_le_bytes());
    pack.raw(&city.origin.lat.to_le_bytes());
    for count in counts(city).into_iter().chain([text.len(), coded.len()]) {
        pack.unsigned(count as u64);
    }
    pack.raw(&text);
    pack.raw(&coded);
    Ok(pack.into_bytes())
}

fn counts(city: &City) -> [usize; 6] {
    [city.areas.len(), city.borders.len(), city.estates.len(), city.buildings.len(), city.roads.len(), city.land.len()]
}

/// Leaves the city's buildings ordered by serial.
fn write(walk: &mut Walk<Output>, city: &mut City) -> Result<(), DecodeError> {
    let (mut item, mut house) = (ItemCursor::default(), HouseCursor::new(&city.borders));
    walk.medium.text(&city.attribution)?;
    for known in &city.areas {
        area(walk, &mut item, Some(known))?;
    }
    for known in &city.borders {
        border(walk, &mut item, Some(known))?;
    }
    for known in &city.estates {
        estate(walk, Some(known))?;
    }
    city.buildings.sort_by_key(|building| building.serial);
    for known in &city.buildings {
        building(walk, &mut house, Some(known))?;
    }
    settle(walk, city)?;
    for known in &city.roads {
        road(walk, &mut item, Some(known))?;
    }
    for known in &city.land {
        land(walk, &mut item, Some(known))?;
    }
    Ok(())
}

/// Decodes a whole pack at once. A browser that must not block takes a [`Decoder`] instead.
pub fn decode(bytes: &[u8]) -> Result<City, DecodeError> {
    let mut decoder = Decoder::new(bytes.to_vec())?;
    while !decoder.step(usize::MAX)? {}
    decoder.finish()
}

/// Decodes a pack slice by slice.
pub struct Decoder {
    walk: Walk<Input>,
    counts: [usize; 6],
    city: City,
    item: ItemCursor,
    /// Made when the borders are known.
    house: Option<HouseCursor>,
    settled: bool,
}

impl Decoder {
    /// Reads the head and finds the parts.
    pub fn new(bytes: Vec<u8>) -> Result<Self, DecodeError> {
        let mut head = Reader::new(0, bytes.len());
        if head.raw(&bytes, MAGIC.len()).ok() != Some(MAGIC) {
            return Err(DecodeError::Magic);
        }
        let format = head.byte(&bytes)?;
        if format != FORMAT {
            return Err(DecodeError::Version(format));
        }
        let fixed = head.raw(&bytes, HEAD_BYTES - 5)?;
        let scene_version = u32::from_le_bytes(array(fixed, 0)?);
        let origin = LonLat { lon: f64::from_le_bytes(array(fixed, 4)?), lat: f64::from_le_bytes(array(fixed, 12)?) };
        let mut counts = [0; 6];
        for count in &mut counts {
            *count = usize::try_from(head.unsigned(&bytes)?).map_err(|_wide| DecodeError::Number)?;
        }
        let text = head.count(&bytes, bytes.len())?;
        let coded = head.count(&bytes, bytes.len())?;
        let text = head.raw(&bytes, text)?.to_vec();
        if head.left() != coded {
            return Err(if head.left() < coded { DecodeError::CutOff } else { DecodeError::LeftOver });
        }
        let at = bytes.len() - coded;
        let mut walk = Walk::new(Input::new(text, bytes, at));
        let attribution = walk.medium.text("")?;
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
        Ok(Self { walk, counts, city, item: ItemCursor::default(), house: None, settled: false })
    }

    /// Decodes up to `items` areas, borders, estates, buildings, roads or pieces of land; says whether it was the last slice.
    pub fn step(&mut self, items: usize) -> Result<bool, DecodeError> {
        for _ in 0..items {
            let done = counts(&self.city);
            let (city, walk) = (&mut self.city, &mut self.walk);
            let stage = (0..done.len()).find(|stage| done[*stage] < self.counts[*stage]);
            if !self.settled && stage.is_none_or(|stage| stage > 3) {
                settle(walk, city)?;
                city.buildings.sort_by_key(Building::rank);
                self.settled = true;
            }
            match stage {
                Some(0) => city.areas.push(area(walk, &mut self.item, None)?),
                Some(1) => city.borders.push(border(walk, &mut self.item, None)?),
                Some(2) => city.estates.push(estate(walk, None)?),
                Some(3) => {
                    let house = self.house.get_or_insert_with(|| HouseCursor::new(&city.borders));
                    city.buildings.push(building(walk, house, None)?);
                }
                Some(4) => city.roads.push(road(walk, &mut self.item, None)?),
                Some(_) => city.land.push(land(walk, &mut self.item, None)?),
                None => return Ok(true),
            }
        }
        Ok(false)
    }

    /// Hands over the city when all slices are decoded and it is valid.
    pub fn finish(self) -> Result<City, DecodeError> {
        if counts(&self.city) != self.counts || !self.settled {
            return Err(DecodeError::CutOff);
        }
        if !self.walk.medium.is_done() {
            return Err(DecodeError::LeftOver);
        }
        self.city.check()?;
        Ok(self.city)
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], DecodeError> {
    bytes.get(at..at + N).and_then(|part| part.try_into().ok()).ok_or(DecodeError::CutOff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::NAMES;

    /// Prints what each field of the pack at `PACK` takes: `PACK=million.scene.bin cargo test -p citypack takes -- --ignored --nocapture`.
    #[test]
    #[ignore = "prints a table for whoever wants packs smaller"]
    fn what_each_field_takes() {
        let mut city = decode(&std::fs::read(std::env::var("PACK").unwrap()).unwrap()).unwrap();
        let mut walk = Walk::new(Output::default());

        write(&mut walk, &mut city).unwrap();
        for (name, (count, bits)) in NAMES.iter().zip(walk.costs) {
            println!("{name:16} {count:8} {:9.0} bytes {:6.2} bits each", bits / 8.0, bits / count as f64);
        }
        let (text, coded) = walk.medium.into_parts();
        println!("text {} bytes, coded {} bytes", text.len(), coded.len());
    }
}
