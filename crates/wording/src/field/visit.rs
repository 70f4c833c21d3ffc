//! Words of visits, the daily plan and watch lists.

use crate::table::words;

words! {
    /// Words of visits, the daily plan and watch lists.
    VisitWord:

    Plan: "今日走访", "Visits today";
}
