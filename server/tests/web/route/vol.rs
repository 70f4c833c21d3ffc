//! The routes of those who serve.

use super::{FORM, Row};

/// Volunteers, and departments with their people.
const SERVES: [u16; 12] = [404, 404, 404, 404, 200, 404, 404, 404, 404, 404, 404, 200];

pub const TABLE: &[Row] = &[
    ("GET", "/vol", 303, SERVES),
    // Nobody wished for it: `vol` asks about one that is open.
    ("GET", "/vol/{wish}", 303, [404; 12]),
    ("POST", "/form/wish-claim", 401, FORM),
    ("POST", "/form/wish-leave", 401, FORM),
    ("POST", "/form/wish-finish", 401, FORM),
    ("POST", "/form/wish-contact", 401, FORM),
];
