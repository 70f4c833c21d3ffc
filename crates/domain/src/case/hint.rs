//! What somebody should know before a report is sent: open cases that it may repeat, works that are known, and who would get it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::aims::Names;
use super::light::Light;
use crate::id::CaseId;
use crate::route::Reason;
use crate::work::Work;

/// An open case that a report may repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Double {
    /// The case.
    pub case: CaseId,
    /// What it says is wrong.
    pub title: String,
    /// How it stands.
    pub light: Light,
    /// Since when somebody waits.
    pub reported_at: DateTime<Utc>,
    /// How alike they are, of 1,000.
    pub per_mille: u16,
}

/// All hints on a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hints {
    /// Open cases like it, the likest first.
    pub doubles: Vec<Double>,
    /// Works that answer it, the nearest first.
    pub works: Vec<Work>,
    /// Who should have it by the table of owners, and why; nothing without a category.
    pub suggestion: Option<(Names, Reason)>,
}

impl Hints {
    /// The numbers of what somebody should look at before the report is sent. A suggestion holds nobody up.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        let doubles = self.doubles.iter().map(|double| double.case.to_string());
        doubles.chain(self.works.iter().map(|work| work.work.to_string()))
    }
}
