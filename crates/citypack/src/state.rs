//! The state pack: one display byte for each cell that the viewer may see, and nothing about the others.
//!
//! Made per account, lens and scope; what the bytes mean is `domain::cell::CellByte`. Not for single changes, which come
//! as live frames (`domain::live`).
//!
//! Layout: `GZCS`, format, lens, scene version (u32), revision (u64), all little-endian; as variable-length numbers the runs;
//! how many numbers of doors there are, and for each how many cells lie between, and its text; how many different bytes there
//! are, and these, the commonest first; how long the rest is; and for every cell the place of its byte among them,
//! range-coded: what neighbours don't tell about each other is all that is left.

use crate::city::MAX_CELLS;
use crate::range::{Chance, Coder, Decoder, Encoder};
use crate::wire::{DecodeError, Reader, Writer};

const MAGIC: &[u8; 4] = b"GZCS";
/// 1 had the bytes as they are, 2 no numbers of doors.
const FORMAT: u8 = 3;
/// Longest number of a door in UTF-8.
const LONGEST_NUMBER: usize = 80;
/// How many answers the chances remember: nearly for ever, for what a cell shows hardly depends on where it is.
const MEMORY: u16 = 1000;
/// So many common bytes are asked for one by one; the others are told in eight bits.
const COMMON: usize = 12;
/// How far the byte of the cell before is told apart: commonest, second, third, any other.
const BEFORE: usize = 4;

/// A run of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first cell.
    pub start: u32,
    /// How many cells.
    pub len: u32,
}

/// The display bytes of a permitted scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatePack {
    /// The scene that the cell numbers belong to.
    pub scene_version: u32,
    /// The lens, as `domain::cell::Lens::number`.
    pub lens: u8,
    /// The sequencer's number up to which changes are included.
    pub revision: u64,
    /// Runs of cells, ascending and apart from each other.
    pub runs: Vec<Run>,
    /// The bytes of all runs, one after the other.
    pub bytes: Vec<u8>,
    /// Cells, ascending, whose door has another number than its place gives; the text is empty where there is no door any more.
    pub numbers: Vec<(u32, String)>,
}

/// A state pack whose runs are not ascending, not apart, too long, or not as long as its bytes; or whose numbers of doors are
/// not ascending or too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("runs and numbers of a state pack must ascend, and runs be as long as its bytes")]
pub struct InvalidRuns;

impl StatePack {
    /// Encodes the pack.
    pub fn encode(&self) -> Result<Vec<u8>, InvalidRuns> {
        self.check().ok_or(InvalidRuns)?;
        let mut out = Writer::default();
        out.raw(MAGIC);
        out.raw(&[FORMAT, self.lens]);
        out.raw(&self.scene_version.to_le_bytes());
        out.raw(&self.revision.to_le_bytes());
        out.unsigned(self.runs.len() as u64);
        let mut end = 0;
        for run in &self.runs {
            out.unsigned(u64::from(run.start - end));
            out.unsigned(u64::from(run.len));
            end = run.start + run.len;
        }
        out.unsigned(self.numbers.len() as u64);
        let mut next = 0;
        for (cell, number) in &self.numbers {
            out.unsigned(u64::from(cell - next));
            out.text(number);
            next = cell + 1;
        }
        let ranked = ranked(&self.bytes);
        out.unsigned(ranked.len() as u64);
        out.raw(&ranked);
        let mut rank = [0; 256];
        (0..).zip(&ranked).for_each(|(place, byte)| rank[usize::from(*byte)] = place);
        let (mut coder, mut ranks) = (Encoder::default(), Ranks::default());
        for byte in &self.bytes {
            ranks.code(&mut coder, rank[usize::from(*byte)]);
        }
        let coded = coder.into_bytes();
        out.unsigned(coded.len() as u64);
        out.raw(&coded);
        Ok(out.into_bytes())
    }

    /// Decodes any bytes to a valid pack or an error.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(0, bytes.len());
        if reader.raw(bytes, MAGIC.len()).ok() != Some(MAGIC) {
            return Err(DecodeError::Magic);
        }
        let format = reader.byte(bytes)?;
        if format != FORMAT {
            return Err(DecodeError::Version(format));
        }
        let lens = reader.byte(bytes)?;
        let mut scene_version = [0; 4];
        scene_version.copy_from_slice(reader.raw(bytes, 4)?);
        let mut revision = [0; 8];
        revision.copy_from_slice(reader.raw(bytes, 8)?);
        let count = reader.count(bytes, reader.left())?;
        let mut runs = Vec::with_capacity(count.min(4096));
        let mut end = 0u32;
        for _ in 0..count {
            let gap: u32 = reader.narrow(bytes)?;
            let len: u32 = reader.narrow(bytes)?;
            let start = end.checked_add(gap).ok_or(DecodeError::Number)?;
            end = start.checked_add(len).ok_or(DecodeError::Number)?;
            runs.push(Run { start, len });
        }
        let cells = cells(&runs).ok_or(DecodeError::Number)?;
        let numbers = decode_numbers(bytes, &mut reader)?;
        Ok(Self {
            scene_version: u32::from_le_bytes(scene_version),
            lens,
            revision: u64::from_le_bytes(revision),
            runs,
            bytes: decode_cells(bytes, reader, cells)?,
            numbers,
        })
    }

    /// Writes the bytes into the dense array of a scene; cells outside the runs become 0. Runs past the end are cut.
    pub fn apply(&self, dense: &mut [u8]) {
        dense.fill(0);
        let mut rest = self.bytes.as_slice();
        for run in &self.runs {
            let (part, after) = rest.split_at((run.len as usize).min(rest.len()));
            rest = after;
            let start = (run.start as usize).min(dense.len());
            let len = part.len().min(dense.len() - start);
            dense[start..start + len].copy_from_slice(&part[..len]);
        }
    }

    fn check(&self) -> Option<()> {
        let ascend = self.numbers.is_sorted_by(|a, b| a.0 < b.0);
        let short = self.numbers.iter().all(|(cell, text)| *cell < MAX_CELLS && text.len() <= LONGEST_NUMBER);
        (ascend && short && cells(&self.runs)? == self.bytes.len()).then_some(())
    }
}

/// How many cells runs have that ascend and are apart.
fn cells(runs: &[Run]) -> Option<usize> {
    let (mut end, mut total) = (0u32, 0);
    for (index, run) in runs.iter().enumerate() {
        let apart = index == 0 || run.start > end;
        if !apart || run.len == 0 {
            return None;
        }
        end = run.start.checked_add(run.len)?;
        total += run.len as usize;
    }
    (end <= MAX_CELLS).then_some(total)
}

/// The different bytes, the commonest first.
fn ranked(bytes: &[u8]) -> Vec<u8> {
    let mut counts = [0usize; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let mut ranked: Vec<u8> = (0..=u8::MAX).filter(|byte| counts[usize::from(*byte)] > 0).collect();
    ranked.sort_by_key(|byte| std::cmp::Reverse(counts[usize::from(*byte)]));
    ranked
}

fn decode_numbers(bytes: &[u8], reader: &mut Reader) -> Result<Vec<(u32, String)>, DecodeError> {
    let count = reader.count(bytes, reader.left())?;
    let mut numbers = Vec::with_capacity(count.min(4096));
    let mut next = 0u32;
    for _ in 0..count {
        let cell =
            next.checked_add(reader.narrow(bytes)?).filter(|cell| *cell < MAX_CELLS).ok_or(DecodeError::Number)?;
        let len = reader.count(bytes, LONGEST_NUMBER)?;
        let text = std::str::from_utf8(reader.raw(bytes, len)?).map_err(|_broken| DecodeError::Text)?;
        numbers.push((cell, text.to_owned()));
        next = cell + 1;
    }
    Ok(numbers)
}

fn decode_cells(bytes: &[u8], mut reader: Reader, cells: usize) -> Result<Vec<u8>, DecodeError> {
    let count = reader.count(bytes, 256)?;
    let ranked = reader.raw(bytes, count)?;
    let coded = reader.count(bytes, bytes.len())?;
    if reader.left() != coded {
        return Err(if reader.left() < coded { DecodeError::CutOff } else { DecodeError::LeftOver });
    }
    let coded = reader.raw(bytes, coded)?.to_vec();
    let (mut coder, mut ranks) = (Decoder::new(coded, 0), Ranks::default());
    let byte = |_| ranked.get(ranks.code(&mut coder, 0)).copied().ok_or(DecodeError::Number);
    (0..cells).map(byte).collect()
}

/// What is known about the places of bytes in the order of how common they are.
struct Ranks {
    common: [[Chance; COMMON]; BEFORE],
    rare: [Chance; 256],
    before: usize,
}

impl Default for Ranks {
    fn default() -> Self {
        Self { common: [[Chance::default(); COMMON]; BEFORE], rare: [Chance::default(); 256], before: 0 }
    }
}

impl Ranks {
    fn code(&mut self, coder: &mut impl Coder, known: usize) -> usize {
        let chances = &mut self.common[self.before];
        let later = |(place, chance): (usize, &mut Chance)| !coder.decide(chance, MEMORY, known > place);
        let rank = chances.iter_mut().enumerate().position(later);
        let rank = rank.unwrap_or_else(|| {
            let mut found = 1usize;
            while found < 256 {
                let bit = (known << found.ilog2()) & 0x80 > 0;
                found = (found << 1) | usize::from(coder.decide(&mut self.rare[found], MEMORY, bit));
            }
            found & 0xff
        });
        self.before = rank.min(BEFORE - 1);
        rank
    }
}
