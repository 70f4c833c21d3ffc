//! What the map page knows about a city before any cell is coloured.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::area::{Area, Level};
use crate::case::Light;
use crate::cell::{Label, LabelCode};
use crate::geo::LonLat;

/// The city as the acting account sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct City {
    /// Its name.
    pub name: String,
    /// The whole city.
    pub root: Area,
    /// The part that the acting account may open.
    pub scope: Area,
    /// The role that the account acts in.
    pub role: Role,
    /// The version of the city scene that cell indices belong to.
    pub scene_version: u32,
    /// Where the footprints come from; shown wherever the map is.
    pub attribution: String,
    /// Whether the people in it are made up.
    pub synthetic: bool,
    /// Today in the city.
    pub today: NaiveDate,
    /// The origin of local metres.
    pub origin: LonLat,
    /// The label dictionary, by rank.
    pub labels: Vec<Label>,
}

impl City {
    /// The dictionary's word for a code.
    pub fn label(&self, code: LabelCode) -> Option<&Label> {
        self.labels.iter().find(|label| label.code == code)
    }
}

/// An area with the figures that every screen shows about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaSummary {
    /// The area.
    pub area: Area,
    /// How deep it lies.
    pub level: Level,
    /// Its name.
    pub name: String,
    /// Where its label stands.
    pub label_point: LonLat,
    /// Its figures.
    pub figures: Figures,
    /// For a grid whose household count is outside the city's size parameter: that parameter.
    pub outside_size: Option<(i32, i32)>,
}

/// Counts over an area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Buildings, lived in or not.
    pub buildings: i64,
    /// Dwellings: cells of the map.
    pub dwellings: i64,
    /// Dwellings that are lived in.
    pub households: i64,
    /// Checked residents who live there.
    pub residents: i64,
    /// Required fields of files that are filled.
    pub filled: i64,
    /// Required fields of files.
    pub required: i64,
    /// Of the dwellings that are lived in, those whose whole file is fresh today.
    pub fresh: i64,
    /// Cases per light, in the order of [`Light::ALL`]; green counts the last 30 days.
    pub cases: [i64; 4],
}

/// Why a share is not known: there is nothing that it could be a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// No dwelling is lived in, or so few that they are not told.
    NobodyLivesHere,
    /// Nobody's file was checked against a document yet; the others do not count.
    NoCheckedFile,
}

impl Figures {
    /// Completeness of the files in whole percent.
    ///
    /// *Errors*: why nothing was measured.
    pub fn complete_percent(&self) -> Result<i64, Unmeasured> {
        if self.households == 0 {
            return Err(Unmeasured::NobodyLivesHere);
        }
        if self.required == 0 { Err(Unmeasured::NoCheckedFile) } else { Ok(self.filled * 100 / self.required) }
    }

    /// Share of lived-in dwellings whose file is fresh, in whole percent.
    ///
    /// *Errors*: why nothing was measured.
    pub fn fresh_percent(&self) -> Result<i64, Unmeasured> {
        if self.households > 0 { Ok(self.fresh * 100 / self.households) } else { Err(Unmeasured::NobodyLivesHere) }
    }

    /// Cases with this light.
    pub fn with_light(&self, light: Light) -> i64 {
        self.cases[light as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_is_not_measured_and_says_why() {
        let empty = Figures { dwellings: 9, ..Figures::default() };
        let unchecked = Figures { households: 3, fresh: 1, ..empty };
        let checked = Figures { filled: 1, required: 3, ..unchecked };

        assert_eq!(empty.complete_percent(), Err(Unmeasured::NobodyLivesHere));
        assert_eq!(empty.fresh_percent(), Err(Unmeasured::NobodyLivesHere));
        assert_eq!(unchecked.complete_percent(), Err(Unmeasured::NoCheckedFile));
        assert_eq!((unchecked.fresh_percent(), checked.complete_percent()), (Ok(33), Ok(33)));
    }
}
