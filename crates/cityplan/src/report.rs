//! What was read, repaired, refused and made: counts for people and for `--json`, and row references for whoever mends the file.
//!
//! Not for whole-file errors (see [`crate::error`]).

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::plan::SizeFlag;

/// How many row references of one layer are kept; counts go on.
pub const ROWS_KEPT: usize = 1_000;

/// The whole import, as `gezhi import city --json` ends with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Buildings.
    pub buildings: LayerReport,
    /// Roads.
    pub roads: LayerReport,
    /// Water, green and other land.
    pub land: LayerReport,
    /// Named points.
    pub places: LayerReport,
    /// Official areas as they were read.
    pub official_areas: LayerReport,
    /// Areas as they were planned.
    pub areas: AreaCount,
    /// Dwellings, all in exactly one grid.
    pub dwellings: u32,
    /// Buildings whose floors the source did not say.
    pub floors_assumed: u32,
    /// Buildings that came out of footprints too large for one, beyond the first of each.
    pub sections: u32,
    /// Buildings outside the planned part, which are only drawn.
    pub surroundings: u32,
    /// Grids of the wanted size.
    pub grids_in_size: u32,
    /// Grids outside it, with their size and why.
    pub flagged: Vec<FlaggedGrid>,
}

/// How many areas were planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AreaCount {
    /// Streets 街道.
    pub streets: u32,
    /// Communities 社区.
    pub communities: u32,
    /// Grids 网格.
    pub grids: u32,
    /// Estates 小区.
    pub estates: u32,
}

/// A grid outside the wanted size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlaggedGrid {
    /// Its code.
    pub grid: domain::area::Area,
    /// Its dwellings.
    pub dwellings: u32,
    /// Why.
    pub why: SizeFlag,
}

/// One file's features. Always `read = taken + refused`, and the repaired are among the taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayerReport {
    /// Features in the file.
    pub read: u32,
    /// Features that went in.
    pub taken: u32,
    /// Features that went in after a repair.
    pub repaired: u32,
    /// Features that did not go in, by reason.
    pub refused: BTreeMap<Refusal, u32>,
    /// Repairs by kind; one feature can have several.
    pub repairs: BTreeMap<Repair, u32>,
    /// The first [`ROWS_KEPT`] features that were repaired or refused.
    pub rows: Vec<RowNote>,
}

/// What happened to one feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowNote {
    /// Number of the feature in the file, from 1.
    pub row: u32,
    /// Its id, such as `way/123`; empty when it has none.
    pub id: String,
    /// What was done.
    #[serde(flatten)]
    pub note: Note,
}

/// A refusal or repairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// It did not go in.
    Refused(Refusal),
    /// It went in after these.
    Repaired(Vec<Repair>),
}

/// Why a feature did not go in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Not an object with type `Feature`.
    #[error("it is not a GeoJSON feature")]
    MalformedFeature,
    /// Geometry null or absent.
    #[error("it has no geometry")]
    NoGeometry,
    /// A geometry of another kind than the layer takes.
    #[error("its geometry is of a kind that this layer cannot use")]
    WrongGeometry,
    /// Coordinates that are not pairs of numbers.
    #[error("a coordinate is not a number")]
    CoordinateNotANumber,
    /// Longitude beyond ±180 or latitude beyond ±90.
    #[error("a coordinate is out of range (longitude comes first, in degrees)")]
    CoordinateOutOfRange,
    /// Fewer than three different points in a ring, or two in a line.
    #[error("it has too few different points")]
    TooFewPoints,
    /// A ring that encloses nothing.
    #[error("it encloses no area")]
    ZeroArea,
    /// Smaller than anything that is built.
    #[error("it is too small to be one")]
    TooSmall,
    /// Larger than anything that is built.
    #[error("it is too large to be one")]
    TooLarge,
    /// The id was there before.
    #[error("its id was there before")]
    DuplicateId,
    /// The same shape was there before.
    #[error("the same shape was there before")]
    DuplicateShape,
    /// Far from the rest of the city.
    #[error("it lies far from the rest of the city")]
    FarFromTheCity,
    /// `building=no`, `highway=proposed`, land of no known use and the like.
    #[error("its tags say that it is none")]
    NotWhatTheLayerHolds,
    /// Outside all official areas.
    #[error("it lies outside every official area")]
    OutsideEveryArea,
    /// An official area without usable code or level, or under no parent.
    #[error("its code, level or parent cannot be used")]
    UnusableArea,
}

/// What was mended so that a feature could go in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// The last point of a ring was not its first.
    RingClosed,
    /// A point stood twice in a row.
    DuplicateVertexRemoved,
    /// The ring ran out and back on the same line.
    SpikeRemoved,
    /// The ring crossed itself; its true outline was taken.
    SelfCrossingResolved,
    /// The ring touched itself in a point or along a line; it was split there.
    SelfTouchResolved,
    /// Holes that reached out of the outline were cut to it.
    HoleClipped,
    /// A hole too small to be a courtyard was filled.
    HoleFilled,
    /// Several outlines; each became a part of its own.
    SplitIntoParts,
    /// A part too small or broken was dropped.
    PartDropped,
    /// Overlap with areas taken earlier was cut away.
    OverlapCut,
}

impl LayerReport {
    /// How many features were refused for any reason.
    pub fn refused_total(&self) -> u32 {
        self.refused.values().sum()
    }

    /// Records a feature that does not go in.
    pub fn refuse(&mut self, row: u32, id: &str, reason: Refusal) {
        *self.refused.entry(reason).or_default() += 1;
        self.note(row, id, Note::Refused(reason));
    }

    /// Records a feature that goes in, with the repairs it took.
    pub fn take(&mut self, row: u32, id: &str, repairs: &[Repair]) {
        self.taken += 1;
        if repairs.is_empty() {
            return;
        }
        self.repaired += 1;
        for repair in repairs {
            *self.repairs.entry(*repair).or_default() += 1;
        }
        self.note(row, id, Note::Repaired(repairs.to_vec()));
    }

    /// Turns a feature that was taken into one that is refused.
    pub(crate) fn take_back(&mut self, row: u32, id: &str, repairs: &[Repair], reason: Refusal) {
        self.taken -= 1;
        self.repaired -= u32::from(!repairs.is_empty());
        for repair in repairs {
            if let Some(count) = self.repairs.get_mut(repair) {
                *count -= 1;
            }
        }
        self.rows.retain(|note| note.row != row);
        self.refuse(row, id, reason);
    }

    fn note(&mut self, row: u32, id: &str, note: Note) {
        if self.rows.len() < ROWS_KEPT {
            self.rows.push(RowNote { row, id: id.to_owned(), note });
        }
    }
}

impl Serialize for LayerReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("read", &self.read)?;
        map.serialize_entry("taken", &self.taken)?;
        map.serialize_entry("repaired", &self.repaired)?;
        map.serialize_entry("refused", &self.refused)?;
        map.serialize_entry("repairs", &self.repairs)?;
        map.serialize_entry("rows", &self.rows)?;
        map.end()
    }
}
