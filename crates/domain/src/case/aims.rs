//! Where a case can be led from a desk: what the forms of its steps offer to choose from.

use serde::{Deserialize, Serialize};

use super::desk::Desk;
use crate::area::Area;
use crate::category::CategoryCode;
use crate::id::{CaseId, UnitId};
use crate::route::Reason;

/// A name in Chinese and English.
pub type Names = (String, String);

/// What the forms of a case's steps offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aims {
    /// Units that can take it, by name.
    pub units: Vec<(UnitId, Names)>,
    /// Offices below the holder's whose ground it lies on, the nearest first.
    pub offices: Vec<(Area, Names)>,
    /// Open cases near it that may be the same.
    pub cases: Vec<(CaseId, String)>,
    /// Categories that are in use.
    pub categories: Vec<(CategoryCode, Names)>,
    /// Who should have it, and why.
    pub suggestion: Option<(Desk, Reason)>,
}
