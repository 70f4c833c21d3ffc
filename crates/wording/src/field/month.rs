//! Words of the monthly report, of teams, training and the emergency mode.

use crate::table::words;

words! {
    /// Words of the monthly report, of teams, training and the emergency mode.
    MonthWord:

    Report: "月报", "Monthly report";
}
