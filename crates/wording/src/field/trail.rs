//! Words of trails, check-points and teams on patrol.

use crate::table::words;

words! {
    /// Words of trails, check-points and teams on patrol.
    TrailWord:

    Trail: "巡查轨迹", "Patrol trail";
}
