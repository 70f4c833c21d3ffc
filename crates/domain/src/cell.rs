//! What one household cell of the map shows: three things at once in one byte.
//!
//! Fill is the class of the chosen lens, edge the light of the household's open case, badge the kind of its most
//! important label. Which class a household falls in is decided by one SQL definition in `store`; this module names them.

use serde::{Deserialize, Serialize};

use crate::case::Light;

/// One byte of display state: bits 0–3 fill class (0 = nothing to show), bits 4–5 open light, bits 6–7 badge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CellByte(pub u8);

impl CellByte {
    /// Packs fill (0 to 15), the worst open light (green counts as none) and a badge.
    pub fn new(fill: u8, light: Option<Light>, badge: Badge) -> Self {
        let light = match light {
            // Ended ones leave no trace on a household.
            None | Some(Light::Green | Light::Grey) => 0,
            Some(Light::Red) => 1,
            Some(Light::Yellow) => 2,
            Some(Light::Blue) => 3,
        };
        Self((fill & 0x0f) | light << 4 | (badge as u8) << 6)
    }

    /// The class of the chosen lens; 0 where there is no dwelling or the viewer may not know.
    pub fn fill(self) -> u8 {
        self.0 & 0x0f
    }

    /// The light of the worst open case: red before yellow before blue.
    pub fn light(self) -> Option<Light> {
        match self.0 >> 4 & 3 {
            1 => Some(Light::Red),
            2 => Some(Light::Yellow),
            3 => Some(Light::Blue),
            _ => None,
        }
    }

    /// The badge.
    pub fn badge(self) -> Badge {
        Badge::from_number(self.0 >> 6)
    }
}

/// The kind of mark a label puts on a cell; the label's own character stands on the board and on the card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Badge {
    /// No label.
    #[default]
    None = 0,
    /// Elders 老.
    Elder = 1,
    /// A key group that needs care 重.
    Care = 2,
    /// Any other label 标.
    Other = 3,
}

impl Badge {
    /// Parses a stored number; anything unknown is no badge.
    pub fn from_number(number: u8) -> Self {
        match number {
            1 => Self::Elder,
            2 => Self::Care,
            3 => Self::Other,
            _ => Self::None,
        }
    }
}

/// What the fill of a cell means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lens {
    /// Lived in, let, empty 入住.
    #[default]
    Occupancy,
    /// The grid worker's everyday labels 标签.
    Label,
    /// People who need care 重点人群.
    KeyGroup,
    /// How long ago the file was verified 数据新鲜度.
    Freshness,
    /// How long ago somebody called 最近走访.
    Visit,
}

impl Lens {
    /// All lenses, in the order of the switch and of [`crate::live::LiveCell::bytes`].
    pub const ALL: [Self; 5] = [Self::Occupancy, Self::Label, Self::KeyGroup, Self::Freshness, Self::Visit];

    /// The name used in URLs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Occupancy => "occupancy",
            Self::Label => "label",
            Self::KeyGroup => "key-group",
            Self::Freshness => "freshness",
            Self::Visit => "visit",
        }
    }

    /// Reads the name used in URLs.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lens| lens.slug() == slug)
    }

    /// The position in [`Lens::ALL`].
    pub fn number(self) -> u8 {
        self as u8
    }

    /// How many fill classes the lens has when its classes are fixed; labels and key groups come from the dictionary.
    ///
    /// Occupancy: 1 owner-occupied, 2 rented, 3 to let, 4 vacant, 5 other, 6 not on file.
    /// Freshness: 1 to 30 days, 2 to 90, 3 to 180, 4 to 365, 5 older, 6 never verified.
    /// Visit: 1 to 7 days, 2 to 30, 3 to 90, 4 older, 5 never.
    /// Label and key group: 1 none, 2… the dictionary's labels of that kind in order of rank, 15 all further ones.
    pub fn fixed_classes(self) -> Option<u8> {
        match self {
            Self::Occupancy | Self::Freshness => Some(6),
            Self::Visit => Some(5),
            Self::Label | Self::KeyGroup => None,
        }
    }
}

/// One line of the legend: a fill class and how many cells of the scope have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegendEntry {
    /// The fill class, 1 to 15.
    pub class: u8,
    /// The label behind the class, for lenses whose classes come from the dictionary.
    pub label: Option<LabelCode>,
    /// Cells of this class in the scope.
    pub cells: i64,
}

/// The code of a label in the city's dictionary, 1 to 31: its bit in a household's label set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LabelCode(pub u8);

/// Which switch a label belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// Made by grid workers for their own planning: 空房, 上班, 老人.
    Everyday,
    /// A group with a duty of care: 独居老人, 低保, 残疾.
    KeyGroup,
}

/// A word of the label dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The code.
    pub code: LabelCode,
    /// The switch it belongs to.
    pub kind: LabelKind,
    /// The fill class it has under that switch, 2 to 15.
    pub class: u8,
    /// The one character shown in a cell.
    pub glyph: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The mark in the 3D view.
    pub badge: Badge,
    /// Whether nobody puts it on any more; what is marked with it stays readable.
    #[serde(default)]
    pub is_retired: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_says_the_same_after_unpacking_and_packing() {
        for byte in 0..=u8::MAX {
            let cell = CellByte(byte);

            assert_eq!(CellByte::new(cell.fill(), cell.light(), cell.badge()), cell);
        }
    }

    #[test]
    fn a_lens_is_found_by_its_slug() {
        for lens in Lens::ALL {
            assert_eq!(Lens::from_slug(lens.slug()), Some(lens));
        }
    }
}
