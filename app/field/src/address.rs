//! Addresses of the phone's pages.

use domain::id::{BuildingId, CaseId, DwellingId};

/// A household's card.
pub fn household(dwelling: DwellingId) -> String {
    format!("/m/h/{dwelling}")
}

/// A building's cell board.
pub fn building(building: BuildingId) -> String {
    format!("/m/b/{building}")
}

/// A case.
pub fn case(case: CaseId) -> String {
    format!("/m/cases/{case}")
}
