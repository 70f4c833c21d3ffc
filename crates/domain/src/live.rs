//! What goes over the live connection: ids, positions on the map and display bytes, never personal data.

use serde::{Deserialize, Serialize};

use crate::case::Beacon;
use crate::id::CaseId;

/// One numbered step of the city's state, as one subscriber may see it. One without cells and beacons says to a screen that sees
/// none of them that totals changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveFrame {
    /// The sequencer's number: the place to resume after.
    pub seq: i64,
    /// The scene that the cell indices belong to.
    pub scene_version: u32,
    /// Cells that look different now.
    pub cells: Vec<LiveCell>,
    /// Cases whose beacon appeared, changed or went.
    pub beacons: Vec<LiveBeacon>,
}

/// One cell's new look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCell {
    /// The cell in the scene.
    pub cell: u32,
    /// The household's revision; an older one never overwrites a newer.
    pub revision: i64,
    /// The display byte for each lens in the order of [`crate::cell::Lens::ALL`]; `None` where the subscriber may not see it.
    pub bytes: [Option<u8>; 5],
    /// The number on the door where it is another than the one that its place gives; empty where there is no door any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// One beacon's new look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveBeacon {
    /// The case.
    pub case: CaseId,
    /// How it stands now; `None` when the beacon goes out.
    pub beacon: Option<Beacon>,
}
