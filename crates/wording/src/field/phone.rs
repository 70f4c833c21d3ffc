//! Words of the grid worker's phone.

use crate::table::words;

words! {
    /// Words of the grid worker's phone.
    PhoneWord:

    Home: "查户", "Look up";
}
