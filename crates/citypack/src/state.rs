//! The state pack: one display byte for each cell that the viewer may see, and nothing about the others.
//!
//! Made per account, lens and scope; what the bytes mean is `domain::cell::CellByte`. Not for single changes, which come
//! as live frames (`domain::live`).

use crate::city::MAX_CELLS;
use crate::wire::{DecodeError, Reader, Writer};

const MAGIC: &[u8; 4] = b"GZCS";
const FORMAT: u8 = 1;

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
}

/// A state pack whose runs are not ascending, not apart, too long, or not as long as its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the runs of a state pack must ascend and be as long as its bytes")]
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
        out.raw(&self.bytes);
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
        let body = reader.raw(bytes, reader.left())?.to_vec();
        let pack = Self {
            scene_version: u32::from_le_bytes(scene_version),
            lens,
            revision: u64::from_le_bytes(revision),
            runs,
            bytes: body,
        };
        pack.check().ok_or(DecodeError::Number)?;
        Ok(pack)
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
        let mut end = 0u32;
        let mut total = 0u64;
        for (index, run) in self.runs.iter().enumerate() {
            let apart = index == 0 || run.start > end;
            if !apart || run.len == 0 {
                return None;
            }
            end = run.start.checked_add(run.len)?;
            total += u64::from(run.len);
        }
        (end <= MAX_CELLS && total == self.bytes.len() as u64).then_some(())
    }
}
