//! Words of spot-checks.

use crate::table::words;

words! {
    /// Words of spot-checks.
    CheckWord:

    SpotCheck: "抽查", "Spot-check";
}
